"""Changing beds: which a unit has, and whose they are for one shift."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from huddle.audit import service as audit
from huddle.beds import policy, queries, rules
from huddle.beds.models import BedAssignment, BedList
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import NotFound, RuleBroken, SavedAtOnce
from huddle.core.storing import insert_once
from huddle.units import queries as units
from huddle.units.rules import ShiftRun


def list_beds(unit_id: UUID, typed: str, *, actor: Actor, now: datetime) -> None:
    """Store which beds the unit has. Raises FieldRefused for what cannot be read as beds."""
    policy.can_list(actor, unit_id).require()
    rules.beds_of(typed)
    stored = queries.bed_list(unit_id)
    if stored is not None:
        stored.beds = typed
    elif not insert_once(BedList, unit_id=unit_id, beds=typed):
        raise SavedAtOnce
    db.session.flush()
    audit.record("beds.listed", subject=("unit", unit_id), actor=actor, now=now, unit_id=unit_id)


def give(
    unit_id: UUID,
    run: ShiftRun,
    bed: str,
    *,
    person_id: UUID | None,
    seen_with: UUID | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Make a bed one person's for this shift, or nobody's. It moves no responsibility for a patient.

    `seen_with` is whose it was on the page that was tapped. Raises RuleBroken when it is somebody else's by now, and
    when beds of this shift cannot be given; SavedAtOnce when a colleague took it in the very same moment.
    """
    _check(unit_id, run, person_id, now)
    _forget_what_ended(unit_id, now)
    key = rules.bed_key(bed)
    row, holder = _locked(unit_id, run, key), queries.given(unit_id, run, now).get(key)
    holder_id = holder.person_id if holder else None
    if holder_id == person_id:
        return
    policy.can_give(actor, unit_id, person_id, holder_id).require()
    if holder_id != seen_with:
        raise RuleBroken(_meanwhile(bed, holder))
    if row is not None and person_id is not None:
        row.person_id, row.ends_at = person_id, run.ends_at
        db.session.flush()
    elif row is not None:
        db.session.delete(row)
        db.session.flush()
    elif not _insert(unit_id, run, bed, key, person_id):
        raise SavedAtOnce
    what = "bed.released" if person_id is None else "bed.given"
    audit.record(what, subject=("user", person_id or holder_id), actor=actor, now=now, unit_id=unit_id)


def _check(unit_id: UUID, run: ShiftRun, person_id: UUID | None, now: datetime) -> None:
    rules.run_named(queries.runs(unit_id, now), run.shift_id, run.on.isoformat())
    if person_id is not None:
        try:
            units.person_on(unit_id, person_id, now)
        except NotFound:
            raise RuleBroken("This colleague does not work on this unit now. Choose somebody else.") from None


def _locked(unit_id: UUID, run: ShiftRun, key: str) -> BedAssignment | None:
    """The row of this bed, once nobody else is changing it."""
    query = select(BedAssignment).where(
        BedAssignment.unit_id == unit_id,
        BedAssignment.shift_id == run.shift_id,
        BedAssignment.shift_on == run.on,
        BedAssignment.key == key,
    )
    options = {"populate_existing": True}
    return db.session.execute(query.with_for_update(), execution_options=options).scalar_one_or_none()


def _insert(unit_id: UUID, run: ShiftRun, bed: str, key: str, person_id: UUID | None) -> bool:
    return insert_once(
        BedAssignment,
        unit_id=unit_id,
        shift_id=run.shift_id,
        shift_on=run.on,
        bed=bed,
        key=key,
        person_id=person_id,
        ends_at=run.ends_at,
    )


def _forget_what_ended(unit_id: UUID, now: datetime) -> None:
    """Beds of shifts that are over: nobody reads who had them, so nothing of it is kept."""
    over = delete(BedAssignment).where(BedAssignment.unit_id == unit_id, BedAssignment.ends_at <= now)
    db.session.execute(over, execution_options={"synchronize_session": False})


def _meanwhile(bed: str, holder: queries.Given | None) -> str:
    if holder is None:
        return f"Bed {bed} was given back meanwhile. See how the beds stand now, then tap again."
    return f"{holder.name} has bed {bed} by now. See how the beds stand now, then tap again."
