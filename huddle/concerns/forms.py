"""Forms about concerns: shape and length only."""

from __future__ import annotations

from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length

from huddle.concerns.rules import ANSWER_LIMIT, OUTCOME_LABELS, TEXT_LIMIT, TOPIC_LABELS, ToldHow
from huddle.web.forms import LongText, WriteForm


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


class AnswerConcernForm(WriteForm):
    """What became of it?"""

    form_name = "concern.answer"
    keeps_draft = True

    outcome = RadioField(
        "What became of it?",
        choices={outcome.value: label for outcome, label in OUTCOME_LABELS.items()},
        validators=[InputRequired("Choose what became of it.")],
    )
    answer = LongText(
        "Your answer",
        validators=[
            DataRequired("Write one sentence that you would say to the person who raised it."),
            Length(max=ANSWER_LIMIT, message=f"Use at most {ANSWER_LIMIT} letters."),
        ],
    )


class TellBackForm(WriteForm):
    """How was it told back?"""

    form_name = "concern.tell-back"

    how = RadioField(
        "How was it told?",
        choices={ToldHow.DIRECT.value: "In person", ToldHow.HUDDLE.value: "In the huddle"},
        validators=[InputRequired("Choose how it was told.")],
    )
