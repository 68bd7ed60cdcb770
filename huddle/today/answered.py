"""What became of action items, as the unit reads it on its board and people who raised them read it for themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select, union_all
from sqlalchemy.orm import aliased

from huddle.actions.models import ActionItem
from huddle.actions.rules import (
    NEWS_FOR,
    ON_BOARD_FOR,
    SEEN_DONE,
    SOURCE_LABELS,
    WRITER_NEWS_FOR,
    ActionStatus,
    SourceKind,
    answer,
)
from huddle.concerns.models import Concern
from huddle.core.reading import Asked, Statement
from huddle.core.types import UTCDateTime
from huddle.reviews.models import Review
from huddle.reviews.queries import OPEN_TO_UNIT
from huddle.reviews.rules.lessons import shortened
from huddle.today.rules import Line

Rows = Asked[list[tuple[Any, ...]]]
SHOWN = 2
"""How many answers of action items a board shows; one person gets them one at a time."""
WORDS_SHOWN = 100

_ME: Any = bindparam("person")
_SINCE: Any = bindparam("since", type_=UTCDateTime())
_LATELY: Any = bindparam("lately", type_=UTCDateTime())
_Fate = aliased(ActionItem)
"""The item of which it is told: the one that was raised, or the one within which that goes on."""


def _answered(item: Any, since: Any) -> ColumnElement[bool]:
    """Told since then what became of it, on this unit. Each way by an index of its own."""
    here = item.unit_id == bindparam("unit")
    return or_(
        and_(here, item.done_at > since, item.status == ActionStatus.DONE),
        and_(here, item.told_back_at > since, item.status.in_(sorted(SEEN_DONE))),
        and_(here, item.dropped_at > since, item.status == ActionStatus.DROPPED),
    )


def _of(item: Any, *, done: Any, told: Any, dropped: Any) -> ColumnElement[Any]:
    return case((item.status == ActionStatus.DONE, done), (item.status == ActionStatus.DROPPED, dropped), else_=told)


def _at(item: Any) -> ColumnElement[Any]:
    return _of(item, done=item.done_at, told=item.told_back_at, dropped=item.dropped_at)


_ON_BOARD = Statement(
    select(ActionItem.id, ActionItem.status, ActionItem.title, ActionItem.done_note, ActionItem.told_back_note)
    .add_columns(ActionItem.dropped_reason, ActionItem.source_kind, Concern.id, Concern.text)
    .outerjoin(Concern, and_(ActionItem.source_kind == SourceKind.CONCERN, Concern.id == ActionItem.source_id))
    .outerjoin(Review, and_(ActionItem.source_kind == SourceKind.REVIEW, Review.id == ActionItem.source_id))
    .where(_answered(ActionItem, _SINCE), or_(ActionItem.source_kind != SourceKind.REVIEW, OPEN_TO_UNIT))
    .order_by(_at(ActionItem).desc(), ActionItem.id)
    .limit(SHOWN)
)


def _news(since: Any) -> Select[Any]:
    """Items of the unit that others answered since then, and the one that answers for each."""
    return (
        select(ActionItem.id.label("item_id"), _Fate.status, _Fate.title, _Fate.done_note, _Fate.told_back_note)
        .add_columns(_Fate.dropped_reason, case((Concern.raised_by == _ME, Concern.text)), _at(_Fate).label("at"))
        .where(
            _answered(_Fate, since),
            _of(_Fate, done=_Fate.done_by, told=_Fate.told_back_by, dropped=_Fate.dropped_by) != _ME,
            # Where their concern has an answer of its own that they have not read, that one says it.
            or_(
                Concern.id.is_(None),
                Concern.raised_by != _ME,
                Concern.answered_at.is_(None),
                Concern.raiser_seen_at.is_not(None),
            ),
        )
    )


_IS_SOURCE = and_(ActionItem.source_kind == SourceKind.CONCERN, Concern.id == ActionItem.source_id)
_RAISED = (
    _news(_SINCE)
    .select_from(ActionItem)
    .join(Concern, _IS_SOURCE)
    .join(_Fate, _Fate.id == func.coalesce(ActionItem.merged_into_id, ActionItem.id))
    .where(
        ActionItem.source_id.in_(select(Concern.id).where(Concern.raised_by == _ME).correlate(None)),
        or_(ActionItem.raiser_seen_at.is_(None), ActionItem.raiser_seen_at < _at(_Fate)),
    )
)
"""From their few concerns to the items: by the index of who raised them."""
_WRITTEN = (
    _news(_LATELY)
    .select_from(_Fate)
    .join(ActionItem, or_(ActionItem.id == _Fate.id, ActionItem.merged_into_id == _Fate.id))
    .outerjoin(Concern, _IS_SOURCE)
    .where(
        ActionItem.created_by == _ME,
        or_(ActionItem.writer_seen_at.is_(None), ActionItem.writer_seen_at < _at(_Fate)),
    )
)
"""From what was answered lately on the unit to who wrote it down."""
_EITHER: Any = union_all(_RAISED, _WRITTEN)
_FOR_ONE = Statement(_EITHER.order_by("at", "item_id").limit(1))


def on_board(unit_id: UUID, now: datetime) -> Rows:
    """The newest answers of action items, none from a marked review.

    id, status, title, done_note, told_back_note, dropped_reason, source_kind, and the concern with its words.
    """
    return _ON_BOARD.ask(list, unit=unit_id, since=now - ON_BOARD_FOR)


def for_one(unit_id: UUID, person_id: UUID, now: datetime) -> Rows:
    """What others did about a thing of the unit that this person raised or wrote down, and has not seen yet.

    One at a time, the oldest first: id, status, title, done_note, told_back_note, dropped_reason, what they said, when.
    """
    return _FOR_ONE.ask(list, unit=unit_id, person=person_id, since=now - NEWS_FOR, lately=now - WRITER_NEWS_FOR)


def lines(rows: Collection[tuple[Any, ...]], base: str, told: Collection[UUID]) -> Iterator[Line]:
    """The answers as lines of the board, but for those of concerns that answer there themselves (`told`)."""
    for id_, status, title, done_note, told_note, reason, kind, concern_id, said in rows:
        if concern_id in told:
            continue
        words = answer(status, title, done_note, told_note, reason)
        came_from = f"You said: {said}" if said else SOURCE_LABELS[kind]
        note = came_from if said or title in words else f"{title}. {came_from}" if came_from else title
        yield f"{base}/action-items/{id_}", shortened(words, WORDS_SHOWN), note, "", "", ""


def said_to(rows: Collection[tuple[Any, ...]]) -> Iterator[tuple[UUID, str, str]]:
    """The same for one person: id, what they said or wrote, what became of it."""
    for id_, status, title, done_note, told_note, reason, said, _at in rows:
        what = f"You said: {said}" if said else f"You wrote down: {title}"
        yield id_, what, answer(status, title, done_note, told_note, reason)
