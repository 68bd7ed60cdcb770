"""The name tiles of a tablet: who is on shift first, then everybody by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huddle.core import drafts
from huddle.units import queries
from huddle.units.queries import Person
from huddle.units.rules import GUEST_ROLE_LABELS, ROLE_LABELS


@dataclass(frozen=True, slots=True)
class Tile:
    """One name. `note` says what may be said to anybody who holds the tablet."""

    person_id: UUID
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """What the tablet shows before anybody has signed in."""

    on_shift: list[Tile]
    others: list[Tile]
    search: str

    @property
    def is_empty(self) -> bool:
        return not self.on_shift and not self.others


def tiles(unit_id: UUID, search: str, now: datetime) -> Tiles:
    """All names of the unit that hold `search`; that a draft is kept, never of what."""
    wanted = search.strip().casefold()
    people = [person for person in queries.people(unit_id, now) if wanted in person.name.casefold()]
    drafted = drafts.authors_among([person.id for person in people], now=now)
    here = queries.on_shift(unit_id, now, among=people)
    return Tiles(
        on_shift=[_tile(person, drafted) for person in people if person.id in here],
        others=[_tile(person, drafted) for person in people if person.id not in here],
        search=search.strip(),
    )


def _tile(person: Person, drafted: set[UUID]) -> Tile:
    role = GUEST_ROLE_LABELS[person.guest_role] if person.guest_role else ROLE_LABELS[person.role]
    note = role + (" · draft kept" if person.id in drafted else "")
    return Tile(person.id, person.name, note)
