"""What kind of change an action item is, how strong such a change is, and what its effect may be.

The kinds follow the action hierarchy of VA and RCA2 (domain.md 5.1 and 5.3); the examples are our own.
"""

from __future__ import annotations

from enum import StrEnum

MEASURE_LIMIT = 160
TEST_LIMIT = 140
BALANCE_LIMIT = 120
COMMENT_LIMIT = 500
URL_LIMIT = 300
TOLD_LIMIT = 240


class Strength(StrEnum):
    STRONGER = "stronger"
    INTERMEDIATE = "intermediate"
    WEAKER = "weaker"
    CONTAINMENT = "immediate_containment"


class ChangeType(StrEnum):
    CHANGE_SPACE_OR_LAYOUT = "change_space_or_layout"
    EQUIPMENT_TRIALLED_BEFORE_BUY = "equipment_trialled_before_buy"
    MAKE_WRONG_STEP_IMPOSSIBLE = "make_wrong_step_impossible"
    REMOVE_OR_SIMPLIFY_STEPS = "remove_or_simplify_steps"
    STANDARDISE = "standardise"
    LEADER_DOES_VISIBLY = "leader_does_visibly"
    BACKUP_OR_REDUNDANCY = "backup_or_redundancy"
    CHANGE_STAFFING_OR_LOAD = "change_staffing_or_load"
    SOFTWARE_CHANGE = "software_change"
    REDUCE_DISTRACTION = "reduce_distraction"
    CHECKLIST_OR_AID = "checklist_or_aid"
    SEPARATE_LOOKALIKES = "separate_lookalikes"
    READ_BACK = "read_back"
    IMPROVE_COMMUNICATION_TOOL = "improve_communication_tool"
    DOUBLE_CHECK = "double_check"
    LABEL_OR_WARNING = "label_or_warning"
    POLICY_OR_MEMO = "policy_or_memo"
    TRAINING_OR_REMINDER = "training_or_reminder"
    STUDY_MORE = "study_more"
    MAKE_SAFE_NOW = "make_safe_now"


class OwnerAnswer(StrEnum):
    """What whoever is asked to own an item says to it."""

    ACCEPTED = "accepted"
    CHANGE = "change"
    CANNOT = "cannot"


class Blocker(StrEnum):
    MONEY = "money"
    PEOPLE = "people"
    ESTATES = "estates"
    IT = "it"
    POLICY = "policy"
    UNCLEAR_OWNER = "unclear_owner"
    OTHER = "other"


class Effect(StrEnum):
    WORKS = "works"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


class EvidenceKind(StrEnum):
    TEXT = "text"
    LINK = "link"
    PICTURE = "picture"


