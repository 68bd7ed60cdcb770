"""Forms about working on an improvement, and about looking whether it is done and works."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import AnyOf, InputRequired, Optional

from huddle.actions.forms.items import DueForm, at_most, due_in_field, due_on_field
from huddle.actions.rules import BLOCKER_LABELS, EFFECT_LABELS, NOTE_LIMIT
from huddle.web.forms import Line, WriteForm

SEEN, MISSING = "seen", "missing"
ABOVE = "above"


def _note(label: str) -> Line:
    return Line(label, validators=[at_most(NOTE_LIMIT)])


class StartForm(WriteForm):
    """Work has begun."""

    form_name = "action-item.start"
    as_it_stands = True


class StuckForm(WriteForm):
    """What is in the way? `ask` is the button that asks the level above at once."""

    form_name = "action-item.stuck"
    as_it_stands = True
    keeps_draft = True

    blocker = RadioField(
        "What is in the way?",
        choices={blocker.value: label for blocker, label in BLOCKER_LABELS.items()},
        validators=[InputRequired("Choose what is in the way.")],
    )
    note = _note("In a few words")
    ask = Line(validators=[Optional(), AnyOf([ABOVE])])


class AskAboveForm(WriteForm):
    """Help is needed from above."""

    form_name = "action-item.ask-above"
    as_it_stands = True


class GoOnForm(WriteForm):
    """Nothing is in the way any more."""

    form_name = "action-item.go-on"
    as_it_stands = True


class VerifyForm(WriteForm):
    """Somebody went and looked."""

    form_name = "action-item.verify"
    as_it_stands = True
    keeps_draft = True

    seen = RadioField(
        "Is it done?",
        choices={SEEN: "Yes, I have seen it", MISSING: "Not yet"},
        validators=[InputRequired("Choose what you found.")],
    )
    note = _note("What did you see?")


class EffectForm(WriteForm):
    """Does it work?"""

    form_name = "action-item.effect"
    as_it_stands = True
    keeps_draft = True

    effect = RadioField(
        "Did it change what happens?",
        choices={effect.value: label for effect, label in EFFECT_LABELS.items()},
        validators=[InputRequired("Choose one answer.")],
    )
    note = _note("What do you see?")


class ReopenForm(DueForm):
    """It did not work: by when is something else tried?"""

    form_name = "action-item.reopen"
    as_it_stands = True
    keeps_draft = True

    note = _note("What will you try instead?")
    due_in = due_in_field()
    due_on = due_on_field()
