"""E-mails from being written down to being sent, each step a change of one row that only one process can make.

    waiting ──▶ claimed ──▶ sending ──▶ sent
       ▲           │           │
       └───────────┴───────────┘ a fault: tried again later, in the end failed

A process that dies leaves its row claimed (nothing was handed over: it is simply done again) or sending (it may have
arrived: it is sent once more, with the same Message-ID, and then never again).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, or_, select, update

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.dates import at_local, local_day, zone_or_utc
from huddle.core.db import db
from huddle.core.storing import insert_once
from huddle.notifications import policy, rules
from huddle.notifications.models import Notification, OutgoingMail
from huddle.notifications.queries.outbox import PENDING, unmailed
from huddle.notifications.rules import LEASE, MailKind, MailState
from huddle.units import levels

_BARE = {"synchronize_session": False}


def gather(person_id: UUID, zone: ZoneInfo, *, actor: Actor, now: datetime) -> bool:
    """Put what waits for this person into the digest of their day; whether there is one for it.

    One a day: what comes later goes with the next one. One that could not be sent yet takes in what is new.
    """
    # no trace: the row of the e-mail is its own.
    today = local_day(now, zone)
    lately = or_(OutgoingMail.state.in_(PENDING), OutgoingMail.sent_at >= at_local(today, rules.MIDNIGHT, zone))
    query = select(OutgoingMail).where(
        OutgoingMail.recipient_id == person_id, OutgoingMail.kind == MailKind.DIGEST, lately
    )
    newest = query.order_by(OutgoingMail.created_at.desc(), OutgoingMail.id).limit(1).with_for_update()
    mail = db.session.execute(newest).scalar_one_or_none()
    if mail is not None and mail.state is not MailState.WAITING:
        return False
    mail_id = mail.id if mail else _write(person_id, MailKind.DIGEST, str(today), zone, now)
    if mail_id is None:
        return False
    taken = update(Notification).where(unmailed(person_id, now)).values(mail_id=mail_id)
    db.session.execute(taken, execution_options=_BARE)
    return True


def write_test(*, actor: Actor, now: datetime) -> None:
    """An e-mail to the administrator who asks, through the same outbox as all others."""
    policy.can_look_after_mail(actor).require()
    _write(actor.person_id, MailKind.TEST, now.isoformat(), levels.UTC, now)
    audit.record("mail.tested", subject=("user", actor.user_id), actor=actor, now=now)


def _write(person_id: UUID, kind: MailKind, mark: str, zone: ZoneInfo, now: datetime) -> UUID | None:
    """A new e-mail, or None when this very one was written before."""
    mail_id = uuid4()
    new = insert_once(
        OutgoingMail,
        id=mail_id,
        recipient_id=person_id,
        kind=kind,
        dedupe=f"{kind}:{person_id}:{mark}",
        timezone=zone.key,
        created_at=now,
        next_try_at=now,
    )
    return mail_id if new else None


def claim(mail_id: UUID, *, actor: Actor, now: datetime) -> bool:
    """Take an e-mail, or one whose process is gone; whether it is ours now. Of several who try, one gets it."""
    # no trace: the row of the e-mail is its own.
    gone = OutgoingMail.claimed_at <= now - LEASE
    lost = and_(OutgoingMail.state == MailState.SENDING, gone)
    given_up = {"state": MailState.FAILED, "claimed_at": None, "error": rules.UNKNOWN_FATE}
    _move(mail_id, and_(lost, OutgoingMail.uncertain > 0), given_up)
    mine = {"state": MailState.CLAIMED, "claimed_at": now, "attempts": OutgoingMail.attempts + 1}
    if _move(mail_id, lost, mine | {"uncertain": OutgoingMail.uncertain + 1}):
        return True
    free = and_(OutgoingMail.state == MailState.WAITING, OutgoingMail.next_try_at <= now)
    return _move(mail_id, or_(free, and_(OutgoingMail.state == MailState.CLAIMED, gone)), mine)


def begin(mail_id: UUID, claimed_at: datetime, *, actor: Actor, now: datetime) -> bool:
    """The server takes the recipient: from here on it may arrive. False when somebody else has it meanwhile."""
    # no trace: the row of the e-mail is its own.
    return _move(mail_id, _ours(MailState.CLAIMED, claimed_at), {"state": MailState.SENDING})


def mark_sent(mail_id: UUID, claimed_at: datetime, *, actor: Actor, now: datetime) -> bool:
    """The server has taken it."""
    # no trace: the row of the e-mail is its own.
    sent = {"state": MailState.SENT, "sent_at": now, "claimed_at": None, "error": ""}
    return _move(mail_id, _ours(MailState.SENDING, claimed_at), sent)


def put_back(mail_id: UUID, claimed_at: datetime, *, error: str, final: bool, actor: Actor, now: datetime) -> None:
    """It could not be sent: try later, or never when `final` or after many tries. `error` is the kind of fault alone.

    When the connection broke while it was handed over it counts as uncertain, and a second time ends it.
    """
    # no trace: the row of the e-mail is its own.
    mail = db.session.get_one(OutgoingMail, mail_id, with_for_update=True, populate_existing=True)
    if mail.claimed_at != claimed_at or mail.state not in {MailState.CLAIMED, MailState.SENDING}:
        return
    may_have_arrived = mail.state is MailState.SENDING and not final and not error.startswith("refused")
    pause = rules.pause_after(mail.attempts)
    mail.claimed_at, mail.error = None, error[:60]
    if final or pause is None or (may_have_arrived and mail.uncertain > 0):
        mail.state = MailState.FAILED
    else:
        mail.state = MailState.WAITING
        again = now + pause
        is_digest = mail.kind is MailKind.DIGEST
        mail.next_try_at = rules.next_day_hour(again, zone_or_utc(mail.timezone)) if is_digest else again
    mail.uncertain += may_have_arrived
    db.session.flush()


def drop(mail_id: UUID, claimed_at: datetime, *, actor: Actor, now: datetime) -> bool:
    """Nobody needs it any more: all of it was seen meanwhile, or the person wants no e-mail."""
    # no trace: the row of the e-mail is its own.
    unwanted = {"state": MailState.UNWANTED, "claimed_at": None}
    return _move(mail_id, _ours(MailState.CLAIMED, claimed_at), unwanted)


def wait_for_day(mail_id: UUID, zone: ZoneInfo, *, actor: Actor, now: datetime) -> None:
    """It is night where this goes: not before the morning."""
    # no trace: the row of the e-mail is its own.
    morning = {"next_try_at": rules.next_day_hour(now, zone)}
    _move(mail_id, OutgoingMail.state == MailState.WAITING, morning)


def retry_failed(*, actor: Actor, now: datetime) -> int:
    """Try those once more that were given up; how many. Of the digests of one person it is one, with what all count."""
    policy.can_look_after_mail(actor).require()
    unsent = OutgoingMail.state.in_((MailState.FAILED, MailState.WAITING))
    query = select(OutgoingMail).where(unsent).order_by(OutgoingMail.created_at.desc(), OutgoingMail.id)
    newest: dict[UUID, UUID] = {}
    count = 0
    for mail in db.session.execute(query.with_for_update()).scalars():
        into = newest.setdefault(mail.recipient_id, mail.id) if mail.kind is MailKind.DIGEST else mail.id
        if mail.state is not MailState.FAILED:
            continue
        if into == mail.id:
            mail.state, mail.attempts, mail.uncertain, mail.next_try_at = MailState.WAITING, 0, 0, now
            count += 1
        else:
            mail.state = MailState.UNWANTED
            moved = update(Notification).where(Notification.mail_id == mail.id).values(mail_id=into)
            db.session.execute(moved, execution_options=_BARE)
    db.session.flush()
    audit.record("mail.retried", subject=("mail", None), actor=actor, now=now)
    return count


def erase_old(*, actor: Actor, now: datetime) -> int:
    """Notifications and e-mails that nobody needs any more; how many notifications went."""
    # no trace: the clean-up says in its log how much went.
    old = delete(Notification).where(Notification.created_at < now - rules.KEPT_FOR).returning(Notification.id)
    gone = len(db.session.execute(old, execution_options=_BARE).all())
    used = select(Notification.mail_id).where(Notification.mail_id.is_not(None))
    mails = delete(OutgoingMail).where(
        OutgoingMail.created_at < now - rules.KEPT_FOR,
        OutgoingMail.state.not_in(PENDING),
        OutgoingMail.id.not_in(used),
    )
    db.session.execute(mails, execution_options=_BARE)
    return gone


def _ours(state: MailState, claimed_at: datetime) -> Any:
    return and_(OutgoingMail.state == state, OutgoingMail.claimed_at == claimed_at)


def _move(mail_id: UUID, condition: Any, values: dict[str, Any]) -> bool:
    """Change one e-mail if it still stands as expected; the database lets one of several do so."""
    changed = update(OutgoingMail).where(OutgoingMail.id == mail_id, condition).values(values)
    return db.session.execute(changed.returning(OutgoingMail.id), execution_options=_BARE).first() is not None
