"""The form in which somebody says why they leave late."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired

from huddle.leaving.rules import REASON_LABELS
from huddle.web.forms import WriteForm


class LeftLateForm(WriteForm):
    """What kept you?"""

    form_name = "before-you-go.say"

    reason = RadioField(
        "What kept you?",
        choices={reason.value: label for reason, label in REASON_LABELS.items()},
        validators=[InputRequired("Choose what kept you.")],
    )

    def typed(self) -> list[tuple[str, str]]:
        """Nothing: an operation keeps who sent a form for a month, and the digest must not tell the reason."""
        return []
