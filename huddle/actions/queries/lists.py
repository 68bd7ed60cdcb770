"""Lists of action items: a unit's board, one person's, what waits for an answer, and improvements of all units."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, union_all
from sqlalchemy.orm import aliased

from huddle.actions.models import ActionComment, ActionEvent, ActionHelper, ActionItem
from huddle.actions.rules import FINISHED, SAID_DONE, UNFINISHED, ActionStatus, EventKind, Lane, SourceKind, Strength
from huddle.actions.rules.effects import LOOKED_AT
from huddle.actions.rules.views import ANSWER_FOR
from huddle.core.db import db

PAGE = 25
MOST = 300
"""So many rows of one unit or one person are shown at most."""
_WAITING = UNFINISHED | {ActionStatus.DONE_UNVERIFIED}
_FIRST_CHECK = timedelta(days=30)
_NOT_DONE = frozenset({EventKind.UNDONE, EventKind.NOT_VERIFIED, EventKind.REOPENED})
TO_VERIFY = and_(ActionItem.status == ActionStatus.DONE_UNVERIFIED, ActionItem.change_type.is_not(None))
"""What `rules.is_to_verify` says of an item, asked of the database."""
Shown = Select[tuple[UUID]] | None
"""The ids of the reviews of which somebody may know that they are there; None where nobody asks about reviews."""


def on_board(unit_id: UUID, now: datetime, *, done_for: timedelta = timedelta(days=14)) -> Sequence[ActionItem]:
    """What the unit's list shows: all that is unfinished or done and not verified, and what was done lately.

    What was dropped and is not told back is among it, for it waits on whoever leads.
    """
    lately = and_(ActionItem.status.in_(FINISHED), ActionItem.done_at > now - done_for)
    query = select(ActionItem).where(
        ActionItem.unit_id == unit_id, or_(ActionItem.status.in_(_WAITING), lately, _dropped_untold(now))
    )
    return db.session.execute(query.order_by(ActionItem.due_on, ActionItem.id).limit(MOST)).scalars().all()


def of_person(person_id: UUID, unit_ids: Collection[UUID], now: datetime) -> Sequence[ActionItem]:
    """What is theirs to do, to help with or to look at again, on their units; for that person alone."""
    helps = exists().where(ActionHelper.item_id == ActionItem.id, ActionHelper.user_id == person_id)
    raised = and_(ActionItem.created_by == person_id, ActionItem.status == ActionStatus.DONE_UNVERIFIED)
    query = select(ActionItem).where(
        ActionItem.unit_id.in_(unit_ids),
        or_(
            and_(or_(ActionItem.owner_id == person_id, helps), ActionItem.status.in_(_WAITING)),
            and_(ActionItem.owner_id == person_id, _check_may_be_due(now)),
            raised,
        ),
    )
    return db.session.execute(query.order_by(ActionItem.due_on, ActionItem.id).limit(MOST)).scalars().all()


def waiting(
    *, person_id: UUID, led: Collection[UUID], levels: Collection[tuple[int, Collection[UUID]]], now: datetime
) -> Sequence[ActionItem]:
    """What may wait for somebody: on the units they lead, as a sponsor, and what was asked of their levels.

    `levels`: by tier, the units below. Which of these wait, and why, is said by `rules.views.waits`.
    """
    asked = [
        and_(
            ActionItem.status == ActionStatus.ESCALATED,
            ActionItem.escalated_tier == tier,
            ActionItem.unit_id.in_(unit_ids),
        )
        for tier, unit_ids in levels
    ]
    here = and_(ActionItem.unit_id.in_(led), _may_wait(now))
    theirs = and_(ActionItem.sponsor_id == person_id, _may_wait(now))
    query = select(ActionItem).where(or_(here, theirs, *asked))
    return db.session.execute(query.order_by(ActionItem.due_on, ActionItem.id).limit(MOST)).scalars().all()


def _dropped_untold(now: datetime) -> ColumnElement[bool]:
    return and_(
        ActionItem.lane == Lane.IMPROVEMENT,
        ActionItem.status == ActionStatus.DROPPED,
        ActionItem.dropped_at > now - ANSWER_FOR - timedelta(days=1),
        ActionItem.told_back_at.is_(None),
    )


def _may_wait(now: datetime) -> ColumnElement[bool]:
    return or_(ActionItem.status.in_(_WAITING), _check_may_be_due(now), _dropped_untold(now))


def _check_may_be_due(now: datetime) -> ColumnElement[bool]:
    return and_(ActionItem.status.in_(LOOKED_AT), ActionItem.verified_at < now - _FIRST_CHECK + timedelta(days=1))


def asked_since(items: Collection[ActionItem]) -> dict[UUID, datetime]:
    """When the owner of each was asked to have it: when it was written down, or handed over last."""
    query = (
        select(ActionEvent.item_id, func.max(ActionEvent.at))
        .where(ActionEvent.item_id.in_([item.id for item in items]), ActionEvent.kind == EventKind.HANDED_OVER)
        .group_by(ActionEvent.item_id)
        .order_by(ActionEvent.item_id)
    )
    handed = {item_id: at for item_id, at in db.session.execute(query)}
    return {item.id: handed.get(item.id, item.created_at) for item in items}


def said_done(items: Collection[ActionItem]) -> dict[UUID, set[UUID]]:
    """Who said of each that it is done since it was last taken back, the second one too who said so unseen."""
    found: dict[UUID, set[UUID]] = {item.id: set() for item in items}
    item_ids = [item.id for item in items if item.status in SAID_DONE]
    if not item_ids:
        return found
    query = select(ActionEvent.item_id, ActionEvent.kind, ActionEvent.by).where(
        ActionEvent.item_id.in_(item_ids), ActionEvent.kind.in_({EventKind.DONE} | _NOT_DONE)
    )
    for item_id, kind, by in db.session.execute(query.order_by(ActionEvent.item_id, ActionEvent.number)):
        if kind in _NOT_DONE:
            found[item_id].clear()
        else:
            found[item_id].add(by)
    return found


def said_done_by(person: Any) -> ColumnElement[bool]:
    """Whether this person is one of those of `said_done`, asked of the database; for what is said to be done."""
    said, back = aliased(ActionEvent), aliased(ActionEvent)
    taken_back = exists().where(back.item_id == said.item_id, back.kind.in_(_NOT_DONE), back.number > said.number)
    return exists().where(
        said.item_id == ActionItem.id, said.kind == EventKind.DONE, said.by == person, not_(taken_back)
    )


def last_words(item_ids: Collection[UUID]) -> dict[UUID, str]:
    """What was said last about each, in its history or beside it; nothing where nobody said a word."""
    notes = select(ActionEvent.item_id, ActionEvent.at, ActionEvent.note.label("words"), ActionEvent.number)
    notes = notes.where(ActionEvent.item_id.in_(item_ids), ActionEvent.note != "")
    comments = select(ActionComment.item_id, ActionComment.at, ActionComment.text, func.length(ActionComment.text))
    said = union_all(notes, comments.where(ActionComment.item_id.in_(item_ids))).subquery()
    order = (said.c.at.desc(), said.c.number.desc(), said.c.words)
    newest = func.row_number().over(partition_by=said.c.item_id, order_by=order)
    ranked = select(said.c.item_id, said.c.words, newest.label("place")).subquery()
    query = select(ranked.c.item_id, ranked.c.words).where(ranked.c.place == 1).order_by(ranked.c.item_id)
    return {item_id: words for item_id, words in db.session.execute(query)}


def open_count(unit_id: UUID) -> int:
    """How much is unfinished on the unit."""
    query = select(func.count()).where(ActionItem.unit_id == unit_id, ActionItem.status.in_(UNFINISHED))
    return db.session.execute(query).scalar_one()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of improvements is narrowed to. Without any of the `statuses` nothing fits."""

    statuses: tuple[ActionStatus, ...] = tuple(sorted(UNFINISHED - {ActionStatus.OPEN}))
    strength: Strength | None = None
    source: SourceKind | None = None
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the unit, the day and the id of its last row."""

    unit_id: UUID
    due_on: date
    item_id: UUID

    def __str__(self) -> str:
        return f"{self.unit_id.hex}.{self.due_on:%Y%m%d}.{self.item_id.hex}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read one. Raises ValueError."""
        unit, day, item = text.split(".")
        return cls(UUID(hex=unit), datetime.strptime(day, "%Y%m%d").date(), UUID(hex=item))  # noqa: DTZ007 - a day


