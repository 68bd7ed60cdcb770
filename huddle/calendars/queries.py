"""What stands in the calendar of one person or one unit, read anew for each time a calendar program asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from huddle.accounts import queries as accounts
from huddle.accounts.rules import short_name
from huddle.actions import queries as actions
from huddle.actions.queries.changes import changes_made
from huddle.calendars.rules import Entry, due_words
from huddle.core.actor import Actor, UnitRole
from huddle.core.dates import Month, local_day
from huddle.core.errors import NotFound
from huddle.notifications.queries.feeds import Feed
from huddle.units import overview, people
from huddle.units import queries as units
from huddle.units.queries import UnitFacts
from huddle.units.rules import ShiftPattern, run_on

Address = Callable[..., str]
"""Makes a whole address of an endpoint and its arguments."""
Hidden = Callable[[list[tuple[str, UUID | None]], Actor], set[UUID]]
"""Those of these origins of which somebody is not to know."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A calendar before it is written."""

    name: str
    entries: list[Entry]


def read(feed: Feed, address: Address, hidden: Hidden, now: datetime) -> Contents:
    """What this address shows now. Raises NotFound for somebody who cannot sign in, and for a unit that has closed."""
    if feed.person_id is not None:
        return _of_person(feed.person_id, address, hidden, now)
    assert feed.unit_id is not None  # noqa: S101 - a CHECK holds it
    return _of_unit(feed.unit_id, address, hidden, now)


def _of_person(person_id: UUID, address: Address, hidden: Hidden, now: datetime) -> Contents:
    person = accounts.person(person_id)
    if not person.active:
        raise NotFound
    actor = Actor(person_id, person.name, people.roles_of(person_id, now), person.org_role)
    items = [item for item in actions.of_owner(person_id) if item.is_dated and actor.works_on(item.unit_id)]
    secret = hidden([(item.source_kind, item.source_id) for item in items], actor)
    names = {unit.id: unit.name for unit in units.facts_of(list(actor.units))}
    entries = [
        Entry(
            uid=f"action-item-{item.id}@huddle",
            summary=f"Action item due: {names[item.unit_id]}",
            begins=item.due_on,
            url=address("actions.show", unit_id=item.unit_id, item_id=item.id),
            stamp=item.created_at,
            sequence=item.version,
        )
        for item in items
        if item.source_id not in secret
    ]
    return Contents(f"Huddle: {short_name(person.name)}", entries)


def _of_unit(unit_id: UUID, address: Address, hidden: Hidden, now: datetime) -> Contents:
    unit = overview.unit(unit_id)
    if not unit.active:
        raise NotFound
    facts = units.facts(unit_id)
    anybody = Actor(None, "anybody on the unit", {unit_id: UnitRole.STAFF})
    made = [
        *_huddles(facts, unit.created_at, address, now),
        _check_in(facts, unit.created_at, address),
        *_due(facts, unit.created_at, address, lambda origins: hidden(origins, anybody)),
    ]
    return Contents(f"Huddle: {facts.name}", made)


def _huddles(facts: UnitFacts, since: datetime, address: Address, now: datetime) -> Iterator[Entry]:
    for shift in overview.shifts_now(facts.id, local_day(now, facts.zone)):
        pattern = ShiftPattern(shift.id, shift.name, shift.starts_at, shift.ends_at, shift.huddle_at)
        first = run_on(pattern, shift.begins_on or local_day(since, facts.zone), facts.zone)
        last = run_on(pattern, shift.ended_on, facts.zone) if shift.ended_on else None
        if last is not None and last.starts_at <= first.starts_at:
            continue  # it ended before it ever began
        yield Entry(
            uid=f"huddle-{shift.id}@huddle",
            summary=f"{shift.name} huddle: {facts.name}",
            begins=first.huddle_at.astimezone(facts.zone),
            url=address("huddles.index", unit_id=facts.id),
            stamp=since,
            sequence=shift.version,
            repeats="DAILY",
            until=last.starts_at - timedelta(seconds=1) if last else None,  # UNTIL itself still counts
        )


def _check_in(facts: UnitFacts, since: datetime, address: Address) -> Entry:
    """On the first day of each month the one before can be talked over."""
    return Entry(
        uid=f"check-in-{facts.id}@huddle",
        summary=f"Monthly check-in: {facts.name}",
        begins=Month.of(local_day(since, facts.zone)).next().first_day(),
        url=address("checkins.index", unit_id=facts.id),
        stamp=since,
        repeats="MONTHLY",
    )


def _due(
    facts: UnitFacts, since: datetime, address: Address, hidden: Callable[[list[tuple[str, UUID | None]]], set[UUID]]
) -> list[Entry]:
    """How many are due on a day, without those of which not everybody on the unit may know."""
    items = [item for item in actions.open_items(facts.id) if item.is_dated]
    secret = hidden([(item.source_kind, item.source_id) for item in items])
    days: Counter[date] = Counter(item.due_on for item in items if item.source_id not in secret)
    changes = changes_made(facts.id)
    return [
        Entry(
            uid=f"due-{day.isoformat()}-{facts.id}@huddle",
            summary=f"{due_words(count)}: {facts.name}",
            begins=day,
            url=address("actions.index", unit_id=facts.id),
            stamp=since,
            sequence=changes,
        )
        for day, count in sorted(days.items())
    ]
