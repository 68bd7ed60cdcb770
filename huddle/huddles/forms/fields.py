"""What the forms of a huddle are made of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import (
    Field,
    Form,
    RadioField,
    SelectMultipleField,
)
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from huddle.web.forms import WriteForm

UNDO = "undo"
STILL, ENDED = "still", "ended"
OFF, BACK = "off", "back"
NOBODY_YET = "Not decided yet"
PRESS = "Press one of the buttons."


def one_of(values: list[str]) -> list[object]:
    return [InputRequired(PRESS), AnyOf(values, message=PRESS)]


def is_uuid(_form: Form, field: Field) -> None:
    try:
        UUID(field.data or "")
    except ValueError:
        raise ValidationError("Open the page again and press once more.") from None


def at_most(limit: int) -> Length:
    return Length(max=limit, message=f"Use at most {limit} letters.")


def chips(label: str, choices: dict[Any, str], message: str) -> RadioField:
    found = {str(value): words for value, words in choices.items()}
    return RadioField(label, choices=found, validators=[InputRequired(message)])


class ManyChips(SelectMultipleField):
    """Several big choices at once."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Pressed(Field):
    """What buttons of one form say; a script may send several at once."""

    data: list[str]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])


class TapForm(WriteForm):
    """A form that stands on its page several times, once for each thing it is about, and shows no fields.

    `taps` tells the page to say on top what is wrong.
    """

    taps = True

    @property
    def html_id(self) -> str:
        return f"{super().html_id}-{self.object_id}"


class OwnIds(WriteForm):
    """A form with fields that others on the page have too: their ids carry its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            field.id = f"{self.html_id}-{field.name}"
            field.label.field_id = field.id
