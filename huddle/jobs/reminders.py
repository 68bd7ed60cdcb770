"""Reminders of what is due: computed by day from what is still to do, so that nothing that ended can leave one behind.

Each run compares what should be known now with what was said already. A unit whose day has not begun is left alone, so
a reminder of the night waits; after a week of standstill each person gets the most pressing step of an item and not
all that were missed.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from huddle.accounts import queries as accounts
from huddle.actions import queries as actions
from huddle.audit import service as audit
from huddle.core.actor import Actor, UnitRole
from huddle.core.dates import local_day
from huddle.core.transaction import transaction
from huddle.notifications import queries, service
from huddle.notifications.rules import NoticeKind, reads_as_day
from huddle.notifications.rules.steps import AHEAD, FOR_ABOVE, FOR_CHARGE, FOR_MANAGER, FOR_OWNER, is_begun, step
from huddle.notifications.service import Subject
from huddle.units import levels, people
from huddle.units import queries as units
from huddle.units.queries import UnitFacts
from huddle.web.sources import secret

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem

log = logging.getLogger(__name__)
REMIND = Actor.system("remind")


class Due(NamedTuple):
    """One reminder of one person: of which item, which step, for which day."""

    item_id: UUID
    person_id: UUID
    kind: NoticeKind
    due_on: date


def remind(*, now: datetime) -> dict[str, int]:
    """Remind of what is due on every unit where it is day: how many reminders, and of how many units it failed."""
    done = {"reminders": 0, "failed": 0}
    for unit in units.facts_of():
        if not reads_as_day(now, unit.zone):
            continue
        try:
            with transaction():
                done["reminders"] += remind_on(unit, now)
        except Exception as error:
            log.error("reminders of unit %s failed: %s", unit.id, type(error).__name__)
            done["failed"] += 1
    return done


def remind_on(unit: UnitFacts, now: datetime) -> int:
    """Say on one unit what should be known now and take back what is not true any more; how many were new.

    Needs an open transaction.
    """
    today = local_day(now, unit.zone)
    items = [item for item in actions.open_items(unit.id) if item.is_dated and item.due_on <= today + AHEAD]
    wanted = set(_wanted(unit.id, items, today, now))
    said = queries.reminders_of(unit.id, {item.id for item in items})
    known = {Due(row.subject_id, row.recipient_id, row.kind, row.due_on or today): row for row in said}
    outdated = [row.id for due, row in known.items() if row.is_unseen and due not in wanted]
    if outdated:
        service.withdraw(outdated, actor=REMIND, now=now)
    told = sum(
        service.notify(
            [due.person_id],
            due.kind,
            about=Subject("action_item", due.item_id, unit.id),
            due_on=due.due_on,
            once=due.due_on.isoformat(),
            actor=REMIND,
            now=now,
        )
        for due in sorted(wanted - known.keys(), key=str)
        if is_begun(due.kind, due.due_on, today)
    )
    if told:
        audit.record("reminder.given", subject=("unit", unit.id), actor=REMIND, now=now)
    return told


def _wanted(unit_id: UUID, items: Sequence[ActionItem], today: date, now: datetime) -> Iterator[Due]:
    """Who should know what now. Of an item that came from a marked review nobody off its list hears."""
    here = units.people(unit_id, now) if items else []
    charge = {person.id for person in here if person.role is UnitRole.CHARGE}
    managers = {person.id for person in here if person.role is UnitRole.MANAGER}
    above = _above(unit_id) if items else set()
    working = {person.id for person in here}
    meant: dict[UUID, list[tuple[ActionItem, frozenset[NoticeKind]]]] = defaultdict(list)
    for item in items:
        owner = {item.owner_id}  # who hears of it as theirs, and in no other role
        roles = (
            (owner & working, FOR_OWNER),
            (charge - owner, FOR_CHARGE),
            ((managers | _active(item.sponsor_id)) - owner, FOR_MANAGER),
            (above - owner, FOR_ABOVE),
        )
        for person_id in set().union(*(group for group, _kinds in roles)):
            kinds = frozenset().union(*(kinds for group, kinds in roles if person_id in group))
            meant[person_id].append((item, kinds))
    for person_id, given in meant.items():
        yield from _of_person(person_id, given, today, now)


def _of_person(
    person_id: UUID, given: Sequence[tuple[ActionItem, frozenset[NoticeKind]]], today: date, now: datetime
) -> Iterator[Due]:
    person = accounts.person(person_id)
    actor = Actor(person_id, person.name, people.roles_of(person_id, now), person.org_role)
    hidden = secret([(item.source_kind, item.source_id) for item, _kinds in given], actor)
    for item, kinds in given:
        kind = step(kinds, item.due_on, today)
        if kind is not None and item.source_id not in hidden:
            yield Due(item.id, person_id, kind, item.due_on)


def _above(unit_id: UUID) -> set[UUID]:
    """Who answers for the lowest level above the unit that has somebody."""
    answering = [level.receiver_id for level in levels.above(unit_id) if level.receiver_id is not None]
    return set(answering[:1])


def _active(person_id: UUID | None) -> set[UUID]:
    return {person_id} if person_id is not None and accounts.person(person_id).active else set()
