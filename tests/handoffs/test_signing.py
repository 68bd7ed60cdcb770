"""Signing handoffs with a PIN on the shared tablet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.accounts import hashing
from huddle.accounts.models import User
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.handoffs import queries
from tests.handoffs.test_routes import PLAN_FIELDS, REPORT, VIEW, begun, urls
from tests.handoffs.test_service import acknowledged, sent
from tests.support.client import CarefulClient
from tests.support.ward import Ward

PIN = "274918"


def on_tablet(ward: Ward, actor: Actor) -> CarefulClient:
    """The tablet with this person signed in, three minutes after their PIN but in use since."""
    with transaction():
        db.session.get_one(User, actor.person_id).pin_hash = hashing.hash_pin(PIN)
    client = ward.client(actor, tablet=True)
    for _ in range(2):
        ward.clock.tick(timedelta(seconds=90))
        client.get(urls(ward)["index"])
    return client


def test_a_pin_given_within_two_minutes_is_the_signature(ward: Ward) -> None:
    client, plan = ward.client(ward.alice, tablet=True), urls(ward, begun(ward, ward.alice).id)["plan"]
    assert "pin" not in client.get(plan).form(plan)
    assert client.submit(plan, **PLAN_FIELDS).status == 303


def test_on_ones_own_computer_nothing_is_asked(ward: Ward) -> None:
    client, plan = ward.client(ward.alice), urls(ward, begun(ward, ward.alice).id)["plan"]
    ward.clock.tick(timedelta(minutes=10))
    assert "pin" not in client.get(plan).form(plan)


@pytest.mark.parametrize(("pin", "message"), [("", "Enter the PIN to sign."), ("111119", "That PIN is not right.")])
def test_after_two_minutes_sending_needs_the_pin(ward: Ward, pin: str, message: str) -> None:
    client, plan = on_tablet(ward, ward.alice), urls(ward, begun(ward, ward.alice).id)["plan"]
    page = client.submit(plan, **PLAN_FIELDS, pin=pin)
    assert page.status == 422
    assert message in page.text
    assert page.form(plan)["if_1"] == [PLAN_FIELDS["if_1"]]
    assert queries.waiting(ward.unit_id, ward.now) == []
    assert client.post(plan, page.form(plan) | {"pin": PIN}).status == 303


def test_keeping_a_handoff_for_later_needs_no_pin(ward: Ward) -> None:
    client, plan = on_tablet(ward, ward.alice), urls(ward, begun(ward, ward.alice).id)["plan"]
    assert client.submit(plan, **PLAN_FIELDS, then="keep").status == 303
    assert client.get(plan).form(plan)["if_1"] == [PLAN_FIELDS["if_1"]]
    assert queries.waiting(ward.unit_id, ward.now) == []


def test_after_two_minutes_acknowledging_needs_the_pin(ward: Ward) -> None:
    client = on_tablet(ward, ward.bob)
    url = urls(ward, sent(ward, ward.alice).id)
    page = client.submit(url["show"], url["acknowledge"], **VIEW, pin="")
    assert page.status == 422
    assert page.form(url["acknowledge"])["priority"] == [VIEW["priority"]]
    assert client.post(url["acknowledge"], page.form(url["acknowledge"]) | {"pin": PIN}).status == 303
    assert queries.taken(ward.unit_id, ward.now)[0].acknowledged_by == ward.bob.user_id


def test_after_two_minutes_correcting_needs_the_pin(ward: Ward) -> None:
    client = on_tablet(ward, ward.alice)
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    url = urls(ward, handoff.id)
    page = client.submit(url["show"], url["correct"], text="Ten units, not four", pin="")
    assert page.status == 422
    assert queries.said(handoff) == []


def test_a_form_opened_by_one_nurse_is_not_sent_by_another(ward: Ward) -> None:
    url = urls(ward)
    alice, bob = ward.client(ward.alice, tablet=True), ward.client(ward.bob, tablet=True)
    page = bob.post(url["index"], alice.fill(url["new"], url["index"], **REPORT))
    assert page.status == 409
    assert queries.waiting(ward.unit_id, ward.now) == []
    assert REPORT["situation"] in alice.get(url["new"]).text
