"""Forms about concerns: shape and length only."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length

from huddle.concerns.rules import (
    ANSWER_LIMIT,
    FIX_LIMIT,
    HARM_LABELS,
    HERE,
    OUTCOME_LABELS,
    REASON_LABELS,
    TEXT_LIMIT,
    TOLD_LABELS,
    TOPIC_LABELS,
)
from huddle.web.forms import LongText, WriteForm


def harm_field() -> RadioField:
    """How bad could it be? The worst answer is a call, not a form, and the page says so."""
    return RadioField(
        "How bad could it be?",
        choices={harm.value: label for harm, label in HARM_LABELS.items()},
        validators=[InputRequired("Choose how bad it could be.")],
    )


def immediate_fix_field() -> LongText:
    return LongText(
        "What makes it safe for this shift?",
        validators=[Length(max=FIX_LIMIT, message=f"Use at most {FIX_LIMIT} letters.")],
    )


def reason_field() -> RadioField:
    """Asked on the unit, and again by a level that asks the next one."""
    return RadioField(
        "Why does it need help from above?",
        choices={reason.value: label for reason, label in REASON_LABELS.items()},
        validators=[InputRequired("Choose the main reason.")],
    )


def answer_field(label: str) -> LongText:
    return LongText(
        label,
        validators=[
            DataRequired("Write one sentence that you would say to the person who raised it."),
            Length(max=ANSWER_LIMIT, message=f"Use at most {ANSWER_LIMIT} letters."),
        ],
    )


class RaiseConcernForm(WriteForm):
    """What did you see, and what is it about?"""

    form_name = "concern.raise"
    keeps_draft = True

    text = LongText(
        "What did you see or hear?",
        validators=[
            DataRequired("Say in a few words what you saw or heard."),
            Length(max=TEXT_LIMIT, message=f"Use at most {TEXT_LIMIT} letters."),
        ],
    )
    topic = RadioField(
        "What is it about?",
        choices={topic.value: label for topic, label in TOPIC_LABELS.items()},
        validators=[InputRequired("Choose what it is about.")],
    )
    unnamed = BooleanField("Leave my name off the lists")


class PickUpForm(WriteForm):
    """What could it do, and what makes it safe until it is fixed?"""

    form_name = "concern.pick-up"
    keeps_draft = True

    harm = harm_field()
    immediate_fix = immediate_fix_field()


class EscalateForm(WriteForm):
    """Why do we need help from above?"""

    form_name = "concern.escalate"
    keeps_draft = True

    reason = reason_field()
    harm = harm_field()
    immediate_fix = immediate_fix_field()


class AnswerConcernForm(WriteForm):
    """What became of it?"""

    form_name = "concern.answer"
    keeps_draft = True

    outcome = RadioField(
        "What became of it?",
        choices={outcome.value: OUTCOME_LABELS[outcome] for outcome in HERE},
        validators=[InputRequired("Choose what became of it.")],
    )
    answer = answer_field("Your answer")


class TellBackForm(WriteForm):
    """How was it told back?"""

    form_name = "concern.tell-back"

    how = RadioField(
        "How was it told?",
        choices={how.value: label for how, label in TOLD_LABELS.items()},
        validators=[InputRequired("Choose how it was told.")],
    )


class SayReadForm(WriteForm):
    """I have read the answer."""

    form_name = "concern.say-read"


class MergeForm(WriteForm):
    """With which one is it the same?"""

    form_name = "concern.merge"

    into_id = RadioField("It is the same as", choices={}, validators=[InputRequired("Choose the other one.")])

    def offer(self, others: Iterable[tuple[UUID, str]]) -> None:
        """Say which ones can be chosen."""
        self.into_id.choices = {str(id_): text for id_, text in others}
