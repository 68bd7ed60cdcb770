"""The cast: who works where in every test.

5 West (London): Alice is charge nurse, Bob is staff, Maria is the manager. 6 East (New York): Charlie is staff.
Dana is administrator, Quinn is the quality lead; both work on no unit.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from flask import Flask

from huddle.accounts.models import Device, LoginSession, User
from huddle.accounts.rules import DeviceKind
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.clock import FrozenClock
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.units.models import Membership, Organisation, Service, Shift, Site, Unit
from huddle.units.staff import token_sha256
from tests.support.client import CarefulClient

MORNING = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)
"""A Monday, five past seven in London, just as the day shift begins."""

ROLES = {"alice": UnitRole.CHARGE, "bob": UnitRole.STAFF, "maria": UnitRole.MANAGER, "charlie": UnitRole.STAFF}
NAMES = {
    "alice": "Alice Adeyemi",
    "bob": "Bob Brandt",
    "maria": "Maria Moreno",
    "charlie": "Charlie Chen",
    "dana": "Dana Diaz",
    "quinn": "Quinn Quist",
}


@dataclass
class Ward:
    """The cast as actors, their unit, and signed-in clients for them."""

    app: Flask
    clock: FrozenClock
    unit_id: UUID
    other_unit_id: UUID
    day_shift_id: UUID
    night_shift_id: UUID
    tablet_id: UUID
    tablet_token: str
    alice: Actor
    bob: Actor
    maria: Actor
    charlie: Actor
    dana: Actor
    quinn: Actor

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def anonymous(self) -> CarefulClient:
        """A browser that nobody has signed in on."""
        return CarefulClient(self.app)

    def locked_tablet(self) -> CarefulClient:
        """The unit's tablet before anybody has entered a PIN."""
        client = CarefulClient(self.app)
        client.set_cookie("huddle-tablet", self.tablet_token)
        return client

    def wall_screen(self) -> CarefulClient:
        """A screen on the wall of the unit, on which nobody signs in."""
        token, client = secrets.token_urlsafe(32), CarefulClient(self.app)
        with transaction():
            db.session.add(
                Device(
                    unit_id=self.unit_id,
                    kind=DeviceKind.WALL,
                    name="Corridor",
                    token_sha256=token_sha256(token),
                    enrolled_at=self.now,
                    enrolled_by=self.maria.person_id,
                    expires_at=self.now + timedelta(days=90),
                    last_seen_at=self.now,
                )
            )
        client.set_cookie("huddle-tablet", token)
        return client

    def client(self, person: Actor, *, tablet: bool = False) -> CarefulClient:
        """A browser of this person: their own computer, or the unit's tablet with a PIN entered just now."""
        client = self.locked_tablet() if tablet else CarefulClient(self.app)
        token = secrets.token_urlsafe(32)
        with transaction():
            db.session.add(
                LoginSession(
                    token_sha256=token_sha256(token),
                    user_id=person.person_id,
                    device_id=self.tablet_id if tablet else None,
                    created_at=self.now,
                    expires_at=self.now + timedelta(hours=12),
                    last_used_at=self.now,
                    lock_after_seconds=120 if tablet else 900,
                    pin_at=self.now if tablet else None,
                )
            )
        client.set_cookie("huddle", token)
        return client


def make_ward(app: Flask, clock: FrozenClock) -> Ward:
    """Store the cast and give it back."""
    now = clock.now()
    with transaction():
        db.session.add(Organisation(name="Test hospital"))
        unit_id, (day, night) = _unit("5 West", "Riverside", "Europe/London", now)
        other_id, _shifts = _unit("6 East", "Harbour", "America/New_York", now)
        actors = {key: _person(key, {"charlie": other_id}.get(key, unit_id), now) for key in NAMES}
        token = secrets.token_urlsafe(32)
        tablet = Device(
            unit_id=unit_id,
            name="Tablet 1",
            token_sha256=token_sha256(token),
            enrolled_at=now,
            enrolled_by=actors["maria"].person_id,
            expires_at=now + timedelta(days=90),
        )
        db.session.add(tablet)
        db.session.flush()
        tablet_id = tablet.id
    return Ward(app, clock, unit_id, other_id, day, night, tablet_id, token, **actors)


def _unit(name: str, site_name: str, zone: str, now: datetime) -> tuple[UUID, tuple[UUID, UUID]]:
    site = Site(name=site_name, timezone=zone)
    db.session.add(site)
    db.session.flush()
    service = Service(site_id=site.id, name="Medicine")
    db.session.add(service)
    db.session.flush()
    unit = Unit(service_id=service.id, name=name, phone="5-1234", created_at=now - timedelta(days=400))
    db.session.add(unit)
    db.session.flush()
    day = Shift(unit_id=unit.id, name="Day", starts_at=time(7), ends_at=time(19), huddle_at=time(7, 15))
    night = Shift(unit_id=unit.id, name="Night", starts_at=time(19), ends_at=time(7), huddle_at=time(19, 15))
    db.session.add_all([day, night])
    db.session.flush()
    return unit.id, (day.id, night.id)


def _person(key: str, unit_id: UUID, now: datetime) -> Actor:
    org_role = {"dana": OrgRole.ADMIN, "quinn": OrgRole.QUALITY}.get(key)
    user = User(username=key, name=NAMES[key], org_role=org_role, created_at=now - timedelta(days=300))
    db.session.add(user)
    db.session.flush()
    units: dict[UUID, UnitRole] = {}
    if key in ROLES:
        units[unit_id] = ROLES[key]
        started = now - timedelta(days=300)
        db.session.add(Membership(user_id=user.id, unit_id=unit_id, role=ROLES[key], started_at=started))
    return Actor(user_id=user.id, name=user.name, units=units, org_role=org_role)
