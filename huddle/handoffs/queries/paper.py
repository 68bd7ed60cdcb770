"""What stands on a nurse's own sheet of paper: their patients as they are known at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from huddle.core.actor import Actor
from huddle.core.dates import clock_text, local_day, moment_text
from huddle.core.db import db
from huddle.handoffs import policy, rules
from huddle.handoffs.models import Handoff, HandoffAction, HandoffEvent, HandoffIfThen
from huddle.handoffs.queries.lists import taken, waiting
from huddle.handoffs.queries.mine import mine
from huddle.handoffs.rules import ActionAnswer, Checks, EventKind, Severity, paper
from huddle.units import queries as units
from huddle.units.rules import BETWEEN_SHIFTS, ShiftRun

_ADDED = (EventKind.CORRECTED, EventKind.ANSWERED, EventKind.SENT_AGAIN)
"""What a sender says after sending, and whoever reads the sheet must know."""
_NOT_MINE_TO_DO = (ActionAnswer.HANDED_BACK, ActionAnswer.DONE)
Parts = dict[UUID, list[Any]]


@dataclass(frozen=True, slots=True)
class Brain:
    """All of one person's patients for a shift, sickest first; `ids` are the handoffs that it shows."""

    cards: list[paper.Card]
    ids: list[UUID]


@dataclass(frozen=True, slots=True)
class _For:
    """Whose sheet it is, and for which hours."""

    unit_id: UUID
    actor: Actor
    hours: list[paper.Hour]
    now: datetime
    zone: ZoneInfo


def brain(unit_id: UUID, run: ShiftRun | None, actor: Actor, now: datetime, zone: ZoneInfo) -> Brain:
    """The sheet of this person for this shift, or for the next twelve hours when none is running."""
    starts_at, ends_at = (run.starts_at, run.ends_at) if run else (now, now + BETWEEN_SHIFTS)
    reader = _For(unit_id, actor, paper.hours_of(starts_at, ends_at, zone), now, zone)
    ids = _whose(unit_id, actor.person_id, now)
    found = db.session.execute(select(Handoff).where(Handoff.id.in_(ids)).order_by(Handoff.id)).scalars().all()
    names = units.names({_responsible(row) for row in found})
    to_do, if_thens, added = _to_do(ids), _if_thens(ids), _added(ids)
    cards = [
        _card(row, names[_responsible(row)], to_do[row.id], if_thens[row.id], added[row.id], reader) for row in found
    ]
    return Brain(paper.sickest_first(cards), ids)


def _whose(unit_id: UUID, me: UUID, now: datetime) -> list[UUID]:
    """Theirs, and those whom they have handed over and nobody has taken on."""
    all_waiting, all_taken = waiting(unit_id, now), taken(unit_id, now)
    own = mine(unit_id, me, all_waiting, all_taken, now)
    known = {row.patient for row in own.rows}
    sent = {row.id for row in all_waiting if row.responsible == me and not row.comes_from and row.patient not in known}
    return sorted(own.ids | sent)


def _responsible(row: Handoff) -> UUID:
    return row.acknowledged_by or row.responsible_until_taken


def _to_do(ids: Collection[UUID]) -> Parts:
    query = select(HandoffAction).where(
        HandoffAction.handoff_id.in_(ids), HandoffAction.done_at.is_(None), HandoffAction.dropped_at.is_(None)
    )
    rows = db.session.execute(query.order_by(HandoffAction.handoff_id, HandoffAction.number)).scalars()
    return _grouped(row for row in rows if row.answer not in _NOT_MINE_TO_DO)


def _if_thens(ids: Collection[UUID]) -> Parts:
    query = select(HandoffIfThen).where(HandoffIfThen.handoff_id.in_(ids))
    return _grouped(db.session.execute(query.order_by(HandoffIfThen.handoff_id, HandoffIfThen.number)).scalars())


def _added(ids: Collection[UUID]) -> Parts:
    query = select(HandoffEvent).where(HandoffEvent.handoff_id.in_(ids), HandoffEvent.kind.in_(_ADDED))
    return _grouped(db.session.execute(query.order_by(HandoffEvent.seq)).scalars())


def _grouped(rows: Iterable[Any]) -> Parts:
    found: Parts = defaultdict(list)
    for row in rows:
        found[row.handoff_id].append(row)
    return found


def _card(
    row: Handoff, responsible: str, to_do: list[Any], if_thens: list[Any], added: list[Any], reader: _For
) -> paper.Card:
    any_time, hours = paper.by_hour([(one.what, one.due_at) for one in to_do], reader.hours, reader.now, reader.zone)
    return paper.Card(
        patient=row.patient,
        bed=rules.bed_text(row.bed_on(reader.unit_id)),
        severity=_severity(row, reader.actor),
        whose=_whose_words(row, responsible, reader),
        line=paper.shortened(rules.in_short(row)),
        changed=paper.shortened(row.checks_note) if row.checks is Checks.CHANGED else "",
        added=tuple(f"{_since(one.at, reader)} {paper.shortened(one.text)}" for one in added if one.text),
        if_thens=tuple((case.sign, case.response) for case in if_thens),
        any_time=any_time,
        hours=hours,
    )


def _severity(row: Handoff, actor: Actor) -> Severity | None:
    """The more worried view; the sender's own stays unsaid to whoever has to judge for themselves first."""
    if row.receiver_severity is not None:
        return rules.sicker(row.severity, row.receiver_severity)
    return row.severity if policy.sees_senders_view(actor, row) else None


def _whose_words(row: Handoff, responsible: str, reader: _For) -> str:
    if _responsible(row) != reader.actor.user_id:
        return f"{responsible} is responsible"
    return "You are responsible" + (f" since {_since(row.acknowledged_at, reader)}" if row.acknowledged_at else "")


def _since(moment: datetime, reader: _For) -> str:
    is_today = local_day(moment, reader.zone) == local_day(reader.now, reader.zone)
    return clock_text(moment, reader.zone) if is_today else moment_text(moment, reader.now, reader.zone)
