"""The form that says thanks: shape and length only."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, Length

from huddle.recognition.rules import TO_WHOM, WHAT_LIMIT
from huddle.web.forms import LongText, WriteForm


class ThankForm(WriteForm):
    """Who helped, and with what? Roles, never names."""

    form_name = "recognition.thank"
    keeps_draft = True

    to_whom = RadioField(
        "Who helped?", choices={words: words for words in TO_WHOM}, validators=[InputRequired("Choose who helped.")]
    )
    what = LongText(
        "What did they do?",
        validators=[
            DataRequired("Say in a few words what helped."),
            Length(max=WHAT_LIMIT, message=f"Use at most {WHAT_LIMIT} letters."),
        ],
    )
