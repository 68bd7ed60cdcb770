"""Everything that one huddle talks about, gathered for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from huddle.actions import queries as actions
from huddle.actions.rules import ActionStatus, SourceKind
from huddle.concerns import queries as concerns
from huddle.concerns.rules import ConcernStatus
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.handoffs import queries as handoffs
from huddle.handoffs.queries import Watched
from huddle.handoffs.rules import patient_text
from huddle.huddles import rules
from huddle.huddles.models import Huddle, HuddleLookBack, HuddleWatcher, Watcher
from huddle.huddles.rules import LookBackAnswer, Step, StepState, SubjectKind
from huddle.recognition import queries as recognition
from huddle.units import queries as units


@dataclass(frozen=True, slots=True)
class LookBackItem:
    """A concern or an action item with what this huddle said of it. `settled`: nothing more to say."""

    kind: SubjectKind
    id: UUID
    row: Any
    answer: LookBackAnswer | None
    settled: bool
    to_tell: bool = False

    @property
    def is_left(self) -> bool:
        """Whether the huddle still has to say something of it."""
        return not self.settled and self.answer is None


@dataclass(frozen=True, slots=True)
class WatcherItem:
    """A watcher with what this huddle said of them: still, no longer, or nothing yet."""

    row: Watcher
    still: bool | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The page of one huddle."""

    look_backs: list[LookBackItem]
    watchers: list[WatcherItem]
    suggestions: list[Watched]
    concerns: Sequence[Any]
    actions: Sequence[Any]
    thanks: Sequence[Any]
    names: dict[UUID | None, str]
    today: date
    steps: list[StepState]
    current: Step | None


def agenda(huddle: Huddle, now: datetime) -> Agenda:
    """What the huddle talks about; for one that is closed, what it said."""
    today = local_day(now, units.facts(huddle.unit_id).zone)
    look_backs = _look_backs(huddle, today)
    watchers = _watchers(huddle)
    raised = _raised_meanwhile(huddle)
    opened = actions.for_source(SourceKind.HUDDLE, huddle.id)
    thanks = recognition.of_huddle(huddle.unit_id, huddle.id)
    owners = {item.owner_id for item in opened} | {
        item.row.owner_id for item in look_backs if item.kind is SubjectKind.ACTION
    }
    steps = _steps(huddle, look_backs, watchers, len(raised) + len(opened), len(thanks))
    return Agenda(
        look_backs=look_backs,
        watchers=watchers,
        suggestions=[] if huddle.closed_at else _suggestions(huddle.unit_id, watchers, now),
        concerns=raised,
        actions=opened,
        thanks=thanks,
        names=units.names(owners | {huddle.opened_by, huddle.next_leader_id}),
        today=today,
        steps=steps,
        current=rules.current_step(steps),
    )


def said(huddle_id: UUID) -> dict[tuple[SubjectKind, UUID], LookBackAnswer]:
    """What a huddle said of each thing that it looked back on, in the order in which it was first said."""
    query = select(HuddleLookBack).where(HuddleLookBack.huddle_id == huddle_id)
    found = db.session.execute(query.order_by(HuddleLookBack.at, HuddleLookBack.id)).scalars()
    return {(row.subject_kind, row.subject_id): row.answer for row in found}


def checks(huddle_id: UUID) -> dict[UUID, bool]:
    """Of which watchers a huddle said "still" (True) or "no longer"."""
    query = select(HuddleWatcher.watcher_id, HuddleWatcher.still).where(HuddleWatcher.huddle_id == huddle_id)
    found = db.session.execute(query.order_by(HuddleWatcher.at, HuddleWatcher.id))
    return {watcher_id: still for watcher_id, still in found}


def _look_backs(huddle: Huddle, today: date) -> list[LookBackItem]:
    """Concerns first, then actions, each oldest first; what was answered stays in its place."""
    answers = said(huddle.id)
    found: dict[tuple[SubjectKind, UUID], Any] = {}
    if huddle.closed_at is None and huddle.opened_at is not None:
        for concern in concerns.unsettled(huddle.unit_id):
            if concern.raised_at < huddle.opened_at:
                found[SubjectKind.CONCERN, concern.id] = concern
        for item in actions.open_items(huddle.unit_id):
            if item.due_on <= today and not (item.source_kind is SourceKind.HUDDLE and item.source_id == huddle.id):
                found[SubjectKind.ACTION, item.id] = item
    for key in answers:
        if key not in found and (row := _subject(huddle.unit_id, *key)) is not None:
            found[key] = row
    order = {SubjectKind.CONCERN: lambda row: row.raised_at.date(), SubjectKind.ACTION: lambda row: row.due_on}
    keys = sorted(found, key=lambda key: (key[0] is SubjectKind.ACTION, order[key[0]](found[key]), str(key[1])))
    return [_item(*key, found[key], answers.get(key)) for key in keys]


def _subject(unit_id: UUID, kind: SubjectKind, subject_id: UUID) -> Any:
    try:
        return (concerns if kind is SubjectKind.CONCERN else actions).get(unit_id, subject_id)
    except NotFound:
        return None


def _item(kind: SubjectKind, subject_id: UUID, row: Any, answer: LookBackAnswer | None) -> LookBackItem:
    if kind is SubjectKind.ACTION:
        return LookBackItem(kind, subject_id, row, answer, settled=row.status is not ActionStatus.OPEN)
    return LookBackItem(
        kind,
        subject_id,
        row,
        answer,
        settled=row.status is ConcernStatus.CLOSED,
        to_tell=row.status is ConcernStatus.ANSWERED,
    )


def _watchers(huddle: Huddle) -> list[WatcherItem]:
    """Who is watched now, or was when the huddle closed, and who was taken off the list in it."""
    known = checks(huddle.id)
    query = select(Watcher).where(Watcher.unit_id == huddle.unit_id)
    listed: list[ColumnElement[bool]] = [Watcher.ended_at.is_(None), Watcher.id.in_(known)]
    if huddle.closed_at is not None:
        query = query.where(Watcher.added_at <= huddle.closed_at)
        listed.append(Watcher.ended_at > huddle.closed_at)
    query = query.where(or_(*listed)).order_by(Watcher.added_at, Watcher.id)
    return [WatcherItem(row, known.get(row.id)) for row in db.session.execute(query).scalars()]


def _suggestions(unit_id: UUID, watchers: list[WatcherItem], now: datetime) -> list[Watched]:
    """Patients handed over as watcher or unstable who are not on this huddle's list."""
    listed = {patient_text(item.row.patient_id1, item.row.patient_id2) for item in watchers}
    return [patient for patient in handoffs.watching(unit_id, now) if patient.patient not in listed]


def _raised_meanwhile(huddle: Huddle) -> Sequence[Any]:
    """Concerns raised on the unit while the huddle was going on."""
    if huddle.opened_at is None:
        return []
    return concerns.raised_between(huddle.unit_id, huddle.opened_at, huddle.closed_at)


def _steps(
    huddle: Huddle, look_backs: list[LookBackItem], watchers: list[WatcherItem], raised: int, thanks: int
) -> list[StepState]:
    unchecked = sum(item.still is None for item in watchers)
    counts = {
        Step.LOOK_BACK: (len(look_backs), sum(item.is_left for item in look_backs)),
        Step.ATTENDANCE: (sum(huddle.attendance.values()), 0),
        Step.WATCHERS: (len(watchers), unchecked),
        Step.CONCERNS: (raised, 0),
        Step.THANKS: (thanks, 0),
    }
    return [
        rules.step_state(step, count=count, left=left, asked=huddle.asked) for step, (count, left) in counts.items()
    ]
