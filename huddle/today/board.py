"""What a unit's board shows, gathered into one value. It carries nothing of the person who looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huddle.concerns.rules import TOPIC_LABELS, ConcernStatus
from huddle.core.dates import ago_text, clock_text, day_text, local_day
from huddle.handoffs import queries as handoffs
from huddle.handoffs.rules import patient_text
from huddle.huddles import queries as huddles
from huddle.huddles.rules import ON_TIME_WITHIN, HuddleState
from huddle.today import queries, rules
from huddle.units import queries as units

Names = dict[UUID | None, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the board: where it leads, what it is, a note, a word with its tone, and since when."""

    kind: str
    id: UUID
    title: str
    note: str
    word: str
    tone: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board of one unit."""

    unit: units.UnitFacts
    lead: rules.Lead
    huddle: huddles.HuddleNow
    huddle_is_late: bool
    late: Sequence[Line]
    waiting: Sequence[handoffs.Waiting]
    watchers: Sequence[Any]
    handed_over: Sequence[handoffs.Watched]
    concerns: Sequence[Line]
    you_said: Sequence[Line]
    thanks: Sequence[Any]
    names: Names


def make(unit_id: UUID, now: datetime) -> Board:
    """Read the board of a unit as it stands now. Raises NotFound."""
    unit = units.facts(unit_id)
    huddle = huddles.now_for_board(unit_id, now)
    waiting = handoffs.waiting(unit_id, now)
    unsettled = queries.unsettled_concerns(unit_id)
    names = units.names({person for row in waiting for person in (row.to_person_id, row.sent_by) if person})
    watchers = queries.watchers(unit_id, now)
    listed = {patient_text(row.patient_id1, row.patient_id2) for row in watchers}
    return Board(
        unit=unit,
        lead=rules.lead(
            huddle_open=huddle.state is HuddleState.OPEN,
            huddle_due=huddle.state is HuddleState.DUE,
            late_handoffs=sum(row.is_late for row in waiting),
        ),
        huddle=huddle,
        huddle_is_late=huddle.state is HuddleState.DUE and huddle.at is not None and now - huddle.at > ON_TIME_WITHIN,
        late=[
            *_late_handoffs(waiting, names, unit),
            *_late_actions(unit_id, local_day(now, unit.zone)),
            *_late_concerns(unsettled, now),
        ],
        waiting=[row for row in waiting if not row.is_late],
        watchers=watchers,
        handed_over=[
            row for row in handoffs.watching(unit_id, now) if row.acknowledged_by and row.patient not in listed
        ],
        concerns=[_concern(row) for row in unsettled if not _is_late(row, now)],
        you_said=[
            Line("concerns", id_, text, answer, "Told back", "good") for id_, text, answer in queries.told_back(unit_id)
        ],
        thanks=queries.thanks(unit_id),
        names=names,
    )


def _late_handoffs(waiting: Sequence[handoffs.Waiting], names: Names, unit: units.UnitFacts) -> list[Line]:
    return [
        Line("handoffs", row.id, row.patient, _to(row, names), "No answer", "urgent", _due(row.deadline, unit))
        for row in waiting
        if row.is_late
    ]


def _due(moment: datetime, unit: units.UnitFacts) -> str:
    return f"due {clock_text(moment, unit.zone)}"


def _to(row: handoffs.Waiting, names: Names) -> str:
    to = names[row.to_person_id] if row.to_person_id else "the next nurse"
    told = f"{names[row.sent_by]} still has this patient, for {to}"
    return f"{row.bed} · {told}" if row.bed else told


def _late_actions(unit_id: UUID, today: date) -> list[Line]:
    return [
        Line("action-items", id_, title, owner, "Overdue", "urgent", f"since {day_text(due_on, today)}")
        for id_, title, due_on, owner in queries.overdue_items(unit_id, today)
    ]


def _is_late(concern: Any, now: datetime) -> bool:
    return concern.status is ConcernStatus.OPEN and rules.is_waiting_long(concern.raised_at, now)


def _late_concerns(unsettled: Sequence[Any], now: datetime) -> list[Line]:
    return [
        Line("concerns", row.id, row.text, TOPIC_LABELS[row.topic], "No answer", "warn", ago_text(row.raised_at, now))
        for row in unsettled
        if _is_late(row, now)
    ]


def _concern(row: Any) -> Line:
    word = "Needs an answer" if row.status is ConcernStatus.OPEN else "Answered, to be told"
    return Line("concerns", row.id, row.text, TOPIC_LABELS[row.topic], word, "plain")
