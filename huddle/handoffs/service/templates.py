"""How a unit words its handoffs: saved as a new version, so that handoffs of the past keep their words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import RuleBroken
from huddle.core.storing import insert_once
from huddle.handoffs import policy, rules
from huddle.handoffs.models import HandoffTemplate
from huddle.handoffs.queries import templates
from huddle.handoffs.rules import Shape

MEANWHILE = (
    "A colleague has saved another version. Yours is still here, theirs is in the preview. "
    "Save again and yours follows theirs."
)


def save_template(unit_id: UUID, shape: Shape, *, begun_on: int, actor: Actor, now: datetime) -> None:
    """Store how the next handoffs of this kind are told. `begun_on` is the number of the version that was seen.

    Nothing is stored when it says what is told already. Raises RuleBroken for a template that cannot be, and when a
    colleague has saved another version meanwhile.
    """
    policy.can_shape(actor, unit_id).require()
    rules.require_shape(shape)
    newest = templates.newest(unit_id, shape.kind)
    number = newest.number if newest else 0
    if number != begun_on:
        raise RuleBroken(MEANWHILE)
    if shape == templates.shape(newest, shape.kind):
        return
    values = {"id": uuid4(), "unit_id": unit_id, "kind": shape.kind, "number": number + 1}
    values |= {"shape": rules.stored(shape), "made_at": now, "made_by": actor.person_id}
    if not insert_once(HandoffTemplate, **values):
        raise RuleBroken(MEANWHILE)
    made = db.session.execute(select(HandoffTemplate).where(HandoffTemplate.id == values["id"])).scalar_one()
    audit.record("handoff_template.saved", subject=("handoff_template", made.id), actor=actor, now=now, unit_id=unit_id)
