"""Input that is not of its kind is answered in the words of the ward."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import DateField, FloatField, Form, IntegerField, RadioField, TimeField
from wtforms.validators import InputRequired

from huddle.web.forms import WriteForm


class Asked(Form):
    """One field of each kind, with the words of every form that writes."""

    class Meta(WriteForm.Meta):
        """The same as there."""

    count = IntegerField()
    amount = FloatField()
    day = DateField()
    at = TimeField()
    one = RadioField(choices=["a"])
    needed = RadioField(choices=["a"], validators=[InputRequired()])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("count", "Enter a whole number, like 3."),
        ("amount", "Enter a number, like 12 or 4.5."),
        ("day", "Choose a day. As text it is year, month, day: 2026-11-29."),
        ("at", "Enter a time, like 14:05."),
        ("one", "Choose one of these."),
        ("needed", "Fill this in."),
    ],
)
def test_no_form_speaks_like_a_program(name: str, words: str) -> None:
    typed: Any = MultiDict(dict.fromkeys(("count", "amount", "day", "at", "one"), "three"))
    form = Asked(typed)
    assert not form.validate()
    assert form[name].errors[0] == words
