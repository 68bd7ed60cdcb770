"""Forms about paper: how much to print, and what stands on it, in the order in which it stands there."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from wtforms import DateField, IntegerField, RadioField, SelectField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from huddle.accounts.signing import SignedForm
from huddle.concerns.rules import TEXT_LIMIT
from huddle.core.dates import at_local
from huddle.downtime.rules import COPIES_LIMIT, KIND_LABELS, PaperHandoff, PaperHuddle, PaperKind, Written
from huddle.handoffs import rules as handoff_rules
from huddle.handoffs.forms.identifiers import initials_line, last_four_line
from huddle.handoffs.forms.options import DressedForm
from huddle.handoffs.rules import SEVERITY_LABELS, IfThen, Report, Severity
from huddle.huddles.rules import FIRST_ROLES, ROLE_LABELS
from huddle.reviews.rules import ANSWER_LIMIT, FOUR_QUESTIONS, QUESTIONS, TITLE_LIMIT, Question
from huddle.web.forms import Line, LongText, WriteForm

CONCERNS_LIMIT, NOTE_LENGTH, COUNT_LIMIT = 5, 160, 99
SEVERITIES = {severity.value: label for severity, label in SEVERITY_LABELS.items()}


def _copies(kind: PaperKind) -> IntegerField:
    return IntegerField(
        KIND_LABELS[kind],
        validators=[
            InputRequired("Enter a number, like 2."),
            NumberRange(0, COPIES_LIMIT, f"Print at most {COPIES_LIMIT} at a time."),
        ],
    )


class PackForm(WriteForm):
    """How many sheets of each kind to print."""

    form_name = "paper.pack"

    huddle = _copies(PaperKind.HUDDLE)
    sbar = _copies(PaperKind.SBAR)
    debrief = _copies(PaperKind.DEBRIEF)

    def copies(self) -> dict[PaperKind, int]:
        return {kind: self[kind.value].data or 0 for kind in PaperKind}


class SheetForm(WriteForm):
    """A sheet without a number gets one."""

    form_name = "paper.sheet"

    kind = RadioField(
        "What is on the sheet?",
        choices={kind.value: label for kind, label in KIND_LABELS.items()},
        validators=[InputRequired("Choose what is on the sheet.")],
    )


def _text(label: str, need: str, hint: str = "", limit: int = handoff_rules.TEXT_LIMIT) -> LongText:
    checks: list[Any] = [DataRequired(need)] if need else []
    too_long = Length(max=limit, message=f"Use at most {limit:,} letters. Shorten it: nothing was cut.")
    return LongText(label, description=hint, validators=[*checks, too_long])


class _TypedForm(WriteForm):
    keeps_draft = True

    written_on = DateField("Day on the paper", validators=[InputRequired("Enter the day that stands on the paper.")])
    written_time = TimeField("Time on the paper", validators=[InputRequired("Enter the time, like 03:20.")])

    def written(self) -> Written:
        fields: Any = self
        by = fields.written_by.data if "written_by" in self else ""
        return Written(fields.written_on.data, fields.written_time.data, ROLE_LABELS.get(by, ""))


def _role() -> SelectField:
    return SelectField(
        "Written by",
        description="The role, not the name.",
        choices={"": "Choose"} | ROLE_LABELS,
        validators=[InputRequired("Choose the role.")],
    )


class TypeHandoffForm(_TypedForm, DressedForm, SignedForm):
    """A handoff sheet, in the words of the unit. It hands over and may take on, so it is signed as those are."""

    form_name = "paper.sbar"

    from_id = SelectField("Who handed over?", validators=[InputRequired("Choose who handed over.")])
    to_id = SelectField("To whom?")
    initials = initials_line()
    last_four = last_four_line()
    bed = Line("Bed", validators=[Length(max=20, message="Use at most 20 letters.")])
    severity = RadioField(
        "How sick, says the sender?", choices=SEVERITIES, validators=[InputRequired("Say how sick this patient is.")]
    )
    situation = _text("Situation", "Type what stands in Situation.")
    background = _text("Background", "Type what stands in Background, or “nothing new”.")
    assessment = _text("Assessment", "Type what stands in Assessment.")
    recommendation = _text("Recommendation", "Type what stands in Recommendation, or “routine care”.")
    if_sign = Line(
        "If", description="What to look out for.", validators=[Length(max=120, message="Use at most 120 letters.")]
    )
    if_response = Line(
        "Then", description="What to do about it.", validators=[Length(max=120, message="Use at most 120 letters.")]
    )
    receiver_severity = RadioField("How sick, in your own view?", choices=SEVERITIES, validate_choice=False)
    priority = Line("What matters first?", validators=[Length(max=2000, message="That is too long.")])

    def validate_if_sign(self, field: Line) -> None:
        if self.if_response.data and not field.data:
            raise ValidationError("Type what stands in If: without it the Then says nothing.")

    def offer(self, people: list[tuple[UUID, str]]) -> None:
        """Everybody who may stand on the sheet."""
        names = {str(id_): name for id_, name in people}
        self.from_id.choices = names
        self.to_id.choices = {"": "Nobody yet: the next nurse"} | names

    def said(self, zone: ZoneInfo) -> PaperHandoff:
        """What was typed, as the service takes it. Times are those of the clock on the wall of that day."""
        written = self.written()
        measured = self.said_beyond(at_local(written.on, written.at, zone), zone)
        report = Report(
            initials=self.initials.data or "",
            last_four=self.last_four.data or "",
            severity=Severity(self.severity.data),
            situation=self.situation.data or "",
            background=self.background.data or "",
            assessment=self.assessment.data or "",
            recommendation=self.recommendation.data or "",
            bed=self.bed.data or "",
            extra=measured,
        )
        view = self.receiver_severity.data
        return PaperHandoff(
            report=report,
            if_then=IfThen(self.if_sign.data, self.if_response.data or "") if self.if_sign.data else None,
            from_id=UUID(self.from_id.data),
            to_id=UUID(self.to_id.data) if self.to_id.data else None,
            receiver_severity=Severity(view) if view in SEVERITIES else None,
            priority=self.priority.data or "",
        )


def _count(role: str) -> IntegerField:
    wrong = f"Enter a number from 0 to {COUNT_LIMIT}."
    return IntegerField(
        ROLE_LABELS[role], default=0, validators=[InputRequired(wrong), NumberRange(0, COUNT_LIMIT, wrong)]
    )


class TypeHuddleForm(_TypedForm):
    """A huddle sheet."""

    form_name = "paper.huddle"

    written_by = _role()
    minutes = IntegerField(
        "How many minutes?",
        default=10,
        validators=[InputRequired("Enter the minutes."), NumberRange(1, 120, "Enter 1 to 120 minutes.")],
    )
    charge_nurse, nurse, care_assistant, student, doctor = map(_count, FIRST_ROLES)
    note = _text("Who is stretched, what will not get done?", "", limit=NOTE_LENGTH)
    concerns = LongText("Concerns", description=f"One a line, at most {CONCERNS_LIMIT}. Roles, not names.")

    def validate_concerns(self, _field: LongText) -> None:
        lines = self.lines()
        if len(lines) > CONCERNS_LIMIT:
            raise ValidationError(f"Type at most {CONCERNS_LIMIT} here. Put the others on the board.")
        if any(len(line) > TEXT_LIMIT for line in lines):
            raise ValidationError(f"Use at most {TEXT_LIMIT} letters for each concern.")

    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in (self.concerns.data or "").split("\n") if line.strip())

    def said(self) -> PaperHuddle:
        """What was typed, as the service takes it."""
        here = {role: self[role].data for role in FIRST_ROLES if self[role].data}
        return PaperHuddle(self.minutes.data or 1, here, self.note.data or "", self.lines())


class TypeDebriefForm(_TypedForm):
    """A debrief sheet; what is missing is written in the review itself."""

    form_name = "paper.debrief"

    written_by = _role()
    title = Line(
        "What was it about?",
        description="A few neutral words.",
        validators=[
            DataRequired("Give it a short, neutral title."),
            Length(max=TITLE_LIMIT, message=f"Use at most {TITLE_LIMIT} letters."),
        ],
    )
    expected, happened, why, learned = (
        _text(QUESTIONS[question], "", limit=ANSWER_LIMIT) for question in FOUR_QUESTIONS
    )

    def answers(self) -> dict[Question, str]:
        return {question: self[question.value].data for question in FOUR_QUESTIONS if self[question.value].data}


FORMS: dict[PaperKind, type[_TypedForm]] = {
    PaperKind.HUDDLE: TypeHuddleForm,
    PaperKind.SBAR: TypeHandoffForm,
    PaperKind.DEBRIEF: TypeDebriefForm,
}
