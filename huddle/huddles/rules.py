"""Which huddle is the one for now, what counts as held and on time, and the steps of the page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from huddle.core.errors import RuleBroken
from huddle.units.rules import ShiftRun

OPENS_BEFORE = timedelta(minutes=60)
ON_TIME_WITHIN = timedelta(minutes=5)
BUDGET = timedelta(minutes=10)
OPEN_COUNTS_FOR = timedelta(hours=4)
"""A huddle that nobody closed stops being "the huddle going on now" after this."""
IDENTIFIERS_SHOWN_FOR = timedelta(hours=48)
"""A closed huddle's summary shows who was watched for this long; afterwards only how many."""
COUNT_LIMIT = 99
NOTE_LIMIT, PLAN_LIMIT, TRIGGER_LIMIT = 160, 140, 80

Slot = tuple[UUID, date]
"""Which shift, on which local day it began: what a scheduled huddle is one of."""


class HuddleKind(StrEnum):
    SCHEDULED = "scheduled"
    AD_HOC = "ad_hoc"


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
    DONE = "done"
    GOING = "going"
    STUCK = "stuck"


class Step(StrEnum):
    """The steps of the page, in order; the value is the anchor."""

    LOOK_BACK = "look-back"
    ATTENDANCE = "who-is-here"
    WATCHERS = "watchers"
    CONCERNS = "concerns"
    THANKS = "thanks"


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


def window(run: ShiftRun) -> tuple[datetime, datetime]:
    """From when until when a huddle opened on this unit is the one of this shift.

    It opens an hour early, and counts until half of the shift that follows the planned time has passed: a
    huddle held later than that would no longer plan the shift.
    """
    rest = max(run.ends_at - run.huddle_at, timedelta(0))
    return run.huddle_at - OPENS_BEFORE, run.huddle_at + rest / 2


def slot_for(runs: Iterable[ShiftRun], now: datetime) -> ShiftRun | None:
    """The shift whose huddle is the one for now; where two windows overlap, the later one."""
    fitting = [run for run in runs if window(run)[0] <= now < window(run)[1]]
    return max(fitting, key=lambda run: (run.huddle_at, run.name), default=None)


def next_after(runs: Iterable[ShiftRun], moment: datetime) -> ShiftRun | None:
    """The first shift whose huddle is planned after `moment`."""
    return min((run for run in runs if run.huddle_at > moment), key=lambda r: (r.huddle_at, r.name), default=None)


def missed(runs: Iterable[ShiftRun], held: Collection[Slot], since: datetime, now: datetime) -> list[ShiftRun]:
    """Shifts planned from `since` on whose time for a huddle has run out without one, newest first."""
    gone = [run for run in runs if since <= run.huddle_at and window(run)[1] <= now and slot_of(run) not in held]
    return sorted(gone, key=lambda run: (run.huddle_at, run.name), reverse=True)


def slot_of(run: ShiftRun) -> Slot:
    return run.shift_id, run.on


def is_on_time(opened_at: datetime, scheduled_for: datetime) -> bool:
    """Opened at most five minutes after the planned time; early is on time."""
    return opened_at <= scheduled_for + ON_TIME_WITHIN


def minutes(opened_at: datetime, closed_at: datetime) -> int:
    """How long it took, in real minutes whatever the clocks on the wall did; never less than one."""
    return max(1, round((closed_at - opened_at).total_seconds() / 60))


def adherence(runs: Iterable[ShiftRun], opened: Mapping[Slot, datetime]) -> dict[str, int]:
    """Of these shifts: how many, how many with a huddle, how many of those on time."""
    scheduled = list(runs)
    held = [run for run in scheduled if slot_of(run) in opened]
    on_time = [run for run in held if is_on_time(opened[slot_of(run)], run.huddle_at)]
    return {"scheduled": len(scheduled), "held": len(held), "on_time": len(on_time)}


def require_open(closed_at: datetime | None) -> None:
    """Raise RuleBroken for a huddle that is over."""
    if closed_at is not None:
        raise RuleBroken("This huddle is closed. Its summary stays as it was read.")


def by_turn(people: Sequence[UUID], led: Sequence[UUID]) -> UUID | None:
    """Whose turn it is to lead: who never did, else who did longest ago. `led` is newest first."""
    last = {person: place for place, person in reversed(list(enumerate(led)))}
    return max(people, key=lambda person: last.get(person, len(led)), default=None)


def changed_count(text: str) -> tuple[str, int]:
    """Read "nurse:4". Raises RuleBroken for a role we do not know or a number that cannot be."""
    role, _, number = text.partition(":")
    if role not in ROLE_LABELS or not number.isascii() or not number.isdigit() or int(number) > COUNT_LIMIT:
        raise RuleBroken("That is not a number of people in a role. Try once more.")
    return role, int(number)


@dataclass(frozen=True, slots=True)
class StepState:
    """One line of the step list. `empty` means that it was asked and there was nothing."""

    step: Step
    done: bool
    empty: bool
    count: int


def step_state(step: Step, *, count: int, left: int, asked: Mapping[str, Any]) -> StepState:
    """How a step stands: `count` things in it, `left` of them without an answer, or asked and none."""
    confirmed = step.value in asked
    if step is Step.LOOK_BACK:
        done = left == 0
    elif step is Step.ATTENDANCE:
        done = confirmed
    else:
        done = confirmed or (count > 0 and left == 0)
    return StepState(step, done=done, empty=done and count == 0, count=count)


def current_step(states: Sequence[StepState]) -> Step | None:
    """The first one not done yet; None when only closing is left."""
    return next((state.step for state in states if not state.done), None)


STEP_LABELS = {
    Step.LOOK_BACK: "Look back",
    Step.ATTENDANCE: "Who is here",
    Step.WATCHERS: "Watchers",
    Step.CONCERNS: "Concerns",
    Step.THANKS: "Thanks",
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
ANSWER_LABELS = {LookBackAnswer.DONE: "Done", LookBackAnswer.GOING: "Going", LookBackAnswer.STUCK: "Stuck"}
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
    WatcherReason.HANDED_OVER: "Handed over as a watcher",
}
ROLE_LABELS = {
    "charge_nurse": "Charge nurse",
    "nurse": "Nurse",
    "care_assistant": "Care assistant",
    "student": "Student",
    "doctor": "Doctor",
    "lpn_en": "Practical nurse",
    "app_np_pa": "Nurse practitioner, PA",
    "pharmacist": "Pharmacist",
    "therapist": "Therapist",
    "respiratory": "Respiratory",
    "dietetics_catering": "Food and diet",
    "housekeeping": "Housekeeping",
    "clerk_admin": "Clerk",
    "porter_transport": "Porter",
    "social_case_mgmt": "Social work",
    "unit_manager": "Unit manager",
    "senior_leader_visitor": "Visiting leader",
    "interpreter": "Interpreter",
    "other": "Somebody else",
}
FIRST_ROLES = ("charge_nurse", "nurse", "care_assistant", "student", "doctor")
