"""What a unit asks in its huddles: saved as a new version, so that huddles of the past stay as they were."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import RuleBroken
from huddle.core.storing import insert_once
from huddle.huddles import policy, rules
from huddle.huddles.models import HuddleTemplate
from huddle.huddles.queries import templates
from huddle.huddles.rules import DEFAULTS, HuddleKind, Plan

MEANWHILE = (
    "A colleague has saved another version. Yours is still here, theirs is in the preview. "
    "Save again and yours follows theirs."
)


def save_template(
    unit_id: UUID,
    kind: HuddleKind,
    plan: Plan,
    *,
    names_on: bool,
    begun_on: int,
    actor: Actor,
    now: datetime,
    needed: Collection[str] = (),
) -> HuddleTemplate:
    """Store what the next huddles of this kind ask, and which roles they need. `begun_on` is the number that was seen.

    Raises RuleBroken for a plan that cannot be, and when a colleague has saved another version meanwhile.
    """
    policy.can_shape(actor, unit_id).require()
    rules.require_plan(kind, plan)
    stored = templates.newest(unit_id, kind)
    number = stored.number if stored else 0
    if number != begun_on:
        raise RuleBroken(MEANWHILE)
    steps = rules.stored(plan, needed)
    if stored is not None and (stored.plan, stored.needed, stored.names_on) == (
        plan,
        rules.read_needed(steps),
        names_on,
    ):
        return stored
    values = {"id": uuid4(), "number": number + 1, "steps": steps, "names_on": names_on}
    values |= {"unit_id": unit_id, "kind": kind, "made_at": now, "made_by": actor.person_id}
    if not insert_once(HuddleTemplate, **values):
        raise RuleBroken(MEANWHILE)
    made = db.session.execute(select(HuddleTemplate).where(HuddleTemplate.id == values["id"])).scalar_one()
    audit.record("huddle_template.saved", subject=("huddle_template", made.id), actor=actor, now=now, unit_id=unit_id)
    return made


def current_template(unit_id: UUID, kind: HuddleKind, *, actor: Actor, now: datetime) -> HuddleTemplate:
    """The newest template; where a unit has none, ours becomes its first, so that it stays what it was."""
    found = templates.newest(unit_id, kind)
    if found is not None:
        return found
    policy.can_take_part(actor, unit_id).require()
    # no trace: nobody has decided anything; the huddle that is being opened leaves its own.
    insert_once(
        HuddleTemplate,
        unit_id=unit_id,
        kind=kind,
        number=1,
        steps=rules.stored(DEFAULTS[kind]),
        names_on=False,
        made_at=now,
        made_by=None,
    )
    made = templates.newest(unit_id, kind)
    assert made is not None  # noqa: S101 - it was just stored, here or by the other tablet
    return made
