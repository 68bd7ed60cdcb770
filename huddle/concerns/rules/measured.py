"""What is measured of concerns, as plain rows: nobody's name and nobody's words."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from huddle.concerns.rules.states import EventKind, Outcome


class MeasuredConcern(NamedTuple):
    """One concern as it stands. `merged` means that it goes on with another one."""

    raised_at: datetime
    merged: bool
    outcome: Outcome | None
    answered_tier: int | None
    answered_at: datetime | None
    told_back_at: datetime | None


class MeasuredEvent(NamedTuple):
    """One step of a concern that was ever escalated; they come concern by concern, each in order."""

    concern_id: UUID
    kind: EventKind
    tier: int
    at: datetime
    due: datetime | None
