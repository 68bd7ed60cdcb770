"""Forms of a huddle: shape and length only. Most are one tap: hidden facts and two or three buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from huddle.actions.rules import DUE_LABELS, TITLE_LIMIT
from huddle.handoffs import rules as handoff_rules
from huddle.huddles import rules
from huddle.huddles.rules import (
    AHEAD_LABELS,
    EVENT_LABELS,
    FROM_HANDOFFS,
    ITEM_LIMIT,
    MINUTES_LIMIT,
    NEWCOMER_LABELS,
    NOT_HELD_LABELS,
    QUESTION_LIMIT,
    REASON_LABELS,
    ROLE_LABELS,
    TAG_LIMIT,
    HuddleKind,
    ItemKind,
    LookBackAnswer,
    NoteName,
    Step,
    SubjectKind,
)
from huddle.web.forms import Line, WriteForm

UNDO = "undo"
STILL, ENDED = "still", "ended"
OFF, BACK = "off", "back"
NOBODY_YET = "Not decided yet"
PRESS = "Press one of the buttons."


def _one_of(values: list[str]) -> list[object]:
    return [InputRequired(PRESS), AnyOf(values, message=PRESS)]


def _is_uuid(_form: Form, field: Field) -> None:
    try:
        UUID(field.data or "")
    except ValueError:
        raise ValidationError("Open the page again and press once more.") from None


def _identifier(fault: Callable[[str], str]) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        if message := fault(field.data or ""):
            raise ValidationError(message)

    return check


def _at_most(limit: int) -> Length:
    return Length(max=limit, message=f"Use at most {limit} letters.")


def _chips(label: str, choices: dict[Any, str], message: str) -> RadioField:
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


class OpenHuddleForm(WriteForm):
    """About the unit. `kind` is the button that was pressed; the planned one when it is not said."""

    form_name = "huddle.open"

    kind = StringField(
        default=HuddleKind.SCHEDULED.value, validators=[AnyOf([kind.value for kind in HuddleKind], PRESS)]
    )


class NotHeldForm(TapForm):
    """About a shift on a day: `object_id` is both."""

    form_name = "huddle.not-held"

    shift_id = StringField(validators=[_is_uuid])
    shift_on = StringField(validators=[InputRequired(PRESS)])
    reason = StringField(validators=_one_of([reason.value for reason in NOT_HELD_LABELS]))


class CloseHuddleForm(WriteForm):
    """Who leads next, if that was said."""

    form_name = "huddle.close"

    next_leader = SelectField("Who leads next?", choices={"": NOBODY_YET})

    def offer(self, people: dict[str, str]) -> None:
        """Let the choice be one of these people (names by id), or nobody."""
        self.next_leader.choices = {"": NOBODY_YET, **people}


class LeaderForm(WriteForm):
    """Who leads this one: a button for each person."""

    form_name = "huddle.leader"

    leader = StringField(validators=[_is_uuid])


class LookBackForm(TapForm):
    form_name = "huddle.look-back"

    subject_kind = StringField(validators=_one_of([kind.value for kind in SubjectKind]))
    subject_id = StringField(validators=[_is_uuid])
    answer = StringField(validators=_one_of([*(answer.value for answer in LookBackAnswer), UNDO]))


class AnswerWordsForm(OwnIds, TapForm):
    """What is answered to a concern that is done, in a few words: one of ours, or one's own, which win."""

    form_name = "huddle.answer-words"
    keeps_draft = True

    subject_id = StringField(validators=[_is_uuid])
    usual = RadioField(
        "What shall whoever raised it hear?",
        choices={words: words for words in rules.ANSWER_WORDS},
        validators=[Optional()],
    )
    words = Line("Or in your own words", validators=[_at_most(rules.WORDS_LIMIT)])


