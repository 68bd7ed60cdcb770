"""Who may do what with a concern."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from huddle.concerns import policy
from huddle.concerns.rules import ConcernStatus
from huddle.core.actor import Actor, UnitRole

UNIT = uuid4()


def person(role: UnitRole | None) -> Actor:
    return Actor(user_id=uuid4(), name="Somebody", units={UNIT: role} if role else {})


def concern(**facts: Any) -> Any:
    return SimpleNamespace(**{"unit_id": UNIT, "raised_by": uuid4(), "status": ConcernStatus.OPEN} | facts)


@pytest.mark.parametrize(
    ("role", "allowed"), [(UnitRole.STAFF, True), (UnitRole.CHARGE, True), (UnitRole.MANAGER, True), (None, False)]
)
def test_anyone_on_the_unit_may_raise_a_concern(role: UnitRole | None, allowed: bool) -> None:
    assert bool(policy.can_raise(person(role), UNIT)) is allowed


@pytest.mark.parametrize(
    ("role", "allowed"), [(UnitRole.STAFF, False), (UnitRole.CHARGE, True), (UnitRole.MANAGER, True), (None, False)]
)
def test_leaders_answer(role: UnitRole | None, allowed: bool) -> None:
    assert bool(policy.can_answer(person(role), concern())) is allowed


def test_a_closed_concern_is_not_answered_again() -> None:
    decision = policy.can_answer(person(UnitRole.CHARGE), concern(status=ConcernStatus.CLOSED))
    assert "closed" in decision.reason


def test_whoever_raised_it_may_say_that_they_were_told() -> None:
    bob = person(UnitRole.STAFF)
    answered = concern(raised_by=bob.user_id, status=ConcernStatus.ANSWERED)
    assert policy.can_tell_back(bob, answered)
    assert not policy.can_tell_back(person(UnitRole.STAFF), answered)


def test_there_is_nothing_to_tell_before_the_answer() -> None:
    assert "no answer" in policy.can_tell_back(person(UnitRole.MANAGER), concern()).reason
