"""Operations: the record that a change was made, so that the same change sent twice is made once.

A form carries an operation id. The change and the operation are stored in one transaction; the same operation
again, with the same words by the same person, gives the answer of the first time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, db
from huddle.core.reading import Statement
from huddle.core.storing import insert_once

KEPT_FOR = timedelta(days=30)
"""Longer than any page stays open or any tablet stays away."""


class Operation(Base):
    """One change that was asked for once and answered once."""

    __tablename__ = "operation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    form: Mapped[str] = mapped_column(String(60))
    payload_sha256: Mapped[str] = mapped_column(String(64))
    location: Mapped[str | None] = mapped_column(Text)
    notice: Mapped[str | None] = mapped_column(Text)
    opened: Mapped[str | None] = mapped_column(String(32), index=True)
    done_at: Mapped[datetime] = mapped_column(index=True)


def payload_sha256(fields: Iterable[tuple[str, str]]) -> str:
    """A digest of what was typed, whatever the order of the fields; the envelope and the id are not part of it."""
    digest = hashlib.sha256()
    for name, value in sorted(fields):
        digest.update(f"{len(name)}:{name}{len(value)}:{value}".encode(errors="surrogatepass"))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for: the operation id, the form and its words (as a digest), and by whom."""

    id: UUID
    form: str
    payload: str
    actor_id: UUID | None


@dataclass(frozen=True, slots=True)
class Done:
    """Where an operation led, and what was said of it."""

    location: str
    notice: str


_FIND = Statement(
    select(Operation.actor_id, Operation.form, Operation.payload_sha256, Operation.location, Operation.notice).where(
        Operation.id == bindparam("operation")
    )
)
_SENT = Statement(select(Operation.id).where(Operation.opened == bindparam("opened")).limit(1))


def done(asked: Asked) -> Done | None:
    """The record of exactly this operation by exactly this person, when it was done before."""
    rows = _FIND.rows(operation=asked.id)
    if not rows:
        return None
    actor_id, form, payload, location, notice = rows[0]
    same = (actor_id, form, payload) == (asked.actor_id, asked.form, asked.payload)
    return Done(location or "/", notice or "") if same else None


def record(
    asked: Asked, *, opened: str | None = None, location: str | None = None, notice: str | None = None, now: datetime
) -> bool:
    """Store in the open transaction that this was done, and where it led; False when the id is taken already.

    `opened` names the opening of the form that is sent. On PostgreSQL a second transaction with the same id waits
    here until the first has ended. After False the caller rolls back: what it did was done before.
    """
    return insert_once(
        Operation,
        id=asked.id,
        actor_id=asked.actor_id,
        form=asked.form,
        payload_sha256=asked.payload,
        location=location,
        notice=notice,
        opened=opened,
        done_at=now,
    )


def is_sent(opened: str) -> bool:
    """Whether the form that was opened under this name has been sent: an autosave that comes later is no draft."""
    if not opened:
        return False
    return bool(_SENT.rows(opened=opened))


def is_done(operation_id: UUID, *, actor_id: UUID | None) -> bool:
    """Whether this person's operation is stored, whatever its words were."""
    return any(row[0] == actor_id for row in _FIND.rows(operation=operation_id))


def delete_old(*, now: datetime) -> int:
    """Forget operations that nobody will send again; the number forgotten."""
    return db.session.execute(delete(Operation).where(Operation.done_at <= now - KEPT_FOR)).rowcount  # type: ignore[attr-defined,no-any-return]
