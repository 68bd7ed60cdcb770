"""Every address and everybody: who may, who may not, and what they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, url_for
from sqlalchemy import select, update
from werkzeug.routing import Rule

from huddle.accounts.models import LoginSession
from huddle.core.db import Base, db
from huddle.core.transaction import transaction
from huddle.web import access, writes
from huddle.web.envelope import Envelope, seal
from tests.architecture.access_deeds import DEEDS, Deed
from tests.architecture.access_matrix import ROWS
from tests.architecture.access_words import DOOR, GONE, MARKERS, NO, PAGE, PEOPLE, Case, Meets
from tests.architecture.samples import Samples, make_samples
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward

ON_SQLITE = pytest.mark.parametrize("made", ["sqlite"], indirect=True)
"""What the database has no part in; PostgreSQL gets a smaller cut of the rest too."""
UNIT_PEOPLE = ("bob", "alice", "maria")
WRITES_WHEN_READ = {
    "handoffs.show": {"handoff", "handoff_event", "audit_event", "unit_revision"},
    "handoffs.paper": {"audit_event"},
    "handoffs.plain_text": {"audit_event"},
    "handoffs.co_sign": {"handoff", "handoff_event", "audit_event", "unit_revision"},
}
"""Reading a patient's handoff is written down; nothing else changes by being read."""


PARTS = {"today.news", "huddles.news", "reviews.voices_news"}
"""Addresses that answer a page's question with a part of it."""


class Allowed(Exception):
    """The change got as far as being stored; it is taken back, so that everybody finds the same ward."""


@dataclass
class Place:
    """One ward with all samples, and somebody at an address of it."""

    ward: Ward
    samples: Samples

    def rules(self) -> Iterator[Rule]:
        for rule in self.ward.app.url_map.iter_rules():
            if rule.endpoint != "static":
                yield rule

    def client(self, person: str) -> CarefulClient:
        """A fresh browser each time: some addresses end the session."""
        if person == "nobody":
            return self.ward.anonymous()
        if person == "tablet":
            return self.ward.locked_tablet()
        if person == "wall":
            return self.ward.wall_screen()
        if person != "locked":
            return self.ward.client(getattr(self.ward, person))
        client = self.ward.client(self.ward.alice, tablet=True)
        long_ago = self.ward.now - timedelta(hours=1)
        with transaction():
            db.session.execute(
                update(LoginSession).where(LoginSession.device_id.is_not(None)).values(last_used_at=long_ago)
            )
        return client

    def url(self, rule: Rule, **instead: Any) -> str:
        values = {name: self.samples.ids[name] for name in rule.arguments} | instead
        with self.ward.app.test_request_context():
            return url_for(rule.endpoint, **values)

    def of_case(self, rule: Rule, case: Case) -> str:
        return self.url(rule, **{name: self.samples.named[sample] for name, sample in case.objects.items()})

    def asks(self, person: str, rule: Rule, url: str, *, part: bool = False, **headers: str) -> Page:
        client = self.client(person)
        if _posts(rule):
            return client.post(url, {}, headers=headers)
        return client.get(url, htmx=part and rule.endpoint in PARTS, headers=headers)


def _posts(rule: Rule) -> bool:
    return "POST" in (rule.methods or set())


@pytest.fixture
def place(ward: Ward) -> Place:
    return Place(ward, make_samples(ward))


def met(rule: Rule, page: Page, *, is_tap: bool) -> Meets | str:
    """What an answer means; anything unexpected is told as it came."""
    at_door = (page.location or "").startswith(("/sign-in?next=", "/tablet?next="))
    if page.status == 401 or at_door:
        return DOOR
    if page.status in {403, 404}:
        return NO if page.status == 403 else GONE
    good = {303} if is_tap else {409, 422} if _posts(rule) else {200, 204, 302, 303}
    return PAGE if page.status in good else f"{page.status} {page.location or ''}"


