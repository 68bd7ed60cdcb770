"""The words of a marked review are met by its list alone: on no other page, in no header, log, count or table."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import url_for
from sqlalchemy import inspect, select, text
from werkzeug.routing import Rule

from huddle.core.db import Base, db
from huddle.core.transaction import transaction
from huddle.reviews import policy, queries, service
from tests.security.marked import ASKED, NEEDLE, Marked, of_review, plant, review_tables, text_columns
from tests.security.planted import seen_in
from tests.security.test_nowhere import LEADING_OUT, everywhere, visitor
from tests.support.client import CarefulClient
from tests.support.ward import Ward

OFF_LIST = ("alice", "maria", "charlie", "dana", "quinn", "wall")
"""Alice, the charge nurse, and Quinn, the quality lead, were on the list until just now; Maria manages the unit."""
LISTS = {"draft"}
"""Tables outside of a review in which words may lie: somebody's own text that is not sent yet."""


def addresses(ward: Ward, planted: Marked) -> Iterator[str]:
    """Every address, with each of the marked reviews where it is about one, and what asks for words asking for them."""
    known = {"stage": "boxes", **planted.samples.ids, "name": "why"}
    with ward.app.test_request_context():
        for rule in ward.app.url_map.iter_rules():
            if rule.endpoint in LEADING_OUT or rule.endpoint == "static" or "GET" not in (rule.methods or ()):
                continue
            reviews = planted.reviews.values() if "review_id" in rule.arguments else [None]
            for review_id in reviews:
                yield from _of_rule(rule, known | ({"review_id": review_id} if review_id else {}))
        for review_id in planted.reviews.values():
            yield f"{url_for('actions.new', unit_id=ward.unit_id)}?from=review:{review_id}"


def _of_rule(rule: Rule, values: dict[str, Any]) -> Iterator[str]:
    url = url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
    yield url
    if "search" in rule.endpoint or "lessons" in rule.endpoint:
        yield f"{url}?q={ASKED}"


def leaks(ward: Ward, planted: Marked, client: CarefulClient) -> Iterator[str]:
    """Where these eyes meet the words: in a body, a header or an address."""
    for url in addresses(ward, planted):
        answer = client.raw(url)
        said = f"{answer.status}\n{answer.headers}\n{answer.get_data(as_text=True)}"
        if seen_in(said, (NEEDLE,)):
            yield f"{url} ({answer.status_code})"


def take_quinn_off(ward: Ward, planted: Marked) -> None:
    with transaction():
        for review_id in planted.reviews.values():
            review = queries.get(ward.unit_id, review_id)
            service.take_off_list(review, person_id=ward.quinn.person_id, actor=ward.bob, now=ward.now)


@pytest.fixture
def planted(ward: Ward) -> Marked:
    return plant(ward)


def test_the_words_stand_in_every_field_of_a_review(planted: Marked) -> None:
    """A field that cannot be filled is one about which the tests below prove nothing."""
    missing = set()
    for table in review_tables():
        for column in text_columns(table):
            ours = [of_review(table, review_id) for review_id in planted.reviews.values()]
            values = [value for one in ours for value in db.session.execute(select(column).where(one)).scalars()]
            if not any(NEEDLE in str(value) for value in values):
                missing.add(f"{table.name}.{column.name}")
    assert missing == set()


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
def test_the_list_sees_the_words(ward: Ward, planted: Marked) -> None:
    """Else the test below would find nothing because nothing is shown."""
    for reader in (ward.bob, ward.quinn):
        found = list(leaks(ward, planted, ward.client(reader)))
        for rest in ("", "/readers", "/questions/why"):
            assert any(f"{rest} (200)" in one for one in found), (reader.name, rest)


@pytest.mark.parametrize(("made", "name"), everywhere(OFF_LIST, "alice"), indirect=["made"])
def test_nobody_off_the_list_meets_a_word(
    ward: Ward, planted: Marked, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="huddle")
    stale = visitor(ward, name)  # signed in while Quinn was still on the list
    take_quinn_off(ward, planted)
    assert list(leaks(ward, planted, stale)) == []
    assert seen_in(caplog.text, (NEEDLE,)) == set()


@pytest.mark.parametrize("made", ["sqlite"], indirect=True)
def test_the_round_finds_a_rule_that_is_missing(ward: Ward, planted: Marked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "is_marked", lambda _review: False)
    assert next(leaks(ward, planted, ward.client(ward.maria)))


def test_no_table_outside_of_the_review_holds_a_word(planted: Marked) -> None:
    """Neither the search, nor the trail, nor a frozen month, nor an answer that waits to be given again."""
    inside = {table.name for table in review_tables()} | LISTS
    tables = [table for table in Base.metadata.sorted_tables if table.name not in inside]
    found = set()
    for table in tables:
        for row in db.session.execute(select(table)):
            if NEEDLE in str(row):
                found.add(table.name)
    if "findable_words" in inspect(db.engine).get_table_names():
        hits = db.session.execute(
            text("SELECT 1 FROM findable_words WHERE findable_words MATCH :word"), {"word": NEEDLE}
        )
        found |= {"findable_words"} if hits.first() else set()
    assert found == set()
