"""What a unit's board shows, gathered into one value. It carries nothing of the person who looks at it.

Every line is a plain tuple of words and addresses, which the template takes apart in its loop: looking attributes up
row by row and calling a macro for each took half of the time of a board.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.concerns.rules import STATUS_LABELS, TOPIC_LABELS, ConcernStatus
from huddle.core.dates import ago_text, clock_text, day_text, local_day
from huddle.core.reading import together
from huddle.handoffs import queries as handoffs
from huddle.handoffs.rules import patient_text
from huddle.huddles import queries as huddles
from huddle.huddles.rules import ON_TIME_WITHIN, REASON_LABELS, HuddleState
from huddle.today import queries, rules
from huddle.units import queries as units

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board of one unit.

    late: address, title, note, word, tone, since when. watchers: title, note, bed. handed_over: address, title,
    severity. on_their_way: address, title, note, clock, moment. concerns and told: address, title, note.
    thanks: title, note. `waiting` holds every handoff that nobody has taken, for those whom they wait for.
    """

    lead: rules.Lead
    huddle: huddles.HuddleNow
    huddle_is_late: bool
    late: list[Words]
    watchers: list[Words]
    handed_over: list[tuple[str, str, str | None]]
    on_their_way: list[Words]
    concerns: list[Words]
    told: list[Words]
    thanks: list[Words]
    waiting: Sequence[handoffs.Waiting]


def make(unit_id: UUID, now: datetime, zone: ZoneInfo) -> Board:
    """Read the board of a unit as it stands now, in the time zone of the unit."""
    base, today = f"/units/{unit_id}", local_day(now, zone)
    shifts, around, waiting, watching, unsettled, overdue, watchers, told, thanks = together(
        units.ask_shifts(unit_id),
        huddles.ask_around(unit_id, now),
        handoffs.ask_waiting(unit_id, now),
        handoffs.ask_watching(unit_id, now),
        queries.unsettled_concerns(unit_id),
        queries.overdue_items(unit_id, today),
        queries.watchers(unit_id, now),
        queries.told_back(unit_id),
        queries.thanks(unit_id),
    )
    huddle = huddles.state_now(shifts, around, now, zone)
    is_due = huddle.state is HuddleState.DUE
    late_handoffs = [_late_handoff(row, base, zone) for row in waiting if row.is_late]
    late_concerns, concerns = _concerns(unsettled, base, now)
    listed = {patient_text(initials, last_four) for initials, last_four, *_rest in watchers}
    return Board(
        lead=rules.lead(
            huddle_open=huddle.state is HuddleState.OPEN, huddle_due=is_due, late_handoffs=len(late_handoffs)
        ),
        huddle=huddle,
        huddle_is_late=is_due and huddle.at is not None and now - huddle.at > ON_TIME_WITHIN,
        late=[*late_handoffs, *(_overdue(row, base, today) for row in overdue), *late_concerns],
        watchers=[_watcher(row) for row in watchers],
        handed_over=[
            (f"{base}/handoffs/{row.id}", _where(row), row.severity)
            for row in watching
            if row.acknowledged_by and row.patient not in listed
        ],
        on_their_way=[_on_its_way(row, base, zone) for row in waiting if not row.is_late],
        concerns=concerns,
        told=[(f"{base}/concerns/{id_}", answer, f"You said: {text}") for id_, text, answer in told],
        thanks=[(f"Thanks to {to_whom}", what) for to_whom, what in thanks],
        waiting=waiting,
    )


def parts(shown: Board, base: str) -> dict[str, dict[str, Any]]:
    """What each part of the page needs, by the name of its template."""
    return {
        "lead": {
            "lead": shown.lead,
            "huddle": shown.huddle,
            "huddle_is_late": shown.huddle_is_late,
            "anything_late": bool(shown.late),
        },
        "late": {"lines": shown.late},
        "watchers": {"watchers": shown.watchers, "handed_over": shown.handed_over},
        "on_their_way": {"lines": shown.on_their_way},
        "concerns": {"lines": shown.concerns, "base": base},
        "told": {"told": shown.told, "thanks": shown.thanks},
        "do": {"lead": shown.lead, "huddle_id": shown.huddle.huddle_id, "base": base},
    }


def _where(row: handoffs.Waiting | handoffs.Watched) -> str:
    return f"{row.patient}, {row.bed}" if row.bed else row.patient


def _late_handoff(row: handoffs.Waiting, base: str, zone: ZoneInfo) -> Words:
    note = f"{row.holder} still has this patient, for {row.to_name or 'the next nurse'}"
    note = f"{row.bed} · {note}" if row.bed else note
    due = f"due {clock_text(row.deadline, zone)}"
    return f"{base}/handoffs/{row.id}", row.patient, note, "No answer", "urgent", due


def _on_its_way(row: handoffs.Waiting, base: str, zone: ZoneInfo) -> Words:
    note = f"For {row.to_name or 'the next nurse'}"
    return f"{base}/handoffs/{row.id}", _where(row), note, clock_text(row.deadline, zone), row.deadline.isoformat()


def _overdue(row: tuple[UUID, str, date, str], base: str, today: date) -> Words:
    id_, title, due_on, owner = row
    return f"{base}/action-items/{id_}", title, owner, "Overdue", "urgent", f"since {day_text(due_on, today)}"


def _watcher(row: tuple[Any, ...]) -> Words:
    initials, last_four, bed, reason, plan, trigger = row
    note = REASON_LABELS[reason] + (f", {plan}" if plan else "") + (f". Call for help: {trigger}" if trigger else "")
    return f"{initials} {last_four}", note, f"bed {bed}" if bed else ""


def _concerns(unsettled: Sequence[tuple[Any, ...]], base: str, now: datetime) -> tuple[list[Words], list[Words]]:
    """Those that wait too long for an answer, and the others."""
    late: list[Words] = []
    others: list[Words] = []
    for id_, text, topic, status, raised_at in unsettled:
        address, label, is_open = f"{base}/concerns/{id_}", TOPIC_LABELS[topic], status is ConcernStatus.OPEN
        if is_open and rules.is_waiting_long(raised_at, now):
            late.append((address, text, label, "No answer", "warn", ago_text(raised_at, now)))
        else:
            others.append((address, text, f"{label} · {STATUS_LABELS[status]}"))
    return late, others