class MarksForm(TapForm):
    """The buttons say it all: "here:nurse:4"."""

    form_name = "huddle.marks"

    step = StringField(validators=_one_of([step.value for step in Step]))
    mark = Pressed()

    def validate_mark(self, field: Pressed) -> None:
        """At least one, and not more than a page can hold."""
        if not field.data or len(field.data) > 60:
            raise ValidationError(PRESS)


class ConfirmStepForm(TapForm):
    form_name = "huddle.confirm"

    step = StringField(validators=_one_of([step.value for step in Step]))


class NoteForm(OwnIds):
    """One text of a huddle, with a version of its own; about huddle and name."""

    form_name = "huddle.note"
    keeps_draft = True

    text = Line(validators=[_at_most(rules.TYPED_LIMIT)])

    @property
    def html_id(self) -> str:
        return f"{super().html_id}-{self.object_id}"

    def ask(self, name: NoteName) -> None:
        """Each of them has its own question."""
        self.text.label.text = rules.NOTE_LABELS[name]


class ItemForm(OwnIds):
    """Something said that stands in a list; about the unit, so that a draft survives the end of the huddle."""

    keeps_draft = False

    def facts(self) -> dict[str, str | bool]:
        """What is stored beside the text."""
        return {
            field.name: field.data
            for field in self
            if field.name != "text" and isinstance(field.data, str | bool) and field.data
        }


class EventForm(ItemForm):
    form_name = "huddle.event"
    keeps_draft = True

    type = _chips("What was it?", EVENT_LABELS, "Choose what it was.")
    text = Line(
        "In a few words",
        description="Roles, not names.",
        validators=[DataRequired("Say it in a few words."), _at_most(ITEM_LIMIT)],
    )


class NewcomerForm(ItemForm):
    """Roles on both sides, no names."""

    form_name = "huddle.newcomer"
    keeps_draft = True

    type = _chips("New in which way?", NEWCOMER_LABELS, "Choose in which way.")
    text = SelectField(
        "In which role?", choices={"": "Choose", **ROLE_LABELS}, validators=[InputRequired("Choose the role.")]
    )
    buddy = SelectField("Who is with them?", choices={"": "Not decided yet", **ROLE_LABELS})


class AheadForm(ItemForm):
    form_name = "huddle.ahead"
    keeps_draft = True

    type = _chips("What comes?", AHEAD_LABELS, "Choose what comes.")
    time = Line("When?", description="Such as 14:30 or afternoon.", validators=[_at_most(TAG_LIMIT)])
    text = Line("What to know", validators=[DataRequired("Say it in a few words."), _at_most(ITEM_LIMIT)])


class EquipmentForm(ItemForm):
    form_name = "huddle.equipment"
    keeps_draft = True

    text = Line("What is it?", validators=[DataRequired("Say what it is."), _at_most(ITEM_LIMIT)])
    tag = Line("Tag number", validators=[_at_most(TAG_LIMIT)])
    out_of_use = BooleanField("Taken out of use")
    reported = BooleanField("Reported")


ITEM_FORMS: dict[ItemKind, type[ItemForm]] = {
    ItemKind.EVENT: EventForm,
    ItemKind.NEWCOMER: NewcomerForm,
    ItemKind.AHEAD: AheadForm,
    ItemKind.EQUIPMENT: EquipmentForm,
}


class ItemTapForm(TapForm):
    """Take a line off its list, or put it back."""

    form_name = "huddle.item-tap"

    put = StringField(validators=_one_of([OFF, BACK]))


class ParkForm(WriteForm):
    """The talk becomes a concern. Words may follow later."""

    form_name = "huddle.park"
    keeps_draft = True

    step = HiddenField(validators=[Optional(), AnyOf([step.value for step in Step], message=PRESS)])
    park_text = Line("Park it: what is it about?", validators=[_at_most(rules.WORDS_LIMIT)])


class CheckWatcherForm(TapForm):
    form_name = "huddle.check-watcher"

    answer = StringField(validators=_one_of([STILL, ENDED]))


