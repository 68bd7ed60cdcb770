"""Who may take part in a huddle."""

from __future__ import annotations

from uuid import uuid4

import pytest

from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.huddles import policy

UNIT = uuid4()


@pytest.mark.parametrize("role", list(UnitRole))
def test_anyone_on_the_unit_takes_part(role: UnitRole) -> None:
    assert policy.can_take_part(Actor(uuid4(), "Somebody", units={UNIT: role}), UNIT)


@pytest.mark.parametrize("org_role", [None, *OrgRole])
def test_nobody_else_does(org_role: OrgRole | None) -> None:
    outsider = Actor(uuid4(), "Somebody", units={uuid4(): UnitRole.MANAGER}, org_role=org_role)
    assert "Only people who work on this unit" in policy.can_take_part(outsider, UNIT).reason
