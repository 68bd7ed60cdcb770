from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import g

from huddle.accounts import queries, signing
from huddle.accounts.signing import CoSignedForm, SignedForm
from huddle.core.actor import Actor
from huddle.core.errors import NotFound
from huddle.units import staff
from huddle.web.context import now
from tests.support.client import CarefulClient
from tests.support.secrets import OTHER_PIN, PIN, WRONG, give_pin
from tests.support.ward import Ward


class AcknowledgeForm(SignedForm):
    form_name = "test.acknowledge"


class CoSignForm(CoSignedForm):
    form_name = "test.cosign"


def request_of(ward: Ward, client: CarefulClient, **typed: str):  # type: ignore[no-untyped-def]
    """The inside of a POST of this client, with its visit loaded."""
    pairs = [(name, client.cookie(name)) for name in ("huddle", "huddle-tablet")]
    cookies = "; ".join(f"{name}={value}" for name, value in pairs if value)
    context = ward.app.test_request_context("/x", method="POST", data=typed, headers={"Cookie": cookies})
    context.push()
    token, tablet = client.cookie("huddle"), client.cookie("huddle-tablet")
    g.visit = staff.load_visit(token, tablet, ward.unit_id, now())
    return context


def test_a_pin_given_within_two_minutes_signs(ward: Ward) -> None:
    client = ward.client(ward.bob, tablet=True)
    ward.clock.tick(timedelta(seconds=110))

    context = request_of(ward, client)
    try:
        form = AcknowledgeForm.about(uuid4())
        assert form.pin is None
        assert signing.confirm(form)
    finally:
        context.pop()


def test_an_own_computer_signs_by_being_signed_in(ward: Ward) -> None:
    context = request_of(ward, ward.client(ward.bob))
    try:
        assert not signing.needs_pin()
    finally:
        context.pop()


def a_while_later(ward: Ward) -> CarefulClient:
    """Bob's tablet, in use all the time, but with a PIN that was entered more than two minutes ago."""
    client = ward.client(ward.bob, tablet=True)
    for _ in range(2):
        ward.clock.tick(timedelta(seconds=100))
        client.get(f"/units/{ward.unit_id}/concerns")
    return client


def sign(ward: Ward, client: CarefulClient, typed: str) -> tuple[bool, list[str], bool]:
    """Whether it was signed, what stands on the PIN field, and whether a PIN is needed after that."""
    context = request_of(ward, client, pin=typed)
    try:
        form = AcknowledgeForm.about(uuid4())
        done = signing.confirm(form)
        return done, list(form.pin.errors), signing.needs_pin()
    finally:
        context.pop()


def test_later_the_right_pin_signs_and_counts_for_two_minutes_more(ward: Ward) -> None:
    give_pin(ward, ward.bob)

    assert sign(ward, a_while_later(ward), PIN) == (True, [], False)


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Enter the PIN to sign."), (WRONG, "That PIN is not right. 4 tries left.")]
)
def test_later_a_wrong_pin_signs_nothing(ward: Ward, typed: str, words: str) -> None:
    give_pin(ward, ward.bob)

    assert sign(ward, a_while_later(ward), typed) == (False, [words], True)


def test_guessing_at_a_signature_is_stopped_like_guessing_at_the_door(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = a_while_later(ward)
    for _ in range(5):
        sign(ward, client, WRONG)

    done, errors, _needed = sign(ward, client, PIN)

    assert not done
    assert "Too many wrong tries" in errors[0]


@pytest.mark.parametrize(("pin", "signed"), [(OTHER_PIN, True), (PIN, False)])
def test_a_colleague_co_signs_with_a_pin_of_their_own(ward: Ward, pin: str, signed: bool) -> None:
    give_pin(ward, ward.bob)
    give_pin(ward, ward.alice, OTHER_PIN)

    context = request_of(ward, ward.client(ward.bob, tablet=True), pin=pin)
    try:
        assert signing.confirm_as(CoSignForm.about(uuid4()), ward.alice.person_id) is signed
    finally:
        context.pop()


def test_only_somebody_of_the_unit_can_be_taken_as_a_co_signer(ward: Ward) -> None:
    alice = staff.actor_on(ward.unit_id, ward.alice.person_id, ward.tablet_id, now=ward.now)

    assert alice == Actor(ward.alice.user_id, "Alice Adeyemi", ward.alice.units, None, ward.tablet_id)
    with pytest.raises(NotFound):
        staff.actor_on(ward.unit_id, ward.charlie.person_id, now=ward.now)
    assert queries.secrets_of(uuid4()) is None
