"""States and words of a concern."""

from __future__ import annotations

from enum import StrEnum

from huddle.core.errors import RuleBroken

TEXT_LIMIT = 240
ANSWER_LIMIT = 240


class ConcernStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What became of it."""

    FIXED = "fixed"
    ACTION = "action"
    CANNOT_FIX = "cannot_fix"


class ToldHow(StrEnum):
    """Where the answer was told back."""

    HUDDLE = "huddle"
    BOARD = "board"
    DIRECT = "direct"


class Topic(StrEnum):
    """The safety topics, one list for concerns, look backs and action items (domain.md 1.4)."""

    FALLS = "falls"
    PRESSURE_INJURY = "pressure_injury"
    LINES_DEVICES = "lines_catheters_devices"
    MEDICATION = "medication"
    INFECTION = "infection"
    DETERIORATION = "deterioration"
    IDENTIFICATION = "identification"
    NUTRITION = "nutrition_hydration"
    BEHAVIOUR = "behaviour_violence"
    EQUIPMENT = "equipment_supplies"
    STAFFING = "staffing_skillmix"
    FLOW = "capacity_flow"
    COMMUNICATION = "communication_handoff"
    ENVIRONMENT = "environment_estates"
    IT_SYSTEMS = "it_systems"
    STAFF_SAFETY = "staff_safety_wellbeing"
    SAFEGUARDING = "safeguarding"
    OTHER = "other"


TOPIC_LABELS = {
    Topic.FALLS: "Falls",
    Topic.PRESSURE_INJURY: "Pressure injury",
    Topic.LINES_DEVICES: "Lines and devices",
    Topic.MEDICATION: "Medication",
    Topic.INFECTION: "Infection",
    Topic.DETERIORATION: "Getting worse unseen",
    Topic.IDENTIFICATION: "Right patient",
    Topic.NUTRITION: "Food and fluids",
    Topic.BEHAVIOUR: "Behaviour, violence",
    Topic.EQUIPMENT: "Equipment, supplies",
    Topic.STAFFING: "Staffing",
    Topic.FLOW: "Beds and flow",
    Topic.COMMUNICATION: "Communication",
    Topic.ENVIRONMENT: "Building",
    Topic.IT_SYSTEMS: "Computers",
    Topic.STAFF_SAFETY: "Staff safety",
    Topic.SAFEGUARDING: "Safeguarding",
    Topic.OTHER: "Something else",
}

OUTCOME_LABELS = {
    Outcome.FIXED: "Fixed",
    Outcome.ACTION: "An action is on its way",
    Outcome.CANNOT_FIX: "We cannot fix it, because",
}

NEXT: dict[ConcernStatus, frozenset[ConcernStatus]] = {
    ConcernStatus.OPEN: frozenset({ConcernStatus.ANSWERED}),
    ConcernStatus.ANSWERED: frozenset({ConcernStatus.ANSWERED, ConcernStatus.CLOSED}),
    ConcernStatus.CLOSED: frozenset(),
}


def move(status: ConcernStatus, to: ConcernStatus) -> ConcernStatus:
    """The new state. Raises RuleBroken when a concern cannot go there from here."""
    if to not in NEXT[status]:
        if to is ConcernStatus.CLOSED and status is ConcernStatus.OPEN:
            raise RuleBroken("Answer this concern first. Nothing closes in silence.")
        raise RuleBroken("This concern is closed: it was answered and told back.")
    return to
