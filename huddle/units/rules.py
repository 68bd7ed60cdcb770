"""When shifts run, in real moments: over midnight, and in the nights in which the clocks change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.core.actor import OrgRole, UnitRole
from huddle.core.dates import at_local, local_day

DAY_MINUTES = 24 * 60
COMES_EARLY = timedelta(hours=1)
"""Who says so much before the end of a shift has come for the next one."""
BETWEEN_SHIFTS = timedelta(hours=12)
"""How long somebody is in charge, or a guest, who comes when no shift is running and none begins soon."""
GUEST_STAYS = timedelta(hours=4)
"""By how much the time of a guest may be made longer, once."""


class GuestRole(StrEnum):
    """What somebody is who is here for one shift."""

    NURSE = "nurse"
    CARE_ASSISTANT = "care_assistant"
    DOCTOR = "doctor"
    PHARMACIST = "pharmacist"
    THERAPIST = "therapist"
    STUDENT = "student"
    OTHER = "other"


HANDING_OVER = 60
"""Two shifts may overlap by so many minutes, in which one hands over to the other."""
KEPT_DAYS, KEPT_AT_LEAST, KEPT_AT_MOST = 30, 3, 90
"""How long patient text is kept: longer than the 48 hours for which tablets show it; it is not the medical record."""
NO_ZONE = "Choose a time zone from the list, like Europe/London."
REVIEW_BANNER = "Your hospital has marked this review. Only the people on its list can see it."
BANNER_LIMIT = 200
SUPPORT_ROUTE = (
    "Talk to a colleague whom you trust, to the charge nurse or to the manager. Nobody has to carry it alone."
)
SUPPORT_LIMIT = 300
ELSEWHERE_ROUTE = (
    "Tell your manager, or whoever is on call above them, by voice. They know the way that your hospital has for this."
)


@dataclass(frozen=True, slots=True)
class ShiftPattern:
    """The wall times of one shift. `huddle_at` lies within it; equal start and end mean a whole day.

    It runs on the days from `begins_on` until before `ended_on`, where there are such days.
    """

    id: UUID
    name: str
    starts_at: time
    ends_at: time
    huddle_at: time
    begins_on: date | None = None
    ended_on: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether one of it starts on this local day."""
        return (self.begins_on is None or self.begins_on <= day) and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class ShiftRun:
    """One shift on one day. `on` is the local day on which it starts; moments are UTC."""

    shift_id: UUID
    name: str
    on: date
    starts_at: datetime
    ends_at: datetime
    huddle_at: datetime


DEFAULT_SHIFTS = (
    ("Day", time(7), time(19), time(7, 15)),
    ("Night", time(19), time(7), time(19, 15)),
)
ROLE_LABELS = {
    UnitRole.STAFF: "Staff",
    UnitRole.CHARGE: "Charge nurse",
    UnitRole.MANAGER: "Manager",
}
GUEST_ROLE_LABELS = {
    GuestRole.NURSE: "Nurse",
    GuestRole.CARE_ASSISTANT: "Care assistant",
    GuestRole.DOCTOR: "Doctor",
    GuestRole.PHARMACIST: "Pharmacist",
    GuestRole.THERAPIST: "Therapist",
    GuestRole.STUDENT: "Student",
    GuestRole.OTHER: "Somebody else",
}
ORG_ROLE_LABELS = {
    OrgRole.QUALITY: "Quality and safety lead",
    OrgRole.EXECUTIVE: "Executive",
    OrgRole.ADMIN: "Administrator",
}


def huddle_is_within(starts_at: time, ends_at: time, huddle_at: time) -> bool:
    """Whether the huddle falls into its shift, over midnight too; equal start and end mean a whole day.

    >>> huddle_is_within(time(19), time(7), time(1)), huddle_is_within(time(7), time(19), time(19))
    (True, False)
    """
    length = (_minutes(ends_at) - _minutes(starts_at)) % DAY_MINUTES or DAY_MINUTES
    return (_minutes(huddle_at) - _minutes(starts_at)) % DAY_MINUTES < length


def overlap_minutes(one: tuple[time, time], other: tuple[time, time]) -> int:
    """For how many minutes of a day both of two spans run; each may cross midnight or last a whole day.

    >>> overlap_minutes((time(7), time(19)), (time(19), time(7)))
    0
    >>> overlap_minutes((time(22), time(6, 30)), (time(6), time(14)))
    30
    """
    return sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in _parts(one)
        for other_start, other_end in _parts(other)
    )


def _parts(span: tuple[time, time]) -> list[tuple[int, int]]:
    """A span as one or two stretches within a day, in minutes."""
    start, end = map(_minutes, span)
    return [(start, end)] if start < end else [(start, DAY_MINUTES), (0, end)]


def phone_fault(typed: str) -> str:
    """Why nobody could call this, as a sentence; empty when somebody could. Extensions and words may stand in it.

    >>> phone_fault("+44 20 7946 0000 ext. 12"), phone_fault("*55"), phone_fault("")
    ('', '', '')
    >>> phone_fault("the desk")
    'Enter a number that somebody can call, like 5-1234.'
    """
    if not typed or (sum(letter.isdigit() for letter in typed) >= 2 and typed[0] not in "=@"):
        return ""
    return "Enter a number that somebody can call, like 5-1234."


