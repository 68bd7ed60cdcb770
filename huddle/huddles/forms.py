"""Forms of a huddle: shape and length only. Most are one tap: hidden facts and two or three buttons."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from wtforms import Field, Form, RadioField, SelectField, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from huddle.actions.rules import DUE_LABELS, TITLE_LIMIT
from huddle.handoffs import rules as handoff_rules
from huddle.huddles import rules
from huddle.huddles.rules import (
    NOT_HELD_LABELS,
    REASON_LABELS,
    HuddleKind,
    LookBackAnswer,
    Step,
    SubjectKind,
    WatcherReason,
)
from huddle.web.forms import Line, WriteForm

TOLD = "told"
STILL, ENDED = "still", "ended"
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


class TapForm(WriteForm):
    """A form that stands on its page several times, once for each thing it is about, and shows no fields.

    `taps` tells the page to say on top what is wrong.
    """

    taps = True

    @property
    def html_id(self) -> str:
        return f"{super().html_id}-{self.object_id}"


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


class LookBackForm(TapForm):
    form_name = "huddle.look-back"

    subject_kind = StringField(validators=_one_of([kind.value for kind in SubjectKind]))
    subject_id = StringField(validators=[_is_uuid])
    answer = StringField(validators=_one_of([*(answer.value for answer in LookBackAnswer), TOLD]))


class AttendanceForm(TapForm):
    """The button says it all: "nurse:4"."""

    form_name = "huddle.attendance"

    count = StringField(validators=[InputRequired(PRESS), Length(max=40)])


class ConfirmStepForm(TapForm):
    form_name = "huddle.confirm"

    step = StringField(validators=_one_of([step.value for step in Step]))


class StaffingNoteForm(WriteForm):
    form_name = "huddle.staffing-note"
    keeps_draft = True

    staffing_note = Line(
        "Who is stretched, who can lend a hand?",
        description="Roles, not names.",
        validators=[_at_most(rules.NOTE_LIMIT)],
    )


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
    reason = RadioField(
        "Why?",
        choices={
            reason.value: label for reason, label in REASON_LABELS.items() if reason is not WatcherReason.HANDED_OVER
        },
        validators=[InputRequired("Choose why. “Gut feeling” is a good reason.")],
    )
    plan = Line("Plan", description="What we do about it.", validators=[_at_most(rules.PLAN_LIMIT)])
    trigger = Line(
        "Call for help if", description="The sign that changes the plan.", validators=[_at_most(rules.TRIGGER_LIMIT)]
    )


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
