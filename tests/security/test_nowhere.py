"""The words of a patient are on no page, in no header, export, log or error for anybody who has no right to them."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import url_for
from sqlalchemy import select, text, update
from werkzeug.routing import Rule

from huddle.accounts.models import LoginSession
from huddle.core.db import Base, db
from huddle.core.transaction import transaction
from huddle.huddles import queries as huddle_queries
from huddle.huddles import service as huddles
from huddle.jobs import tasks
from tests.security.planted import (
    BED,
    INITIALS,
    LAST_THREE,
    WORDS,
    Planted,
    patient_tables,
    plant,
    seen_in,
    text_columns,
)
from tests.support.apps import BASE_DIR
from tests.support.client import CarefulClient
from tests.support.ward import Ward

LEADING_OUT = {"accounts.sign_out", "accounts.lock", "accounts.switch"}
"""They would end the visit in the middle of the round."""
OUTSIDERS = ("charlie", "dana", "quinn", "nobody", "tablet", "locked", "wall")


def everywhere(names: tuple[str, ...], also: str) -> list[tuple[str, str]]:
    """Everybody on SQLite, and one of them on PostgreSQL: what is shown is decided above the database."""
    return [("sqlite", name) for name in names] + [("postgresql", also)]


def visitor(ward: Ward, name: str) -> CarefulClient:
    """A browser as this person, or this device, has it."""
    if name == "nobody":
        return ward.anonymous()
    if name == "tablet":
        return ward.locked_tablet()
    if name == "wall":
        return ward.wall_screen()
    if name != "locked":
        return ward.client(getattr(ward, name))
    client, long_ago = ward.client(ward.alice, tablet=True), ward.now - timedelta(hours=1)
    with transaction():
        of_tablet = update(LoginSession).where(LoginSession.device_id.is_not(None))
        db.session.execute(of_tablet.values(last_used_at=long_ago))
    return client


def addresses(ward: Ward, planted: Planted) -> Iterator[tuple[str, Rule]]:
    """Every address: of this unit with each handoff, of the other unit with the ids of this one, and with its own."""
    here, there = planted.samples.ids, {**planted.samples.ids, **planted.samples.others}
    with ward.app.test_request_context():
        for rule in ward.app.url_map.iter_rules():
            if rule.endpoint in LEADING_OUT or rule.endpoint == "static":
                continue
            is_of_one = "handoff_id" in rule.arguments
            known = [here | {"handoff_id": id_} for id_ in planted.handoffs.values()] if is_of_one else [here]
            if "unit_id" in rule.arguments:
                known += [one | {"unit_id": ward.other_unit_id} for one in known] + [there]
            for values in known:
                yield url_for(rule.endpoint, **{name: values[name] for name in rule.arguments}), rule


def leaks(ward: Ward, planted: Planted, client: CarefulClient) -> list[str]:
    """Where these eyes meet the words of a patient of 5 West: in a body, a header or an address."""
    found = []
    for url, rule in addresses(ward, planted):
        answer = client.raw(url, posts="POST" in (rule.methods or ()))
        said = f"{answer.status}\n{answer.headers}\n{answer.get_data(as_text=True)}"
        if words := seen_in(said):
            found.append(f"{url} ({answer.status_code}): {sorted(words)}")
    return found


def end_the_watch(ward: Ward) -> None:
    """The huddles say "no longer" of everybody on the watch list, who else stays on it, and are closed."""
    with transaction():
        at: dict[str, Any] = {"actor": ward.alice, "now": ward.now}
        going = [huddle for huddle in huddle_queries.recent(ward.unit_id) if huddle.closed_at is None]
        for watcher in huddle_queries.watchers(ward.unit_id):
            huddles.check_watcher(going[0], watcher, still=False, **at)
        for huddle in going:
            huddles.close(huddle, next_leader_id=None, **at)


@pytest.fixture
def planted(ward: Ward) -> Planted:
    return plant(ward)


def test_the_words_stand_in_every_field_of_a_handoff(planted: Planted) -> None:
    """What is added to a handoff is added to `plant` too, or the tests below prove nothing about it."""
    missing = set()
    for table in patient_tables():
        for column in text_columns(table):
            values = db.session.execute(select(column)).scalars()
            if not any(seen_in(str(value or "")) for value in values):
                missing.add(f"{table.name}.{column.name}")
    assert missing == set()


def test_the_unit_itself_sees_the_words(ward: Ward, planted: Planted) -> None:
    """Else the tests below would find nothing because nothing is shown."""
    assert len(leaks(ward, planted, ward.client(ward.alice))) > 20


@pytest.mark.parametrize(("made", "name"), everywhere(OUTSIDERS, "charlie"), indirect=["made"])
def test_nobody_without_the_right_sees_a_word(
    ward: Ward, planted: Planted, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="huddle")
    assert leaks(ward, planted, visitor(ward, name)) == []
    assert seen_in(caplog.text) == set()


@pytest.mark.parametrize(("made", "name"), everywhere(("bob", "maria"), "bob"), indirect=["made"])
def test_after_two_days_the_unit_sees_no_word_either(
    ward: Ward, planted: Planted, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="huddle")
    stale = ward.client(getattr(ward, name), tablet=True)
    end_the_watch(ward)
    ward.clock.tick(timedelta(hours=48, minutes=1))
    assert leaks(ward, planted, stale) == []
    assert leaks(ward, planted, ward.client(getattr(ward, name))) == []
    assert seen_in(caplog.text) == set()


def test_after_the_days_that_the_hospital_chose_no_word_is_left_in_the_database(ward: Ward, planted: Planted) -> None:
    later = ward.now + timedelta(days=31)
    tasks.purge(now=later)
    tasks.clean_up(now=later)
    left = set()
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                left |= {f"{table.name}.{name}" for name, value in row.items() if seen_in(str(value))}
    assert left == set()


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
@pytest.mark.parametrize("where", ["page", "header"])
def test_a_planted_leak_is_found(ward: Ward, planted: Planted, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wall screen that names one patient, in its page or in an address that it leads to."""
    views = ward.app.view_functions
    page, header = f"<p>{INITIALS} &#x{ord(LAST_THREE[0]):x};", ("", 303, {"Location": f"/?{quote(INITIALS)}"})

    def leaking(**_values: object) -> object:
        return page if where == "page" else header

    leaking.access = views["wall.show"].access  # type: ignore[attr-defined]
    monkeypatch.setitem(views, "wall.show", leaking)
    [found] = leaks(ward, planted, visitor(ward, "wall"))
    assert "/wall" in found


