"""Who may do what with a concern."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from huddle.concerns import policy
from huddle.concerns.rules import ConcernStatus
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.units.rules import Level, LevelKind

UNIT = uuid4()
STAFF, CHARGE, MANAGER = UnitRole.STAFF, UnitRole.CHARGE, UnitRole.MANAGER
EVERY_ROLE = [(STAFF, True), (CHARGE, True), (MANAGER, True), (None, False)]
LEADERS = [(STAFF, False), (CHARGE, True), (MANAGER, True), (None, False)]


def person(role: UnitRole | None, org_role: OrgRole | None = None) -> Actor:
    return Actor(user_id=uuid4(), name="Somebody", units={UNIT: role} if role else {}, org_role=org_role)


def concern(**facts: Any) -> Any:
    usual = {"unit_id": UNIT, "raised_by": uuid4(), "owner_id": None, "status": ConcernStatus.OPEN, "is_news": False}
    return SimpleNamespace(**usual | facts)


def level(receiver: Actor | None = None) -> Level:
    receiver_id = receiver.user_id if receiver else None
    return Level(LevelKind.SERVICE, uuid4(), "Medicine", "", receiver_id, ZoneInfo("UTC"), frozenset({UNIT}))


@pytest.mark.parametrize(("role", "allowed"), EVERY_ROLE)
def test_anyone_on_the_unit_may_raise_a_concern_and_pick_one_up(role: UnitRole | None, allowed: bool) -> None:
    assert bool(policy.can_raise(person(role), UNIT)) is allowed
    assert bool(policy.can_pick_up(person(role), concern())) is allowed


@pytest.mark.parametrize(("role", "allowed"), LEADERS)
def test_leaders_answer_and_ask_above(role: UnitRole | None, allowed: bool) -> None:
    assert bool(policy.can_answer(person(role), concern())) is allowed
    assert bool(policy.can_escalate(person(role), concern())) is allowed


def test_whoever_picked_it_up_answers_and_asks_above_as_long_as_they_work_there() -> None:
    bob = person(STAFF)
    mine = concern(owner_id=bob.user_id)
    assert policy.can_answer(bob, mine)
    assert policy.can_escalate(bob, mine)
    gone = Actor(user_id=bob.user_id, name="Somebody")
    assert not policy.can_answer(gone, mine)
    assert not policy.can_answer(Actor.system("roll-up"), concern())


@pytest.mark.parametrize("status", [ConcernStatus.CLOSED, ConcernStatus.MERGED])
def test_what_is_over_is_not_answered_again(status: ConcernStatus) -> None:
    assert policy.can_answer(person(CHARGE), concern(status=status)).reason


def test_whoever_raised_it_may_say_that_they_were_told() -> None:
    bob = person(STAFF)
    answered = concern(raised_by=bob.user_id, status=ConcernStatus.ANSWERED)
    assert policy.can_tell_back(bob, answered)
    assert not policy.can_tell_back(person(STAFF), answered)


def test_there_is_nothing_to_tell_before_the_answer() -> None:
    assert "no answer" in policy.can_tell_back(person(MANAGER), concern()).reason


def test_only_whoever_raised_it_has_read_it_and_only_once() -> None:
    bob = person(STAFF)
    assert policy.can_say_read(bob, concern(raised_by=bob.user_id, is_news=True))
    assert not policy.can_say_read(bob, concern(raised_by=bob.user_id, is_news=False))
    assert not policy.can_say_read(person(MANAGER), concern(is_news=True))


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (person(STAFF), False),
        (person(CHARGE), False),
        (person(MANAGER), True),
        (person(None, OrgRole.QUALITY), True),
        (person(None, OrgRole.EXECUTIVE), True),
        (person(None, OrgRole.ADMIN), False),
        (Actor(user_id=uuid4(), name="X", units={uuid4(): MANAGER}), False),
        (Actor.system("roll-up"), False),
    ],
)
def test_a_level_is_read_by_managers_below_it_quality_and_executives(actor: Actor, allowed: bool) -> None:
    assert bool(policy.can_read_level(actor, level())) is allowed


def test_only_whoever_is_named_answers_for_a_level() -> None:
    rita = person(None)
    named = level(rita)
    assert policy.can_read_level(rita, named)
    assert policy.can_answer_for(rita, named)
    assert "answers for Medicine" in policy.can_answer_for(person(MANAGER), named).reason
    assert not policy.can_answer_for(person(None, OrgRole.EXECUTIVE), named)


def test_where_nobody_is_named_those_who_read_it_answer() -> None:
    assert policy.can_answer_for(person(MANAGER), level())
    assert not policy.can_answer_for(person(CHARGE), level())
