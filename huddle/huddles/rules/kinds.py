"""The kinds of huddles and the states and answers in them, with their words."""

from __future__ import annotations

from enum import StrEnum

PLAN_LIMIT, TRIGGER_LIMIT = 140, 80
WORDS_LIMIT = 240


class HuddleKind(StrEnum):
    """The planned one of each shift, and three that anybody may call at any time, several a day."""

    SCHEDULED = "scheduled"
    MID_SHIFT = "mid_shift_check"
    AD_HOC = "ad_hoc"
    DEBRIEF = "end_shift_debrief"


class HuddleState(StrEnum):
    """How things stand now, for the board."""

    DUE = "due"
    OPEN = "open"
    CLOSED = "closed"
    NONE = "none"


class NotHeldReason(StrEnum):
    """Why there was no huddle; asked without blame."""

    EMERGENCY = "emergency"
    STAFFING = "staffing"
    NO_LEADER = "no_leader"
    FORGOT = "forgot"
    NOT_NEEDED = "not_needed"
    TECH = "tech"
    OTHER = "other"


class SubjectKind(StrEnum):
    """What a huddle looks back on."""

    CONCERN = "concern"
    ACTION = "action"


class LookBackAnswer(StrEnum):
    """How it stands. `told` is for a concern that has its answer: said in front of everybody."""

    DONE = "done"
    GOING = "going"
    STUCK = "stuck"
    TOLD = "told"


class WatcherReason(StrEnum):
    """Why somebody is watched more closely (domain.md 1.3)."""

    STAFF_GUT_FEELING = "staff_gut_feeling"
    FAMILY_CONCERN = "family_concern"
    ELEVATED_EWS = "elevated_ews"
    HIGH_RISK_THERAPY = "high_risk_therapy"
    COMMUNICATION_CONCERN = "communication_concern"
    NEW_ADMISSION = "new_admission_or_transfer"
    BEHAVIOUR_RISK = "behaviour_risk"
    FALLS_RISK = "falls_risk_high"
    NEW_LINE = "new_line_or_device"
    DISCHARGE_RISK = "discharge_risk"
    HANDED_OVER = "handed_over"
    HANDED_OVER_UNSTABLE = "handed_over_unstable"


FROM_HANDOFFS = (WatcherReason.HANDED_OVER, WatcherReason.HANDED_OVER_UNSTABLE)

KIND_NAMES = {HuddleKind.MID_SHIFT: "Mid-shift", HuddleKind.AD_HOC: "Extra", HuddleKind.DEBRIEF: "End-of-shift"}
"""The names of those without a shift; a planned one has the name of its shift."""
KIND_LABELS = {
    HuddleKind.SCHEDULED: "Shift huddle",
    HuddleKind.MID_SHIFT: "Mid-shift check",
    HuddleKind.AD_HOC: "Extra huddle",
    HuddleKind.DEBRIEF: "End-of-shift debrief",
}
KIND_NOTES = {
    HuddleKind.SCHEDULED: "Opens the shift",
    HuddleKind.MID_SHIFT: "Watchers, workload, who needs help",
    HuddleKind.AD_HOC: "Something changed: a new plan, together",
    HuddleKind.DEBRIEF: "What went well, what got in the way",
}
NOT_HELD_LABELS = {
    NotHeldReason.EMERGENCY: "Emergency",
    NotHeldReason.STAFFING: "Too few of us",
    NotHeldReason.NO_LEADER: "Nobody to lead",
    NotHeldReason.FORGOT: "It slipped by",
    NotHeldReason.NOT_NEEDED: "Not needed",
    NotHeldReason.TECH: "Tablet or network",
    NotHeldReason.OTHER: "Something else",
}
ANSWER_LABELS = {
    LookBackAnswer.DONE: "Done",
    LookBackAnswer.GOING: "Going",
    LookBackAnswer.STUCK: "Stuck",
    LookBackAnswer.TOLD: "Told back",
}
TAPPED_ANSWERS = (LookBackAnswer.DONE, LookBackAnswer.GOING, LookBackAnswer.STUCK)
ANSWER_WORDS = ("Fixed on the spot.", "A new one is here.", "We agreed how we do it now.")
"""Offered to be said of a concern that is done; anything else may be typed."""
PLAIN_DONE = "Said in the huddle: it is done."
"""The answer to a concern that is done, when nobody said more."""
REASON_LABELS = {
    WatcherReason.STAFF_GUT_FEELING: "Gut feeling",
    WatcherReason.FAMILY_CONCERN: "Family is worried",
    WatcherReason.ELEVATED_EWS: "Early warning score",
    WatcherReason.HIGH_RISK_THERAPY: "High-risk treatment",
    WatcherReason.COMMUNICATION_CONCERN: "Hard to communicate",
    WatcherReason.NEW_ADMISSION: "New or moved",
    WatcherReason.BEHAVIOUR_RISK: "Behaviour",
    WatcherReason.FALLS_RISK: "May fall",
    WatcherReason.NEW_LINE: "New line or device",
    WatcherReason.DISCHARGE_RISK: "Going home",
    WatcherReason.HANDED_OVER: "From the handoffs",
    WatcherReason.HANDED_OVER_UNSTABLE: "Unstable in the handoff",
}
