"""Rows of huddles and concerns as other weeks left them, without living through each of those weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.concerns.models import Concern, ConcernEvent
from huddle.concerns.rules import ConcernStatus, EventKind, Outcome, Reason, ToldHow, Topic
from huddle.core.actor import Actor
from huddle.core.dates import at_local
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.huddles.models import Huddle, HuddleItem, Watcher
from huddle.huddles.rules import HuddleKind, ItemKind, WatcherReason
from huddle.units.models import Shift, Unit
from tests.support.ward import Ward

LONDON = ZoneInfo("Europe/London")
LAST_MONDAY = date(2026, 11, 9)
"""The Monday of the last whole week before the moment at which the tests stand."""


def began(ward: Ward, moment: datetime) -> None:
    with transaction():
        db.session.get_one(Unit, ward.unit_id).created_at = moment


def held(
    unit_id: UUID, by: Actor, shift_id: UUID, on: date, *, zone: ZoneInfo = LONDON, took: int | None = 8, **more: Any
) -> Huddle:
    """The huddle of one shift that began on this local day, opened to the minute; `late` minutes after it."""
    with transaction():
        shift = db.session.get_one(Shift, shift_id)
        planned = at_local(on + timedelta(days=shift.huddle_at < shift.starts_at), shift.huddle_at, zone)
        opened = planned + timedelta(minutes=more.pop("late", 0))
        row = Huddle(
            unit_id=unit_id,
            kind=HuddleKind.SCHEDULED,
            name=shift.name,
            shift_id=shift_id,
            shift_on=on,
            scheduled_for=planned,
            opened_at=opened,
            opened_by=by.person_id,
            closed_at=None if took is None else opened + timedelta(minutes=took),
            closed_by=None if took is None else by.person_id,
            **({"attendance": {}, "asked": {}, "counts": {}} | more),
        )
        db.session.add(row)
    return row


def happened(huddle: Huddle, by: Actor, type_: str, at: datetime, *, gone: bool = False, topic: str = "") -> None:
    with transaction():
        facts = {"type": type_} | ({"topic": topic} if topic else {})
        row = HuddleItem(huddle_id=huddle.id, kind=ItemKind.EVENT, text="A fall", facts=facts, at=at)
        row.by = by.person_id
        row.gone_at, row.gone_by = (at, by.person_id) if gone else (None, None)
        db.session.add(row)


def watched(unit_id: UUID, by: Actor, at: datetime, *, plan: str = "", trigger: str = "", patient: str = "JD") -> None:
    with transaction():
        db.session.add(
            Watcher(
                unit_id=unit_id,
                patient_id1=patient,
                patient_id2="4471" if patient else "",
                reason=WatcherReason.FALLS_RISK,
                plan=plan,
                trigger=trigger,
                added_at=at,
                added_by=by.person_id,
            )
        )


def raised(unit_id: UUID, by: Actor, at: datetime, *, settled: datetime | None = None) -> Concern:
    """A concern; with `settled` fixed by the unit and told back then."""
    with transaction():
        row = Concern(unit_id=unit_id, text="No bell", topic=Topic.OTHER, unnamed=False)
        row.raised_by, row.raised_at, row.status = by.person_id, at, ConcernStatus.OPEN
        if settled is not None:
            row.status, row.outcome, row.answered_tier = ConcernStatus.CLOSED, Outcome.FIXED, 1
            row.answered_at, row.answered_by = settled, by.person_id
            row.told_back_at, row.told_how = settled, ToldHow.HUDDLE
        db.session.add(row)
    return row


def escalated(unit_id: UUID, by: Actor, at: datetime, *, answered: datetime) -> None:
    """A concern that the service was asked about, with an hour to answer, and answered then."""
    row = raised(unit_id, by, at, settled=answered)
    due = at + timedelta(hours=1)
    with transaction():
        row.escalated_at, row.escalated_by, row.escalation_reason = at, by.person_id, Reason.BLOCKED
        row.response_due, row.answered_tier = due, 2
        for number, (kind, moment, until) in enumerate(
            ((EventKind.ESCALATED, at, due), (EventKind.ANSWERED, answered, None)), start=2
        ):
            event = ConcernEvent(concern_id=row.id, number=number, kind=kind, at=moment, by=by.person_id, tier=2)
            event.due = until
            db.session.add(event)
