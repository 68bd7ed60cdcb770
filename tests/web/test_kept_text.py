"""The key that seals unsent text on a tablet: one for each person on each device, and for nobody who is locked out."""

from __future__ import annotations

import re
from typing import Any

from flask import g

from huddle.web.context import Tablet, Visit
from huddle.web.kept_text import kept_text_key, owner_mark
from tests.support.ward import Ward

KEPT = re.compile(r'data-kept="([^"]*)"')


def key(ward: Ward, person: Any, *, tablet: bool = True, locked: bool = False) -> str:
    with ward.app.test_request_context():
        here = Tablet(ward.tablet_id, ward.unit_id, "Tablet 1") if tablet else None
        g.visit = Visit(actor=person, tablet=here, locked=locked)
        return kept_text_key()


def test_the_same_person_on_the_same_device_gets_the_same_key(ward: Ward) -> None:
    assert key(ward, ward.alice) == key(ward, ward.alice) != ""


def test_another_person_or_another_device_has_another_key_and_another_mark(ward: Ward) -> None:
    keys = [key(ward, ward.alice), key(ward, ward.bob), key(ward, ward.alice, tablet=False)]
    marks, secrets = zip(*(one.split(".") for one in keys), strict=True)
    assert len(set(marks)) == len(set(secrets)) == 3


def test_another_installation_has_another_key(ward: Ward) -> None:
    before = key(ward, ward.alice)
    ward.app.secret_key = "another secret for tests only, never for a hospital"
    assert key(ward, ward.alice) != before


def test_nobody_and_somebody_locked_out_have_none(ward: Ward) -> None:
    assert key(ward, None) == ""
    assert key(ward, ward.alice, locked=True) == ""


def test_the_mark_says_nothing_about_the_key(ward: Ward) -> None:
    mark, secret = key(ward, ward.alice).split(".")
    assert not secret.startswith(mark)
    with ward.app.test_request_context():
        g.visit = Visit(tablet=Tablet(ward.tablet_id, ward.unit_id, "Tablet 1"))
        assert owner_mark(ward.alice.user_id) == mark


def test_a_page_carries_the_key_of_whoever_is_signed_in_and_no_other_page_does(ward: Ward) -> None:
    board = ward.client(ward.alice).get(f"/units/{ward.unit_id}/concerns/new").body
    found = KEPT.search(board)
    assert found
    assert len(found.group(1).split(".")[1]) == 43
    assert not KEPT.search(ward.app.test_client().get("/sign-in").text)
