from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from huddle.accounts import queries, setup_code
from huddle.core.actor import OrgRole
from huddle.core.db import db
from huddle.units import queries as units
from tests.support.client import CarefulClient
from tests.support.ward import Ward


@pytest.fixture
def code(app: Flask) -> str:
    folder: Path = app.extensions["huddle.settings"].data_dir
    (folder / setup_code.FILE).unlink(missing_ok=True)
    return setup_code.ensure(folder)


def answers(code: str, **changed: Any) -> dict[str, Any]:
    return {
        "code": code,
        "organisation": "Riverside Trust",
        "site": "Main building",
        "timezone": "Europe/London",
        "name": "Dana Diaz",
        "username": "dana",
        "password": "four green kettles",
    } | changed


def test_the_code_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, app: Flask) -> None:
    code = setup_code.ensure(tmp_path)

    assert setup_code.ensure(tmp_path) == code
    assert (tmp_path / "setup.code").stat().st_mode & 0o077 == 0
    assert setup_code.check(tmp_path, code.lower().replace("-", " "))
    assert not setup_code.check(tmp_path, "")
    setup_code.discard(tmp_path)
    assert not setup_code.check(tmp_path, code)


def test_an_empty_installation_leads_to_set_up(app: Flask) -> None:
    assert CarefulClient(app).get("/").location == "/setup"


def test_set_up_makes_the_hospital_and_signs_its_administrator_in(app: Flask, code: str) -> None:
    client = CarefulClient(app)

    page = client.submit("/setup", **answers(code))

    assert page.location == "/admin"
    start = client.get("/admin")
    assert "Riverside Trust" in start.text
    assert [link for link in start.links() if link == "/admin/units/new"]
    organisation = units.organisation()
    assert organisation is not None
    assert organisation.name == "Riverside Trust"
    assert [person.org_role for person in queries.people()] == [OrgRole.ADMIN]


def test_afterwards_set_up_is_not_there(app: Flask, code: str, ward: Ward) -> None:
    assert ward.anonymous().get("/setup").status == 404
    assert ward.anonymous().post("/setup", answers(code)).status == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "WRONG-CODE", "This code is not right"),
        ("timezone", "Mars/Olympus", "Choose a time zone from the list"),
        ("password", "password1234", "on every list of guesses"),
        ("password", "short", "at least 12 characters"),
        ("username", "Dana Diaz!", "small letters, digits"),
        ("organisation", "", "Enter the name of the hospital"),
        ("site", "x" * 200, "at most 80 letters"),
        ("name", "a\x00b", "cannot be stored"),
        ("name", "", "Enter your name."),
    ],
)
def test_a_faulty_answer_makes_nothing(app: Flask, code: str, field: str, value: str, words: str) -> None:
    page = CarefulClient(app).submit("/setup", **(answers(code) | {field: value}))

    assert page.status == 422
    assert words in page.text
    assert units.organisation() is None
    assert queries.people() == []


def test_all_faults_are_told_at_once_and_only_the_password_is_typed_again(app: Flask, code: str) -> None:
    sent = answers("WRONG-CODE", site="", timezone="Mars", username="Dana Diaz!", password="short")

    page = CarefulClient(app).submit("/setup", **sent)

    for words in ("code is not right", "Enter the name of the site", "from the list", "Use small", "Use at least 12"):
        assert page.text.count(words) == 2, words  # in the summary and beside its field
    shown = {field.get("name"): field.get("value", "") for field in page.find("input")}
    assert {name: shown[name] for name in sent} == sent | {"password": ""}


def test_guessing_the_set_up_code_is_stopped(app: Flask, code: str) -> None:
    client = CarefulClient(app)

    statuses = [client.submit("/setup", **answers("AAAA-AAAA")).status for _ in range(6)]

    assert statuses == [422] * 5 + [429]


def test_names_in_other_scripts_are_fine(app: Flask, code: str) -> None:
    client = CarefulClient(app)

    page = client.submit("/setup", **answers(code, organisation="مستشفى النهر 🏥", name="דנה"))

    assert page.status == 303
    assert "مستشفى النهر 🏥" in client.get("/admin").text


def test_health_says_which_database_answers(app: Flask) -> None:
    page = CarefulClient(app).get("/health")

    assert page.status == 200
    assert page.json == {"status": "ok", "database": db.engine.dialect.name}


def test_health_says_503_while_there_are_no_tables(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "database_in_use", lambda: None)

    assert CarefulClient(app).get("/health").status == 503
