"""Forms about who is watched more closely."""

from __future__ import annotations

from wtforms.validators import DataRequired, InputRequired, ValidationError

from huddle.handoffs import rules as handoff_rules
from huddle.huddles import rules
from huddle.huddles.forms.fields import (
    ManyChips,
    at_most,
    identifier,
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

    initials = Line(
        "Initials",
        filters=[handoff_rules.clean_identifier],
        validators=[DataRequired("Enter the patient's initials."), identifier(handoff_rules.initials_fault)],
    )
    last_four = Line(
        "Record number, last four",
        filters=[handoff_rules.clean_identifier],
        validators=[
            DataRequired("Enter the last four of the record number."),
            identifier(handoff_rules.last_four_fault),
        ],
    )
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
