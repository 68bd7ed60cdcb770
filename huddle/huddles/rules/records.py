"""What is written in a huddle: notes, one text each, and items, one after the other."""

from __future__ import annotations

from enum import StrEnum

from huddle.huddles.rules.steps import Step

ITEM_LIMIT = 160
NOTE_LIMIT, TYPED_LIMIT, STORED_LIMIT = 160, 400, 1000
"""How long a note is at best, how long it may be, and how long two that were joined may be."""
TAG_LIMIT = 20


class NoteName(StrEnum):
    """One text of a huddle that everybody in it may change; each has a version of its own."""

    STRETCHED = "stretched"
    GAP = "gap"
    CHANGED = "changed"
    NEW_PLAN = "new_plan"
    WHO = "who"
    WENT_WELL = "went_well"
    IN_THE_WAY = "in_the_way"
    TEACHING = "teaching"
    KEEP = "keep"
    CHANGE = "change"


class ItemKind(StrEnum):
    """Something said in a huddle that stands in a list; never overwritten, only taken off."""

    EVENT = "event"
    NEWCOMER = "newcomer"
    AHEAD = "ahead"
    EQUIPMENT = "equipment"


NOTES_OF = {
    Step.STAFFING: (NoteName.STRETCHED, NoteName.GAP),
    Step.CHANGE: (NoteName.CHANGED, NoteName.NEW_PLAN, NoteName.WHO),
    Step.DEBRIEF: (NoteName.WENT_WELL, NoteName.IN_THE_WAY),
    Step.TEACHING: (NoteName.TEACHING,),
    Step.PLUS_DELTA: (NoteName.KEEP, NoteName.CHANGE),
}
STEP_OF_NOTE = {name: step for step, names in NOTES_OF.items() for name in names}
STEP_OF_ITEM = {
    ItemKind.EVENT: Step.LOOK_BACK,
    ItemKind.NEWCOMER: Step.STAFFING,
    ItemKind.AHEAD: Step.LOOK_AHEAD,
    ItemKind.EQUIPMENT: Step.EQUIPMENT,
}
NOTE_LABELS = {
    NoteName.STRETCHED: "Who is stretched, who can lend a hand?",
    NoteName.GAP: "What will not get done if nothing changes?",
    NoteName.CHANGED: "What changed?",
    NoteName.NEW_PLAN: "What is the plan now?",
    NoteName.WHO: "Who does what?",
    NoteName.WENT_WELL: "What went well?",
    NoteName.IN_THE_WAY: "What got in the way?",
    NoteName.TEACHING: "What is worth knowing?",
    NoteName.KEEP: "One thing to keep",
    NoteName.CHANGE: "One thing to change",
}
EVENT_LABELS = {
    "event": "Something happened",
    "near_miss": "Near miss",
    "good_catch": "Good catch",
    "delay": "Delay",
    "complaint": "Complaint",
    "compliment": "Compliment",
}
AHEAD_LABELS = {
    "procedure": "Procedure",
    "transfer": "Transfer",
    "discharge": "Going home",
    "admission": "Coming in",
    "medicine": "High-risk medicine",
    "line": "Line that can come out",
    "other": "Something else",
}
NEWCOMER_LABELS = {"new": "New here", "float": "From another unit", "agency": "Agency", "student": "Student"}
