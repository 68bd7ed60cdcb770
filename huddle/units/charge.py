"""Who is in charge of a unit now: one tap says so, until somebody else does or the shift is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from huddle.accounts.models import User
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import SavedAtOnce
from huddle.core.reading import Asked, Statement
from huddle.core.storing import insert_once
from huddle.units import policy, queries, rules
from huddle.units.models import ChargeTurn, Membership


@dataclass(frozen=True, slots=True)
class InCharge:
    """Who is in charge now, since when and until when, and from whom it moved, if it did."""

    person_id: UUID
    name: str
    since: datetime
    ends_at: datetime
    before_id: UUID | None
    before: str | None


_BEFORE, _BEFORE_USER = aliased(ChargeTurn), aliased(User)
_NOW = Statement(
    select(
        User.id.label("person_id"),
        User.name,
        ChargeTurn.since,
        ChargeTurn.ends_at,
        _BEFORE_USER.id.label("before_id"),
        _BEFORE_USER.name.label("before"),
    )
    .join(User, and_(User.id == ChargeTurn.person_id, User.active))
    .join(Membership, and_(Membership.unit_id == ChargeTurn.unit_id, Membership.user_id == User.id, queries.IS_MEMBER))
    .outerjoin(
        _BEFORE,
        and_(
            _BEFORE.unit_id == ChargeTurn.unit_id,
            _BEFORE.until == ChargeTurn.since,
            _BEFORE.person_id != ChargeTurn.person_id,
        ),
    )
    .outerjoin(_BEFORE_USER, _BEFORE_USER.id == _BEFORE.person_id)
    .where(ChargeTurn.unit_id == bindparam("unit"), ChargeTurn.until.is_(None), ChargeTurn.ends_at > bindparam("now"))
    .order_by(_BEFORE.since.desc(), _BEFORE.id)
)


def in_charge(unit_id: UUID, now: datetime) -> InCharge | None:
    """Who said that they are in charge, while their shift runs; None when nobody has."""
    return ask_in_charge(unit_id, now).read()


def ask_in_charge(unit_id: UUID, now: datetime) -> Asked[InCharge | None]:
    """`in_charge`, to be read together with other questions."""
    return _NOW.ask(lambda rows: InCharge(*rows[0]) if rows else None, unit=unit_id, now=now)


def take(unit_id: UUID, *, actor: Actor, now: datetime) -> None:
    """`actor` is in charge from now on, with the rights of a charge nurse, until their shift ends.

    Whoever was in charge before is not any more. Saying it twice changes nothing. Raises SavedAtOnce when a
    colleague said so in the very same moment.
    """
    me = queries.person_on(unit_id, actor.person_id, now)
    policy.can_take_charge(actor, unit_id, me.guest_role).require()
    running = _running(unit_id)
    if running is not None:
        if running.person_id == me.id and running.ends_at > now:
            return
        _end(running, actor, now)
    run, ends_at = rules.stay(queries.shifts(unit_id), now, queries.facts(unit_id).zone)
    made = insert_once(
        ChargeTurn,
        unit_id=unit_id,
        shift_id=run.shift_id if run else None,
        shift_on=run.on if run else None,
        person_id=me.id,
        since=now,
        ends_at=ends_at,
    )
    if not made:
        raise SavedAtOnce
    audit.record("charge.taken", subject=("user", me.id), actor=actor, now=now, unit_id=unit_id)


def end_turn(unit_id: UUID, person_id: UUID, *, actor: Actor, now: datetime) -> None:
    """This person, who leaves, is not in charge any more, if they were."""
    running = _running(unit_id)
    if running is not None and running.person_id == person_id:
        _end(running, actor, now)


def _running(unit_id: UUID) -> ChargeTurn | None:
    query = select(ChargeTurn).where(ChargeTurn.unit_id == unit_id, ChargeTurn.until.is_(None)).with_for_update()
    return db.session.execute(query, execution_options={"populate_existing": True}).scalar_one_or_none()


def _end(turn: ChargeTurn, actor: Actor, now: datetime) -> None:
    """Its rights ended with the shift, if that is over already."""
    turn.until = min(now, turn.ends_at)
    db.session.flush()
    audit.record("charge.ended", subject=("user", turn.person_id), actor=actor, now=now, unit_id=turn.unit_id)
