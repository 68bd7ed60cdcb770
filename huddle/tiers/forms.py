"""Forms of the huddles above the units: shape and length only."""

from __future__ import annotations

from wtforms import HiddenField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length

from huddle.actions.rules import NOTE_LIMIT
from huddle.concerns.forms import answer_field, reason_field
from huddle.concerns.rules import ANSWER_LIMIT, FROM_ABOVE, OUTCOME_LABELS
from huddle.huddles.rules import NOT_HELD_LABELS
from huddle.tiers.rules import NOTES_LIMIT
from huddle.web.forms import LongText, WriteForm


class OpenTierHuddleForm(WriteForm):
    """Open today's huddle."""

    form_name = "tier-huddle.open"


class CloseTierHuddleForm(WriteForm):
    """What everybody should know of it."""

    form_name = "tier-huddle.close"
    keeps_draft = True

    notes = LongText(
        "What should the units know?",
        validators=[Length(max=NOTES_LIMIT, message=f"Use at most {NOTES_LIMIT} letters.")],
    )


class NotHeldForm(WriteForm):
    """Why was there none?"""

    form_name = "tier-huddle.not-held"

    held_on = HiddenField()
    reason = RadioField(
        "What got in the way?",
        choices={reason.value: label for reason, label in NOT_HELD_LABELS.items()},
        validators=[InputRequired("Choose what got in the way.")],
    )


class AnswerFromAboveForm(WriteForm):
    """Yes, not now, or no, and why."""

    form_name = "concern.answer-from-above"
    keeps_draft = True

    outcome = RadioField(
        "Your answer",
        choices={outcome.value: OUTCOME_LABELS[outcome] for outcome in FROM_ABOVE},
        validators=[InputRequired("Choose yes, not now or no.")],
    )
    answer = answer_field("What happens now, and why")


class TakeHigherForm(WriteForm):
    """Why does the next level have to answer?"""

    form_name = "concern.take-higher"

    reason = reason_field()


class GiveBackForm(WriteForm):
    """How can the unit settle it?"""

    form_name = "concern.give-back"
    keeps_draft = True

    why = LongText(
        "How can the unit settle it?",
        validators=[
            DataRequired("Say in one sentence how the unit can settle it."),
            Length(max=ANSWER_LIMIT, message=f"Use at most {ANSWER_LIMIT} letters."),
        ],
    )


class HelpItemForm(WriteForm):
    """What helps an action item that is stuck."""

    form_name = "tier.help-item"
    as_it_stands = True
    keeps_draft = True

    answer = LongText(
        "What helps?",
        validators=[
            DataRequired("Say what helps, or what the unit can do instead."),
            Length(max=NOTE_LIMIT, message=f"Use at most {NOTE_LIMIT} letters."),
        ],
    )
