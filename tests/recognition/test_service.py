"""Saying thanks, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, NotPermitted
from huddle.core.transaction import transaction
from huddle.recognition import queries, service
from huddle.recognition.models import Recognition
from tests.support.ward import Ward


def thanked(ward: Ward, actor: Actor, what: str = "Noticed the wrong diet card.", to: str = "A student") -> Recognition:
    with transaction():
        return service.thank(ward.unit_id, to_whom=to, what=what, actor=actor, now=ward.now)


def test_anyone_on_the_unit_says_thanks(ward: Ward) -> None:
    said = thanked(ward, ward.bob)
    assert queries.newest(ward.unit_id) == [said]
    assert [event.action for event in audit.of_subject(said.id)] == ["recognition.given"]


@pytest.mark.parametrize("name", ["charlie", "dana", "quinn"])
def test_nobody_else_does(ward: Ward, name: str) -> None:
    with pytest.raises(NotPermitted):
        thanked(ward, getattr(ward, name))


@pytest.mark.parametrize("words", [{"what": " "}, {"what": "x" * 201}, {"to": ""}, {"to": "x" * 61}])
def test_thanks_have_words_of_the_right_length(ward: Ward, words: dict[str, str]) -> None:
    with pytest.raises(FieldRefused):
        thanked(ward, ward.bob, **words)


def test_newest_comes_first_and_no_more_than_asked_for(ward: Ward) -> None:
    said = []
    for _ in range(3):
        said.append(thanked(ward, ward.bob))
        ward.clock.tick(timedelta(minutes=1))
    assert queries.newest(ward.unit_id, 2) == [said[2], said[1]]
    assert queries.newest(ward.other_unit_id) == []


def test_the_month_holds_what_was_said_in_it(ward: Ward) -> None:
    said = thanked(ward, ward.bob)
    assert queries.month_list(ward.unit_id, ward.now, ward.now + timedelta(days=1)) == [said]
    assert queries.month_list(ward.unit_id, ward.now - timedelta(days=1), ward.now) == []


@pytest.mark.parametrize("what", ["🌙 stayed late — naïve café", "شكراً للفريق", "<b>thanks</b>"])
def test_any_script_and_any_sign_is_kept_as_typed(ward: Ward, what: str) -> None:
    thanked(ward, ward.bob, what)
    assert queries.newest(ward.unit_id)[0].what == what
