"""Rows of notifications, of the e-mails that carry them, and of calendar addresses."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.notifications.rules import MailKind, MailState, NoticeKind

_UNSEEN = text("mail_id IS NULL AND seen_at IS NULL AND withdrawn_at IS NULL")


class OutgoingMail(Base):
    """One e-mail to one person. It holds no words: they are counted from its notifications when it is sent.

    `claimed_at` is when a process took it, `uncertain` how often one was lost after the server may have taken it.
    `timezone` says when it is night for whoever gets it. `error` is the kind of the last fault, never its text.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        CheckConstraint("(state IN ('claimed', 'sending')) = (claimed_at IS NOT NULL)", name="claim_is_dated"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_is_dated"),
        Index("ix_outgoing_mail_state_next_try_at", "state", "next_try_at"),
        Index("ix_outgoing_mail_recipient_id_created_at", "recipient_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[MailKind] = mapped_column(text_enum(MailKind))
    dedupe: Mapped[str] = mapped_column(String(100), unique=True)
    timezone: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    state: Mapped[MailState] = mapped_column(text_enum(MailState), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    uncertain: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(60), default="")


class Notification(Base):
    """One thing that one person should know. `dedupe` makes that it is written once.

    `not_before` is the first moment of day at which it may be e-mailed; `withdrawn_at` is set when it is not true any
    more: the thing is done, moved or somebody else's.
    """

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_recipient_id_created_at", "recipient_id", "created_at"),
        Index("ix_notification_unit_id_created_at", "unit_id", "created_at"),
        Index("ix_notification_unseen_not_before", "not_before", sqlite_where=_UNSEEN, postgresql_where=_UNSEEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[NoticeKind] = mapped_column(text_enum(NoticeKind))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date | None]
    dedupe: Mapped[str] = mapped_column(String(160), unique=True)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("outgoing_mail.id"), index=True)


class CalendarFeed(Base):
    """A secret address under which a calendar program reads what is due: of one person, or of one unit.

    Only the hash of the secret is here; a new one takes its place, so an old address stops at once.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="of_one"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), unique=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), unique=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
