"""Forms of a hot debrief: taps, and boxes that are sent by themselves."""

from __future__ import annotations

from uuid import UUID

from wtforms import Field, RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from huddle.actions.forms import OpenItemForm
from huddle.huddles.forms.fields import PRESS, OwnIds, TapForm, one_of
from huddle.huddles.rules import NotHeldReason
from huddle.reviews.rules import ANSWER_LIMIT, TITLE_LIMIT, TRIGGER_LABELS, ReviewTrigger, Wellbeing
from huddle.reviews.rules.debriefs import TRIGGERS
from huddle.web.forms import Line, LongText, WriteForm

START = "start"
END, WRITE_ON, STOP = "end", "write-on", "stop"


class DebriefForm(WriteForm):
    """Start one or say why not. The button says which, and after a blank what it is about: "start", "staffing 1f3…"."""

    form_name = "debrief.start"

    press = StringField()
    trigger = RadioField(
        "What was it?",
        choices={str(trigger): TRIGGER_LABELS[trigger] for trigger in TRIGGERS},
        validators=[Optional()],
    )

    def validate_press(self, field: Field) -> None:
        """One of the buttons, and an id after it or nothing."""
        answer, _blank, source = (field.data or "").partition(" ")
        try:
            if source:
                UUID(source)
            if answer != START:
                NotHeldReason(answer)
        except ValueError:
            raise ValidationError(PRESS) from None

    @property
    def reason(self) -> NotHeldReason | None:
        """Why there is none; None to start one."""
        answer = (self.press.data or "").partition(" ")[0]
        return None if answer == START else NotHeldReason(answer)

    @property
    def source_id(self) -> UUID | None:
        source = (self.press.data or "").partition(" ")[2]
        return UUID(source) if source else None

    @property
    def chosen_trigger(self) -> ReviewTrigger | None:
        return ReviewTrigger(self.trigger.data) if self.trigger.data else None


class WellbeingForm(TapForm):
    """How are we? No detail."""

    form_name = "debrief.wellbeing"

    wellbeing = StringField(validators=one_of([value.value for value in Wellbeing]))


class MoveForm(TapForm):
    """We are done; we write on; we stop here."""

    form_name = "debrief.move"

    to = StringField(validators=one_of([END, WRITE_ON, STOP]))


class ShareForm(WriteForm):
    """Show it to the unit and lock it."""

    form_name = "debrief.share"


class BoxForm(OwnIds):
    """One box, with a version of its own; about the debrief and the question."""

    form_name = "debrief.box"
    keeps_draft = True

    text = LongText(validators=[Length(max=ANSWER_LIMIT, message=f"Use at most {ANSWER_LIMIT} letters.")])

    @property
    def html_id(self) -> str:
        return f"{super().html_id}-{self.object_id}"


class DebriefTitleForm(OwnIds):
    form_name = "debrief.title"
    keeps_draft = True

    text = Line(
        "Title",
        validators=[
            DataRequired("Give it a short, neutral title."),
            Length(max=TITLE_LIMIT, message=f"Use at most {TITLE_LIMIT} letters."),
        ],
    )


class DebriefItemForm(OpenItemForm):
    """One small thing to do."""

    form_name = "debrief.action-item"
