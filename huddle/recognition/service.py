"""Saying thanks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused
from huddle.recognition import policy, rules
from huddle.recognition.models import Recognition


def thank(
    unit_id: UUID, *, to_whom: str, what: str, actor: Actor, now: datetime, huddle_id: UUID | None = None
) -> Recognition:
    """Write a thank-you down. Raises NotPermitted for people of other units."""
    policy.can_thank(actor, unit_id).require()
    _require("to_whom", to_whom, rules.TO_LIMIT, "Say who helped: a role, or the whole team.")
    _require("what", what, rules.WHAT_LIMIT, "Say in a few words what helped.")
    said = Recognition(
        unit_id=unit_id,
        huddle_id=huddle_id,
        to_whom=to_whom,
        what=what,
        given_by=actor.person_id,
        given_at=now,
    )
    db.session.add(said)
    db.session.flush()
    audit.record("recognition.given", subject=("recognition", said.id), actor=actor, now=now, unit_id=unit_id)
    return said


def _require(field_name: str, text: str, limit: int, message: str) -> None:
    if not text.strip():
        raise FieldRefused(field_name, message)
    if len(text) > limit:
        raise FieldRefused(field_name, f"Use at most {limit} letters.")
