"""What a review can be, and the words for it (domain.md 1.6, 4.2 and 4.3)."""

from __future__ import annotations

from enum import StrEnum

TITLE_LIMIT = 80
ANSWER_LIMIT = 1000
NOTE_LIMIT = 300
PLACE_LIMIT = 60
REFERENCE_LIMIT = 40


class ReviewFormat(StrEnum):
    """The three ways to hold one; a debrief that was not held is a hot debrief with a reason."""

    HOT_DEBRIEF = "hot_debrief"
    AAR = "aar"
    SUCCESS = "success_review"


class ReviewStatus(StrEnum):
    """Where a review stands; see `states.NEXT`."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    NOTES_READY = "notes_ready"
    SHARED_BACK = "shared_back"
    ACTIONS_TRACKED = "actions_tracked"
    CLOSED = "closed"
    NOT_HELD = "not_held"


SHARED = frozenset({ReviewStatus.SHARED_BACK, ReviewStatus.ACTIONS_TRACKED, ReviewStatus.CLOSED})
"""Read by the unit, and locked."""


class ReviewTrigger(StrEnum):
    """What set it off. Good outcomes count."""

    ARREST = "arrest_or_rapid_response"
    DEATH = "death"
    FALL = "fall"
    MEDICATION = "med_event"
    VIOLENCE = "violence"
    DELAY = "delay"
    NEAR_MISS = "near_miss"
    GOOD_CATCH = "good_catch"
    GREAT_OUTCOME = "great_outcome"
    STAFF_REQUEST = "staff_request"
    CONCERN = "huddle_concern"
    PATTERN = "pattern"
    SIMULATION = "simulation"
    OTHER = "other"


class ReviewSource(StrEnum):
    """The thing in Huddle that it came from."""

    HUDDLE = "huddle"
    HANDOFF = "handoff"
    CONCERN = "concern"


class Confidentiality(StrEnum):
    """How far it may be read. Raised at any time, lowered by the quality role with a reason."""

    LEARNING = "learning"
    PROTECTED = "protected_review"


class Wellbeing(StrEnum):
    """The first question of a debrief. No detail is recorded."""

    OK = "all_ok_to_go_on"
    BREAK = "someone_needs_a_break"
    STOP = "stop_and_support"


class Effect(StrEnum):
    """The answer to "did it change anything?" on the day set for it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


FORMAT_LABELS = {
    ReviewFormat.HOT_DEBRIEF: "Hot debrief",
    ReviewFormat.AAR: "After-action review",
    ReviewFormat.SUCCESS: "Success review",
}
TRIGGER_LABELS = {
    ReviewTrigger.ARREST: "Arrest or rapid response",
    ReviewTrigger.DEATH: "A death",
    ReviewTrigger.FALL: "A fall",
    ReviewTrigger.MEDICATION: "Medication",
    ReviewTrigger.VIOLENCE: "Violence or threats",
    ReviewTrigger.DELAY: "A delay",
    ReviewTrigger.NEAR_MISS: "A near miss",
    ReviewTrigger.GOOD_CATCH: "A good catch",
    ReviewTrigger.GREAT_OUTCOME: "Went very well",
    ReviewTrigger.STAFF_REQUEST: "Somebody asked for it",
    ReviewTrigger.CONCERN: "A concern from the huddle",
    ReviewTrigger.PATTERN: "It keeps happening",
    ReviewTrigger.SIMULATION: "A simulation",
    ReviewTrigger.OTHER: "Something else",
}
WELLBEING_LABELS = {
    Wellbeing.OK: "All of us can go on",
    Wellbeing.BREAK: "Somebody needs a break",
    Wellbeing.STOP: "Stop here, and get support",
}
EFFECT_LABELS = {
    Effect.YES: "Yes",
    Effect.PARTLY: "Partly",
    Effect.NO: "No",
    Effect.TOO_EARLY: "Too early to tell",
}
