"""A ward with marked reviews that are full of words, which must be found by nobody off their list.

The words are planted in every text column of every table that hangs on a review, whatever was added to it since: a
table of tomorrow gets a row of its own here, without a line in this module.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, String, Table, Uuid, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from huddle.core import drafts
from huddle.core.db import Base, db
from huddle.core.transaction import transaction
from huddle.reviews import queries, service
from huddle.reviews.models import Review, ReviewAnswer
from huddle.reviews.rules import BESIDE, FOUR_QUESTIONS, ExportKind, ReviewFormat
from tests.architecture.samples import Samples, make_samples
from tests.support.erin import erin
from tests.support.ward import Ward

NEEDLE, ASKED = "quokka", "wombat"
"""Words that stand in no page of ours; what is asked for in a search is the second one."""
ASKED_ALONG = ReviewAnswer.__table__.c.question.in_(BESIDE)
"""Some questions ask for something along with their answer."""
SECRETS = ("sha256", "answered", "token")
"""Columns with digests, which nobody types."""


@dataclass(frozen=True)
class Marked:
    """The samples of every feature, and three marked reviews: published, draft, and a debrief that is going on.

    Their list is Bob, who leads them, Quinn, and Erin, who never signs in. Alice was on it until just now.
    """

    samples: Samples
    reviews: dict[str, UUID]


def plant(ward: Ward) -> Marked:
    """Make one of everything, mark three reviews, then put the words wherever somebody's words can stand."""
    samples = make_samples(ward)
    with transaction():
        made = {name: _made(ward, name) for name in ("published", "draft", "debrief")}
    with transaction():
        for review_id in made.values():
            _mark(ward, review_id)
            for table in review_tables():
                _fill(ward, table, review_id)
            place = drafts.Place(ward.bob.person_id, "review.answer", f"{review_id}:why", "1")
            drafts.save(place, {"text": [NEEDLE]}, version=0, now=ward.now)
    db.session.remove()
    return Marked(samples, made)


def _made(ward: Ward, name: str) -> UUID:
    """A review as it was before it was marked: its words are in the search and its action item on the unit's list."""
    known: dict[str, Any] = {"actor": ward.bob, "now": ward.now}
    kind = ReviewFormat.HOT_DEBRIEF if name == "debrief" else ReviewFormat.AAR
    title = f"{NEEDLE} {ASKED}"
    review = service.start(ward.unit_id, title=title, event_on=ward.now.date(), format_=kind, **known)
    if kind is ReviewFormat.AAR:
        for question in FOUR_QUESTIONS:
            service.answer(review, question, text=f"{NEEDLE} {ASKED}", **known)
        owner, due = ward.alice.person_id, ward.now.date()
        service.promise(review, title="Hang up a board", owner_id=owner, due_on=due, **known)
    if name == "published":
        service.publish(review, **known)
        service.add_note(review, text=f"{NEEDLE} {ASKED}", **known)
    return review.id


def _mark(ward: Ward, review_id: UUID) -> None:
    review = queries.get(ward.unit_id, review_id)
    known: dict[str, Any] = {"actor": ward.bob, "now": ward.now}
    service.mark(review, reader_id=ward.quinn.person_id, **known)
    service.take_mark_off(review, reason=NEEDLE, actor=ward.quinn, now=ward.now)
    service.mark(review, reader_id=erin(ward), **known)
    for reader in (ward.quinn, ward.alice):
        service.put_on_list(review, person_id=reader.person_id, **known)
    service.take_off_list(review, person_id=ward.alice.person_id, **known)
    if review.published_at:
        service.export(review, kind=ExportKind.PAGE, reason=NEEDLE, **known)


def review_tables() -> list[Table]:
    """The review and all that hangs on one, directly or through another table."""
    found: list[Table] = [Review.__table__]  # type: ignore[list-item]
    for table in Base.metadata.sorted_tables:
        if table not in found and any(key.column.table in found for key in table.foreign_keys):
            found.append(table)
    return found


def text_columns(table: Table) -> list[Column[Any]]:
    """What people type: no choice from a list, no digest."""
    texts = [column for column in table.columns if isinstance(column.type, String)]
    return [one for one in texts if not isinstance(one.type, Enum) and not one.name.endswith(SECRETS)]


def of_review(table: Table, review_id: UUID) -> Any:
    """The condition for the rows of one review."""
    if table is Review.__table__:
        return table.c.id == review_id
    key = next(key for key in table.foreign_keys if key.column.table in review_tables())
    up = key.column.table
    return (
        key.parent == review_id
        if up is Review.__table__
        else key.parent.in_(select(key.column).where(of_review(up, review_id)))
    )


def _fill(ward: Ward, table: Table, review_id: UUID) -> None:
    """A row where there is none, then words in every text column, so far as the CHECKs of the table allow words."""
    ours = of_review(table, review_id)
    if text_columns(table) and not db.session.execute(select(*table.primary_key.columns).where(ours)).first():
        db.session.execute(insert(table).values(_row(ward, table, review_id)))
    choices = {one: next(iter(one.type.enums)) for one in table.columns if isinstance(one.type, Enum) and one.nullable}
    for column in text_columns(table):
        for beside in ({}, choices):
            with suppress(IntegrityError), db.session.begin_nested():
                words: dict[Any, Any] = {column: f"{NEEDLE} {ASKED}"[: column.type.length]}  # type: ignore[attr-defined]
                where = ours & ASKED_ALONG if column is ReviewAnswer.__table__.c.aside else ours
                db.session.execute(update(table).where(where).values(words | beside))
                break


def _row(ward: Ward, table: Table, review_id: UUID) -> dict[str, Any]:
    needed = [one for one in table.columns if not one.nullable]
    return {one.name: _value(ward, one, review_id) for one in needed}


def _value(ward: Ward, column: Column[Any], review_id: UUID) -> Any:
    for key in column.foreign_keys:
        table = key.column.table
        if table is Review.__table__:
            return review_id
        if table.name == "user":
            return ward.bob.user_id
        where = of_review(table, review_id) if table in review_tables() else true()
        return db.session.execute(select(key.column).where(where).limit(1)).scalar_one()
    if column in text_columns(column.table):
        return ""
    kind: Any = column.type
    if isinstance(kind, Enum):
        return next(iter(kind.enums))
    plain = {String: uuid4().hex[:20], Uuid: uuid4(), Boolean: False, Integer: 1, JSON: {}}
    for known, value in plain.items():
        if isinstance(kind, known):
            return value
    return ward.now.date() if isinstance(kind, Date) else ward.now
