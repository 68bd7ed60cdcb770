"""The only readers of the request's person and of the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app, g

from huddle.core.actor import Actor
from huddle.core.clock import Clock


@dataclass(frozen=True, slots=True)
class Tablet:
    """The enrolled device that this request comes from; `is_wall` for a screen on which nobody signs in."""

    id: UUID
    unit_id: UUID
    name: str
    is_wall: bool = False
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitHere:
    """A unit of the person who comes: its name, and how often something had changed on it when they came.

    `areas` says the same for each of huddle.core.written.AREAS.
    """

    name: str
    revision: int
    areas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """What the cookies of this request stand for, read from the database once.

    `must_change` names the secret ("pin", "password") that this person has to choose anew before anything else.
    `practice` says whether this is the practice hospital; None when nobody is signed in.
    """

    actor: Actor | None = None
    session_id: UUID | None = None
    tablet: Tablet | None = None
    locked: bool = False
    pin_at: datetime | None = None
    lock_after_seconds: int | None = None
    used_at: datetime | None = None
    must_change: str | None = None
    zone: ZoneInfo = ZoneInfo("UTC")
    units: Mapping[UUID, UnitHere] = field(default_factory=dict)
    practice: bool | None = None


NOBODY = Visit()


def visit() -> Visit:
    return cast(Visit, g.get("visit", NOBODY))


def current_actor() -> Actor:
    """The person signed in. Only views that declared access may call this."""
    actor = visit().actor
    if actor is None or visit().locked:
        raise RuntimeError("this view must declare who may use it")
    return actor


def actor_id() -> UUID | None:
    """The id of the person signed in and not locked out, or None."""
    here = visit()
    return here.actor.user_id if here.actor is not None and not here.locked else None


def zone_here() -> ZoneInfo:
    """The time zone in which this page speaks: the unit's, wherever the reader is."""
    return visit().zone


def speak_in(zone: ZoneInfo) -> None:
    """Let this page speak in the time zone of what it is about, where its address names no unit."""
    g.visit = replace(visit(), zone=zone)


def device_id() -> UUID | None:
    tablet = visit().tablet
    return tablet.id if tablet else None


def now() -> datetime:
    """The time of this request; one request has one time."""
    if "now" not in g:
        g.now = cast(Clock, current_app.extensions["huddle.clock"]).now()
    return cast(datetime, g.now)
