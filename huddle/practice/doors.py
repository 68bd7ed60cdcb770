"""Who is in charge at this moment, who is here for one shift, and the tablets of each unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from huddle.accounts import hashing, tablets
from huddle.accounts import queries as accounts
from huddle.accounts.models import Device
from huddle.accounts.rules import DeviceKind
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.practice.hospital import Ward
from huddle.practice.people import GUESTS
from huddle.units import charge, guests, queries, rules, staff

ENROLMENT = Actor.system("enrolment")
LASTS = timedelta(days=90)
SOON = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Tablet:
    """A device of every unit: enrolled and last seen so long ago; a lost one is switched off."""

    name: str
    kind: DeviceKind
    enrolled: timedelta
    seen: timedelta
    lost: bool = False


TABLETS = (
    _Tablet("Front desk", DeviceKind.TABLET, timedelta(days=40), timedelta(minutes=3)),
    _Tablet("Cart 1", DeviceKind.TABLET, timedelta(days=76), timedelta(days=6), lost=True),
    _Tablet("Corridor", DeviceKind.WALL, timedelta(days=31), timedelta(minutes=1)),
)


def tell(ward: Ward, now: datetime) -> None:
    """Somebody said so at the start of the shift that runs now, and let a guest in where there is one."""
    run = rules.current_run(queries.shifts(ward.unit_id), now, ward.zone)
    at = min(now, run.starts_at + SOON) if run else now
    lead = ward.charge[0]
    charge.take(ward.unit_id, actor=lead, now=at)
    if guest := GUESTS.get(ward.name):
        vouched = guests.vouch_for_new(ward.unit_id, name=guest[0], role=guest[1], actor=lead, now=at)
        person = accounts.person(vouched.guest.person_id)
        person.pin_hash = accounts.person(lead.person_id).pin_hash  # that of everybody here, so that it can be told
        db.session.flush()
    for tablet in TABLETS:
        _enrol(ward, tablet, now)


def _enrol(ward: Ward, tablet: _Tablet, now: datetime) -> None:
    at = now - tablet.enrolled
    code = tablets.make_code(ward.unit_id, kind=tablet.kind, actor=ward.manager, now=at)
    token = tablets.enrol(code, name=tablet.name, lasts=LASTS, actor=ENROLMENT, now=at)
    query = select(Device).where(Device.token_sha256 == hashing.token_sha256(token))
    device = db.session.execute(query).scalar_one()
    staff.note_seen(device.id, now=now - tablet.seen)
    if tablet.lost:
        tablets.revoke(device, actor=ward.manager, now=now - tablet.seen)
