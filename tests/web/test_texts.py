"""What counts as a text."""

from __future__ import annotations

import pytest

from huddle.web.forms import clean


@pytest.mark.parametrize(
    "nothing",
    ["\u200b\n\u200b", "\u200b\t\u200b", "\u00a0\u2028\u2060", "\ufe0f", "\u034f", "\u3164", "\u115f\u1160", "\u2800"],
    ids=ascii,
)
def test_what_shows_nothing_is_no_text(nothing: str) -> None:
    assert clean(nothing) == ""


@pytest.mark.parametrize("text", ["\u2764\ufe0f", "\u0915\u094d\u0937\u093f", "a\u3164\n\u200bb", "-"], ids=ascii)
def test_what_shows_anything_stays_as_it_was_typed(text: str) -> None:
    assert clean(text) == text
