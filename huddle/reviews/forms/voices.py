"""Forms of notes from everyone: those of who leads the review, and the plain ones on a phone.

What a phone sends has no envelope and no operation id (they would be stored): `PhoneForm` carries a random key of its
page instead, so that the same page sent twice counts once. It must come from a page of ours, as every change.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import request
from wtforms import Form, HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from huddle.huddles.forms.fields import OwnIds, TapForm
from huddle.reviews.forms.writing import NO_NAMES
from huddle.reviews.rules import QUESTIONS, QUESTIONS_OF, Question, ReviewFormat
from huddle.reviews.rules.voices import CHECK_LABELS, SCORES, VOICE_LIMIT, CheckItem
from huddle.web.forms import Line, LongText, WriteForm

TOO_LONG = f"Use at most {VOICE_LIMIT} letters."


class OpenNotesForm(WriteForm):
    """Open the room."""

    form_name = "review.open-notes"


class CloseNotesForm(WriteForm):
    """Close it."""

    form_name = "review.close-notes"


class LastQuestionsForm(WriteForm):
    """Ask the two last questions."""

    form_name = "review.last-questions"


class HideNoteForm(TapForm):
    """Put one note out of sight."""

    form_name = "review.hide-note"


class ShowNoteForm(TapForm):
    """Put it back."""

    form_name = "review.show-note"


class AnswerNoteForm(OwnIds):
    """What whoever wrote the note reads with its code."""

    form_name = "review.answer-note"

    answer = LongText(
        "What we did, or why not",
        description="Whoever wrote it can read this with their code. Roles, not names.",
        validators=[Length(max=VOICE_LIMIT, message=TOO_LONG)],
    )


class PhoneForm(Form):
    """A form on somebody's own phone, from which nothing but its fields is kept."""

    key = HiddenField()

    @property
    def page_key(self) -> UUID:
        """The random key of the page that was sent; a new one when it is not one of ours."""
        try:
            return UUID(self.key.data or "")
        except ValueError:
            return uuid4()

    @classmethod
    def asked(cls, **data: object) -> PhoneForm:
        """As the page shows it, or as it was sent."""
        if request.method == "POST":
            return cls(request.form)
        return cls(None, data={"key": str(uuid4()), **data})

    def refuse(self, field_name: str, message: str) -> None:
        self[field_name].errors = [*self[field_name].errors, message]


class PhoneNoteForm(PhoneForm):
    """One note."""

    text = LongText(
        "Your note",
        description=f"{NO_NAMES} Up to {VOICE_LIMIT} letters.",
        validators=[DataRequired("Write your note first."), Length(max=VOICE_LIMIT, message=TOO_LONG)],
    )
    question = SelectField("What is it about?", choices=[], validate_choice=True)

    def offer(self, format_: ReviewFormat) -> None:
        """The questions that this format asks."""
        asked = {question.value: QUESTIONS[question] for question in QUESTIONS_OF[format_]}
        self.question.choices = {"": "Anything"} | asked
        if self.question.data is None:
            self.question.data = ""

    @property
    def chosen(self) -> Question | None:
        return Question(self.question.data) if self.question.data else None


def _scale(item: CheckItem) -> RadioField:
    choices = {str(score): label for score, label in SCORES.items()}
    return RadioField(CHECK_LABELS[item], choices=choices, validators=[InputRequired("Choose one answer.")])


class PhoneCheckForm(PhoneForm):
    """The two last questions."""

    speak = _scale(CheckItem.SPEAK)
    change = _scale(CheckItem.CHANGE)

    @property
    def scores(self) -> dict[CheckItem, int]:
        return {item: int(self[item.value].data) for item in CheckItem}


class PhoneCodeForm(PhoneForm):
    """The code of a note."""

    code = Line("Your code", validators=[DataRequired("Type the code that you were shown.")])
