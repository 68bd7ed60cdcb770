"""A handoff: one patient, told in SBAR by one nurse to the next.

Life: begun, sent, opened, acknowledged, confirmed, closed; on the way it may be sent back for detail, given to the
charge nurse, or superseded by a newer one. Responsibility moves when an identified colleague acknowledges, after a
read-back that is as long as the risk; until then nobody but the sender sees how sick the sender finds the patient. Of
each patient one person is responsible, whoever wrote the handoff. What was sent is never changed: what is added is an
event of its own. The text leaves the screens after 48 hours. See docs/glossary.md.
"""
