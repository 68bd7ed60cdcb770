"""Reading what somebody was told and has not seen, how they want to be reached, and their calendar address."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, func, or_, select

from huddle.core.actor import LEADS
from huddle.core.db import db
from huddle.core.reading import Asked, Statement
from huddle.notifications.models import CalendarFeed, Notification
from huddle.notifications.rules import FOR_NO_MEMBER, ON_BOARD, ON_LEADERS_BOARD, REMINDERS, NoticeKind
from huddle.units.models import Membership, Unit

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


_MEMBER = (Membership.user_id == Notification.recipient_id, Membership.unit_id == Notification.unit_id)
_ENDED = func.coalesce(Membership.ended_at, Membership.ends_at)


def is_true(now: Any) -> Any:
    """The condition of notifications that nobody saw or took back, and whose reader has not left the unit.

    Somebody who left is told no more of what was theirs there; as a sponsor, or above it, only what came afterwards.
    """
    as_member = or_(Notification.kind.not_in(sorted(FOR_NO_MEMBER)), Notification.created_at <= _ENDED)
    left = exists().where(*_MEMBER, now >= _ENDED, as_member)
    return and_(Notification.seen_at.is_(None), Notification.withdrawn_at.is_(None), ~left)


_NOW = bindparam("now", type_=Notification.created_at.type)
_UNSEEN = (Notification.recipient_id == bindparam("person"), is_true(_NOW))
_LED = exists().where(*_MEMBER, Membership.role.in_(sorted(LEADS)), or_(_ENDED.is_(None), _ENDED > _NOW))
_COUNT = Statement(
    select(func.count(Notification.id)).where(
        *_UNSEEN,
        Notification.kind.not_in(sorted(ON_BOARD)),
        or_(Notification.kind != ON_LEADERS_BOARD, ~_LED),
    )
)


def ask_unseen(person_id: UUID, now: datetime) -> Asked[int]:
    """How much this person has not seen and their board does not say, to be read together with other questions."""
    return _COUNT.ask(lambda rows: int(rows[0][0]), person=person_id, now=now)


def count_unseen(person_id: UUID, now: datetime) -> int:
    """How much this person has not seen in all, whatever their board says."""
    query = select(func.count(Notification.id)).where(*_UNSEEN)
    return db.session.execute(query, {"person": person_id, "now": now}).scalar_one()


def unseen(person_id: UUID, now: datetime) -> list[Notice]:
    """What this person has not seen, the newest first, as much as a page shows; for that person alone."""
    columns = (Notification.id, Notification.kind, Notification.subject_kind, Notification.subject_id)
    query = (
        select(*columns, Notification.unit_id, Unit.name, Notification.due_on, Notification.created_at)
        .join(Unit, Unit.id == Notification.unit_id)
        .where(*_UNSEEN)
        .order_by(Notification.created_at.desc(), Notification.id)
        .limit(SHOWN)
    )
    return [Notice(*row) for row in db.session.execute(query, {"person": person_id, "now": now})]


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
