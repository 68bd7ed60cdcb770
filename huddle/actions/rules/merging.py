"""When an item may go on within another one."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from huddle.actions.rules.states import NEXT, UNFINISHED, ActionStatus, Lane
from huddle.core.errors import FieldRefused


class Mergeable(Protocol):
    """What merging reads of an item."""

    @property
    def id(self) -> UUID: ...
    @property
    def unit_id(self) -> UUID: ...
    @property
    def lane(self) -> Lane: ...
    @property
    def status(self) -> ActionStatus: ...


def can_merge(item: Mergeable) -> bool:
    """Whether it may go on within another one at all."""
    return ActionStatus.MERGED in NEXT[item.status]


def takes(into: Mergeable, item: Mergeable) -> bool:
    """Whether `item` may go on within `into`: another unfinished one of its unit.

    An improvement goes on within an improvement only: a quick fix is over when it is done, and nobody would look.
    """
    return (
        into.id != item.id
        and into.unit_id == item.unit_id
        and into.status in UNFINISHED
        and (item.lane is Lane.QUICK_FIX or into.lane is Lane.IMPROVEMENT)
    )


def require_takes(into: Mergeable | None, item: Mergeable) -> None:
    """Raise FieldRefused for one that is not there, finished, or this one itself."""
    if into is None or not takes(into, item):
        raise FieldRefused("into_id", "Choose another action item of this unit that is still open.")
