"""Months of the cast's unit, rolled up and met over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.checkins import queries, service
from huddle.checkins.models import CheckIn
from huddle.checkins.rules import Outcome
from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.dates import Month, local_day
from huddle.core.transaction import transaction
from huddle.recognition import service as recognition
from huddle.units import queries as units
from tests.support.ward import Ward

OCTOBER = Month(2026, 10)
JOB = Actor.system("roll-up")


def roll_up(ward: Ward, month: Month = OCTOBER, unit_id: UUID | None = None) -> Outcome:
    with transaction():
        return service.roll_up(unit_id or ward.unit_id, month, actor=JOB, now=ward.now)


def drafted(ward: Ward) -> CheckIn:
    roll_up(ward)
    return queries.get(ward.unit_id, OCTOBER)


def published(ward: Ward, *, better: str = "The bell in bay 2 works.") -> CheckIn:
    check_in = drafted(ward)
    promise(ward, check_in)
    with transaction():
        service.write_notes(check_in, better=better, still_hurts="", focus="", actor=ward.alice, now=ward.now)
        service.publish(check_in, actor=ward.alice, now=ward.now)
    return check_in


def promise(ward: Ward, check_in: CheckIn) -> UUID:
    due_on = local_day(ward.now, units.facts(ward.unit_id).zone) + timedelta(days=7)
    with transaction():
        return service.make_promise(
            check_in,
            title="Order two bells",
            owner_id=ward.bob.person_id,
            due_on=due_on,
            actor=ward.alice,
            now=ward.now,
        )


def concern_in_october(ward: Ward) -> None:
    """Somebody writes an October concern down late."""
    with transaction():
        concerns.raise_concern(
            ward.unit_id,
            text="No call bell in bay 2",
            topic=Topic.EQUIPMENT,
            unnamed=False,
            actor=ward.bob,
            now=OCTOBER.starts_at(units.facts(ward.unit_id).zone) + timedelta(days=9),
        )


def old_promise(ward: Ward, *, done: bool) -> None:
    """Due on 20 October."""
    at = OCTOBER.starts_at(units.facts(ward.unit_id).zone) + timedelta(days=5)
    with transaction():
        item = actions.open_item(
            ward.unit_id,
            title="Fix the bell",
            owner_id=ward.bob.person_id,
            due_on=OCTOBER.first_day() + timedelta(days=19),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.bob,
            now=at,
        )
        if done:
            actions.finish(item, note="", actor=ward.bob, now=at + timedelta(days=2))


def thanks(ward: Ward) -> None:
    with transaction():
        recognition.thank(
            ward.unit_id,
            to_whom="Housekeeping",
            what="Found the missing pump at four in the night",
            actor=ward.bob,
            now=OCTOBER.starts_at(units.facts(ward.unit_id).zone) + timedelta(days=3),
        )
