"""Who may do what with an action item."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from huddle.actions import policy
from huddle.core.actor import Actor, UnitRole

UNIT = uuid4()


def person(role: UnitRole | None) -> Actor:
    return Actor(user_id=uuid4(), name="Somebody", units={UNIT: role} if role else {})


def item(owner: Actor | None = None) -> Any:
    return SimpleNamespace(unit_id=UNIT, owner_id=owner.user_id if owner else uuid4())


@pytest.mark.parametrize("role", list(UnitRole))
def test_anyone_on_the_unit_may_open_one(role: UnitRole) -> None:
    assert policy.can_open(person(role), UNIT)
    assert not policy.can_open(person(None), UNIT)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(UnitRole.STAFF, False), (UnitRole.CHARGE, True), (UnitRole.MANAGER, True), (None, False)],
)
def test_leaders_may_change_anybodys(role: UnitRole | None, allowed: bool) -> None:
    assert bool(policy.can_change(person(role), item())) is allowed


def test_the_owner_may_change_it_while_working_on_the_unit() -> None:
    owner = person(UnitRole.STAFF)
    assert policy.can_change(owner, item(owner))
    left = person(None)
    assert "take it over" in policy.can_change(left, item(left)).reason


def test_everybody_on_the_unit_may_take_it_over_and_not_push_it_on() -> None:
    bob, colleague = person(UnitRole.STAFF), person(UnitRole.STAFF)
    assert policy.can_hand_over(bob, item(), bob.person_id)
    assert not policy.can_hand_over(bob, item(), colleague.person_id)
    assert policy.can_hand_over(bob, item(bob), colleague.person_id)
    outsider = person(None)
    assert not policy.can_hand_over(outsider, item(), outsider.person_id)
