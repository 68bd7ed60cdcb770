"""Opening a huddle, closing it, and saying why one was not held."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import insert_once
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.huddles import policy, queries
from huddle.huddles.models import Huddle
from huddle.huddles.queries import rows
from huddle.huddles.queries.locking import wait_for_others
from huddle.huddles.rules import HuddleKind, NotHeldReason, Slot
from huddle.huddles.service.trace import store_and_record
from huddle.units import queries as units
from huddle.units.rules import ShiftRun

EXTRA_NAME = "Extra"


def open_scheduled(unit_id: UUID, *, actor: Actor, now: datetime) -> Huddle:
    """Open the huddle that is the one for now, or join it when a colleague has opened it already.

    Raises RuleBroken when none is due around this time.
    """
    policy.can_take_part(actor, unit_id).require()
    run = queries.slot_now(unit_id, now).run
    if run is None:
        raise RuleBroken("No huddle is due around this time. You can open an extra one.")
    slot = (run.shift_id, run.on)
    made = insert_once(Huddle, **_opened(unit_id, actor, now, run))
    huddle = rows.for_slot(unit_id, slot)
    if huddle is None or huddle.opened_at is None:
        raise RuleBroken("A colleague has just said why there was no huddle. You can open an extra one.")
    if made:
        store_and_record(huddle, "opened", actor=actor, now=now)
    return huddle


def open_extra(unit_id: UUID, *, actor: Actor, now: datetime) -> Huddle:
    """Open a huddle outside the plan, or join the extra one that is going on."""
    policy.can_take_part(actor, unit_id).require()
    made = insert_once(Huddle, **_opened(unit_id, actor, now, None))
    huddle = rows.open_extra(unit_id)
    if huddle is None:
        raise RuleBroken("The extra huddle was closed at this very moment. Open another one.")
    if made:
        store_and_record(huddle, "opened", actor=actor, now=now)
    return huddle


def close(huddle: Huddle, *, next_leader_id: UUID | None, actor: Actor, now: datetime) -> None:
    """End it. A second tablet that closes it too finds it closed, and that is fine.

    Concerns that are still open stay open; they come back in the next look back.
    """
    policy.can_take_part(actor, huddle.unit_id).require()
    wait_for_others(huddle)
    if huddle.closed_at is not None:
        return
    if next_leader_id and next_leader_id not in {person.id for person in units.people(huddle.unit_id)}:
        raise FieldRefused("next_leader", "Choose somebody who works on this unit.")
    huddle.closed_at, huddle.closed_by, huddle.next_leader_id = now, actor.person_id, next_leader_id
    store_and_record(huddle, "closed", actor=actor, now=now)


def say_why_not_held(
    unit_id: UUID, *, shift_id: UUID, shift_on: date, reason: NotHeldReason, actor: Actor, now: datetime
) -> Huddle:
    """Write down why there was none. Raises RuleBroken for a shift that was held, explained or is not over."""
    policy.can_take_part(actor, unit_id).require()
    wanted: Slot = (shift_id, shift_on)
    run = next((run for run in queries.unexplained(unit_id, now) if (run.shift_id, run.on) == wanted), None)
    if run is None:
        raise RuleBroken("This one was answered already. Thank you for looking.")
    values = _slot(unit_id, run) | {"not_held_reason": reason, "not_held_by": actor.person_id}
    if not insert_once(Huddle, **values) or (row := rows.for_slot(unit_id, wanted)) is None:
        raise RuleBroken("This one was answered already. Thank you for looking.")
    audit.record("huddle.not_held", subject=("huddle", row.id), actor=actor, now=now, unit_id=unit_id)
    return row


def _slot(unit_id: UUID, run: ShiftRun) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "unit_id": unit_id,
        "kind": HuddleKind.SCHEDULED,
        "name": run.name,
        "shift_id": run.shift_id,
        "shift_on": run.on,
        "scheduled_for": run.huddle_at,
        "attendance": {},
        "asked": {},
    }


def _opened(unit_id: UUID, actor: Actor, now: datetime, run: ShiftRun | None) -> dict[str, Any]:
    """A new row, with the people of last time already counted."""
    if run is not None:
        values = _slot(unit_id, run)
    else:
        values = {"id": uuid4(), "unit_id": unit_id, "kind": HuddleKind.AD_HOC, "name": EXTRA_NAME}
        values |= {"scheduled_for": now, "asked": {}}
    values["attendance"] = rows.last_attendance(unit_id, run.shift_id if run else None)
    return values | {"opened_at": now, "opened_by": actor.person_id}
