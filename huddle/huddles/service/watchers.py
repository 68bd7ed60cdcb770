"""Who is watched more closely: added, changed, still watched, no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.handoffs import queries as handoffs
from huddle.handoffs.rules import Severity, initials_fault, last_four_fault
from huddle.huddles import rules
from huddle.huddles.models import Huddle, HuddleWatcher, Watcher
from huddle.huddles.queries import rows
from huddle.huddles.queries.locking import take_part
from huddle.huddles.rules import WatcherReason
from huddle.huddles.service.trace import store_and_record


def add_watcher(
    huddle: Huddle,
    *,
    initials: str,
    last_four: str,
    bed: str,
    reason: WatcherReason,
    plan: str,
    trigger: str,
    actor: Actor,
    now: datetime,
    more: Sequence[WatcherReason] = (),
    from_handoff_id: UUID | None = None,
) -> Watcher:
    """Put a patient on the list. One who is on it already is found and counts as still watched."""
    take_part(huddle, actor)
    _require_identifiers(initials, last_four)
    _require_length("plan", plan, rules.PLAN_LIMIT)
    _require_length("trigger", trigger, rules.TRIGGER_LIMIT)
    watcher = _watched(huddle.unit_id, initials, last_four)
    if watcher is None:
        watcher = Watcher(
            unit_id=huddle.unit_id,
            patient_id1=initials,
            patient_id2=last_four,
            bed=bed,
            reason=reason,
            more_reasons=_joined(reason, more),
            plan=plan,
            trigger=trigger,
            added_at=now,
            added_by=actor.person_id,
            from_handoff_id=from_handoff_id,
        )
        db.session.add(watcher)
        db.session.flush()
    _say(huddle, watcher, True, actor, now)
    store_and_record(huddle, "watcher_added", actor=actor, now=now)
    return watcher


def watch_handed_over(huddle: Huddle, *, handoff_id: UUID, actor: Actor, now: datetime) -> Watcher:
    """Put a patient on the list who was handed over as watcher or unstable. Raises NotFound."""
    handoff = handoffs.get(huddle.unit_id, handoff_id, now)
    watched = next((patient for patient in handoffs.watching(huddle.unit_id, now) if patient.id == handoff_id), None)
    if watched is None:
        raise RuleBroken("There is a newer handoff of this patient. Look at the list again.")
    unstable = watched.severity is Severity.UNSTABLE
    return add_watcher(
        huddle,
        initials=handoff.patient_id1,
        last_four=handoff.patient_id2,
        bed=handoff.bed_on(huddle.unit_id),
        reason=WatcherReason.HANDED_OVER_UNSTABLE if unstable else WatcherReason.HANDED_OVER,
        plan="",
        trigger="",
        actor=actor,
        now=now,
        from_handoff_id=handoff_id,
    )


def check_watcher(huddle: Huddle, watcher: Watcher, *, still: bool, actor: Actor, now: datetime) -> None:
    """Say whether a patient is still watched. "No longer" takes them off; "still" puts them back on."""
    take_part(huddle, actor)
    if still:
        watcher.ended_at, watcher.ended_by = None, None
    elif watcher.ended_at is None:
        watcher.ended_at, watcher.ended_by = now, actor.person_id
    _say(huddle, watcher, still, actor, now)
    store_and_record(huddle, "watcher_checked", actor=actor, now=now)


def stop_watching(unit_id: UUID, initials: str, last_four: str, *, actor: Actor, now: datetime) -> None:
    """Take a patient off the list who has left for another unit; the actor is who took them on there."""
    watcher = _watched(unit_id, initials, last_four)
    if watcher is None:
        return
    watcher.ended_at, watcher.ended_by = now, actor.person_id
    db.session.flush()
    audit.record("watcher.left", subject=("watcher", watcher.id), actor=actor, now=now, unit_id=unit_id)


def change_watcher(
    huddle: Huddle,
    watcher: Watcher,
    *,
    bed: str,
    reasons: Sequence[WatcherReason],
    plan: str,
    trigger: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Say anew why this patient is watched, what is done and what changes that. At least one reason."""
    take_part(huddle, actor)
    _require_length("plan", plan, rules.PLAN_LIMIT)
    _require_length("trigger", trigger, rules.TRIGGER_LIMIT)
    if not reasons:
        raise FieldRefused("reasons", "Choose why. “Gut feeling” is a good reason.")
    watcher.bed, watcher.plan, watcher.trigger = bed, plan, trigger
    watcher.reason, watcher.more_reasons = reasons[0], _joined(reasons[0], reasons[1:])
    store_and_record(huddle, "watcher_changed", actor=actor, now=now)


def _joined(first: WatcherReason, more: Sequence[WatcherReason]) -> str:
    return " ".join(reason.value for reason in dict.fromkeys(more) if reason is not first)


def _watched(unit_id: UUID, initials: str, last_four: str) -> Watcher | None:
    for watcher in rows.watchers(unit_id):
        if (watcher.patient_id1, watcher.patient_id2) == (initials, last_four):
            return watcher
    return None


def _say(huddle: Huddle, watcher: Watcher, still: bool, actor: Actor, now: datetime) -> None:
    query = select(HuddleWatcher).where(HuddleWatcher.huddle_id == huddle.id, HuddleWatcher.watcher_id == watcher.id)
    row = db.session.execute(query).scalar_one_or_none()
    if row is None:
        row = HuddleWatcher(huddle_id=huddle.id, watcher_id=watcher.id)
        db.session.add(row)
    row.still, row.by, row.at = still, actor.person_id, now


def _require_identifiers(initials: str, last_four: str) -> None:
    for field_name, fault in (("initials", initials_fault(initials)), ("last_four", last_four_fault(last_four))):
        if fault:
            raise FieldRefused(field_name, fault)


def _require_length(field_name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise FieldRefused(field_name, f"Use at most {limit} letters.")