_STRONGER = (
    ChangeType.CHANGE_SPACE_OR_LAYOUT,
    ChangeType.EQUIPMENT_TRIALLED_BEFORE_BUY,
    ChangeType.MAKE_WRONG_STEP_IMPOSSIBLE,
    ChangeType.REMOVE_OR_SIMPLIFY_STEPS,
    ChangeType.STANDARDISE,
    ChangeType.LEADER_DOES_VISIBLY,
)
_WEAKER = (
    ChangeType.DOUBLE_CHECK,
    ChangeType.LABEL_OR_WARNING,
    ChangeType.POLICY_OR_MEMO,
    ChangeType.TRAINING_OR_REMINDER,
    ChangeType.STUDY_MORE,
)
STRENGTH_OF: dict[ChangeType, Strength] = (
    dict.fromkeys(ChangeType, Strength.INTERMEDIATE)
    | dict.fromkeys(_STRONGER, Strength.STRONGER)
    | dict.fromkeys(_WEAKER, Strength.WEAKER)
    | {ChangeType.MAKE_SAFE_NOW: Strength.CONTAINMENT}
)
NEEDS_MEASURE = frozenset({Strength.STRONGER, Strength.INTERMEDIATE})
"""Whoever makes such a change says how they will know that it helped, and looks after 30 and 90 days."""
STRENGTH_LABELS = {
    Strength.STRONGER: "Stronger",
    Strength.INTERMEDIATE: "Intermediate",
    Strength.WEAKER: "Weaker",
    Strength.CONTAINMENT: "Made safe for now",
}
TYPES_BY_STRENGTH = {strength: [kind for kind in ChangeType if STRENGTH_OF[kind] is strength] for strength in Strength}
TYPE_LABELS = {
    ChangeType.CHANGE_SPACE_OR_LAYOUT: "Change the space or the layout",
    ChangeType.EQUIPMENT_TRIALLED_BEFORE_BUY: "Try equipment out before buying",
    ChangeType.MAKE_WRONG_STEP_IMPOSSIBLE: "Make the wrong step impossible",
    ChangeType.REMOVE_OR_SIMPLIFY_STEPS: "Remove steps, or make them simpler",
    ChangeType.STANDARDISE: "Do it the same way everywhere",
    ChangeType.LEADER_DOES_VISIBLY: "A leader does it where all can see",
    ChangeType.BACKUP_OR_REDUNDANCY: "Add a backup",
    ChangeType.CHANGE_STAFFING_OR_LOAD: "Change staffing or the load",
    ChangeType.SOFTWARE_CHANGE: "Change the software",
    ChangeType.REDUCE_DISTRACTION: "Cut distraction",
    ChangeType.CHECKLIST_OR_AID: "Checklist or memory aid",
    ChangeType.SEPARATE_LOOKALIKES: "Keep lookalikes apart",
    ChangeType.READ_BACK: "Read back",
    ChangeType.IMPROVE_COMMUNICATION_TOOL: "Better way to tell each other",
    ChangeType.DOUBLE_CHECK: "Double check",
    ChangeType.LABEL_OR_WARNING: "Label or warning",
    ChangeType.POLICY_OR_MEMO: "Policy or memo",
    ChangeType.TRAINING_OR_REMINDER: "Training or reminder",
    ChangeType.STUDY_MORE: "Find out more",
    ChangeType.MAKE_SAFE_NOW: "Make it safe for now",
}
TYPE_EXAMPLES = {
    ChangeType.CHANGE_SPACE_OR_LAYOUT: "The chair store moves beside the lift",
    ChangeType.EQUIPMENT_TRIALLED_BEFORE_BUY: "Nights try two bed alarms and pick one",
    ChangeType.MAKE_WRONG_STEP_IMPOSSIBLE: "A connector that fits one port only",
    ChangeType.REMOVE_OR_SIMPLIFY_STEPS: "One order set in place of three forms",
    ChangeType.STANDARDISE: "The same drawer plan in every crash trolley",
    ChangeType.LEADER_DOES_VISIBLY: "The director opens the blocked store daily and gets it paid for",
    ChangeType.BACKUP_OR_REDUNDANCY: "A second glucose meter in each bay",
    ChangeType.CHANGE_STAFFING_OR_LOAD: "One more assistant from 18 to 23",
    ChangeType.SOFTWARE_CHANGE: "The chart shows when a dose is due",
    ChangeType.REDUCE_DISTRACTION: "No calls at the drug room",
    ChangeType.CHECKLIST_OR_AID: "A card with four lines on the pump",
    ChangeType.SEPARATE_LOOKALIKES: "The vials move to another shelf",
    ChangeType.READ_BACK: "Phone orders are said back",
    ChangeType.IMPROVE_COMMUNICATION_TOOL: "Watcher magnets on the board",
    ChangeType.DOUBLE_CHECK: "A second person signs",
    ChangeType.LABEL_OR_WARNING: "A sticker",
    ChangeType.POLICY_OR_MEMO: "A new procedure is sent round",
    ChangeType.TRAINING_OR_REMINDER: "A teaching session",
    ChangeType.STUDY_MORE: "An audit",
    ChangeType.MAKE_SAFE_NOW: "The broken pump is taken out of use",
}
BLOCKER_LABELS = {
    Blocker.MONEY: "Money",
    Blocker.PEOPLE: "People or time",
    Blocker.ESTATES: "The building",
    Blocker.IT: "Computers",
    Blocker.POLICY: "A policy",
    Blocker.UNCLEAR_OWNER: "Nobody knows whose it is",
    Blocker.OTHER: "Something else",
}
EFFECT_LABELS = {
    Effect.WORKS: "Yes, it works",
    Effect.PARTLY: "In part",
    Effect.NO: "No",
    Effect.TOO_EARLY: "Too early to tell",
}
