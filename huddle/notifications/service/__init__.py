"""Writing down what somebody should know, and that they have seen it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import or_, update

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.storing import insert_once
from huddle.notifications import rules
from huddle.notifications.models import Notification
from huddle.notifications.rules import REMINDERS, NoticeKind
from huddle.units import queries as units


class Subject(NamedTuple):
    """What a notification is about: ("action_item", id) of a unit."""

    kind: str
    id: UUID
    unit_id: UUID


def notify(
    recipients: Iterable[UUID | None],
    kind: NoticeKind,
    *,
    about: Subject,
    due_on: date | None = None,
    once: str | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Let these people know, in the open transaction: stored with what caused it, or not at all. How many were new.

    Whoever acts is never told of their own deed, and None is nobody. The caller has made sure that each of them may
    know of the thing. The same kind, thing and person is written once for each `once`; without it for each moment.
    In the app it is there at once, by e-mail with their next digest, never at night. What was taken back before
    anybody saw it is given again when it is true again.
    """
    # no trace: whoever calls leaves one.
    not_before = rules.next_day_hour(now, units.facts(about.unit_id).zone)
    mark = once if once is not None else now.isoformat()
    told = 0
    for person_id in sorted({id_ for id_ in recipients if id_ is not None and id_ != actor.user_id}):
        dedupe = f"{kind}:{about.id}:{person_id}:{mark}"
        told += insert_once(
            Notification,
            id=uuid4(),
            recipient_id=person_id,
            kind=kind,
            subject_kind=about.kind,
            subject_id=about.id,
            unit_id=about.unit_id,
            due_on=due_on,
            dedupe=dedupe,
            created_at=now,
            not_before=not_before,
        ) or _give_again(dedupe, not_before, now)
    return told


def _give_again(dedupe: str, not_before: datetime, now: datetime) -> bool:
    """What was taken back unseen is new once more; False where it still stands, or was seen."""
    again = update(Notification).where(
        Notification.dedupe == dedupe, Notification.withdrawn_at.is_not(None), Notification.seen_at.is_(None)
    )
    again = again.values(withdrawn_at=None, mail_id=None, created_at=now, not_before=not_before)
    found = db.session.execute(again.returning(Notification.id), execution_options={"synchronize_session": False})
    return found.first() is not None


def mark_seen(until: datetime, *, shown: Collection[UUID] | None = None, actor: Actor, now: datetime) -> int:
    """This person has seen what was there until that moment and was `shown` (None: all); no e-mail counts it."""
    mine = (
        Notification.recipient_id == actor.person_id,
        Notification.created_at <= until,
        Notification.seen_at.is_(None),
        Notification.withdrawn_at.is_(None),
        *(() if shown is None else (Notification.id.in_(shown),)),
    )
    seen = update(Notification).where(*mine).values(seen_at=now).returning(Notification.id)
    count = len(db.session.execute(seen, execution_options={"synchronize_session": False}).all())
    audit.record("notification.seen", subject=("user", actor.user_id), actor=actor, now=now)
    return count


def take_back(about: Subject, *, owner_id: UUID, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - as every change
    """The thing has moved on: what nobody has seen of its news is no news any more. Reminders are left to their job.

    That it went to a colleague stays news for whoever had it, until they own it again.
    """
    # no trace: whoever calls leaves one.
    news = (
        Notification.subject_id == about.id,
        Notification.unit_id == about.unit_id,
        Notification.kind.not_in(REMINDERS),
        or_(Notification.kind != NoticeKind.GONE_OVER, Notification.recipient_id == owner_id),
        Notification.seen_at.is_(None),
        Notification.withdrawn_at.is_(None),
    )
    gone = update(Notification).where(*news).values(withdrawn_at=now)
    db.session.execute(gone, execution_options={"synchronize_session": False})


def move_day(about: Subject, due_on: date, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - as every change
    """The thing has another day: the unseen news that says a day says this one. Reminders are left to their job."""
    # no trace: whoever calls leaves one.
    news = (
        Notification.subject_id == about.id,
        Notification.unit_id == about.unit_id,
        Notification.kind.not_in(REMINDERS),
        Notification.due_on.is_not(None),
        Notification.seen_at.is_(None),
    )
    moved = update(Notification).where(*news).values(due_on=due_on)
    db.session.execute(moved, execution_options={"synchronize_session": False})


def withdraw(notification_ids: Collection[UUID], *, actor: Actor, now: datetime) -> None:
    """Take back what is not true any more: it is shown and sent to nobody."""
    gone = update(Notification).where(Notification.id.in_(notification_ids)).values(withdrawn_at=now)
    db.session.execute(gone, execution_options={"synchronize_session": False})
    audit.record("notification.withdrawn", subject=("notification", None), actor=actor, now=now)
