"""More of the cast for transfers: people of 6 East, a third unit, and somebody who works on both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from huddle.accounts.models import User
from huddle.core.actor import Actor, UnitRole
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffKind, Severity
from huddle.units.models import Membership, Service, Site, Unit
from tests.handoffs.test_service import PLAN, acknowledged, report
from tests.support.ward import Ward

STAFF, CHARGE = UnitRole.STAFF, UnitRole.CHARGE


def hired(ward: Ward, name: str, **places: Any) -> Actor:
    """Somebody who works `on` these units, by id and role."""
    units: dict[UUID, UnitRole] = places["on"]
    with transaction():
        user = User(username=name.lower(), name=name, created_at=ward.now - timedelta(days=300))
        db.session.add(user)
        db.session.flush()
        for unit_id, role in units.items():
            started = ward.now - timedelta(days=300)
            db.session.add(Membership(user_id=user.id, unit_id=unit_id, role=role, started_at=started))
        return Actor(user_id=user.id, name=name, units=dict(units))


def third_unit(ward: Ward, name: str = "7 North") -> UUID:
    """A unit on a site of its own that no transfer here has to do with."""
    with transaction():
        site = Site(name="Hill", timezone="Asia/Kathmandu")
        db.session.add(site)
        db.session.flush()
        above = Service(site_id=site.id, name="Surgery")
        db.session.add(above)
        db.session.flush()
        unit = Unit(service_id=above.id, name=name, phone="7-0000", created_at=ward.now - timedelta(days=400))
        db.session.add(unit)
        db.session.flush()
        return unit.id


def moved(
    ward: Ward,
    sender: Actor,
    *,
    to: Actor | None = None,
    start: UUID | None = None,
    goal: UUID | None = None,
    **words: Any,
) -> Handoff:
    """A transfer that was sent, from 5 West to 6 East where nothing else is said."""
    start, goal = start or ward.unit_id, goal or ward.other_unit_id
    with transaction():
        draft = service.begin(start, report(kind=HandoffKind.TRANSFER, **words), actor=sender, now=ward.now)
        service.choose_unit(draft, goal, actor=sender, now=ward.now)
        holder = queries.holder(start, draft.patient_id1, draft.patient_id2, ward.now)
        service.send_draft(
            draft,
            PLAN,
            to_person_id=to.person_id if to else None,
            responsible_id=holder.person_id if holder else None,
            actor=sender,
            now=ward.now,
        )
    return draft


def taken(ward: Ward, handoff: Handoff, actor: Actor, severity: Severity = Severity.UNSTABLE, *, read: int = 0) -> None:
    """Somebody acknowledges it after a full read-back, and finds the patient as sick as the sender does."""
    acknowledged(ward, handoff, actor, severity, read=read)


def show(unit_id: UUID, handoff: Handoff | UUID, part: str = "") -> str:
    """The address of a handoff as people of this unit have it."""
    id_ = handoff if isinstance(handoff, UUID) else handoff.id
    return f"/units/{unit_id}/handoffs/{id_}{part}"
