"""Who may do what with a check-in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from huddle.checkins import policy
from huddle.checkins.rules import CheckInState
from huddle.core.actor import Actor, OrgRole, UnitRole

UNIT = uuid4()


def person(role: UnitRole | None, org_role: OrgRole | None = None) -> Actor:
    return Actor(user_id=uuid4(), name="Somebody", units={UNIT: role} if role else {}, org_role=org_role)


def check_in(state: CheckInState = CheckInState.DRAFTED) -> Any:
    return SimpleNamespace(unit_id=UNIT, state=state)


@pytest.mark.parametrize(
    ("role", "allowed"), [(UnitRole.STAFF, False), (UnitRole.CHARGE, True), (UnitRole.MANAGER, True), (None, False)]
)
def test_leaders_write_and_publish(role: UnitRole | None, allowed: bool) -> None:
    assert bool(policy.can_lead(person(role), check_in())) is allowed


def test_nobody_changes_what_is_published() -> None:
    assert "published" in policy.can_lead(person(UnitRole.MANAGER), check_in(CheckInState.PUBLISHED)).reason


@pytest.mark.parametrize("role", list(UnitRole))
def test_everybody_on_the_unit_reads_it_from_the_first_day(role: UnitRole) -> None:
    assert policy.can_read(person(role), check_in())


def test_readers_from_elsewhere_read_it_once_it_is_published() -> None:
    quality = person(None, OrgRole.QUALITY)
    assert not policy.can_read(quality, check_in())
    assert policy.can_read(quality, check_in(CheckInState.PUBLISHED))
