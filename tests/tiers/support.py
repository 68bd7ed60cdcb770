"""Huddles above 5 West."""

from __future__ import annotations

from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.tiers import service
from huddle.tiers.models import TierHuddle
from huddle.units.rules import Level
from tests.concerns.support import level
from tests.support.ward import Ward


def opened(ward: Ward, actor: Actor, at: Level | None = None) -> TierHuddle:
    with transaction():
        return service.open_today(at or level(ward), actor=actor, now=ward.now)


def closed(ward: Ward, huddle: TierHuddle, actor: Actor, notes: str = "") -> None:
    with transaction():
        service.close(huddle, level(ward, huddle.kind), notes=notes, actor=actor, now=ward.now)


def url(at: Level) -> str:
    return f"/levels/{at.kind}/{at.id}"
