"""Opening a huddle, who leads it, closing it, and saying why one was not held."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from huddle.audit import queries as trail
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.core.storing import insert_once
from huddle.huddles import policy, queries, rules
from huddle.huddles.models import Huddle
from huddle.huddles.queries import leading, rows
from huddle.huddles.queries.locking import take_part, wait_for_others
from huddle.huddles.rules import KIND_NAMES, HuddleKind, NotHeldReason, Slot
from huddle.huddles.service.settling import settle
from huddle.huddles.service.templates import current_template
from huddle.huddles.service.trace import store_and_record
from huddle.units import queries as units
from huddle.units.rules import ShiftRun


def open_scheduled(unit_id: UUID, *, actor: Actor, now: datetime) -> Huddle:
    """Open the huddle that is the one for now, or join it when a colleague has opened it already.

    Raises RuleBroken when none is due around this time.
    """
    policy.can_take_part(actor, unit_id).require()
    run = queries.slot_now(unit_id, now).run
    if run is None:
        raise RuleBroken("No huddle is due around this time. You can open an extra one.")
    slot = (run.shift_id, run.on)
    _end_forgotten(unit_id, actor, now, joined=slot)
    made = rows.for_slot(unit_id, slot) is None and insert_once(Huddle, **_opened(unit_id, actor, now, run))
    huddle = rows.for_slot(unit_id, slot)
    if huddle is None or huddle.opened_at is None:
        raise RuleBroken("A colleague has just said why there was no huddle. You can open an extra one.")
    if made:
        store_and_record(huddle, "opened", actor=actor, now=now)
    return huddle


def open_extra(unit_id: UUID, *, actor: Actor, now: datetime, kind: HuddleKind = HuddleKind.AD_HOC) -> Huddle:
    """Open a huddle outside the plan, or join the one of this kind that is going on."""
    policy.can_take_part(actor, unit_id).require()
    _end_forgotten(unit_id, actor, now)
    made = rows.open_extra(unit_id, kind) is None and insert_once(Huddle, **_opened(unit_id, actor, now, None, kind))
    huddle = rows.open_extra(unit_id, kind)
    if huddle is None:
        raise RuleBroken("The extra huddle was closed at this very moment. Open another one.")
    if made:
        store_and_record(huddle, "opened", actor=actor, now=now)
    return huddle


def lead(huddle: Huddle, *, leader_id: UUID, actor: Actor, now: datetime) -> None:
    """Say who leads this one. Anybody may: it is about who knows this best today."""
    take_part(huddle, actor)
    _require_colleague(huddle.unit_id, leader_id, "leader", now)
    huddle.leader_id = leader_id
    store_and_record(huddle, "leader_changed", actor=actor, now=now)


def close(huddle: Huddle, *, next_leader_id: UUID | None, actor: Actor, now: datetime) -> None:
    """End it. What was said to be done or told takes effect. A second tablet that closes it too finds it closed.

    Concerns that are still open stay open; they come back in the next look back.
    """
    policy.can_take_part(actor, huddle.unit_id).require()
    wait_for_others(huddle)
    if huddle.closed_at is not None:
        return
    if next_leader_id:
        _require_colleague(huddle.unit_id, next_leader_id, "next_leader", now)
    settle(huddle, actor=actor, now=now)
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


def _end_forgotten(unit_id: UUID, actor: Actor, now: datetime, joined: Slot | None = None) -> None:
    """Close what was left open hours ago, at the moment in which somebody last touched it; not the one of `joined`."""
    for huddle in rows.left_open(unit_id, now - rules.OPEN_COUNTS_FOR):
        if joined is not None and (huddle.shift_id, huddle.shift_on) == joined:
            continue
        wait_for_others(huddle)
        if huddle.closed_at is None:
            settle(huddle, actor=actor, now=now)
            last = max((event.at for event in trail.of_subject(huddle.id)), default=huddle.opened_at)
            huddle.closed_at, huddle.closed_by = last, actor.person_id
            store_and_record(huddle, "closed_late", actor=actor, now=now)


def _require_colleague(unit_id: UUID, person_id: UUID, field_name: str, now: datetime) -> None:
    if person_id not in {person.id for person in units.people(unit_id, now)}:
        raise FieldRefused(field_name, "Choose somebody who works on this unit.")


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
        "counts": {},
    }


def _opened(
    unit_id: UUID, actor: Actor, now: datetime, run: ShiftRun | None, kind: HuddleKind = HuddleKind.SCHEDULED
) -> dict[str, Any]:
    """A new row: the unit's newest template, whose turn it is, and the numbers of last time."""
    if run is not None:
        values = _slot(unit_id, run)
    else:
        values = {"id": uuid4(), "unit_id": unit_id, "kind": kind, "name": KIND_NAMES[kind]}
        values |= {"scheduled_for": now, "asked": {}}
    before = rows.last_of(unit_id, kind, run.shift_id if run else None)
    return values | {
        "attendance": dict(before.attendance) if before else {},
        "counts": _carried(before),
        "template_id": current_template(unit_id, kind, actor=actor, now=now).id,
        "leader_id": leading.whose_turn(unit_id, now) or actor.person_id,
        "opened_at": now,
        "opened_by": actor.person_id,
    }


def _carried(before: Huddle | None) -> dict[str, Any]:
    """Numbers that are as a rule the same next time; what was chosen, who spoke and who was there is not."""
    return {name: before.counts[name] for name in ("planned", "beds") if name in before.counts} if before else {}
