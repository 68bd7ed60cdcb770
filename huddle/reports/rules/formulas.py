"""The formulas of U1 to U13, over plain rows. docs/measures.md has them in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from huddle.charts.measure import Share, middle
from huddle.concerns.rules import EventKind, MeasuredConcern, MeasuredEvent, Outcome
from huddle.huddles.rules import HeldHuddle, HuddleKind, NamedWatcher, ShiftCount, is_on_time, is_within
from huddle.units.rules import UNIT_TIER

VOICES_ENOUGH = 3
ENDS_WAITING = frozenset({EventKind.ANSWERED, EventKind.GIVEN_BACK, EventKind.TAKEN_HIGHER, EventKind.PICKED_UP})


@dataclass(frozen=True, slots=True)
class Within:
    """How many huddles took at most their minutes, and the minutes that half of them took at most."""

    share: Share
    median: int | None


@dataclass(frozen=True, slots=True)
class Leaders:
    """How many people led, and how many huddles whoever led most. Nobody's name."""

    distinct: int
    top: Share


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of all staff in how many huddles, and what half of them cost at most."""

    total: int
    huddles: int
    median: int | None


def held_of_planned(shifts: Iterable[ShiftCount]) -> Share:
    """U1: huddles held, of those planned."""
    shifts = list(shifts)
    return Share(sum(shift.held for shift in shifts), sum(shift.scheduled for shift in shifts))


def on_time(huddles: Iterable[HeldHuddle]) -> Share:
    """U2: planned huddles begun at most five minutes late, of those held. An extra one has no time to keep."""
    planned = [huddle for huddle in huddles if huddle.kind is HuddleKind.SCHEDULED]
    return Share(sum(is_on_time(huddle.opened_at, huddle.scheduled_for) for huddle in planned), len(planned))


def within_budget(huddles: Iterable[HeldHuddle]) -> Within:
    """U3: huddles that took at most the minutes of their template, of those that were closed."""
    ended = [(huddle, huddle.closed_at) for huddle in huddles if huddle.closed_at is not None]
    kept = sum(is_within(huddle.opened_at, closed_at, huddle.budget) for huddle, closed_at in ended)
    return Within(Share(kept, len(ended)), middle([_length(huddle.opened_at, end) for huddle, end in ended]))


def role_reach(huddles: Iterable[HeldHuddle]) -> Share:
    """U4: huddles with every role that their template needs, of those that counted people and whose template needs any.

    Where nobody counted, the numbers are those of another huddle and say nothing of this one.
    """
    asked = [(huddle.needed, huddle.here) for huddle in huddles if huddle.needed and huddle.here is not None]
    return Share(sum(all(here.get(role) for role in needed) for needed, here in asked), len(asked))


def leaders(huddles: Iterable[HeldHuddle]) -> Leaders:
    """U5: how many people led, and the share of whoever led most."""
    led = Counter(huddle.leader for huddle in huddles)
    return Leaders(len(led), Share(max(led.values(), default=0), led.total()))


def voices(huddles: Iterable[HeldHuddle]) -> Share:
    """U6: huddles in which three or more roles spoke, of those with a voice check."""
    checked = [huddle.spoke for huddle in huddles if huddle.spoke is not None]
    return Share(sum(spoke >= VOICES_ENOUGH for spoke in checked), len(checked))


def planned_for(watchers: Iterable[NamedWatcher]) -> Share:
    """U7: watchers with a plan and a trigger, of those named."""
    watchers = list(watchers)
    return Share(sum(watcher.has_plan and watcher.has_trigger for watcher in watchers), len(watchers))


def raised_in(concerns: Iterable[MeasuredConcern], start: datetime, end: datetime) -> list[MeasuredConcern]:
    """U8 counts these: concerns raised in [start, end), with those that went on with another one."""
    return [concern for concern in concerns if start <= concern.raised_at < end]


def fixed_here(raised: Iterable[MeasuredConcern]) -> Share:
    """U9: concerns that the unit fixed itself, of those raised; two that became one count once."""
    own = [concern for concern in raised if not concern.merged]
    return Share(sum((one.outcome, one.answered_tier) == (Outcome.FIXED, UNIT_TIER) for one in own), len(own))


def in_time(events: Iterable[MeasuredEvent], start: datetime, end: datetime, now: datetime) -> Share:
    """U10: of the questions asked above in [start, end), those that the level settled by its time.

    It settles one by answering, giving it back or taking it higher; the level after that has a clock of its own. Left
    out is what the unit took back while there was time, and what still has time.
    """
    settled = [
        found
        for _concern, history in groupby(events, key=lambda event: event.concern_id)
        for found in _clocks(list(history), start, end, now)
    ]
    return Share(sum(settled), len(settled))


def told_back(concerns: Iterable[MeasuredConcern], start: datetime, end: datetime) -> Share:
    """U11: concerns told back, of those answered in [start, end). Nothing closes here without being told back."""
    answered = [one for one in concerns if one.answered_at is not None and start <= one.answered_at < end]
    return Share(sum(one.told_back_at is not None for one in answered), len(answered))


def staff_minutes(huddles: Iterable[HeldHuddle]) -> Minutes:
    """U12: people who were there times the minutes that it took, of huddles that were closed and counted people."""
    costs = [
        people * _length(huddle.opened_at, huddle.closed_at)
        for huddle in huddles
        if huddle.closed_at is not None and (people := _people(huddle))
    ]
    return Minutes(round(sum(costs)), len(costs), middle(costs))


def _people(huddle: HeldHuddle) -> int:
    return sum((huddle.here or {}).values())


def _length(opened_at: datetime, closed_at: datetime) -> float:
    """In real minutes, over midnight and in nights with a clock change too."""
    return max(1.0, (closed_at - opened_at).total_seconds() / 60)


def _clocks(history: Sequence[MeasuredEvent], start: datetime, end: datetime, now: datetime) -> Iterable[bool]:
    """Whether each clock that ran for one concern was kept, for those that count."""
    for place, asked in enumerate(history):
        if asked.due is None or not start <= asked.at < end:
            continue
        over = next((event for event in history[place + 1 :] if event.kind in ENDS_WAITING), None)
        ended_at = over.at if over is not None else now
        settled = over is not None and _is_settled(over, asked.tier)
        if settled or ended_at > asked.due:
            yield settled and ended_at <= asked.due


def _is_settled(event: MeasuredEvent, tier: int) -> bool:
    """Whether it was the level that ended the waiting, and not the unit itself."""
    return event.kind is EventKind.TAKEN_HIGHER or (event.kind is not EventKind.PICKED_UP and event.tier == tier)
