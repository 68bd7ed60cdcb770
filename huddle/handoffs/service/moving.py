"""Choosing where a handoff goes: to which other unit with the patient, or to whom without an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused
from huddle.handoffs import policy
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffKind, HandoffStatus, move
from huddle.handoffs.rules.phone import TO_ROLE, LineRole
from huddle.units import queries as units


def choose_unit(draft: Handoff, to_unit_id: UUID | None, *, actor: Actor, now: datetime) -> None:
    """Say to which other unit the patient goes, before it is kept or sent; None for one who stays."""
    policy.can_write(actor, draft).require()
    move(draft.status, HandoffStatus.SENT)  # refuses what is no draft any more
    if to_unit_id is not None:
        _require_another(draft, to_unit_id)
    if to_unit_id == draft.to_unit_id:
        return
    draft.to_unit_id = to_unit_id
    db.session.flush()
    subject = ("handoff", draft.id)
    audit.record("handoff.unit_chosen", subject=subject, actor=actor, now=now, unit_id=draft.unit_id, is_change=False)


def choose_role(draft: Handoff, to_role: LineRole | None, *, actor: Actor, now: datetime) -> None:
    """Say which role without an account an escalation is for, before it is kept or sent; None for a colleague."""
    policy.can_write(actor, draft).require()
    move(draft.status, HandoffStatus.SENT)  # refuses what is no draft any more
    if to_role is not None and draft.kind is not HandoffKind.ESCALATION:
        raise FieldRefused("to_person_id", "Only an escalation can go to somebody without an account here.")
    if to_role is draft.to_role:
        return
    rest = {name: value for name, value in draft.extra.items() if name != TO_ROLE}
    draft.extra = rest | ({TO_ROLE: to_role.value} if to_role else {})
    db.session.flush()
    subject = ("handoff", draft.id)
    audit.record("handoff.role_chosen", subject=subject, actor=actor, now=now, unit_id=draft.unit_id, is_change=False)


def _require_another(draft: Handoff, to_unit_id: UUID) -> None:
    if draft.kind is not HandoffKind.TRANSFER:
        raise FieldRefused("to_unit_id", "Only a transfer goes to another unit. Change what it is for on the report.")
    if to_unit_id == draft.unit_id:
        raise FieldRefused("to_unit_id", "The patient is on this unit already. Choose another one.")
    if to_unit_id not in {unit.id for unit in units.facts_of()}:
        raise FieldRefused("to_unit_id", "This unit takes no patients now. Choose another one.")
