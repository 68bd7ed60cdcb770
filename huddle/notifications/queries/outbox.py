"""Which e-mails wait, for whom one is to be written, and what one says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select

from huddle.accounts.models import User
from huddle.core.dates import zone_or_utc
from huddle.core.db import db
from huddle.notifications.models import Notification, OutgoingMail
from huddle.notifications.queries import is_true
from huddle.notifications.rules import LEASE, MAILED_FOR, MailKind, MailState, NoticeKind
from huddle.units.models import Service, Site, Unit

BATCH = 50
PENDING = (MailState.WAITING, MailState.CLAIMED, MailState.SENDING)
REACHABLE = and_(User.active, User.email.is_not(None), User.mail_off_at.is_(None))


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail as it is about to go: to whom, and what is counted in it."""

    id: UUID
    kind: MailKind
    created_at: datetime
    email: str | None
    kinds: list[NoticeKind]


def unmailed(person_id: UUID | None, now: datetime) -> Any:
    """The condition of notifications that are in no e-mail yet and may be."""
    ours = [Notification.recipient_id == person_id] if person_id else []
    return and_(
        Notification.mail_id.is_(None),
        is_true(now),
        Notification.not_before <= now,
        Notification.created_at > now - MAILED_FOR,
        *ours,
    )


def people_to_write_to(now: datetime) -> list[tuple[UUID, ZoneInfo]]:
    """Whom something waits for that is in no e-mail yet, each with the time zone of the unit that it is about."""
    query = (
        select(Notification.recipient_id, func.min(Site.timezone))
        .join(User, User.id == Notification.recipient_id)
        .join(Unit, Unit.id == Notification.unit_id)
        .join(Service, Service.id == Unit.service_id)
        .join(Site, Site.id == Service.site_id)
        .where(unmailed(None, now), REACHABLE)
        .group_by(Notification.recipient_id)
        .order_by(Notification.recipient_id)
    )
    return [(person_id, zone_or_utc(zone)) for person_id, zone in db.session.execute(query)]


def to_send(now: datetime) -> list[tuple[UUID, MailKind, ZoneInfo]]:
    """E-mails whose time has come, and those whose process is gone, oldest first, with the zone of whoever gets it."""
    lapsed = and_(
        OutgoingMail.state.in_((MailState.CLAIMED, MailState.SENDING)), OutgoingMail.claimed_at <= now - LEASE
    )
    waiting = and_(OutgoingMail.state == MailState.WAITING, OutgoingMail.next_try_at <= now)
    query = select(OutgoingMail.id, OutgoingMail.kind, OutgoingMail.timezone).where(or_(waiting, lapsed))
    found = db.session.execute(query.order_by(OutgoingMail.next_try_at, OutgoingMail.id).limit(BATCH))
    return [(id_, kind, zone_or_utc(zone)) for id_, kind, zone in found]


def letter(mail_id: UUID, now: datetime) -> Letter:
    """What this e-mail says at this moment: what was seen or taken back meanwhile is not counted."""
    mail = db.session.get_one(OutgoingMail, mail_id)
    reached = select(User.email).where(User.id == mail.recipient_id, REACHABLE)
    if mail.kind is MailKind.TEST:
        reached = select(User.email).where(User.id == mail.recipient_id, User.active)
    kinds = select(Notification.kind).where(Notification.mail_id == mail_id, is_true(now))
    return Letter(
        mail_id,
        mail.kind,
        mail.created_at,
        db.session.execute(reached).scalar_one_or_none(),
        list(db.session.execute(kinds.order_by(Notification.created_at, Notification.id)).scalars()),
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """How the sending goes, for administrators: numbers and kinds, nobody's name."""

    counts: dict[MailState, int]
    oldest: datetime | None
    error: str
    sent_at: datetime | None


def state() -> Outbox:
    """How many e-mails are in which state, since when the oldest waits, the last fault and the last success."""
    counted = select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state).order_by(OutgoingMail.state)
    oldest = select(func.min(OutgoingMail.created_at)).where(OutgoingMail.state.in_(PENDING))
    faults = select(OutgoingMail.error).where(OutgoingMail.error != "")
    faults = faults.order_by(OutgoingMail.next_try_at.desc(), OutgoingMail.id).limit(1)
    counts = {mail_state: count for mail_state, count in db.session.execute(counted)}
    return Outbox(
        {mail_state: counts.get(mail_state, 0) for mail_state in MailState},
        db.session.execute(oldest).scalar_one_or_none(),
        db.session.execute(faults).scalar_one_or_none() or "",
        db.session.execute(select(func.max(OutgoingMail.sent_at))).scalar_one_or_none(),
    )