def first_day(starts_at: time, now: datetime, zone: ZoneInfo) -> date:
    """The next local day on which something that starts at this wall time is still to start."""
    today = local_day(now, zone)
    return today if now < at_local(today, starts_at, zone) else today + timedelta(days=1)


def _minutes(clock_time: time) -> int:
    return clock_time.hour * 60 + clock_time.minute


@lru_cache(maxsize=4096)  # the same few shifts and days are asked for all day
def run_on(shift: ShiftPattern, day: date, zone: ZoneInfo) -> ShiftRun:
    """The shift that starts on `day`. Wall times are kept, so a night with a clock change is an hour off."""
    next_day = day + timedelta(days=1)
    ends_on = next_day if shift.ends_at <= shift.starts_at else day
    huddle_on = next_day if shift.huddle_at < shift.starts_at else day
    return ShiftRun(
        shift_id=shift.id,
        name=shift.name,
        on=day,
        starts_at=at_local(day, shift.starts_at, zone),
        ends_at=at_local(ends_on, shift.ends_at, zone),
        huddle_at=at_local(huddle_on, shift.huddle_at, zone),
    )


def runs_between(shifts: Sequence[ShiftPattern], start: datetime, end: datetime, zone: ZoneInfo) -> list[ShiftRun]:
    """All shifts whose huddle falls in [start, end), in the order of their huddles."""
    day, last = local_day(start, zone) - timedelta(days=1), local_day(end, zone)
    found: list[ShiftRun] = []
    while day <= last:
        runs = [run_on(shift, day, zone) for shift in shifts if shift.runs_on(day)]
        found += [run for run in runs if start <= run.huddle_at < end]
        day += timedelta(days=1)
    return sorted(found, key=lambda run: (run.huddle_at, run.name))


def current_run(shifts: Sequence[ShiftPattern], now: datetime, zone: ZoneInfo) -> ShiftRun | None:
    """The shift that is running now; of two that overlap, the one that started last. None between shifts."""
    today = local_day(now, zone)
    days = (today - timedelta(days=1), today)
    runs = [run_on(shift, day, zone) for shift in shifts for day in days if shift.runs_on(day)]
    running = [run for run in runs if run.starts_at <= now < run.ends_at]
    return max(running, key=lambda run: (run.starts_at, run.name), default=None)


class LevelKind(StrEnum):
    """What stands above a unit."""

    SERVICE = "service"
    SITE = "site"
    ORGANISATION = "organisation"


UNIT_TIER = 1
TIER_OF = {LevelKind.SERVICE: 2, LevelKind.SITE: 3, LevelKind.ORGANISATION: 4}
KIND_OF = {tier: kind for kind, tier in TIER_OF.items()}


@dataclass(frozen=True, slots=True)
class Level:
    """A service, a site or the organisation, as what is escalated to it meets it.

    `zone` is where its day runs; `site` is the name of the site that a service belongs to.
    """

    kind: LevelKind
    id: UUID
    name: str
    phone: str
    receiver_id: UUID | None
    zone: ZoneInfo
    unit_ids: frozenset[UUID]
    site: str = ""

    @property
    def tier(self) -> int:
        return TIER_OF[self.kind]


def stay(shifts: Sequence[ShiftPattern], now: datetime, zone: ZoneInfo) -> tuple[ShiftRun | None, datetime]:
    """The shift that somebody is here for who comes now, and when it ends.

    That is the running one; near its end, or between shifts, it is the one that begins soon.
    """
    running = current_run(shifts, now, zone)
    soon = min(now + COMES_EARLY, running.ends_at) if running else now + COMES_EARLY
    if running is None or running.ends_at - now <= COMES_EARLY:
        running = _next_run(shifts, now, soon, zone) or running
    return running, running.ends_at if running else now + BETWEEN_SHIFTS


def _next_run(shifts: Sequence[ShiftPattern], now: datetime, soon: datetime, zone: ZoneInfo) -> ShiftRun | None:
    days = {local_day(now, zone), local_day(soon, zone)}
    runs = [run_on(shift, day, zone) for shift in shifts for day in sorted(days) if shift.runs_on(day)]
    coming = [run for run in runs if now < run.starts_at <= soon]
    return min(coming, key=lambda run: (run.starts_at, run.name), default=None)


def last_day(ends_at: datetime, zone: ZoneInfo) -> date:
    """The day that was named, from the moment that `end_of_last_day` made of it."""
    return local_day(ends_at, zone) - timedelta(days=1)


def end_of_last_day(shifts: Sequence[ShiftPattern], day: date, zone: ZoneInfo) -> datetime:
    """When somebody's last day is over: with the last shift that begins on it, but not before midnight."""
    ends = [run_on(shift, day, zone).ends_at for shift in shifts if shift.runs_on(day)]
    return max([*ends, at_local(day + timedelta(days=1), time(0), zone)])
