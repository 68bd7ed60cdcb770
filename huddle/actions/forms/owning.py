"""Forms about who owns an improvement: accepting it with a plan, a change suggested, cannot."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import isfinite, nan
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wtforms import BooleanField, FloatField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from huddle.actions.forms.items import at_most
from huddle.actions.rules import (
    BALANCE_LIMIT,
    MEASURE_LIMIT,
    NOTE_LIMIT,
    STRENGTH_LABELS,
    STRENGTH_OF,
    TEST_LIMIT,
    TITLE_LIMIT,
    TYPE_LABELS,
    ChangeType,
    OwnerAnswer,
    Plan,
    Strength,
)
from huddle.units.queries import Person
from huddle.web.forms import Line, WriteForm

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem

ANSWERS = {
    OwnerAnswer.CHANGE: "I would take it on if it were different",
    OwnerAnswer.CANNOT: "I cannot take it on",
}


class Number(FloatField):
    """A number as people write it, with a point or a comma."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            return
        self.data = None
        try:
            found = float(valuelist[0].replace(",", "."))
        except ValueError:
            found = nan
        if not isfinite(found):
            raise ValueError("Write a number, like 12 or 4.5.")
        self.data = found


class PlanForm(WriteForm):
    """What kind of change, and how everybody will know that it helped."""

    form_name = "action-item.plan"
    as_it_stands = True
    keeps_draft = True

    change_type = RadioField(
        "What kind of change is it?",
        choices={kind.value: label for kind, label in TYPE_LABELS.items()},
        validators=[InputRequired("Choose what kind of change it is.")],
    )
    measure = Line(
        "How will you know that it helped?",
        description="What you count, how often, until when: “10 beds a week, chair in reach, for 4 weeks”. "
        "A stronger or intermediate change needs it.",
        validators=[at_most(MEASURE_LIMIT)],
    )
    small_test = Line(
        "How will you try it small first?",
        description="One nurse, one patient, one shift.",
        validators=[at_most(TEST_LIMIT)],
    )
    baseline = Number("The number now", validators=[Optional()])
    target = Number("The number you want", validators=[Optional()])
    balancing_check = Line("What could this make worse?", validators=[at_most(BALANCE_LIMIT)])
    condition = SelectField("Which part of the work does it change?", choices=[], validators=[Optional()])
    helpers = SelectMultipleField(
        "Who helps? At most five.", choices=[], option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    beyond_unit = BooleanField("The unit cannot do this alone")
    sponsor_id = SelectField("Who stands behind it?", choices=[], validators=[Optional()])
    strength = SelectField("How strong is it?", choices=[], validators=[Optional()])
    strength_reason = Line("Why is it stronger or weaker than its kind?", validators=[at_most(NOTE_LIMIT)])

    def offer(
        self, item: ActionItem, people: Iterable[Person], sponsors: dict[UUID, str], conditions: dict[str, str]
    ) -> None:
        """Say who and what can be chosen."""
        self.helpers.choices = {str(person.id): person.name for person in people if person.id != item.owner_id}
        self.sponsor_id.choices = {"": "Nobody"} | {str(id_): name for id_, name in sponsors.items()}
        self.condition.choices = {"": "None of them"} | conditions
        labels = {strength.value: label for strength, label in STRENGTH_LABELS.items()}
        self.strength.choices = {"": "As its kind says"} | labels

    def plan(self) -> Plan:
        """What was filled in. Call it on a form that is valid."""
        words = {name: self[name].data or "" for name in ("measure", "small_test", "balancing_check")}
        strength = Strength(self.strength.data) if self.strength.data else None
        return Plan(
            change_type=ChangeType(self.change_type.data),
            strength=strength,
            strength_reason=(self.strength_reason.data or "") if strength else "",
            condition=self.condition.data or None,
            baseline=self.baseline.data,
            target=self.target.data,
            beyond_unit=self.beyond_unit.data,
            sponsor_id=UUID(self.sponsor_id.data) if self.sponsor_id.data else None,
            helpers=frozenset(UUID(id_) for id_ in self.helpers.data or ()),
            **words,
        )


def planned(item: ActionItem, helpers: Collection[UUID]) -> dict[str, Any]:
    """What a plan page begins with: what is stored."""
    own_strength = item.change_type is not None and item.strength is not STRENGTH_OF[item.change_type]
    return {
        "change_type": item.change_type,
        "measure": item.measure,
        "small_test": item.small_test,
        "baseline": item.baseline,
        "target": item.target,
        "balancing_check": item.balancing_check,
        "condition": item.condition or "",
        "helpers": [str(id_) for id_ in helpers],
        "beyond_unit": item.beyond_unit,
        "sponsor_id": str(item.sponsor_id or ""),
        "strength": item.strength if own_strength else "",
        "strength_reason": item.strength_reason,
    }


class AnswerForm(WriteForm):
    """Not as it stands: a change, or cannot."""

    form_name = "action-item.answer"
    as_it_stands = True
    keeps_draft = True

    answer = RadioField(
        "What would you say?",
        choices={answer.value: label for answer, label in ANSWERS.items()},
        validators=[InputRequired("Choose one of the two.")],
    )
    note = Line(
        "Why, or what would have to change?",
        validators=[DataRequired("Say it in one sentence. It helps to find a way."), at_most(NOTE_LIMIT)],
    )


class RewordForm(WriteForm):
    """What will be done, said otherwise."""

    form_name = "action-item.reword"
    as_it_stands = True
    keeps_draft = True

    title = Line(
        "What will be done?",
        description="Its owner is asked again.",
        validators=[DataRequired("Say what will be done, starting with a verb."), at_most(TITLE_LIMIT)],
    )


class ImproveForm(WriteForm):
    """Follow a quick fix to the end."""

    form_name = "action-item.improve"
    as_it_stands = True
