"""Forms: what holds for every one of them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest
from wtforms.validators import InputRequired

from huddle.web.forms import Line, LongText, WriteForm
from tests.architecture.test_conventions import MODULES, named


def all_forms() -> list[type[WriteForm]]:
    """Each once, also one that inherits from two others."""
    return list(dict.fromkeys(_below(WriteForm)))


def _below(kind: type[WriteForm]) -> Iterator[type[WriteForm]]:
    for form in kind.__subclasses__():
        yield form
        yield from _below(form)


@pytest.fixture(autouse=True, scope="module")
def _load() -> None:
    for path in MODULES:
        if path.name == "forms.py" or path.parent.name == "forms":
            importlib.import_module(named(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."))


def test_text_of_blanks_only_is_never_enough() -> None:
    """InputRequired looks at what was typed, DataRequired at what is left of it."""
    for form in all_forms():
        for name, field in vars(form).items():
            if getattr(field, "field_class", None) in {Line, LongText}:
                wrong = [check for check in field.kwargs.get("validators", ()) if isinstance(check, InputRequired)]
                assert not wrong, f"{form.__name__}.{name} takes blanks for text"


def test_every_form_that_can_be_sent_has_a_name_of_its_own() -> None:
    # A form that is made for one request (a unit's template) keeps the name of the form it is made from.
    names = [form.form_name for form in all_forms() if vars(form).get("form_name")]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def test_these_tests_see_the_forms() -> None:
    assert len(all_forms()) > 60
