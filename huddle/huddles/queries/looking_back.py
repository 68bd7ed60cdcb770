"""What a huddle looks back on, and what it said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind, is_unfinished
from huddle.concerns import queries as concerns
from huddle.concerns.rules import ConcernStatus
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.huddles.models import Huddle, HuddleLookBack
from huddle.huddles.rules import LookBackAnswer, SubjectKind

Key = tuple[SubjectKind, UUID]


@dataclass(frozen=True, slots=True)
class LookBackItem:
    """A concern or an action item with what this huddle said of it. `settled`: nothing more to say."""

    kind: SubjectKind
    id: UUID
    row: Any
    answer: LookBackAnswer | None
    words: str
    settled: bool
    to_tell: bool = False

    @property
    def is_left(self) -> bool:
        """Whether the huddle still has to say something of it."""
        return not self.settled and self.answer is None


def said(huddle_id: UUID) -> dict[Key, LookBackAnswer]:
    """What a huddle said of each thing that it looked back on, in the order in which it was first said."""
    return {key: row.answer for key, row in _rows(huddle_id).items()}


def _rows(huddle_id: UUID) -> dict[Key, HuddleLookBack]:
    query = select(HuddleLookBack).where(HuddleLookBack.huddle_id == huddle_id)
    found = db.session.execute(query.order_by(HuddleLookBack.at, HuddleLookBack.id)).scalars()
    return {(row.subject_kind, row.subject_id): row for row in found}


def look_backs(huddle: Huddle, today: date) -> list[LookBackItem]:
    """Concerns first, then actions, each oldest first; what was answered stays in its place."""
    answers = _rows(huddle.id)
    found = _open_now(huddle, today) if huddle.closed_at is None else {}
    for key in answers:
        if key not in found and (row := _subject(huddle.unit_id, *key)) is not None:
            found[key] = row
    order = {SubjectKind.CONCERN: lambda row: row.raised_at.date(), SubjectKind.ACTION: lambda row: row.due_on}
    keys = sorted(found, key=lambda key: (key[0] is SubjectKind.ACTION, order[key[0]](found[key]), str(key[1])))
    return [_item(*key, found[key], answers.get(key)) for key in keys]


def _open_now(huddle: Huddle, today: date) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for concern in concerns.unsettled(huddle.unit_id):
        if huddle.opened_at is not None and concern.raised_at < huddle.opened_at:
            found[SubjectKind.CONCERN, concern.id] = concern
    for item in actions.open_items(huddle.unit_id):
        from_here = item.source_kind is SourceKind.HUDDLE and item.source_id == huddle.id
        if item.is_dated and item.due_on <= today and not from_here:
            found[SubjectKind.ACTION, item.id] = item
    return found


def _subject(unit_id: UUID, kind: SubjectKind, subject_id: UUID) -> Any:
    try:
        return (concerns if kind is SubjectKind.CONCERN else actions).get(unit_id, subject_id)
    except NotFound:
        return None


def _item(kind: SubjectKind, subject_id: UUID, row: Any, said_of: HuddleLookBack | None) -> LookBackItem:
    answer, words = (said_of.answer, said_of.words) if said_of else (None, "")
    if kind is SubjectKind.ACTION:
        settled = not is_unfinished(row.status)
        return LookBackItem(kind, subject_id, row, answer, words, settled=settled)
    return LookBackItem(
        kind,
        subject_id,
        row,
        answer,
        words,
        settled=row.status in {ConcernStatus.CLOSED, ConcernStatus.MERGED},
        to_tell=row.status is ConcernStatus.ANSWERED,
    )
