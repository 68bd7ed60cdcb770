"""A handoff: one patient, told in SBAR by one nurse to the next.

Life: sent, acknowledged. Responsibility moves when an identified colleague acknowledges, after saying how sick the
patient is in their own view; until then nobody but the sender sees how sick the sender finds the patient. What was
sent is never changed: a correction is an event of its own. The text leaves the screens after 48 hours.
See docs/glossary.md.
"""
