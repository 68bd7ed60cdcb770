"""When it is asked whether an improvement works: 30 and 90 days after somebody else has seen that it is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from huddle.actions.rules.kinds import Effect, Strength
from huddle.actions.rules.states import ActionStatus
from huddle.core.dates import day_text, local_day
from huddle.core.errors import RuleBroken

ASKED_AGAIN_AFTER = timedelta(days=30)
LOOKED_AT = frozenset({ActionStatus.VERIFIED, ActionStatus.EFFECTIVE})


class EffectCheck(IntEnum):
    """The two times at which it is asked, by the days after it was verified."""

    FIRST = 30
    SECOND = 90


class Checked(Protocol):
    """What the checks read of an item."""

    @property
    def status(self) -> ActionStatus: ...
    @property
    def strength(self) -> Strength | None: ...
    @property
    def verified_at(self) -> datetime | None: ...
    @property
    def effect_30(self) -> Effect | None: ...
    @property
    def effect_30_at(self) -> datetime | None: ...
    @property
    def effect_90(self) -> Effect | None: ...
    @property
    def effect_90_at(self) -> datetime | None: ...


def next_check(item: Checked, zone: ZoneInfo) -> tuple[EffectCheck, date] | None:
    """Which check comes next, and from which day on; None where there is none left.

    "Too early to tell" asks again after thirty days.
    """
    if item.status not in LOOKED_AT or item.verified_at is None:
        return None
    given = (
        (EffectCheck.FIRST, item.effect_30, item.effect_30_at),
        (EffectCheck.SECOND, item.effect_90, item.effect_90_at),
    )
    for check, effect, at in given:
        first = local_day(item.verified_at, zone) + timedelta(days=check)
        if effect is None:
            return check, first
        if effect is Effect.TOO_EARLY and at is not None:
            return check, max(first, local_day(at, zone) + ASKED_AGAIN_AFTER)
    return None


def require_check_due(item: Checked, today: date, zone: ZoneInfo) -> EffectCheck:
    """The check that is due. Raises RuleBroken where none is, or not yet."""
    coming = next_check(item, zone)
    if coming is None:
        raise RuleBroken("Everybody knows already whether this works.")
    check, day = coming
    if today < day:
        raise RuleBroken(f"It is too early to know. Look again from {day_text(day, today)} on.")
    return check


def is_known(item: Checked) -> bool:
    """Whether both checks were answered; "too early" is no answer yet."""
    return all(effect not in {None, Effect.TOO_EARLY} for effect in (item.effect_30, item.effect_90))


def first_answer(before: Effect | None, effect: Effect) -> Effect:
    """What figures count of a check: its first answer, whatever is tried afterwards; "too early" is none yet."""
    return effect if before is None or before is Effect.TOO_EARLY else before


def after_check(status: ActionStatus, effect: Effect) -> ActionStatus:
    """Where the answer leads: it works, it does not, or it stays where it is until the next one."""
    return {Effect.WORKS: ActionStatus.EFFECTIVE, Effect.NO: ActionStatus.NOT_EFFECTIVE}.get(effect, status)
