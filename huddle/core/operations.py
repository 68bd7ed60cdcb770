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

from sqlalchemy import ForeignKey, String, Text, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, db, insert_once
from huddle.core.errors import RuleBroken

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


def done(asked: Asked) -> Operation | None:
    """The record of exactly this operation by exactly this person, when it was done before."""
    found = db.session.execute(select(Operation).where(Operation.id == asked.id)).scalar_one_or_none()
    return found if found is not None and _is_same(found, asked) else None


def claim(asked: Asked, *, opened: str | None, now: datetime) -> Operation | None:
    """Take the operation inside the open transaction; None when it is new, its record when it was done before.

    `opened` names the opening of the form that is sent. On PostgreSQL a second transaction with the same id waits
    here until the first has ended. Raises RuleBroken when the id was used by somebody else or for other words.
    """
    row = {"id": asked.id, "actor_id": asked.actor_id, "form": asked.form, "payload_sha256": asked.payload}
    if insert_once(Operation, **row, opened=opened, done_at=now):
        return None
    found = db.session.execute(select(Operation).where(Operation.id == asked.id)).scalar_one()
    if not _is_same(found, asked):
        raise RuleBroken("This form was sent before with other words. Check what is stored, then try once more.")
    return found


def _is_same(found: Operation, asked: Asked) -> bool:
    return (found.actor_id, found.form, found.payload_sha256) == (asked.actor_id, asked.form, asked.payload)


def is_sent(opened: str) -> bool:
    """Whether the form that was opened under this name has been sent: an autosave that comes later is no draft."""
    if not opened:
        return False
    query = select(Operation.id).where(Operation.opened == opened).limit(1)
    return db.session.execute(query).first() is not None


def is_done(operation_id: UUID, *, form: str, actor_id: UUID | None) -> bool:
    """Whether this person's operation is stored, whatever its words were."""
    query = select(Operation.id).where(
        Operation.id == operation_id, Operation.form == form, Operation.actor_id == actor_id
    )
    return db.session.execute(query).first() is not None


_ANSWER = (
    update(Operation)
    .where(Operation.id == bindparam("operation"))
    .values(location=bindparam("to"), notice=bindparam("said"))
)


def answer(operation_id: UUID, *, location: str | None, notice: str | None) -> None:
    """Remember where a done operation led, in the same transaction as the change."""
    db.session.connection().execute(_ANSWER, {"operation": operation_id, "to": location, "said": notice})


def delete_old(*, now: datetime) -> int:
    """Forget operations that nobody will send again; the number forgotten."""
    return db.session.execute(delete(Operation).where(Operation.done_at <= now - KEPT_FOR)).rowcount  # type: ignore[attr-defined,no-any-return]
