"""Forms about who is watched more closely."""

from __future__ import annotations

from wtforms.validators import InputRequired, ValidationError

from huddle.handoffs import rules as handoff_rules
from huddle.handoffs.forms.identifiers import initials_line, last_four_line
from huddle.huddles import rules
from huddle.huddles.forms.fields import (
    ManyChips,
    at_most,
)
from huddle.huddles.rules import (
    FROM_HANDOFFS,
    REASON_LABELS,
)
from huddle.web.forms import Line, WriteForm


class AddWatcherForm(WriteForm):
    """About the unit, so that a draft survives the end of the huddle in which it was begun."""

    form_name = "huddle.add-watcher"
    keeps_draft = True

    initials = initials_line()
    last_four = last_four_line()
    bed = Line("Bed", validators=[at_most(handoff_rules.BED_LIMIT)])
    reason = ManyChips(
        "Why?",
        description="One or several.",
        choices={reason.value: label for reason, label in REASON_LABELS.items() if reason not in FROM_HANDOFFS},
        validators=[InputRequired("Choose why. “Gut feeling” is a good reason.")],
    )
    plan = Line("Plan", description="What we do about it.", validators=[at_most(rules.PLAN_LIMIT)])
    trigger = Line(
        "Call for help if", description="The sign that changes the plan.", validators=[at_most(rules.TRIGGER_LIMIT)]
    )


class ChangeWatcherForm(WriteForm):
    """Why this patient is watched, the plan and the trigger; about the watcher."""

    form_name = "huddle.change-watcher"
    keeps_draft = True

    reason = ManyChips("Why?", description="One or several.")
    plan = Line("Plan", description="What we do about it.", validators=[at_most(rules.PLAN_LIMIT)])
    trigger = Line(
        "Call for help if", description="The sign that changes the plan.", validators=[at_most(rules.TRIGGER_LIMIT)]
    )
    bed = Line("Bed", validators=[at_most(handoff_rules.BED_LIMIT)])

    def offer(self, now: list[str]) -> None:
        """All reasons, and the one from the handoffs where this patient has it."""
        self.reason.choices = {
            reason.value: label
            for reason, label in REASON_LABELS.items()
            if reason not in FROM_HANDOFFS or reason.value in now
        }

    def validate_reason(self, field: ManyChips) -> None:
        if not field.data:
            raise ValidationError("Choose why. “Gut feeling” is a good reason.")
