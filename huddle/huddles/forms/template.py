"""The form of what a unit asks in its huddles."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange

from huddle.huddles.forms.fields import (
    ManyChips,
    at_most,
    one_of,
)
from huddle.huddles.rules import (
    MINUTES_LIMIT,
    QUESTION_LIMIT,
    ROLE_LABELS,
    Step,
)
from huddle.web.forms import Line, WriteForm


class StepPlanForm(Form):
    """One step of the template."""

    step = HiddenField(validators=one_of([step.value for step in Step]))
    on = BooleanField("On")
    minutes = IntegerField(
        "Minutes",
        validators=[
            InputRequired("Say how many minutes."),
            NumberRange(1, MINUTES_LIMIT, message=f"Between 1 and {MINUTES_LIMIT} minutes."),
        ],
    )
    question = Line("Question", validators=[at_most(QUESTION_LIMIT)])


class TemplateForm(WriteForm):
    """What a kind of huddle asks; about unit and kind. `begun_on` is the number of the version that was seen."""

    form_name = "huddle.template"

    begun_on = HiddenField()
    move = StringField()
    steps = FieldList(FormField(StepPlanForm))
    needed = ManyChips(
        "Which roles should be there?",
        choices=dict(ROLE_LABELS),
        description="Only counted over weeks. A huddle without one of them is a huddle too.",
    )
    names_on = BooleanField("Tick names beside the roles. Off for good reason: nobody should feel watched.")
