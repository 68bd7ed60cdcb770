"""What is said of a concern on a screen."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from huddle.concerns.rules.states import ConcernStatus, EventKind, Harm, Outcome, Reason, ToldHow, Topic
from huddle.core.dates import day_text, local_day

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
    Outcome.YES: "Yes",
    Outcome.NOT_NOW: "Not now, because",
    Outcome.NO: "No, because",
}
OUTCOME_WORDS = OUTCOME_LABELS | {
    Outcome.CANNOT_FIX: "Cannot be fixed",
    Outcome.YES: "Yes from above",
    Outcome.NOT_NOW: "Not now",
    Outcome.NO: "No",
}
"""The same said by itself, without a reason after it."""
_DONE_WORDS = {Outcome.FIXED: "fixed", Outcome.ACTION: "an action began"}
HARM_LABELS = {
    Harm.INFO: "Good to know",
    Harm.COULD: "Could harm",
    Harm.LIKELY_TODAY: "Likely to harm today",
    Harm.NOW: "Harms now: stop and call",
}
REASON_LABELS = {
    Reason.SERIOUS_RISK: "Serious risk",
    Reason.BLOCKED: "We are blocked",
    Reason.RESOURCE: "Needs money or people",
    Reason.REPEAT: "It keeps coming back",
    Reason.HIGH_VISIBILITY: "Others will ask about it",
}
TOLD_LABELS = {
    ToldHow.DIRECT: "In person",
    ToldHow.HUDDLE: "In the huddle",
    ToldHow.BOARD: "On the board",
    ToldHow.CHECK_IN: "In the check-in",
}
STATUS_LABELS = {
    ConcernStatus.OPEN: "Nobody has it yet",
    ConcernStatus.FIXING_HERE: "Being fixed here",
    ConcernStatus.ESCALATED: "Waits for an answer from above",
    ConcernStatus.ANSWERED: "Answered, to be told",
    ConcernStatus.MERGED: "Goes on with another one",
    ConcernStatus.CLOSED: "Told back",
}
EVENT_LABELS = {
    EventKind.RAISED: "Raised by {who}",
    EventKind.PICKED_UP: "Picked up by {who}",
    EventKind.ESCALATED: "{who} asked {level}",
    EventKind.TAKEN_HIGHER: "Taken higher, to {level}",
    EventKind.GIVEN_BACK: "Given back by {level}",
    EventKind.ANSWERED: "Answered by {who}",
    EventKind.MERGED: "Goes on with another concern",
    EventKind.TOLD_BACK: "Told back",
    EventKind.READ: "Read by whoever raised it",
}
COLLEAGUE = "a colleague"


def event_words(kind: EventKind, *, who: str, level: str) -> str:
    """One line of the history.

    >>> event_words(EventKind.ESCALATED, who=COLLEAGUE, level="Medicine")
    'A colleague asked Medicine'
    """
    words = EVENT_LABELS[kind].format(who=who, level=level)
    return words[:1].upper() + words[1:]


def said_and_done(raised_at: datetime, answered_at: datetime, outcome: Outcome, now: datetime, zone: ZoneInfo) -> str:
    """The line for whoever raised it.

    >>> from datetime import UTC
    >>> said, done = datetime(2026, 11, 17, 9, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)
    >>> said_and_done(said, done, Outcome.FIXED, done + timedelta(days=1), ZoneInfo("UTC"))
    'Said on Tuesday, fixed yesterday'
    """
    today = local_day(now, zone)
    said, done = (_day_words(local_day(moment, zone), today) for moment in (raised_at, answered_at))
    return f"Said {said}, {_DONE_WORDS.get(outcome, 'answered')} {done}"


def _day_words(day: date, today: date) -> str:
    days = (today - day).days
    if 1 < days < 7:
        return f"on {day:%A}"
    return day_text(day, today) if days in {0, 1} else f"on {day_text(day, today)}"
