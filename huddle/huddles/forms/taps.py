"""Forms of one tap: hidden facts and two or three buttons."""

from __future__ import annotations

from wtforms import (
    SelectField,
    StringField,
)
from wtforms.validators import AnyOf, InputRequired, ValidationError

from huddle.huddles.forms.fields import (
    BACK,
    ENDED,
    NOBODY_YET,
    OFF,
    PRESS,
    STILL,
    UNDO,
    Pressed,
    TapForm,
    is_uuid,
    one_of,
)
from huddle.huddles.rules import (
    NOT_HELD_LABELS,
    HuddleKind,
    LookBackAnswer,
    Step,
    SubjectKind,
)
from huddle.web.forms import WriteForm


class OpenHuddleForm(WriteForm):
    """About the unit. `kind` is the button that was pressed; the planned one when it is not said."""

    form_name = "huddle.open"

    kind = StringField(
        default=HuddleKind.SCHEDULED.value, validators=[AnyOf([kind.value for kind in HuddleKind], PRESS)]
    )


class NotHeldForm(TapForm):
    """About a shift on a day: `object_id` is both."""

    form_name = "huddle.not-held"

    shift_id = StringField(validators=[is_uuid])
    shift_on = StringField(validators=[InputRequired(PRESS)])
    reason = StringField(validators=one_of([reason.value for reason in NOT_HELD_LABELS]))


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

    leader = StringField(validators=[is_uuid])


class LookBackForm(TapForm):
    form_name = "huddle.look-back"

    subject_kind = StringField(validators=one_of([kind.value for kind in SubjectKind]))
    subject_id = StringField(validators=[is_uuid])
    answer = StringField(validators=one_of([*(answer.value for answer in LookBackAnswer), UNDO]))


class MarksForm(TapForm):
    """The buttons say it all: "here:nurse:4"."""

    form_name = "huddle.marks"

    step = StringField(validators=one_of([step.value for step in Step]))
    mark = Pressed()

    def validate_mark(self, field: Pressed) -> None:
        """At least one, and not more than a page can hold."""
        if not field.data or len(field.data) > 60:
            raise ValidationError(PRESS)


class ConfirmStepForm(TapForm):
    form_name = "huddle.confirm"

    step = StringField(validators=one_of([step.value for step in Step]))


class ItemTapForm(TapForm):
    """Take a line off its list, or put it back."""

    form_name = "huddle.item-tap"

    put = StringField(validators=one_of([OFF, BACK]))


class CheckWatcherForm(TapForm):
    form_name = "huddle.check-watcher"

    answer = StringField(validators=one_of([STILL, ENDED]))


class WatchHandedOverForm(TapForm):
    form_name = "huddle.watch-handed-over"

    from_handoff_id = StringField(validators=[is_uuid])