def test_every_endpoint_has_a_row_and_every_row_an_endpoint(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    assert endpoints == set(ROWS)


def test_every_row_says_what_the_view_says(app: Flask) -> None:
    for endpoint, row in ROWS.items():
        assert access.declared(app.view_functions[endpoint]) == row.marker, endpoint
    assert set(MARKERS) == {"public", "tablet", *access.CHECKS}


@pytest.mark.parametrize(
    ("made", "person"),
    [("sqlite", person) for person in PEOPLE] + [("postgresql", person) for person in ("bob", "charlie")],
    indirect=["made"],
)
def test_everybody_meets_what_the_matrix_says(place: Place, person: str) -> None:
    wrong = []
    for rule in place.rules():
        row = ROWS[rule.endpoint]
        for case in row.cases:
            expected = case.but.get(person, MARKERS[row.marker][person])
            page = place.asks(person, rule, place.of_case(rule, case), part=expected is PAGE)
            found = met(rule, page, is_tap=row.is_tap)
            if found is not expected:
                wrong.append(f"{rule.endpoint} {case.objects or ''}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


@ON_SQLITE
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: f"{deed.endpoint}-{deed.sample}")
def test_a_change_is_open_to_exactly_those_whom_the_policy_names(
    place: Place, deed: Deed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stored(*_args: object, **_kwargs: object) -> None:
        raise Allowed

    monkeypatch.setattr(writes.operations, "record", stored)
    found = {person: _tries(place, person, deed) for person in UNIT_PEOPLE}
    assert found == {person: PAGE if person in deed.allowed else deed.refused for person in UNIT_PEOPLE}


def _tries(place: Place, person: str, deed: Deed) -> Meets | str:
    rule = next(rule for rule in place.rules() if rule.endpoint == deed.endpoint)
    id_ = place.samples.named[deed.sample]
    sealed = Envelope(getattr(place.ward, person).user_id, None, deed.form, deed.about.format(id=id_), deed.version)
    form = deed.fields | {"_envelope": seal(sealed), "_op": str(uuid4())}
    try:
        page = place.client(person).post(place.url(rule, **{deed.argument: id_}), form)
    except Allowed:
        return PAGE
    return {403: NO, 404: GONE}.get(page.status, f"{page.status} {page.text[:300]}")


def test_what_belongs_to_another_unit_is_not_there(place: Place) -> None:
    """Each id of 6 East under the address of 5 West, asked by those who may do the most."""
    wrong, asked = [], 0
    for rule in place.rules():
        if "unit_id" not in rule.arguments:
            continue
        for argument in rule.arguments & place.samples.others.keys():
            url = place.url(rule, **{argument: place.samples.others[argument]})
            for person in ("alice", "maria"):
                if ROWS[rule.endpoint].marker == "unit_setup" and person == "alice":
                    continue
                asked += 1
                if place.asks(person, rule, url).status != 404:
                    wrong.append(f"{rule.endpoint} by {person}: {argument} of another unit")
    assert not wrong, "\n".join(wrong)
    assert asked > 80


def test_what_nobody_has_is_not_there_and_looks_the_same(place: Place) -> None:
    for rule in place.rules():
        for argument in (rule.arguments & place.samples.others.keys()) - {"unit_id"}:
            if "unit_id" not in rule.arguments or _posts(rule):
                continue
            nowhere = place.asks("maria", rule, place.url(rule, **{argument: uuid4()}))
            elsewhere = place.asks("maria", rule, place.url(rule, **{argument: place.samples.others[argument]}))
            assert nowhere.status == elsewhere.status == 404, rule.endpoint
            assert nowhere.text == elsewhere.text, rule.endpoint


@ON_SQLITE
@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_no_change_is_taken_from_another_site(place: Place, headers: dict[str, str]) -> None:
    for rule in place.rules():
        if _posts(rule):
            person = "dana" if ROWS[rule.endpoint].marker == "admin" else "maria"
            page = place.asks(person, rule, place.url(rule), **headers)
            assert page.status == 403, rule.endpoint
            assert "did not come from a page of Huddle" in page.text


@pytest.mark.parametrize(
    ("made", "person"),
    [("sqlite", "bob"), ("sqlite", "maria"), ("sqlite", "dana"), ("postgresql", "bob")],
    indirect=["made"],
)
def test_reading_changes_nothing(place: Place, person: str) -> None:
    for rule in place.rules():
        if _posts(rule):
            continue
        allowed_to_change = WRITES_WHEN_READ.get(rule.endpoint, set()) | {"login_session"}
        url = place.url(rule)
        before = contents()
        place.asks(person, rule, url, part=MARKERS[ROWS[rule.endpoint].marker][person] is PAGE)
        after = contents()
        changed = {name for name in before if before[name] != after[name]}
        assert changed <= allowed_to_change, rule.endpoint


def contents() -> dict[str, int]:
    """A digest of every table."""
    with db.engine.connect() as connection:
        return {
            table.name: hash(repr(sorted(map(repr, connection.execute(select(table))))))
            for table in Base.metadata.sorted_tables
        }


def test_a_view_that_declares_nothing_is_refused(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    view: Callable[..., Any] = ward.app.view_functions["concerns.new"]
    monkeypatch.delattr(view, "access")
    assert ward.client(ward.maria).get(f"/units/{ward.unit_id}/concerns/new").status == 403
