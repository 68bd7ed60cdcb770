"""Forms about taking figures out of Huddle: shape and length only."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, Length

from huddle.reports.rules.exporting import FORMAT_LABELS, REASON_LIMIT, WHAT_LABELS, What
from huddle.web.forms import Line, WriteForm


class ExportForm(WriteForm):
    """What is taken out, as what, and why."""

    form_name = "reports.export"
    keeps_draft = True

    what = RadioField(
        "What?",
        choices={what.value: label for what, label in WHAT_LABELS.items()},
        validators=[InputRequired("Choose one.")],
    )
    format = RadioField(
        "As what?",
        choices={kind.value: label for kind, label in FORMAT_LABELS.items()},
        validators=[InputRequired("Choose one.")],
    )
    reason = Line(
        "What is it for?",
        description="Kept with your name and the time. No names of others, no patient details.",
        validators=[
            DataRequired("Say why, in a few words."),
            Length(max=REASON_LIMIT, message=f"Use at most {REASON_LIMIT} letters."),
        ],
    )

    def offer(self, items_too: bool) -> None:
        """Leave out what this person may not take."""
        if not items_too:
            self.what.choices = {What.FIGURES.value: WHAT_LABELS[What.FIGURES]}
