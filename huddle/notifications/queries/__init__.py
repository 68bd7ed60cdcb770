"""Reading what somebody was told and has not seen, how they want to be reached, and their calendar address."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from huddle.core.db import db
from huddle.core.reading import Asked, Statement
from huddle.notifications.models import CalendarFeed, Notification
from huddle.notifications.rules import ON_BOARD, REMINDERS, NoticeKind
from huddle.units.models import Unit

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing somebody was told, as their page shows it."""

    id: UUID
    kind: NoticeKind
    subject_kind: str
    subject_id: UUID
    unit_id: UUID
    unit_name: str
    due_on: date | None
    created_at: datetime


_UNSEEN = (
    Notification.recipient_id == bindparam("person"),
    Notification.seen_at.is_(None),
    Notification.withdrawn_at.is_(None),
    Notification.kind.not_in(sorted(ON_BOARD)),
)
_COUNT = Statement(select(func.count(Notification.id)).where(*_UNSEEN))


def ask_unseen(person_id: UUID) -> Asked[int]:
    """How much this person has not seen and their board does not say, to be read together with other questions."""
    return _COUNT.ask(lambda rows: int(rows[0][0]), person=person_id)


def unseen(person_id: UUID) -> list[Notice]:
    """What this person has not seen and their board does not say, the newest first; for that person alone."""
    columns = (Notification.id, Notification.kind, Notification.subject_kind, Notification.subject_id)
    query = (
        select(*columns, Notification.unit_id, Unit.name, Notification.due_on, Notification.created_at)
        .join(Unit, Unit.id == Notification.unit_id)
        .where(*_UNSEEN)
        .order_by(Notification.created_at.desc(), Notification.id)
        .limit(SHOWN)
    )
    return [Notice(*row) for row in db.session.execute(query, {"person": person_id})]


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that somebody was given and that nobody took back."""

    id: UUID
    kind: NoticeKind
    subject_id: UUID
    recipient_id: UUID
    due_on: date | None
    is_unseen: bool


def reminders_of(unit_id: UUID, subject_ids: Collection[UUID]) -> Sequence[Reminded]:
    """The reminders about some things of the unit, and all that nobody has seen; a fixed order."""
    unseen_ = Notification.seen_at.is_(None)
    query = (
        select(Notification.id, Notification.kind, Notification.subject_id, Notification.recipient_id)
        .add_columns(Notification.due_on, unseen_)
        .where(
            Notification.unit_id == unit_id,
            Notification.kind.in_(REMINDERS),
            Notification.withdrawn_at.is_(None),
            unseen_ | Notification.subject_id.in_(subject_ids),
        )
        .order_by(Notification.created_at, Notification.id)
    )
    return [Reminded(*row) for row in db.session.execute(query)]


def feed_of_person(person_id: UUID) -> CalendarFeed | None:
    """The calendar address of this person, if there is one; nobody can read the address itself."""
    query = select(CalendarFeed).where(CalendarFeed.person_id == person_id)
    return db.session.execute(query).scalar_one_or_none()


def feed_of_unit(unit_id: UUID) -> CalendarFeed | None:
    """The calendar address of this unit, if there is one."""
    query = select(CalendarFeed).where(CalendarFeed.unit_id == unit_id)
    return db.session.execute(query).scalar_one_or_none()
