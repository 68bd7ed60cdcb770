"""Who may do what with a handoff."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.handoffs import policy

UNIT = uuid4()


def person(role: UnitRole | None, org_role: OrgRole | None = None) -> Actor:
    return Actor(user_id=uuid4(), name="Somebody", units={UNIT: role} if role else {}, org_role=org_role)


def handoff(**facts: Any) -> Any:
    known = {"unit_id": UNIT, "sent_by": uuid4(), "to_person_id": None, "acknowledged_by": None, "on_behalf_of": None}
    return SimpleNamespace(**known | {"receiving_unit_id": UNIT} | facts)


@pytest.mark.parametrize("role", list(UnitRole))
def test_anyone_on_the_unit_may_send_and_may_acknowledge_what_names_nobody(role: UnitRole) -> None:
    assert policy.can_send(person(role), UNIT)
    assert policy.can_acknowledge(person(role), handoff())


@pytest.mark.parametrize("org_role", [None, *OrgRole])
def test_nobody_else_may_do_anything(org_role: OrgRole | None) -> None:
    outsider = person(None, org_role)
    named = handoff(sent_by=outsider.user_id, to_person_id=outsider.user_id, acknowledged_by=outsider.user_id)
    assert not policy.can_send(outsider, UNIT)
    assert not policy.can_acknowledge(outsider, named)
    assert not policy.can_correct(outsider, named)
    assert not policy.can_mark_seen(outsider, named)


def test_the_sender_cannot_acknowledge_their_own_handoff() -> None:
    alice = person(UnitRole.CHARGE)
    assert "a colleague must" in policy.can_acknowledge(alice, handoff(sent_by=alice.user_id)).reason


def test_a_named_handoff_is_for_the_named_colleague() -> None:
    bob = person(UnitRole.STAFF)
    named = handoff(to_person_id=bob.user_id)
    assert policy.can_acknowledge(bob, named)
    for colleague in (person(UnitRole.STAFF), person(UnitRole.MANAGER)):
        assert "charge nurse" in policy.can_acknowledge(colleague, named).reason


def test_a_charge_nurse_may_take_a_named_handoff_over() -> None:
    alice = person(UnitRole.CHARGE)
    assert policy.can_acknowledge(alice, handoff(to_person_id=uuid4()))
    assert policy.takes_over(alice, handoff(to_person_id=uuid4()))
    assert not policy.takes_over(alice, handoff(to_person_id=alice.user_id))
    assert not policy.takes_over(alice, handoff())


def test_a_charge_nurse_cannot_take_over_what_they_sent_themselves() -> None:
    alice = person(UnitRole.CHARGE)
    assert not policy.can_acknowledge(alice, handoff(sent_by=alice.user_id, to_person_id=uuid4()))


def test_only_the_sender_corrects_and_only_the_receiver_has_seen_it() -> None:
    alice, bob = person(UnitRole.CHARGE), person(UnitRole.STAFF)
    taken = handoff(sent_by=alice.user_id, acknowledged_by=bob.user_id)
    assert policy.can_correct(alice, taken)
    assert not policy.can_correct(bob, taken)
    assert policy.can_mark_seen(bob, taken)
    assert not policy.can_mark_seen(alice, taken)


def test_the_senders_view_is_hidden_until_somebody_has_judged() -> None:
    alice, bob = person(UnitRole.CHARGE), person(UnitRole.STAFF)
    assert policy.sees_senders_view(alice, handoff(sent_by=alice.user_id))
    assert not policy.sees_senders_view(bob, handoff(sent_by=alice.user_id))
    assert policy.sees_senders_view(bob, handoff(sent_by=alice.user_id, acknowledged_by=uuid4()))
