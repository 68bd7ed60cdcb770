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

from huddle.core.dates import clock_text, day_text, local_day
from huddle.handoffs import queries as handoffs
from huddle.handoffs.rules import Severity, bed_text, patient_at, patient_text
from huddle.huddles import queries as huddles
from huddle.huddles.rules import ON_TIME_WITHIN, REASON_LABELS, HuddleState
from huddle.reviews.queries import offers
from huddle.reviews.rules.debriefs import Offer
from huddle.reviews.rules.lessons import shortened
from huddle.today import answered, concern_lines, handoff_lines, queries, rules
from huddle.today.kept import FRESH, Fresh
from huddle.today.rules import Lines
from huddle.units import charge
from huddle.units import queries as units

PATIENTS_SHOWN, CONCERNS_SHOWN, OTHERS_SHOWN = 6, 4, 4
"""How many lines a list shows before "and 4 more"."""
ANSWERS_SHOWN = 3
"""So many answers to what people said stand there, those of action items first."""
TAUGHT_SHOWN = 160
"""So much of what a review taught stands on the board."""
_SEVERITIES: dict[Severity | None, tuple[str, str]] = {
    Severity.UNSTABLE: ("Unstable", "urgent"),
    Severity.WATCHER: ("Watcher", "warn"),
}
_UNSTABLE = _SEVERITIES[Severity.UNSTABLE][0]
_WORD = 4
"""Where the word of a line stands."""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board of one unit.

    `offers` are what a debrief is offered after. `told` is what became of what the unit said, what it learned and was
    thanked for; `waiting` holds every handoff that nobody has taken, for those whom they wait for.
    """

    lead: rules.Lead
    huddle: huddles.HuddleNow
    huddle_is_late: bool
    in_charge: charge.InCharge | None
    late_handoffs: Lines
    late: Lines
    watchers: Lines
    on_their_way: Lines
    due: Lines
    concerns: Lines
    told: Lines
    waiting: Sequence[handoffs.Waiting]
    open_concerns: int
    offers: Sequence[Offer]

    @property
    def late_count(self) -> int:
        """How many things are late, a huddle that nobody has opened among them."""
        return len(self.late) + self.huddle_is_late


def make(unit_id: UUID, now: datetime, zone: ZoneInfo, kept: Fresh = FRESH) -> Board:
    """The board of a unit as it stands now, in the time zone of the unit. `kept` is what it read before."""
    base, today = f"/units/{unit_id}", local_day(now, zone)
    shifts, around, in_charge, waiting, watching, unsettled, above, items, watchers, told, *spread = kept.read(
        units.ask_shifts(unit_id),
        huddles.ask_around(unit_id, now),
        charge.ask_in_charge(unit_id, now),
        handoffs.ask_waiting(unit_id, now),
        handoffs.ask_watching(unit_id, now),
        queries.unsettled_concerns(unit_id),
        queries.names_above(unit_id),
        queries.due_items(unit_id, today),
        queries.watchers(unit_id, now),
        queries.told_back(unit_id),
        queries.learned(unit_id, now),
        queries.thanks(unit_id),
        answered.on_board(unit_id, now),
        *offers.ask(unit_id, now),
    )
    learned, thanks, done, *debriefs = spread
    huddle = kept.made("huddle", lambda: huddles.state_now(shifts, around, now, zone), shifts, around, zone)
    is_due = huddle.state is HuddleState.DUE
    late_handoffs, on_their_way = kept.made(
        "handoffs", lambda: handoff_lines.split(waiting, in_charge, base, zone), waiting, in_charge, zone
    )
    late_concerns, concerns = kept.made(
        "concerns", lambda: concern_lines.split(unsettled, above, base, now, zone), unsettled, above, zone
    )
    overdue, due = kept.made("items", lambda: _items(items, base, today), items, zone)
    return Board(
        lead=rules.lead(
            huddle_open=huddle.state is HuddleState.OPEN, huddle_due=is_due, late_handoffs=len(late_handoffs)
        ),
        huddle=huddle,
        huddle_is_late=is_due and huddle.at is not None and now - huddle.at > ON_TIME_WITHIN,
        in_charge=in_charge,
        late_handoffs=late_handoffs,
        late=[*late_handoffs, *late_concerns, *overdue],
        watchers=kept.made("watchers", lambda: _watched(watchers, watching, base), watchers, watching),
        on_their_way=on_their_way,
        due=due,
        concerns=concerns,
        told=kept.made("told", lambda: _told(done, told, learned, thanks, base), done, told, learned, thanks),
        waiting=waiting,
        open_concerns=len(unsettled),
        offers=offers.open_ones(debriefs, now),
    )


def parts(shown: Board, base: str, zone: ZoneInfo) -> dict[str, dict[str, Any]]:
    """What each part of the page needs, by the name of its template."""
    first = shown.late_handoffs[0] if shown.late_handoffs else None
    return {
        "lead": {
            "lead": shown.lead,
            "huddle": shown.huddle,
            "huddle_is_late": shown.huddle_is_late,
            "first_late": first,
            "late": shown.late_count,
            "late_text": rules.late_text(shown.late_count),
        },
        "charge": {"turn": shown.in_charge},
        "debrief": {"offer": _offer(shown.offers, zone), "base": base},
        "late": {"lines": shown.late, "fold": rules.fold(shown.late, PATIENTS_SHOWN)},
        "watchers": {"lines": shown.watchers, "fold": rules.fold(shown.watchers, PATIENTS_SHOWN)},
        "on_their_way": {"lines": shown.on_their_way, "fold": rules.fold(shown.on_their_way, OTHERS_SHOWN)},
        "due": {"lines": shown.due, "fold": rules.fold(shown.due, OTHERS_SHOWN), "base": base},
        "concerns": {"lines": shown.concerns, "fold": rules.fold(shown.concerns, CONCERNS_SHOWN), "base": base},
        "told": {"lines": shown.told},
        "do": {"lead": shown.lead, "huddle_id": shown.huddle.huddle_id, "base": base, "first_late": first},
    }


def _offer(found: Sequence[Offer], zone: ZoneInfo) -> tuple[UUID, str] | None:
    """The newest; the page behind it has them all."""
    return (found[0].id, f"{found[0].words} at {clock_text(found[0].at, zone)}") if found else None


def _learned(row: tuple[UUID, str, str], base: str) -> rules.Line:
    id_, title, taught = row
    return f"{base}/reviews/{id_}", shortened(taught, TAUGHT_SHOWN), f"What we learned from: {title}", "", "", ""


def _told(done: Sequence[Any], told: Sequence[Any], learned: Sequence[Any], thanks: Sequence[Any], base: str) -> Lines:
    items = list(answered.lines(done, base, {id_ for id_, _text, _answer in told}))
    concerns = [(f"{base}/concerns/{id_}", answer, f"You said: {text}", "", "", "") for id_, text, answer in told]
    return [
        *[*items, *concerns][:ANSWERS_SHOWN],
        *(_learned(row, base) for row in learned),
        *(("", f"Thanks to {to_whom[:1].lower()}{to_whom[1:]}", what, "", "", "") for to_whom, what in thanks),
    ]


def _items(items: Sequence[Any], base: str, today: date) -> tuple[Lines, Lines]:
    """What is overdue, and what is due."""
    lines = [(row[2] < today, _item(row, base, today)) for row in items]
    return [line for late, line in lines if late], [line for late, line in lines if not late]


def _item(row: tuple[UUID, str, date, str], base: str, today: date) -> rules.Line:
    id_, title, due_on, owner = row
    address, day = f"{base}/action-items/{id_}", day_text(due_on, today)
    if due_on < today:
        return address, title, owner, f"since {day}", "Overdue", "urgent"
    return address, title, owner, f"due {day}", "", ""


def _watched(watchers: Sequence[tuple[Any, ...]], watching: Sequence[handoffs.Watched], base: str) -> Lines:
    """The unstable first, then the watch list, then who was handed over and not yet talked about.

    Whoever is on the list and was handed over as sick leads to that handoff and has its word: a huddle that keeps an
    eye on somebody makes them no less sick.
    """
    ended = {patient_text(row[0], row[1]): row[-1] for row in watchers if row[-1] is not None}
    sick = handoffs.held_sick(watching, ended)
    listed = [(row, patient_text(row[0], row[1])) for row in watchers if row[-1] is None]
    known = {name for _row, name in listed}
    lines = [_watcher(row, sick.get(name), base) for row, name in listed]
    lines += [_handed_over(row, base) for name, row in sick.items() if name not in known]
    return sorted(lines, key=lambda line: line[_WORD] != _UNSTABLE)


def _handed_over(row: handoffs.Watched, base: str) -> rules.Line:
    word, tone = _SEVERITIES.get(row.severity, ("", ""))
    note = "From a handoff, not yet talked about in a huddle"
    return f"{base}/handoffs/{row.id}", patient_at(row.patient, row.bed), note, "", word, tone


def _watcher(row: tuple[Any, ...], seen: handoffs.Watched | None, base: str) -> rules.Line:
    initials, last_four, bed, reason, plan, trigger, _ended = row
    note = REASON_LABELS[reason] + (f", {plan}" if plan else "") + (f". Call for help: {trigger}" if trigger else "")
    address = f"{base}/handoffs/{seen.id}" if seen else ""
    word, tone = _SEVERITIES[Severity.UNSTABLE] if seen and seen.severity is Severity.UNSTABLE else ("", "")
    return address, patient_at(patient_text(initials, last_four), bed_text(bed)), note, "", word, tone
