"""What the page of a handoff says of a patient who goes to another unit, as each of the two units sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huddle.units import queries as units
from huddle.units.queries import UnitFacts


@dataclass(frozen=True, slots=True)
class Moved:
    """`to` and `origin` are the other unit for people of one of the two; None for a patient who stays.

    `has_left`: somebody of `to` has taken the patient on, and what happens to them there is not told here.
    """

    to: UnitFacts | None = None
    origin: UnitFacts | None = None
    has_left: bool = False
    place: str = ""

    @property
    def other(self) -> UnitFacts | None:
        """The unit on the other side."""
        return self.to or self.origin

    @property
    def on_to(self) -> str:
        """Said after the name of a receiver who works elsewhere."""
        return f" on {self.to.name}" if self.to else ""

    @property
    def on_origin(self) -> str:
        """Said after the name of a sender who works elsewhere."""
        return f" on {self.origin.name}" if self.origin else ""


def moved(unit_id: UUID, handoff: Any) -> Moved:
    """The handoff as people of this unit see it."""
    if handoff.to_unit_id is None:
        return Moved(place=handoff.place)
    if handoff.unit_id == unit_id:
        return Moved(to=units.facts(handoff.to_unit_id), has_left=handoff.home_id != unit_id, place=handoff.place)
    origin = units.facts(handoff.unit_id)
    is_there = handoff.place and handoff.acknowledged_at is None
    return Moved(origin=origin, place=f"{handoff.place} on {origin.name}" if is_there else "")
