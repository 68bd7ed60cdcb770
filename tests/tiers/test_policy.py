"""Who opens and closes a huddle above the units."""

from __future__ import annotations

from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.tiers import policy
from huddle.units.rules import Level, LevelKind

UNIT, OTHER = uuid4(), uuid4()
RITA = Actor(user_id=uuid4(), name="Rita")


def person(role: UnitRole | None = None, org_role: OrgRole | None = None, unit: UUID = UNIT) -> Actor:
    return Actor(user_id=uuid4(), name="X", units={unit: role} if role else {}, org_role=org_role)


def level(receiver: Actor | None = RITA) -> Level:
    receiver_id = receiver.user_id if receiver else None
    return Level(LevelKind.SERVICE, uuid4(), "Medicine", "", receiver_id, ZoneInfo("UTC"), frozenset({UNIT}))


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (RITA, True),
        (person(UnitRole.MANAGER), True),
        (person(UnitRole.MANAGER, OrgRole.EXECUTIVE), True),
        (person(org_role=OrgRole.QUALITY), True),
        (person(org_role=OrgRole.EXECUTIVE), False),
        (person(UnitRole.CHARGE), False),
        (person(UnitRole.MANAGER, unit=OTHER), False),
        (person(org_role=OrgRole.ADMIN), False),
    ],
)
def test_those_below_and_whoever_answers_hold_it(actor: Actor, allowed: bool) -> None:
    assert bool(policy.can_hold(actor, level())) is allowed


def test_an_executive_holds_the_huddle_for_which_they_answer() -> None:
    evelyn = person(org_role=OrgRole.EXECUTIVE)
    assert policy.can_hold(evelyn, level(evelyn))
    assert policy.can_hold(evelyn, level(None))
