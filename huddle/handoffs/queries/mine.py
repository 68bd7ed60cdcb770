"""Whose patients are mine: those for whom I am responsible, and those in my beds, who may still be somebody else's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huddle.beds import queries as beds
from huddle.beds.rules import bed_key
from huddle.handoffs.queries.lists import Taken, Waiting


@dataclass(frozen=True, slots=True)
class Mine:
    """One person's patients, each once.

    to_take: they wait for this person, by name or in one of their beds. held: this person is responsible for them.
    beside: somebody else is responsible for them, in a bed of this person. beds: those beds, as people write them.
    """

    beds: tuple[str, ...]
    to_take: list[Waiting]
    held: list[Taken]
    beside: list[Taken]

    @property
    def ids(self) -> set[UUID]:
        """Their handoffs."""
        return {row.id for row in self.rows}

    @property
    def rows(self) -> list[Waiting | Taken]:
        return [*self.to_take, *self.held, *self.beside]


def mine(unit_id: UUID, me: UUID, waiting: Iterable[Waiting], taken: Iterable[Taken], now: datetime) -> Mine:
    """What of the lists of a unit is one person's, in the order of the lists."""
    my_beds = beds.mine(unit_id, me, now)
    to_take = [row for row in waiting if waits_for(row, me, my_beds)]
    current = [row for row in taken if row.is_current]
    held = [row for row in current if row.acknowledged_by == me]
    known = {row.patient for row in to_take} | {row.patient for row in held}
    beside = [row for row in current if _lies_in(row, my_beds) and row.patient not in known]
    return Mine(tuple(my_beds.values()), to_take, held, beside)


def waits_for(row: Waiting, me: UUID, my_beds: Collection[str]) -> bool:
    """Whether a handoff waits for this person: it names them, or it names nobody and the patient is in their bed.

    A patient on the way to another unit waits for its people, on their list.
    """
    return may_take(row, me) and (row.to_person_id == me or _lies_in(row, my_beds))


def may_take(row: Waiting, me: UUID) -> bool:
    """Whether it waits for this person or for anybody here, and they are not the one who hands over."""
    is_for_us = row.to_person_id in (None, me) and not row.to_role
    return is_for_us and me not in (row.sent_by, row.responsible) and not row.goes_to


def _lies_in(row: Waiting | Taken, my_beds: Collection[str]) -> bool:
    """Whether the patient is in one of these beds; what comes from another unit tells a bed there."""
    return bed_key(row.bed) in my_beds and not _elsewhere(row)


def _elsewhere(row: Waiting | Taken) -> bool:
    return bool(row.comes_from if isinstance(row, Waiting) else row.came_from)


def beds_in_use(waiting: Iterable[Waiting], taken: Iterable[Taken]) -> list[str]:
    """Where the patients of these lists lie, as it was written."""
    rows: list[Waiting | Taken] = [*waiting, *(row for row in taken if row.is_current)]
    return [row.bed.removeprefix("bed ") for row in rows if row.bed and not _elsewhere(row)]
