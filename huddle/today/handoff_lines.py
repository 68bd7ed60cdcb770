"""Handoffs on the board: whose each one is now, and whom it has risen to when nobody took the patient on."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from huddle.core.dates import clock_text
from huddle.handoffs.queries import Waiting
from huddle.handoffs.rules import HandoffStatus, patient_at
from huddle.today.rules import Line, Lines
from huddle.units.charge import InCharge


def split(waiting: Sequence[Waiting], in_charge: InCharge | None, base: str, zone: ZoneInfo) -> tuple[Lines, Lines]:
    """What is late, those first that have risen to whoever is in charge, and what is on its way."""
    risen = [_risen(row, in_charge, base, zone) for row in waiting if row.rises]
    late = [_late(row, base, zone) for row in waiting if row.is_late and not row.rises]
    return [*risen, *late], [_on_its_way(row, base, zone) for row in waiting if not (row.is_late or row.rises)]


def _risen(row: Waiting, in_charge: InCharge | None, base: str, zone: ZoneInfo) -> Line:
    note = f"{_whose(row, in_charge)}{_told(row, zone)}"
    word = "Shift ended" if row.status is HandoffStatus.EXPIRED else "No answer"
    return f"{base}/handoffs/{row.id}", patient_at(row.patient, row.bed), note, _due(row, zone), word, "urgent"


def _whose(row: Waiting, in_charge: InCharge | None) -> str:
    """Who has the patient, and who finds somebody to take them on: one person where the patient goes, or nobody yet."""
    has = f"{row.held_by} still has this patient"
    named = f", for {row.receiver}" if row.to_person_id else ""
    if row.goes_to:
        return f"{has}{named}. Whoever is in charge of {row.goes_to} finds who takes it"
    if in_charge is None:
        return f"{has}{named}. Nobody is in charge: a charge nurse finds who takes it"
    if in_charge.person_id in (row.responsible, row.sent_by):
        who = has if in_charge.person_id == row.responsible else f"{has}. {in_charge.name} hands them over"
        return f"{who} and is in charge: another charge nurse or the manager finds who takes it"
    return f"{has}{named}. {in_charge.name} is in charge and finds who takes it"


def _late(row: Waiting, base: str, zone: ZoneInfo) -> Line:
    note = f"{row.held_by} still has this patient, for {row.receiver}{_told(row, zone)}"
    where = patient_at(row.patient, row.bed)
    return f"{base}/handoffs/{row.id}", where, note, _due(row, zone), "No answer", "urgent"


def _on_its_way(row: Waiting, base: str, zone: ZoneInfo) -> Line:
    where = patient_at(row.patient, row.bed)
    note = f"{_way(row)}{_told(row, zone)}"
    # Not until when: that would say how sick the sender finds the patient, before the receiver has judged.
    return f"{base}/handoffs/{row.id}", where, note, f"sent {clock_text(row.sent_at, zone)}", "", ""


def _way(row: Waiting) -> str:
    if row.goes_to:
        return f"On the way to {row.goes_to}, for {row.whom}"
    return f"Coming from {row.comes_from}, for {row.whom}" if row.comes_from else f"For {row.whom}"


def _told(row: Waiting, zone: ZoneInfo) -> str:
    return f", told by phone {clock_text(row.told_at, zone)}" if row.told_at else ""


def _due(row: Waiting, zone: ZoneInfo) -> str:
    return f"due {clock_text(row.deadline, zone)}"
