"""Forms of the monthly meeting: shape and length only."""

from __future__ import annotations

from wtforms.validators import Length

from huddle.actions.forms import BesideItemForm
from huddle.checkins.rules import FOCUS_LIMIT, NOTE_LIMIT
from huddle.web.forms import LongText, WriteForm


def _at_most(limit: int) -> Length:
    return Length(max=limit, message=f"Use at most {limit} letters.")


class NotesForm(WriteForm):
    """What the meeting said."""

    form_name = "check-in.notes"
    keeps_draft = True

    better = LongText("What is better?", validators=[_at_most(NOTE_LIMIT)])
    still_hurts = LongText("What still hurts?", validators=[_at_most(NOTE_LIMIT)])
    focus = LongText("What do we look at next month?", validators=[_at_most(FOCUS_LIMIT)])


class PromiseForm(BesideItemForm):
    """What will be done, by whom, by when."""

    form_name = "check-in.promise"
    keeps_draft = True
