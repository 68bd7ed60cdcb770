"""The monthly check-in: the scheduler freezes a month's numbers, the unit meets over them and makes promises.

A check-in is drafted by the roll-up, once for each unit and month, and published by a leader after the meeting.
Its numbers never change; what comes in late stands under them as a dated addendum. See docs/glossary.md.
"""
