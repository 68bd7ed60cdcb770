"""Forms about reviews: shape and length only."""

from __future__ import annotations

from wtforms import DateField
from wtforms.validators import DataRequired, InputRequired, Length

from huddle.actions.forms import OpenItemForm
from huddle.reviews.rules import ANSWER_LIMIT, NOTE_LIMIT, TITLE_LIMIT
from huddle.web.forms import Line, LongText, WriteForm

NO_NAMES = "Roles, not names. No patient details."


class StartReviewForm(WriteForm):
    """What is it about, and when was it?"""

    form_name = "review.start"
    keeps_draft = True

    title = Line(
        "What is it about?",
        description="A few neutral words: “Delay finding the wide chair”. Good outcomes count too.",
        validators=[
            DataRequired("Give it a short, neutral title."),
            Length(max=TITLE_LIMIT, message=f"Use at most {TITLE_LIMIT} letters."),
        ],
    )
    event_on = DateField("Which day was it?", validators=[InputRequired("Choose the day.")])


class AnswerForm(WriteForm):
    """The answer to one question; it may be left empty for now."""

    form_name = "review.answer"
    keeps_draft = True

    text = LongText(
        "Our answer",
        description=NO_NAMES,
        validators=[Length(max=ANSWER_LIMIT, message=f"Use at most {ANSWER_LIMIT} letters.")],
    )


class ReviewItemForm(OpenItemForm):
    """What will be done because of this review, by whom, by when."""

    form_name = "review.action-item"


class PublishForm(WriteForm):
    """Show it to the unit and lock it."""

    form_name = "review.publish"


class NoteForm(WriteForm):
    """What came out later."""

    form_name = "review.note"
    keeps_draft = True

    text = LongText(
        "Your note",
        description=NO_NAMES,
        validators=[
            DataRequired("Write the note first."),
            Length(max=NOTE_LIMIT, message=f"Use at most {NOTE_LIMIT} letters."),
        ],
    )
