"""Forms about handoffs: shape and length only."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from wtforms import Field, Form, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from huddle.accounts.signing import SignedForm
from huddle.handoffs import rules
from huddle.handoffs.rules import SEVERITY_LABELS, Report, Severity
from huddle.web.forms import Line, LongText, WriteForm

NEXT_NURSE = "The next nurse on this unit"
SEVERITIES = {severity.value: label for severity, label in SEVERITY_LABELS.items()}
_NOT_TOO_LONG = Length(
    max=rules.TEXT_LIMIT,
    message="That is more than 2,000 letters, too long to read aloud. Shorten it: nothing was cut.",
)


def _identifier(fault: Callable[[str], str]) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        if message := fault(field.data or ""):
            raise ValidationError(message)

    return check


class SendHandoffForm(SignedForm):
    """One patient, told in SBAR."""

    form_name = "handoff.send"
    keeps_draft = True

    initials = Line(
        "Initials",
        filters=[rules.clean_identifier],
        validators=[DataRequired("Enter the patient's initials."), _identifier(rules.initials_fault)],
    )
    last_four = Line(
        "Record number, last four",
        filters=[rules.clean_identifier],
        validators=[
            DataRequired("Enter the last four of the record number. Match it to the wristband."),
            _identifier(rules.last_four_fault),
        ],
    )
    severity = RadioField(
        "How sick is this patient?",
        choices=SEVERITIES,
        validators=[InputRequired("Say how sick this patient is.")],
    )
    situation = LongText(
        "Situation",
        description="What is happening now, since when?",
        validators=[DataRequired("Say in a few words what is happening now."), _NOT_TOO_LONG],
    )
    background = LongText(
        "Background",
        description="Only what changes the next 12 hours.",
        validators=[DataRequired("Say what the next nurse must know, or write “nothing new”."), _NOT_TOO_LONG],
    )
    assessment = LongText(
        "Assessment",
        description="What do you think is going on? “I am not sure, but worried” is fine.",
        validators=[DataRequired("Say what you think. “I am not sure” is an answer too."), _NOT_TOO_LONG],
    )
    recommendation = LongText(
        "Recommendation",
        description="What must be done, by whom, by when?",
        validators=[DataRequired("Say what must be done, or write “routine care”."), _NOT_TOO_LONG],
    )
    to_person_id = SelectField("To whom")
    bed = Line(
        "Bed",
        description="Only where, never who.",
        validators=[Length(max=rules.BED_LIMIT, message=f"Use at most {rules.BED_LIMIT} letters.")],
    )

    def offer(self, colleagues: list[tuple[UUID, str]]) -> None:
        """The colleagues it may be addressed to; nobody chosen means the next nurse."""
        self.to_person_id.choices = {"": NEXT_NURSE} | {str(id_): name for id_, name in colleagues}

    def report(self) -> Report:
        """What was typed, as the service takes it."""
        return Report(
            initials=self.initials.data or "",
            last_four=self.last_four.data or "",
            severity=Severity(self.severity.data),
            situation=self.situation.data or "",
            background=self.background.data or "",
            assessment=self.assessment.data or "",
            recommendation=self.recommendation.data or "",
            bed=self.bed.data or "",
        )

    def receiver_id(self) -> UUID | None:
        return UUID(self.to_person_id.data) if self.to_person_id.data else None


class AcknowledgeForm(SignedForm):
    """The receiver's own view, before the sender's is shown."""

    form_name = "handoff.acknowledge"
    keeps_draft = True

    severity = RadioField(
        "How sick is this patient, in your view?",
        choices=SEVERITIES,
        validators=[InputRequired("Say how sick this patient is, in your view.")],
    )
    priority = Line(
        "What matters first?",
        description="In your own words.",
        validators=[DataRequired("Say in your own words what matters first."), _NOT_TOO_LONG],
    )
    corrections_read = IntegerField("Corrections read", default=0)


class CorrectForm(SignedForm):
    """What has to be put right."""

    form_name = "handoff.correct"
    keeps_draft = True

    text = LongText(
        "What is right?",
        description="What you sent stays as it is. Your correction is shown with it.",
        validators=[DataRequired("Write what has to be put right."), _NOT_TOO_LONG],
    )


class SeenForm(WriteForm):
    """The receiver knows of the corrections."""

    form_name = "handoff.seen"

    corrections_read = IntegerField("Corrections read", default=0)
