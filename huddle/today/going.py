"""What somebody leaves behind at the end of their shift: patients, promises, and whoever could take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.dates import clock_text, local_day
from huddle.core.reading import together
from huddle.handoffs import queries as handoffs
from huddle.handoffs.rules import HandoffKind, HandoffStatus, patient_at
from huddle.handoffs.rules.paper import PRINTED
from huddle.today import mine, rules
from huddle.units import charge
from huddle.units import queries as units
from huddle.units.rules import BETWEEN_SHIFTS, COMES_EARLY, ShiftRun


@dataclass(frozen=True, slots=True)
class Promise:
    """One action item of theirs; `is_asked` while they have not said that they take it on."""

    id: UUID
    version: int
    title: str
    due_on: date
    is_asked: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Going:
    """What is still theirs on this unit. `taker` is who is in charge, when that is somebody else.

    unanswered: lines as on the board, each with the address where it can be given to the charge nurse, if it was not
    yet. held: address of the report for the next nurse, patient, note. printed_at: when their own sheet was opened.
    """

    run: ShiftRun | None
    is_over: bool
    unanswered: list[tuple[rules.Line, str]]
    held: list[tuple[str, str, str]]
    promises: list[Promise]
    taker: charge.InCharge | None
    printed_at: datetime | None

    @property
    def is_behind(self) -> bool:
        """Whether the day of one of their promises has passed."""
        return any(promise.is_late for promise in self.promises)

    @property
    def is_clear(self) -> bool:
        """Whether nothing of theirs is left open."""
        return not (self.unanswered or self.held or self.promises)


def make(unit_id: UUID, actor: Actor, now: datetime, zone: ZoneInfo) -> Going:
    """Read what this person leaves behind on the unit."""
    today = local_day(now, zone)
    shifts, came, waiting, in_charge, promises = together(
        units.ask_shifts(unit_id),
        mine.came(unit_id, actor.person_id, now),
        handoffs.ask_waiting(unit_id, now),
        charge.ask_in_charge(unit_id, now),
        mine.promises(actor.person_id, today, rules.DUE_WITHIN),
    )
    run = rules.ending(shifts, came, now, zone)
    here = [row for row in waiting if not row.comes_from]
    unanswered = [row for row in here if row.responsible == actor.user_id]
    sent = {row.patient for row in here if row.kind is not HandoffKind.ESCALATION}
    taken = [row for row in handoffs.taken(unit_id, now) if row.is_current and row.acknowledged_by == actor.user_id]
    return Going(
        run=run,
        is_over=run is not None and run.ends_at <= now,
        unanswered=[_unanswered(row, in_charge, f"/units/{unit_id}", zone) for row in unanswered],
        held=[_held(row, f"/units/{unit_id}") for row in taken if row.patient not in sent],
        promises=[
            Promise(id_, version, title, due_on, is_asked, due_on < today)
            for on, id_, version, title, due_on, is_asked in promises
            if on == unit_id
        ],
        taker=in_charge if in_charge and in_charge.person_id != actor.user_id else None,
        printed_at=_printed(unit_id, actor, run, now),
    )


def _printed(unit_id: UUID, actor: Actor, run: ShiftRun | None, now: datetime) -> datetime | None:
    """When they last took their own sheet out in this shift: it names patients."""
    since = run.starts_at - COMES_EARLY if run else now - BETWEEN_SHIFTS
    return audit.last_done(PRINTED, unit_id, actor.person_id, since)


def _unanswered(
    row: handoffs.Waiting, in_charge: charge.InCharge | None, base: str, zone: ZoneInfo
) -> tuple[rules.Line, str]:
    address = f"{base}/handoffs/{row.id}"
    word, tone = ("Late", "urgent") if row.is_late else ("", "")
    side = f"answer by {clock_text(row.deadline, zone)}"
    if row.status is HandoffStatus.ESCALATED:
        if in_charge and in_charge.person_id == row.responsible:
            note = "You are in charge: find a colleague who takes this patient on. Until then they are yours."
        else:
            whose = f"{in_charge.name}, who is in charge" if in_charge else "the charge nurse"
            note = f"Given to {whose}. The patient is yours until somebody takes them on."
        return (address, patient_at(row.patient, row.bed), note, side, word, tone), ""
    note = f"Sent at {clock_text(row.sent_at, zone)} for {row.receiver}. The patient is still yours."
    return (address, patient_at(row.patient, row.bed), note, side, word, tone), f"{address}#nobody-takes"


def _held(row: handoffs.Taken, base: str) -> tuple[str, str, str]:
    return (
        f"{base}/handoffs/new?from={row.id}",
        patient_at(row.patient, row.bed),
        "You are responsible for this patient.",
    )
