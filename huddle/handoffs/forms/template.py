"""The form of how a unit tells one kind of handoff."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange

from huddle.handoffs import rules
from huddle.handoffs.forms.shared import choices
from huddle.handoffs.rules import FACE_LABELS, SEVERITY_LABELS, Severity, Shape
from huddle.web.forms import Line, WriteForm


def _number(label: str, least: int, most: int, what: str) -> IntegerField:
    said = f"Between {least} and {most:,} {what}."
    return IntegerField(label, validators=[InputRequired(said), NumberRange(least, most, message=said)])


def _words(label: str, most: int) -> Line:
    return Line(label, validators=[Length(max=most, message=f"Use at most {most} letters.")])


class LineForm(Form):
    """One thing that may be asked."""

    part = HiddenField(validators=[AnyOf([*rules.SPOKEN, *rules.Option])])
    on = BooleanField("On")
    required = BooleanField("Required: asked first, and not sent without it")
    name = _words("Name", rules.NAME_LIMIT)
    hint = _words("Hint", rules.HINT_LIMIT)
    limit = _number("Letters before the counter speaks", rules.LEAST_LETTERS, rules.TEXT_LIMIT, "letters")


class TemplateForm(WriteForm):
    """How one kind is told; about unit and kind. `begun_on` is the number of the version that was seen."""

    form_name = "handoff.template"

    begun_on = HiddenField()
    move = StringField()
    face = RadioField("In which letters?", choices=choices(FACE_LABELS), validators=[InputRequired("Choose one.")])
    lines = FieldList(FormField(LineForm))
    stable = _number(SEVERITY_LABELS[Severity.STABLE], 1, rules.MINUTES_LIMIT, "minutes")
    watcher = _number(SEVERITY_LABELS[Severity.WATCHER], 1, rules.MINUTES_LIMIT, "minutes")
    unstable = _number(SEVERITY_LABELS[Severity.UNSTABLE], 1, rules.MINUTES_LIMIT, "minutes")

    @staticmethod
    def known(shape: Shape, number: int) -> dict[str, Any]:
        """What is stored, as the page shows it."""
        lines = [
            {
                "part": line.part.value,
                "on": line.on,
                "required": line.required,
                "name": line.name,
                "hint": line.hint,
                "limit": line.limit,
            }
            for line in shape.lines
        ]
        minutes = {severity.value: shape.minutes[severity] for severity in Severity}
        return {"begun_on": str(number), "face": shape.face.value, "lines": lines, **minutes}

    def typed_shape(self, before: Shape) -> Shape:
        """The template as it was typed; a button with an arrow has moved one line."""
        parts = {line.part.value: line.part for line in before.lines}
        face = rules.Face(self.face.data)
        lines = [
            rules.Line(
                parts[line.part.data],
                line.on.data,
                line.required.data,
                line.limit.data,
                line["name"].data or "",
                line.hint.data or "",
            )
            for line in self.lines
        ]
        part, _, way = (self.move.data or "").partition(":")
        fitted = rules.fitted(face, lines)
        minutes = {severity: self[severity.value].data for severity in Severity}
        return Shape(before.kind, face, rules.moved(fitted, part, up=way == "up") if part else fitted, minutes)
