"""Forms about one action item: shape and length only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypedDict
from uuid import UUID

from flask import request
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from huddle.actions.rules import DUE_LABELS, NOTE_LIMIT, TITLE_LIMIT, DueIn, due_day
from huddle.units.queries import Person
from huddle.web.forms import Line, WriteForm


def at_most(limit: int) -> Length:
    """No longer than what is stored."""
    return Length(max=limit, message=f"Use at most {limit} letters.")


def due_in_field() -> RadioField:
    choices = {preset.value: label for preset, label in DUE_LABELS.items()}
    return RadioField("By when?", choices=choices, validators=[Optional()])


def due_on_field() -> DateField:
    return DateField("Another day", validators=[Optional()])


def _owner_id() -> SelectField:
    return SelectField("Who?", choices=[], validators=[InputRequired("Choose one person.")])


class DueForm(WriteForm):
    """A form that asks by when: one of the usual answers, or a day, which then counts."""

    due_in: RadioField
    due_on: DateField

    def validate(self, extra_validators: object = None) -> bool:
        valid = super().validate(extra_validators)  # type: ignore[arg-type]
        if not self.due_in.data and not self.due_on.data and not self.due_on.errors:
            self.due_in.errors = ["Choose by when."]
            return False
        return valid

    def due_day(self, today: date) -> date:
        """The day that was chosen. Call it on a form that is valid."""
        day: date | None = self.due_on.data
        return day or due_day(DueIn(self.due_in.data), today)


class Promised(TypedDict):
    """What, who, by when, as every service that opens an action item takes it."""

    title: str
    owner_id: UUID
    due_on: date


class OpenItemForm(DueForm):
    """What, who, by when."""

    form_name = "action-item.open"
    keeps_draft = True

    title = Line(
        "What will be done?",
        description="Start with a verb: “Move the chair to bay 2”.",
        validators=[
            DataRequired("Say what will be done, starting with a verb."),
            at_most(TITLE_LIMIT),
        ],
    )
    owner_id = _owner_id()
    due_in = due_in_field()
    due_on = due_on_field()

    def offer(self, people: Iterable[Person]) -> None:
        """Say who can be chosen."""
        self.owner_id.choices = colleagues(people)

    @property
    def chosen_owner(self) -> UUID:
        return UUID(self.owner_id.data)

    def promised(self, today: date) -> Promised:
        """What was typed. Call it on a form that is valid."""
        return Promised(title=self.title.data or "", owner_id=self.chosen_owner, due_on=self.due_day(today))


THROWN_AWAY = "Thrown away. Nothing of it is left."


class BesideItemForm(OpenItemForm):
    """An action item that is asked for beside something else: what is begun of it can also be thrown away."""

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed or chosen, in what was sent or in the draft: also a day that is none."""
        fields = (self.title, self.owner_id, self.due_in, self.due_on)
        return any(value.strip() for field in fields for value in field.raw_data or ())

    @property
    def is_thrown_away(self) -> bool:
        """Whether this was sent to be rid of it. The draft goes as if it had been added."""
        return "throw_away" in request.form

    def validate(self, extra_validators: object = None) -> bool:
        """Nothing is asked of whoever throws it away."""
        return self.is_thrown_away or super().validate(extra_validators)


class FinishForm(WriteForm):
    """Done; what changed, if that helps somebody."""

    form_name = "action-item.finish"
    keeps_draft = True

    note = Line(
        "What changed? (if it helps to know)",
        validators=[at_most(NOTE_LIMIT)],
    )


class UndoForm(WriteForm):
    """It is not done after all."""

    form_name = "action-item.undo"


class MoveDueForm(DueForm):
    """Until when instead? From the second time on it is asked why."""

    form_name = "action-item.move"
    as_it_stands = True

    due_in = due_in_field()
    due_on = due_on_field()
    why = Line("Why does it move again?", validators=[at_most(NOTE_LIMIT)])


class HandOverForm(WriteForm):
    """Who has it from now on?"""

    form_name = "action-item.hand-over"
    as_it_stands = True

    owner_id = _owner_id()

    @classmethod
    def empty(cls, item_id: UUID, version: int, people: Iterable[Person]) -> HandOverForm:
        """The form as it is first shown."""
        form = cls(None, str(item_id), version, None)
        form.offer(people)
        return form

    def offer(self, people: Iterable[Person]) -> None:
        """Say who can be chosen."""
        self.owner_id.choices = colleagues(people)


class DropForm(WriteForm):
    """Why will it not be done?"""

    form_name = "action-item.drop"
    as_it_stands = True
    keeps_draft = True

    reason = Line(
        "Why will it not be done?",
        description="The unit reads this. An honest no is better than silence.",
        validators=[
            DataRequired("Say why, in one sentence."),
            at_most(NOTE_LIMIT),
        ],
    )


def colleagues(people: Iterable[Person]) -> list[tuple[str, str]]:
    """The choices of "who?", by name, nobody chosen beforehand; a promise may outlast the stay of a guest."""
    return [("", "Choose one person"), *((str(person.id), _named(person)) for person in people)]


def _named(person: Person) -> str:
    return f"{person.name}, here for this shift" if person.guest_role else person.name
