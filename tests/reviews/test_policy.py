"""Who may do what with a review."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from huddle.core.actor import Actor, UnitRole
from huddle.reviews import policy
from huddle.reviews.rules import SHARED, WRITTEN, Confidentiality, ReviewFormat, ReviewStatus

UNIT = uuid4()
LEAD_OR_NOT = [(UnitRole.STAFF, False), (UnitRole.CHARGE, True), (UnitRole.MANAGER, True), (None, False)]


def person(role: UnitRole | None) -> Actor:
    return Actor(user_id=uuid4(), name="Somebody", units={UNIT: role} if role else {})


def review(
    started_by: Actor | None = None,
    status: ReviewStatus = ReviewStatus.OPEN,
    format_: ReviewFormat = ReviewFormat.AAR,
) -> Any:
    facilitator = started_by.user_id if started_by else uuid4()
    learning: dict[str, Any] = {
        "confidentiality": Confidentiality.LEARNING,
        "scribe_id": None,
        "facilitator_external": False,
        "reader_ids": frozenset(),
    }
    learning["format"] = format_
    return SimpleNamespace(unit_id=UNIT, facilitator_id=facilitator, status=status, **learning)


@pytest.mark.parametrize("role", list(UnitRole))
def test_anyone_on_the_unit_may_start_one(role: UnitRole) -> None:
    assert policy.can_start(person(role), UNIT)
    assert not policy.can_start(person(None), UNIT)


@pytest.mark.parametrize(("role", "allowed"), LEAD_OR_NOT)
def test_leaders_edit_every_review(role: UnitRole | None, allowed: bool) -> None:
    assert bool(policy.can_edit(person(role), review())) is allowed


def test_whoever_started_it_edits_it_while_working_here() -> None:
    bob, left = person(UnitRole.STAFF), person(None)
    assert policy.can_edit(bob, review(bob))
    assert not policy.can_edit(left, review(left))


@pytest.mark.parametrize(("role", "allowed"), LEAD_OR_NOT)
def test_a_draft_is_read_by_those_who_may_edit_it(role: UnitRole | None, allowed: bool) -> None:
    assert bool(policy.can_read(person(role), review())) is allowed


@pytest.mark.parametrize("role", list(UnitRole))
def test_a_published_one_is_read_and_noted_on_by_the_whole_unit(role: UnitRole) -> None:
    published = review(status=ReviewStatus.SHARED_BACK)
    assert policy.can_read(person(role), published)
    assert policy.can_take_part(person(role), published)
    assert not policy.can_read(person(None), published)
    assert not policy.can_take_part(person(None), published)


@pytest.mark.parametrize("status", list(WRITTEN))
def test_everybody_on_the_unit_writes_in_a_hot_debrief_until_it_is_shared(status: ReviewStatus) -> None:
    debrief = review(status=status, format_=ReviewFormat.HOT_DEBRIEF)
    assert policy.can_edit(person(UnitRole.STAFF), debrief)
    assert policy.can_read(person(UnitRole.STAFF), debrief)
    assert not policy.can_edit(person(None), debrief)


@pytest.mark.parametrize("status", [*SHARED, ReviewStatus.NOT_HELD])
def test_a_hot_debrief_that_is_not_being_written_belongs_to_whoever_started_it_and_the_leaders(
    status: ReviewStatus,
) -> None:
    bob, alice, colleague = person(UnitRole.STAFF), person(UnitRole.CHARGE), person(UnitRole.STAFF)
    debrief = review(bob, status, ReviewFormat.HOT_DEBRIEF)
    for may in (policy.can_edit, policy.can_mark, policy.can_export, policy.can_release):
        assert [bool(may(who, debrief)) for who in (bob, alice, colleague)] == [True, True, False]
    assert policy.can_read(colleague, debrief)
    assert policy.can_take_part(colleague, debrief)
