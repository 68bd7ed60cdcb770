"""The cast: who works where in every test.

5 West (London): Alice is charge nurse, Bob is staff, Maria is the manager. 6 East (New York): Charlie is staff.
Dana is administrator, Quinn is the quality lead; both work on no unit.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

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
    west, east = _Place("5 West", "Riverside", "Europe/London"), _Place("6 East", "Harbour", "America/New_York")
    homes = {key: east if key == "charlie" else west for key in NAMES}
    people = {key: _user(key, now) for key in NAMES}
    tablet_id, token = uuid4(), secrets.token_urlsafe(32)
    tablet = Device(
        id=tablet_id,
        unit_id=west.unit_id,
        name="Tablet 1",
        token_sha256=token_sha256(token),
        enrolled_at=now,
        enrolled_by=people["maria"].id,
        expires_at=now + timedelta(days=90),
    )
    actors = {key: _actor(key, user, homes[key].unit_id) for key, user in people.items()}
    with transaction():
        # Row by row each would be a question of its own: what needs rows of others comes after them.
        for rows in (
            [Organisation(name="Test hospital"), west.site(), east.site(), *people.values()],
            [west.service(), east.service()],
            [west.unit(now), east.unit(now)],
            [*west.shifts(), *east.shifts(), *(_member(key, actors[key], now) for key in ROLES), tablet],
        ):
            db.session.add_all(rows)
            db.session.flush()
    return Ward(app, clock, west.unit_id, east.unit_id, west.day_id, west.night_id, tablet_id, token, **actors)


@dataclass(frozen=True)
class _Place:
    """A unit with its service, site and shifts."""

    name: str
    site_name: str
    zone: str
    site_id: UUID = field(default_factory=uuid4)
    service_id: UUID = field(default_factory=uuid4)
    unit_id: UUID = field(default_factory=uuid4)
    day_id: UUID = field(default_factory=uuid4)
    night_id: UUID = field(default_factory=uuid4)

    def site(self) -> Site:
        return Site(id=self.site_id, name=self.site_name, timezone=self.zone)

    def service(self) -> Service:
        return Service(id=self.service_id, site_id=self.site_id, name="Medicine")

    def unit(self, now: datetime) -> Unit:
        created_at = now - timedelta(days=400)
        return Unit(id=self.unit_id, service_id=self.service_id, name=self.name, phone="5-1234", created_at=created_at)

    def shifts(self) -> tuple[Shift, Shift]:
        day = {"name": "Day", "starts_at": time(7), "ends_at": time(19), "huddle_at": time(7, 15)}
        night = {"name": "Night", "starts_at": time(19), "ends_at": time(7), "huddle_at": time(19, 15)}
        return (
            Shift(id=self.day_id, unit_id=self.unit_id, **day),
            Shift(id=self.night_id, unit_id=self.unit_id, **night),
        )


def _user(key: str, now: datetime) -> User:
    org_role = {"dana": OrgRole.ADMIN, "quinn": OrgRole.QUALITY}.get(key)
    return User(id=uuid4(), username=key, name=NAMES[key], org_role=org_role, created_at=now - timedelta(days=300))


def _actor(key: str, user: User, unit_id: UUID) -> Actor:
    units = {unit_id: ROLES[key]} if key in ROLES else {}
    return Actor(user_id=user.id, name=user.name, units=units, org_role=user.org_role)


def _member(key: str, person: Actor, now: datetime) -> Membership:
    [unit_id] = person.units
    started = now - timedelta(days=300)
    return Membership(user_id=person.person_id, unit_id=unit_id, role=ROLES[key], started_at=started)