def page(
    unit_ids: Sequence[UUID], wanted: Wanted, *, shown: Shown, after: Place | None = None, size: int = PAGE
) -> tuple[list[ActionItem], Place | None]:
    """One page of improvements, unit by unit in the order given and by due day, and where the next one goes on.

    Every unit's rows are found by its index (unit, status, due day), so a page costs the same however many there are.
    """
    found: list[ActionItem] = []
    start = unit_ids.index(after.unit_id) if after and after.unit_id in unit_ids else 0
    for unit_id in unit_ids[start:] if wanted.statuses else ():
        beyond = after if after and after.unit_id == unit_id else None
        found += _of_unit(unit_id, wanted, shown, beyond, size + 1 - len(found))
        if len(found) > size:
            last = found[size - 1]
            return found[:size], Place(last.unit_id, last.due_on, last.id)
    return found, None


def _of_unit(unit_id: UUID, wanted: Wanted, shown: Shown, after: Place | None, limit: int) -> Sequence[ActionItem]:
    """The next rows of one unit; each state on its own, so that the index gives them in order."""
    parts = [_of_status(unit_id, status, wanted, shown, after).limit(limit).subquery() for status in wanted.statuses]
    ids = union_all(*(select(part.c.id) for part in parts))
    query = select(ActionItem).where(ActionItem.id.in_(ids)).order_by(ActionItem.due_on, ActionItem.id).limit(limit)
    return db.session.execute(query).scalars().all()


def _of_status(
    unit_id: UUID, status: ActionStatus, wanted: Wanted, shown: Shown, after: Place | None
) -> Select[tuple[UUID]]:
    query = select(ActionItem.id).where(
        ActionItem.unit_id == unit_id, ActionItem.status == status, ActionItem.lane == Lane.IMPROVEMENT
    )
    if shown is not None:
        query = query.where(not_hidden(shown))
    if wanted.strength is not None:
        query = query.where(ActionItem.strength == wanted.strength)
    if wanted.source is not None:
        query = query.where(ActionItem.source_kind == wanted.source)
    if wanted.due_before is not None:
        query = query.where(ActionItem.due_on < wanted.due_before)
    if after is not None:
        # Not as a pair: written out like this, every database finds the first of them by its index.
        same_day = and_(ActionItem.due_on == after.due_on, ActionItem.id > after.item_id)
        query = query.where(ActionItem.due_on >= after.due_on, or_(ActionItem.due_on > after.due_on, same_day))
    return query.order_by(ActionItem.due_on, ActionItem.id)


def not_hidden(shown: Select[tuple[UUID]]) -> ColumnElement[bool]:
    """Not from a review of which this person is not even to know."""
    hidden = and_(ActionItem.source_kind == SourceKind.REVIEW, not_(ActionItem.source_id.in_(shown)))
    return not_(hidden)