class WatchHandedOverForm(TapForm):
    form_name = "huddle.watch-handed-over"

    from_handoff_id = StringField(validators=[_is_uuid])


class AddWatcherForm(WriteForm):
    """About the unit, so that a draft survives the end of the huddle in which it was begun."""

    form_name = "huddle.add-watcher"
    keeps_draft = True

    initials = Line(
        "Initials",
        filters=[handoff_rules.clean_identifier],
        validators=[DataRequired("Enter the patient's initials."), _identifier(handoff_rules.initials_fault)],
    )
    last_four = Line(
        "Record number, last four",
        filters=[handoff_rules.clean_identifier],
        validators=[
            DataRequired("Enter the last four of the record number."),
            _identifier(handoff_rules.last_four_fault),
        ],
    )
    bed = Line("Bed", validators=[_at_most(handoff_rules.BED_LIMIT)])
    reason = ManyChips(
        "Why?",
        description="One or several.",
        choices={reason.value: label for reason, label in REASON_LABELS.items() if reason not in FROM_HANDOFFS},
        validators=[InputRequired("Choose why. “Gut feeling” is a good reason.")],
    )
    plan = Line("Plan", description="What we do about it.", validators=[_at_most(rules.PLAN_LIMIT)])
    trigger = Line(
        "Call for help if", description="The sign that changes the plan.", validators=[_at_most(rules.TRIGGER_LIMIT)]
    )


class ChangeWatcherForm(WriteForm):
    """Why this patient is watched, the plan and the trigger; about the watcher."""

    form_name = "huddle.change-watcher"
    keeps_draft = True

    reason = ManyChips("Why?", description="One or several.")
    plan = Line("Plan", description="What we do about it.", validators=[_at_most(rules.PLAN_LIMIT)])
    trigger = Line(
        "Call for help if", description="The sign that changes the plan.", validators=[_at_most(rules.TRIGGER_LIMIT)]
    )
    bed = Line("Bed", validators=[_at_most(handoff_rules.BED_LIMIT)])

    def offer(self, now: list[str]) -> None:
        """All reasons, and the one from the handoffs where this patient has it."""
        self.reason.choices = [
            (reason.value, label)
            for reason, label in REASON_LABELS.items()
            if reason not in FROM_HANDOFFS or reason.value in now
        ]

    def validate_reason(self, field: ManyChips) -> None:
        if not field.data:
            raise ValidationError("Choose why. “Gut feeling” is a good reason.")


class HuddleActionForm(WriteForm):
    """Who does what by when; about the huddle."""

    form_name = "huddle.action"
    keeps_draft = True

    title = Line("What will be done?", validators=[DataRequired("Say what will be done."), _at_most(TITLE_LIMIT)])
    owner_id = SelectField("Who does it?", validators=[InputRequired("Choose who does it.")])
    due = RadioField(
        "By when?",
        choices={due.value: label for due, label in DUE_LABELS.items()},
        validators=[InputRequired("Choose by when.")],
    )

    def offer(self, people: dict[str, str]) -> None:
        """Let the owner be one of these people (names by id)."""
        self.owner_id.choices = {"": "Choose", **people}


class StepPlanForm(Form):
    """One step of the template."""

    step = HiddenField(validators=_one_of([step.value for step in Step]))
    on = BooleanField("On")
    minutes = IntegerField(
        "Minutes",
        validators=[
            InputRequired("Say how many minutes."),
            NumberRange(1, MINUTES_LIMIT, message=f"Between 1 and {MINUTES_LIMIT} minutes."),
        ],
    )
    question = Line("Question", validators=[_at_most(QUESTION_LIMIT)])


class TemplateForm(WriteForm):
    """What a kind of huddle asks; about unit and kind. `begun_on` is the number of the version that was seen."""

    form_name = "huddle.template"

    begun_on = HiddenField()
    move = StringField()
    steps = FieldList(FormField(StepPlanForm))
    names_on = BooleanField("Tick names beside the roles. Off for good reason: nobody should feel watched.")
