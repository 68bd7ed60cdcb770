"""The little language of phrases, and that no text can make it slow."""

from __future__ import annotations

import math
import re
from importlib.resources import files

import pytest

from huddle.language import names
from huddle.language.advice import ADVICE
from huddle.language.phrases import Alphabet
from huddle.language.tokens import tokens
from huddle.language.words import CLASSES

LISTS = {advice.id: (files("huddle.language") / "lists" / f"{advice.id}.txt").read_text() for advice in ADVICE}
PHRASES = [phrase for text in LISTS.values() for phrase in text.splitlines()]
ALPHABET = Alphabet(CLASSES, PHRASES)


def finds(phrase: str, text: str) -> bool:
    alphabet = Alphabet(CLASSES, [phrase])
    return bool(alphabet.compile(phrase).pattern.search(alphabet.write(tokens(text))))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("<staff> ..3 failed to", "the nurse on call failed to answer"),
        ("should not? have <ed>|<pp>", "it shouldn't have happened"),
        ("( cut corners / broke rules )", "they broke rules"),
        ("^ who !noticed <ed>", "Well. Who silenced it"),
        ("careless $", "it was careless."),
        ("!!3<neg> careless", "it was careless"),
    ],
)
def test_a_phrase_is_found_as_it_is_said(phrase: str, text: str) -> None:
    assert finds(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("<staff> ..3 failed to", "the nurse saw that the pump failed to start"),
        ("<staff> ..3 failed to", "the nurse came. It failed to start"),
        ("^ who !noticed <ed>", "the nurse who silenced it"),
        ("^ who !noticed <ed>", "Who noticed it"),
        ("careless $", "it was careless of them"),
        ("!!3<neg> careless", "it was not at all careless"),
    ],
)
def test_a_thing_a_new_sentence_or_a_not_in_between_ends_it(phrase: str, text: str) -> None:
    assert not finds(phrase, text)


def test_no_two_advices_share_a_name_and_each_has_phrases_that_compile() -> None:
    assert len({advice.id for advice in ADVICE}) == len(ADVICE)
    assert all(LISTS.values())
    assert all(ALPHABET.compile(phrase).needs for phrase in PHRASES)


def test_a_phrase_stands_once_in_a_list() -> None:
    assert {phrase for phrase in PHRASES if PHRASES.count(phrase) > 1} == set()


def ways(phrase: str) -> int:
    """How many ways of reading a phrase there are at one word, at most: gaps times what may be missing."""
    gaps = [int(element[2:]) + 1 for element in phrase.split() if element[:2] in {"..", "**"}]
    missing = sum(element.endswith("?") and element != "?" for element in phrase.split())
    return math.prod(gaps) * 2**missing


def test_work_grows_with_the_length_of_a_text_and_no_faster() -> None:
    """Each word is the start of a fixed number of tries: no gap is open-ended, and few are combined."""
    for phrase in PHRASES:
        assert not re.search(r"[*+]|\{\d*,\}", re.sub(r"\[[^]]*\]", "x", ALPHABET.compile(phrase).pattern.pattern))
        assert ways(phrase) <= 1500, phrase


def test_patterns_of_identifiers_repeat_nothing_without_end() -> None:
    for pattern in (*names._IDENTIFIERS, *names._NAMED):
        bare = re.sub(r"\[[^]]*\]", "x", pattern.pattern)
        assert not re.search(r"(?<!\\)[*+](?!\\)", bare.replace(r"\+", "")), pattern.pattern
