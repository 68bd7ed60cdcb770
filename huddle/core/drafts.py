"""Drafts: what a person has typed into a long form and not yet sent, kept on the server.

One draft for each opening of a form by one person, so that two patients begun on two devices do not overwrite each
other. A draft is seen by its author alone, goes when the form is sent,
and is deleted after a day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Uuid, bindparam, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, db
from huddle.core.reading import Asked, Statement
from huddle.core.storing import Change

KEPT_FOR = timedelta(hours=24)


class Draft(Base):
    """Unsent text of one person in one form about one object."""

    __tablename__ = "draft"

    author_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(60), primary_key=True)
    object_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    opened: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int]
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft belongs: its author, the form, what the form is about, and which opening of it."""

    author_id: UUID
    form: str
    object_id: str
    opened: str


_IS_ACTIVE = text('SELECT id FROM "user" WHERE id = :author AND active').bindparams(bindparam("author", type_=Uuid()))


def save(place: Place, fields: dict[str, list[str]], *, version: int, now: datetime) -> bool:
    """Keep the newest text, over any older one; False, and nothing kept, when its author has been deactivated.

    `version` is that of the object when the form was opened.
    """
    if not db.session.connection().execute(_IS_ACTIVE, {"author": place.author_id}).all():
        return False
    draft = db.session.get(Draft, (place.author_id, place.form, place.object_id, place.opened))
    if draft is None:
        draft = Draft(author_id=place.author_id, form=place.form, object_id=place.object_id, opened=place.opened)
        db.session.add(draft)
    draft.version, draft.fields, draft.saved_at = version, dict(fields), now
    db.session.flush()
    return True


def find(author_id: UUID, form: str, object_id: str, *, now: datetime) -> Draft | None:
    """The author's newest draft, unless it is more than a day old."""
    query = select(Draft).where(Draft.author_id == author_id, Draft.form == form, Draft.object_id == object_id)
    query = query.where(Draft.saved_at > now - KEPT_FOR).order_by(Draft.saved_at.desc(), Draft.opened).limit(1)
    return db.session.execute(query).scalar_one_or_none()


_OF_AUTHOR = Statement(
    select(Draft.form, Draft.object_id, Draft.saved_at)
    .where(Draft.author_id == bindparam("author"), Draft.saved_at > bindparam("since"))
    .order_by(Draft.saved_at.desc(), Draft.form)
)


def of_author(author_id: UUID, *, now: datetime) -> list[tuple[str, str, datetime]]:
    """Which drafts of one person are still kept, newest first: form, object_id, saved_at."""
    return ask_of_author(author_id, now=now).read()


def ask_of_author(author_id: UUID, *, now: datetime) -> Asked[list[tuple[str, str, datetime]]]:
    """`of_author`, to be read together with other questions."""
    return _OF_AUTHOR.ask(list, author=author_id, since=now - KEPT_FOR)


def authors_among(user_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Which of these people have a draft that is still kept, whatever it is about."""
    query = select(Draft.author_id).where(Draft.author_id.in_(user_ids), Draft.saved_at > now - KEPT_FOR)
    return set(db.session.execute(query.distinct().order_by(Draft.author_id)).scalars())


_DISCARD = Change(
    delete(Draft).where(
        Draft.author_id == bindparam("author"),
        Draft.form == bindparam("in_form"),
        Draft.object_id == bindparam("about"),
        Draft.opened == bindparam("as_opened"),
    )
)


def discard(place: Place) -> None:
    """The form was sent: what was typed into it is no draft any more."""
    _DISCARD.run(author=place.author_id, in_form=place.form, about=place.object_id, as_opened=place.opened)


def delete_old(*, now: datetime) -> int:
    """Delete what nobody came back to; the number of drafts deleted."""
    return db.session.execute(delete(Draft).where(Draft.saved_at <= now - KEPT_FOR)).rowcount  # type: ignore[attr-defined,no-any-return]