def test_an_error_of_ours_says_nothing_of_the_patient(
    ward: Ward, planted: Planted, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever breaks, and whatever its own message holds: the page may show their words to their author alone."""

    def breaks(*_args: object, **_values: object) -> object:
        raise RuntimeError(f"{WORDS} {INITIALS} {LAST_THREE}")

    monkeypatch.setattr(ward.app, "testing", False)
    monkeypatch.setattr("huddle.handoffs.queries.get", breaks)
    url = f"/units/{ward.unit_id}/handoffs/{planted.handoffs['opened']}"
    answer = ward.client(ward.bob).raw(url)
    assert answer.status_code == 500
    assert seen_in(f"{answer.headers}\n{answer.get_data(as_text=True)}\n{caplog.text}") == set()


def test_an_error_of_the_database_says_nothing_of_the_patient(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ward.app, "testing", False)
    client, url = ward.client(ward.alice), f"/units/{ward.unit_id}/handoffs"
    words = {"initials": INITIALS, "last_four": f"{LAST_THREE}1", "bed": BED, "severity": "stable"}
    words |= dict.fromkeys(("situation", "background", "assessment", "recommendation"), WORDS)
    form = client.fill(f"{url}/new", url, **words)
    with transaction():
        db.session.execute(text("DROP TABLE audit_event"))
    page = client.post(url, form)
    assert page.status == 503
    assert WORDS in page.text, "the author's own words are gone"
    assert seen_in(f"{page.response.headers}\n{caplog.text}") == set()


def test_only_the_digest_is_sent_as_mail() -> None:
    """And no messages of any other kind: a digest only counts, and everything else is taken out by hand."""
    senders = {"smtplib", "email.message", "requests", "httpx", "urllib.request", "ftplib", "telnetlib"}
    the_digest = {BASE_DIR / "huddle" / "jobs" / name for name in ("mail.py", "smtp.py")}
    for module in {*(BASE_DIR / "huddle").rglob("*.py")} - the_digest:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not senders & set(names), module
