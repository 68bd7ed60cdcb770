"""Kinds of notifications, quiet hours, when to try an e-mail again, and every word that leaves the house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from huddle.core.dates import at_local, local_day

MIDNIGHT, DAY_BEGINS, DAY_ENDS = time(0), time(7), time(19)
"""Nothing is sent to anybody before the second and after the third, in the time of their unit."""
KEPT_FOR = timedelta(days=90)
MAILED_FOR = timedelta(days=7)
"""What nobody has seen for so long is in no e-mail any more."""
LEASE = timedelta(minutes=10)
"""A claim that is older belongs to a process that is gone; sending takes a minute at most."""
TRIES = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)


class NoticeKind(StrEnum):
    """What somebody is told. The first ones are reminders of a date, each more pressing; the others say what happened.

    `late_unit` is for charge nurses, `late_week` for the manager and the sponsor, `late_fortnight` for who answers for
    the level above the unit.
    """

    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    LATE = "late"
    LATE_UNIT = "late_unit"
    LATE_WEEK = "late_week"
    LATE_FORTNIGHT = "late_fortnight"
    STUCK = "stuck"
    ASKED = "asked"
    GONE_OVER = "gone_over"
    TO_VERIFY = "to_verify"
    HANDED_BACK = "handed_back"
    VERIFIED = "verified"
    REOPENED = "reopened"


class MailServer(Protocol):
    """How the hospital's mail server is reached; `link` is the address under which people open Huddle."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def security(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def link(self) -> str: ...


class MailKind(StrEnum):
    """A digest of what waits for somebody, or the test that an administrator asked for."""

    DIGEST = "digest"
    TEST = "test"


class MailState(StrEnum):
    """Where an e-mail is. From `sending` on nobody knows whether it arrived, until the server has said so."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNWANTED = "unwanted"


REMINDERS = (
    NoticeKind.DUE_SOON,
    NoticeKind.DUE_TODAY,
    NoticeKind.LATE,
    NoticeKind.LATE_UNIT,
    NoticeKind.LATE_WEEK,
    NoticeKind.LATE_FORTNIGHT,
)
ON_BOARD = frozenset({NoticeKind.DUE_TODAY, NoticeKind.LATE})
"""What the board says of itself to whoever gets it: the line that counts what is new leaves it out."""
ON_LEADERS_BOARD = NoticeKind.LATE_WEEK
"""What the board says of itself to whoever leads the unit, and to nobody else."""
FOR_NO_MEMBER = frozenset({NoticeKind.LATE_WEEK, NoticeKind.LATE_FORTNIGHT, NoticeKind.STUCK})
"""What sponsors and those above a unit are told without working there."""
UNKNOWN_FATE = "not known whether it arrived"
_COUNTED = {
    NoticeKind.DUE_SOON: ("action item of yours is due soon", "action items of yours are due soon"),
    NoticeKind.DUE_TODAY: ("action item of yours is due", "action items of yours are due"),
    NoticeKind.LATE: ("action item of yours is late", "action items of yours are late"),
    NoticeKind.LATE_UNIT: ("action item of your unit is late", "action items of your unit are late"),
    NoticeKind.LATE_WEEK: (
        "action item of your unit is more than a week late",
        "action items of your unit are more than a week late",
    ),
    NoticeKind.LATE_FORTNIGHT: (
        "action item of a unit below you is more than two weeks late",
        "action items of units below you are more than two weeks late",
    ),
    NoticeKind.ASKED: ("action item was given to you", "action items were given to you"),
    NoticeKind.GONE_OVER: ("action item went from you to a colleague", "action items went from you to colleagues"),
    NoticeKind.STUCK: ("action item is stuck and asks for your help", "action items are stuck and ask for your help"),
    NoticeKind.TO_VERIFY: ("action item waits to be verified", "action items wait to be verified"),
    NoticeKind.HANDED_BACK: ("action item has an answer for you", "action items have answers for you"),
    NoticeKind.VERIFIED: ("action item of yours was verified", "action items of yours were verified"),
    NoticeKind.REOPENED: ("action item of yours is open again", "action items of yours are open again"),
}
WORDS = {
    NoticeKind.DUE_SOON: "Yours, due in three days or less",
    NoticeKind.DUE_TODAY: "Yours, its day has come",
    NoticeKind.LATE: "Yours, more than three days late",
    NoticeKind.LATE_UNIT: "More than three days late",
    NoticeKind.LATE_WEEK: "More than a week late",
    NoticeKind.LATE_FORTNIGHT: "More than two weeks late",
    NoticeKind.ASKED: "A colleague gave it to you",
    NoticeKind.GONE_OVER: "It went from you to a colleague",
    NoticeKind.STUCK: "Stuck. Your help is asked for",
    NoticeKind.TO_VERIFY: "It is done. Somebody else looks whether it is",
    NoticeKind.HANDED_BACK: "There is an answer for you",
    NoticeKind.VERIFIED: "Yours. A colleague looked: it is done",
    NoticeKind.REOPENED: "Yours. It is open again",
}


def reads_as_day(now: datetime, zone: ZoneInfo) -> bool:
    """Whether somebody there may be written to at this hour."""
    return DAY_BEGINS <= now.astimezone(zone).time() < DAY_ENDS


def next_day_hour(now: datetime, zone: ZoneInfo) -> datetime:
    """This moment when it is day there, else the next morning at seven.

    >>> from datetime import UTC
    >>> next_day_hour(datetime(2026, 7, 1, 22, tzinfo=UTC), ZoneInfo("Europe/London")).isoformat()
    '2026-07-02T06:00:00+00:00'
    """
    if reads_as_day(now, zone):
        return now
    today = local_day(now, zone)
    this_morning = at_local(today, DAY_BEGINS, zone)
    return this_morning if now < this_morning else at_local(today + timedelta(days=1), DAY_BEGINS, zone)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many tries that failed: one minute, two, four and so on; None: give up."""
    if attempts >= TRIES:
        return None
    return min(FIRST_PAUSE * (1 << max(0, attempts - 1)), LONGEST_PAUSE)


def counted_words(kinds: Iterable[NoticeKind]) -> list[str]:
    """What an e-mail says of them: how many of each, most pressing first, and nothing else.

    >>> counted_words([NoticeKind.DUE_TODAY, NoticeKind.DUE_TODAY, NoticeKind.VERIFIED])
    ['2 action items of yours are due.', '1 action item of yours was verified.']
    """
    counts = Counter(kinds)
    return [f"{counts[kind]} {_COUNTED[kind][counts[kind] > 1]}." for kind in _COUNTED if counts[kind]]
