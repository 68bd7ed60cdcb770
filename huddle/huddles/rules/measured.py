"""What is measured of huddles, as plain rows: no names, no patients, no words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from huddle.huddles.rules.kinds import HuddleKind


class HeldHuddle(NamedTuple):
    """One huddle that was held.

    `leader` only tells one person from another. `here` is how many people of which role there were, None where nobody
    counted them; `needed` the roles that the unit's template wanted, `budget` its minutes. `spoke` is how many roles
    spoke; None without a voice check.
    """

    kind: HuddleKind
    scheduled_for: datetime
    opened_at: datetime
    closed_at: datetime | None
    leader: UUID
    here: Mapping[str, int] | None
    needed: tuple[str, ...]
    budget: int
    spoke: int | None


class NamedWatcher(NamedTuple):
    """One patient who was put on the list: whether a plan and a trigger were said."""

    has_plan: bool
    has_trigger: bool


class ShiftCount(NamedTuple):
    """Huddles of one shift: its name, how many were planned, how many held."""

    name: str
    scheduled: int
    held: int
