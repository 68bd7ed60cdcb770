"""Forms about what spreads from a review: shape and length only."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from huddle.concerns.rules import TOPIC_LABELS
from huddle.reviews.rules.lessons import LESSON_TEXT_LIMIT, LESSON_TITLE_LIMIT
from huddle.reviews.rules.years import STILL_SO_LABELS
from huddle.web.forms import Line, LongText, WriteForm


def _wanted(limit: int) -> list[DataRequired | Length]:
    return [
        DataRequired("Write it in a few words."),
        Length(max=limit, message=f"Use at most {limit} letters."),
    ]


class LessonForm(WriteForm):
    """What other units will read, written anew. `looked` carries which words somebody has looked at."""

    form_name = "review.lesson"
    keeps_draft = True

    title = Line(
        "What is it about?",
        description="A few neutral words. No unit, no names, no patient details.",
        validators=_wanted(LESSON_TITLE_LIMIT),
    )
    happens = LongText(
        "What happens?",
        description="As it could happen anywhere: not that day, not that patient.",
        validators=_wanted(LESSON_TEXT_LIMIT),
    )
    helps = LongText(
        "What helps?", description="What somebody on another unit can do.", validators=_wanted(LESSON_TEXT_LIMIT)
    )
    topic = SelectField(
        "Topic",
        choices={"": "Choose one"} | {topic.value: label for topic, label in TOPIC_LABELS.items()},
        validators=[InputRequired("Choose the topic.")],
    )
    names_unit = BooleanField("Say which unit it comes from")
    agreed = BooleanField(
        "Other units can read it. It never links back.",
        validators=[DataRequired("Tick this when you have read it once more.")],
    )
    looked = StringField("I have looked at these words")


class WithdrawLessonForm(WriteForm):
    """Nobody can read it any more."""

    form_name = "lesson.withdraw"


class SeenForm(WriteForm):
    """What a review taught is no news for me any more."""

    form_name = "review.seen"


class StillSoForm(WriteForm):
    """Is it still so, a year later?"""

    form_name = "review.still-so"

    answer = RadioField(
        "Is it still so?",
        choices={answer.value: label for answer, label in STILL_SO_LABELS.items()},
        validators=[InputRequired("Choose one.")],
    )
