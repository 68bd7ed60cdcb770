"""What may still be open on a unit that closes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.actions import queries as actions
from huddle.concerns import queries as concerns
from huddle.handoffs import queries as handoffs
from huddle.huddles import queries as huddles
from huddle.huddles.rules import HuddleState
from huddle.units.open_work import OpenWork


def _handoffs(unit_id: UUID, now: datetime) -> OpenWork:
    waiting = len(handoffs.waiting(unit_id, now))
    return OpenWork(waiting, "handoff that nobody has taken", "handoffs that nobody has taken")


def _huddles(unit_id: UUID, now: datetime) -> OpenWork:
    is_open = huddles.now_for_board(unit_id, now).state is HuddleState.OPEN
    return OpenWork(int(is_open), "huddle that is going on", "huddles that are going on")


def _watchers(unit_id: UUID, _now: datetime) -> OpenWork:
    return OpenWork(len(huddles.watchers(unit_id)), "watcher", "watchers")


def _concerns(unit_id: UUID, _now: datetime) -> OpenWork:
    count = len(concerns.unsettled(unit_id))
    # On a closed unit no level above could answer them and nobody would be told.
    first = "Settle the open concerns of this unit first."
    return OpenWork(count, "concern that is not told back", "concerns that are not told back", refusal=first)


def _items(unit_id: UUID, _now: datetime) -> OpenWork:
    return OpenWork(len(actions.open_items(unit_id)), "action item to be done", "action items to be done")


OPEN_WORK = (_handoffs, _huddles, _watchers, _concerns, _items)
