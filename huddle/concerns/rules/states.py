"""States, moves and clocks of a concern."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from huddle.core.dates import at_local, local_day
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.units.rules import KIND_OF, TIER_OF, LevelKind

TEXT_LIMIT = 240
ANSWER_LIMIT = 240
FIX_LIMIT = 160
CLOSED_SHOWN_FOR = timedelta(days=90)


class ConcernStatus(StrEnum):
    OPEN = "open"
    FIXING_HERE = "fixing_here"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    MERGED = "merged"
    CLOSED = "closed"


class Move(StrEnum):
    """What somebody can do with a concern that was raised."""

    PICK_UP = "pick_up"
    ESCALATE = "escalate"
    TAKE_HIGHER = "take_higher"
    GIVE_BACK = "give_back"
    ANSWER = "answer"
    MERGE = "merge"
    TELL_BACK = "tell_back"


class EventKind(StrEnum):
    """What happened to a concern, as its history tells it."""

    RAISED = "raised"
    PICKED_UP = "picked_up"
    ESCALATED = "escalated"
    TAKEN_HIGHER = "taken_higher"
    GIVEN_BACK = "given_back"
    ANSWERED = "answered"
    MERGED = "merged"
    TOLD_BACK = "told_back"
    READ = "read"


class Outcome(StrEnum):
    """What became of it: as the unit says it, or as the level above answers."""

    FIXED = "fixed"
    ACTION = "action"
    CANNOT_FIX = "cannot_fix"
    YES = "yes"
    NOT_NOW = "not_now"
    NO = "no"


class Harm(StrEnum):
    """What it could do to somebody; said when it is picked up."""

    INFO = "info"
    COULD = "could_harm"
    LIKELY_TODAY = "likely_harm_today"
    NOW = "harm_now"


class Reason(StrEnum):
    """Why the unit cannot settle it alone."""

    SERIOUS_RISK = "serious_risk"
    BLOCKED = "blocked"
    HIGH_VISIBILITY = "high_visibility"
    REPEAT = "repeat"
    RESOURCE = "resource"


class ToldHow(StrEnum):
    """Where the answer was told back."""

    HUDDLE = "huddle"
    BOARD = "board"
    DIRECT = "direct"
    CHECK_IN = "check_in"


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


URGENT = frozenset({Harm.LIKELY_TODAY, Harm.NOW})
HERE = (Outcome.FIXED, Outcome.ACTION, Outcome.CANNOT_FIX)
FROM_ABOVE = (Outcome.YES, Outcome.NOT_NOW, Outcome.NO)
UNANSWERED = (ConcernStatus.OPEN, ConcernStatus.FIXING_HERE, ConcernStatus.ESCALATED)
UNSETTLED = (*UNANSWERED, ConcernStatus.ANSWERED)
"""Carried from huddle to huddle until it is told back. A merged one is carried by the one it went into."""

MOVES: dict[ConcernStatus, dict[Move, ConcernStatus]] = {
    ConcernStatus.OPEN: {
        Move.PICK_UP: ConcernStatus.FIXING_HERE,
        Move.ESCALATE: ConcernStatus.ESCALATED,
        Move.ANSWER: ConcernStatus.ANSWERED,
        Move.MERGE: ConcernStatus.MERGED,
    },
    ConcernStatus.FIXING_HERE: {
        Move.PICK_UP: ConcernStatus.FIXING_HERE,
        Move.ESCALATE: ConcernStatus.ESCALATED,
        Move.ANSWER: ConcernStatus.ANSWERED,
        Move.MERGE: ConcernStatus.MERGED,
    },
    ConcernStatus.ESCALATED: {
        Move.PICK_UP: ConcernStatus.FIXING_HERE,
        Move.TAKE_HIGHER: ConcernStatus.ESCALATED,
        Move.GIVE_BACK: ConcernStatus.FIXING_HERE,
        Move.ANSWER: ConcernStatus.ANSWERED,
    },
    ConcernStatus.ANSWERED: {
        Move.ANSWER: ConcernStatus.ANSWERED,
        Move.ESCALATE: ConcernStatus.ESCALATED,
        Move.TELL_BACK: ConcernStatus.CLOSED,
    },
    ConcernStatus.MERGED: {Move.TELL_BACK: ConcernStatus.CLOSED},
    ConcernStatus.CLOSED: {},
}
NEXT: dict[ConcernStatus, frozenset[ConcernStatus]] = {
    status: frozenset(moves.values()) for status, moves in MOVES.items()
}
_REFUSALS = {
    ConcernStatus.OPEN: "Nobody has picked this up yet.",
    ConcernStatus.FIXING_HERE: "This is with the unit now.",
    ConcernStatus.ESCALATED: "This waits for an answer from above.",
    ConcernStatus.ANSWERED: "This is answered already. It only has to be told back.",
    ConcernStatus.MERGED: "This goes on with another concern. Open that one.",
    ConcernStatus.CLOSED: "This concern is closed: it was answered and told back.",
}


def move(status: ConcernStatus, what: Move) -> ConcernStatus:
    """The state after a move. Raises RuleBroken when that cannot be done from here."""
    after = MOVES[status].get(what)
    if after is not None:
        return after
    if what is Move.TELL_BACK and status in UNANSWERED:
        raise RuleBroken("Answer this concern first. Nothing closes in silence.")
    raise RuleBroken(_REFUSALS[status])


def can(status: ConcernStatus, what: Move) -> bool:
    """Whether the state allows a move at all."""
    return what in MOVES[status]


def response_due(tier: int, at: datetime, zone: ZoneInfo) -> datetime:
    """Until when the level answers: the service by the end of its day, the site in 24 hours, those above in 72.

    The day is that of the site's wall clock and may have 23 or 25 hours; the hours are real ones.

    >>> from datetime import UTC
    >>> response_due(2, datetime(2026, 11, 16, 20, tzinfo=UTC), ZoneInfo("America/New_York")).isoformat()
    '2026-11-17T04:59:00+00:00'
    """
    if tier == TIER_OF[LevelKind.SERVICE]:
        midnight = at_local(local_day(at, zone) + timedelta(days=1), time(0), zone)
        return midnight - timedelta(minutes=1)
    return at + timedelta(hours=24 if tier == TIER_OF[LevelKind.SITE] else 72)


def require_higher(tier: int, to: int) -> None:
    """Raise RuleBroken unless `to` is a level above `tier`."""
    if to not in KIND_OF or to <= tier:
        raise RuleBroken("Choose a level above this one.")


def require_safe_now(harm: Harm | None, immediate_fix: str) -> None:
    """Whatever may hurt somebody on this shift needs something that makes it safe until it is fixed."""
    if harm in URGENT and not immediate_fix.strip():
        raise FieldRefused("immediate_fix", "Say what makes it safe for this shift. If nothing does, call first.")
