from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest

from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.units import policy

HERE, ELSEWHERE = uuid4(), uuid4()
MANAGER = Actor(uuid4(), "Maria", {HERE: UnitRole.MANAGER})
CHARGE = Actor(uuid4(), "Alice", {HERE: UnitRole.CHARGE})
ADMIN = Actor(uuid4(), "Dana", org_role=OrgRole.ADMIN)
QUALITY = Actor(uuid4(), "Quinn", org_role=OrgRole.QUALITY)
PLAIN = SimpleNamespace(org_role=None)


def test_only_administrators_and_our_own_commands_administer() -> None:
    assert policy.can_administer(ADMIN)
    assert policy.can_administer(Actor.system("practice"))
    assert not any(policy.can_administer(actor) for actor in (MANAGER, CHARGE, QUALITY))


def test_a_manager_sets_up_their_own_unit_and_no_other() -> None:
    assert policy.can_set_up(MANAGER, HERE)
    assert not policy.can_set_up(MANAGER, ELSEWHERE)
    assert not policy.can_set_up(CHARGE, HERE)
    assert policy.can_set_up(ADMIN, HERE)


def test_a_manager_makes_pins_for_staff_of_the_unit() -> None:
    assert policy.can_make_pin(MANAGER, HERE, PLAIN, {HERE: UnitRole.STAFF})
    assert policy.can_make_pin(MANAGER, HERE, PLAIN, {HERE: UnitRole.CHARGE})
    assert not policy.can_make_pin(MANAGER, HERE, PLAIN, {ELSEWHERE: UnitRole.STAFF})
    assert not policy.can_make_pin(CHARGE, HERE, PLAIN, {HERE: UnitRole.STAFF})


@pytest.mark.parametrize("org_role", list(OrgRole))
def test_a_manager_cannot_climb_by_making_a_pin_for_somebody_with_more_rights(org_role: OrgRole) -> None:
    above = SimpleNamespace(org_role=org_role)

    assert not policy.can_make_pin(MANAGER, HERE, above, {HERE: UnitRole.STAFF})
    assert not policy.can_make_pin(MANAGER, HERE, PLAIN, {HERE: UnitRole.STAFF, ELSEWHERE: UnitRole.MANAGER})
    assert not policy.can_make_pin(MANAGER, HERE, PLAIN, {HERE: UnitRole.STAFF, ELSEWHERE: UnitRole.STAFF})
    assert policy.can_make_pin(ADMIN, HERE, above, {HERE: UnitRole.STAFF})
