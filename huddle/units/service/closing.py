"""A unit that closes, and one that opens again. What it wrote stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from huddle.accounts import queries as accounts
from huddle.accounts import tablets
from huddle.accounts.models import EnrolmentCode
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import RuleBroken
from huddle.units import policy
from huddle.units.models import Unit
from huddle.units.open_work import open_work


def close_unit(unit: Unit, *, actor: Actor, now: datetime) -> None:
    """Nobody works on it from this moment, and its tablets are switched off.

    Raises RuleBroken when it is closed, and while something is open over which a unit must not close.
    """
    policy.can_administer(actor).require()
    if not unit.active:
        raise RuleBroken("This unit is closed already.")
    for work in open_work(unit.id, now):
        if work.refusal:
            raise RuleBroken(work.refusal)
    unit.active = False
    db.session.flush()
    audit.record("unit.closed", subject=("unit", unit.id), actor=actor, now=now, unit_id=unit.id)
    for device in accounts.tablets(unit.id):
        tablets.revoke(device, actor=actor, now=now)
    db.session.execute(delete(EnrolmentCode).where(EnrolmentCode.unit_id == unit.id))


def reopen_unit(unit: Unit, *, actor: Actor, now: datetime) -> None:
    """Whoever worked there does so again; tablets are enrolled anew. Raises RuleBroken when it is open."""
    policy.can_administer(actor).require()
    if unit.active:
        raise RuleBroken("This unit is open already.")
    unit.active = True
    db.session.flush()
    audit.record("unit.reopened", subject=("unit", unit.id), actor=actor, now=now, unit_id=unit.id)
