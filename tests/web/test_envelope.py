"""What the seal of a form holds together, and how little of it stands in a page."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import g

from huddle.accounts import queries as accounts
from huddle.core import drafts
from huddle.core.transaction import transaction
from huddle.units import people
from huddle.web import envelope as envelope_module
from huddle.web.context import Tablet, Visit
from huddle.web.envelope import Envelope, Misfit, open_draft, open_sealed, seal
from tests.support.ward import Ward

FORM, OBJECT = "concern.raise", str(uuid4())
LONG_AGO = "WyJhIixudWxsLCJjb25jZXJuLnJhaXNlIiwieCIsMCwiIl0.aSD3Fw.3nq0f2kq9Zx0o5m1x9w8v7u6t5s"


@pytest.fixture
def sealed(ward: Ward) -> Iterator[Envelope]:
    """Sealed by Alice on the tablet, in a request of hers."""
    with ward.app.test_request_context():
        visits(ward, ward.alice)
        yield Envelope(ward.alice.user_id, ward.tablet_id, FORM, OBJECT, 3)


def visits(ward: Ward, person: Any, *, tablet: bool = True) -> None:
    here = Tablet(ward.tablet_id, ward.unit_id, "Tablet 1") if tablet else None
    g.visit = Visit(actor=person, tablet=here)


def opened(text: str, **about: str) -> Envelope | None:
    return open_sealed(text, **{"form": FORM, "object_id": OBJECT} | about)


def holds(text: str) -> bool:
    try:
        return opened(text) is not None
    except Misfit:
        return False


def test_what_was_sealed_is_opened_in_its_version(sealed: Envelope) -> None:
    for version in (0, 1, 255, 256, 70_000):
        envelope = replace(sealed, version=version)
        assert opened(seal(envelope)) == envelope


def test_a_form_of_taps_costs_a_page_fewer_than_thirty_letters(sealed: Envelope) -> None:
    assert len(seal(sealed)) < 30


@pytest.mark.parametrize("about", [{"form": "concern.answer"}, {"object_id": "another"}, {"form": "", "object_id": ""}])
def test_for_another_form_or_object_the_seal_does_not_hold(sealed: Envelope, about: dict[str, str]) -> None:
    for envelope in (sealed, replace(sealed, opened="")):
        with pytest.raises(Misfit):
            opened(seal(envelope), **about)


def test_for_another_person_or_device_the_seal_does_not_hold(ward: Ward, sealed: Envelope) -> None:
    text = seal(sealed)
    for person, tablet in ((ward.bob, True), (None, True), (ward.alice, False)):
        visits(ward, person, tablet=tablet)
        with pytest.raises(Misfit):
            opened(text)


def test_no_bit_of_it_can_be_changed(sealed: Envelope) -> None:
    text = seal(replace(sealed, opened="abcdefgh"))
    for part in (0, 1):
        parts = text.split(".")
        whole = urlsafe_b64decode(parts[part] + "=" * (-len(parts[part]) % 4))
        for place in range(len(whole)):
            parts[part] = urlsafe_b64encode(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]).decode()
            assert not holds(".".join(parts).replace("=", "")), (part, place)


@pytest.mark.parametrize("text", ["", ".", "nonsense", LONG_AGO, "ä.ö", "x" * 5000, "AAAA.AAAA", "A.B.C"])
def test_what_is_no_envelope_opens_nothing(sealed: Envelope, text: str) -> None:
    assert open_draft(text) is None
    assert not holds(text)


def test_it_outlives_a_lock_and_not_a_shift(ward: Ward, sealed: Envelope) -> None:
    text = seal(sealed)
    for hours, expired in ((11, False), (13, True)):
        g.now = ward.now + timedelta(hours=hours)
        assert opened(text) == replace(sealed, expired=expired)


def test_a_draft_does_not_outlive_a_shift(ward: Ward, sealed: Envelope) -> None:
    text = seal(replace(sealed, opened="abcdefgh"))
    g.now = ward.now + timedelta(hours=13)
    assert open_draft(text) is None


def test_a_form_that_keeps_drafts_says_whose_it_is_on_its_own_device(ward: Ward, sealed: Envelope) -> None:
    envelope = replace(sealed, opened="abcdefgh", object_id="concern:ü\x00x")
    text = seal(envelope)
    for person in (ward.bob, None):
        visits(ward, person)
        assert open_draft(text) == envelope
    visits(ward, ward.alice, tablet=False)
    assert open_draft(text) is None


def test_a_form_without_drafts_that_a_colleague_opened_is_refused(ward: Ward) -> None:
    base = f"/units/{ward.unit_id}/action-items"
    alice, bob = ward.client(ward.alice, tablet=True), ward.client(ward.bob, tablet=True)
    url = alice.submit(f"{base}/new", base, title="Move it", owner_id=str(ward.bob.user_id), due_in="week").location
    data = alice.fill(url or "", f"{url}/due-date", due_in="month")
    page = bob.post(f"{url}/due-date", data)
    assert page.status == 409
    assert "Somebody else opened this form" in page.text


@pytest.mark.parametrize(("is_changed", "status"), [(False, 303), (True, 409)])
def test_a_form_left_open_for_a_shift_comes_back_in_its_version(ward: Ward, is_changed: bool, status: int) -> None:
    base = f"/units/{ward.unit_id}/action-items"
    alice, bob = ward.client(ward.alice), ward.client(ward.bob)
    url = alice.submit(f"{base}/new", base, title="Move it", owner_id=str(ward.bob.user_id), due_in="week").location
    due = f"{url}/due-date"
    data = alice.fill(url or "", due, due_in="month")
    if is_changed:
        assert bob.submit(url or "", due, due_in="month").status == 303
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(envelope_module, "LASTS", timedelta(seconds=-1))
        page = alice.post(due, data)
    assert (page.status, "open for a long time" in page.text) == (409, True)
    again = alice.post(due, page.form(due))
    assert (again.status, "Somebody changed this" in again.text) == (status, is_changed)


def test_the_draft_of_a_form_left_open_for_a_shift_goes_with_it_and_a_locked_tablet_keeps_its_text(ward: Ward) -> None:
    base = f"/units/{ward.unit_id}/concerns"
    bob, form = ward.client(ward.bob, tablet=True), {"text": "Half a sentence", "topic": "falls"}
    typed = bob.fill(f"{base}/new", base, **form)
    bob.post("/drafts", typed | {"_op": str(uuid4())}, script=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(envelope_module, "LASTS", timedelta(seconds=-1))
        locked = ward.locked_tablet().post(base, typed | {"_op": str(uuid4()), "text": "A whole sentence"})
        page = bob.post(base, typed | {"text": "A whole sentence"})
    assert (locked.status, "Your text is kept" in locked.text, page.status) == (401, True, 409)
    assert "A whole sentence" in ward.client(ward.bob, tablet=True).get(f"{base}/new").text
    assert bob.post(base, page.form(base)).status == 303
    assert drafts.of_author(ward.bob.person_id, now=ward.now) == [], "or it would be shown, and sent, once more"


def test_the_text_of_somebody_who_was_deactivated_is_not_kept(ward: Ward) -> None:
    base = f"/units/{ward.unit_id}/concerns"
    data = ward.client(ward.bob, tablet=True).fill(f"{base}/new", base, text="Half a sen", topic="falls")
    with transaction():
        people.deactivate(accounts.person(ward.bob.person_id), actor=ward.dana, now=ward.now)
    alice = ward.client(ward.alice, tablet=True)
    autosaved = alice.post("/drafts", data | {"_op": str(uuid4())}, script=True)
    sent = alice.post(base, data)
    locked = ward.locked_tablet().post(base, data)
    assert (autosaved.status, sent.status, locked.status) == (409, 409, 401)
    for page in (autosaved, sent, locked):
        assert "kept for the person" not in page.text
        assert "Sign in and open the form again" not in page.text
    assert drafts.of_author(ward.bob.person_id, now=ward.now) == []


def test_the_forms_of_one_page_have_operations_of_their_own(ward: Ward) -> None:
    client = ward.client(ward.alice)
    base = f"/units/{ward.unit_id}/action-items"
    url = client.submit(f"{base}/new", base, title="Move it", owner_id=str(ward.bob.user_id), due_in="week").location
    page = client.get(url or "")
    ids = [field.get("value") for field in page.find("input", name="_op")]
    assert len(ids) == len(set(ids)) > 2
