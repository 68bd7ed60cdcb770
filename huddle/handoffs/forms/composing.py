"""Forms to write and send a handoff: shape and length only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from wtforms import (
    RadioField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from huddle.accounts.signing import SignedForm
from huddle.handoffs import rules
from huddle.handoffs.forms.calling import person_in, role_in, role_value, whom_to_call
from huddle.handoffs.forms.identifiers import initials_line, last_four_line
from huddle.handoffs.forms.moving import MovingForm
from huddle.handoffs.forms.options import DressedForm
from huddle.handoffs.forms.promises import DecidingForm
from huddle.handoffs.forms.shared import MOST_ACTIONS, MOST_IF_THENS, NOT_TOO_LONG, ONE_LINE, choices
from huddle.handoffs.rules import (
    CHECKS_LABELS,
    KIND_LABELS,
    MODE_LABELS,
    SEVERITY_LABELS,
    Checks,
    HandoffKind,
    IfThen,
    Mode,
    Plan,
    Report,
    Severity,
    ToDo,
)
from huddle.handoffs.rules.phone import LineRole
from huddle.web.forms import Line, LongText, WriteForm

NEXT_NURSE = "The next nurse on this unit"


class SendHandoffForm(DressedForm):
    """One patient, told in the words of the unit: the first of two pages. Call `wear` before it is shown or read."""

    form_name = "handoff.send"
    keeps_draft = True

    initials = initials_line()
    last_four = last_four_line("Enter the last four of the record number. Match it to the wristband.")
    severity = RadioField(
        "How sick is this patient?",
        choices=choices(SEVERITY_LABELS),
        validators=[InputRequired("Say how sick this patient is.")],
    )
    situation = LongText("Situation", validators=[NOT_TOO_LONG])
    background = LongText("Background", validators=[NOT_TOO_LONG])
    assessment = LongText("Assessment", validators=[NOT_TOO_LONG])
    recommendation = LongText("Recommendation", validators=[NOT_TOO_LONG])
    bed = Line(
        "Bed",
        validators=[Length(max=rules.BED_LIMIT, message=f"Use at most {rules.BED_LIMIT} letters.")],
    )
    kind = RadioField("What is it for?", choices=choices(KIND_LABELS), default=HandoffKind.SHIFT.value)
    turn = StringField("Another kind", default="")
    own_beds: Sequence[str] = ()

    def suggest_beds(self, beds: Sequence[str], *, fill_in: bool) -> None:
        """Beds to choose from while typing. The only one stands there already where none is known."""
        self.own_beds, self.bed.render_kw = beds, {"list": "own-beds"} if beds else {}
        if fill_in and len(beds) == 1 and not self.bed.data:
            self.bed.data, self.bed.description = beds[0], "Yours. Is it this one?"

    def what_for(self) -> HandoffKind:
        """The kind that was chosen; nonsense is refused when the form is sent, and shown as a shift change."""
        chosen = self.turn.data or self.kind.data
        return HandoffKind(chosen) if chosen in set(HandoffKind) else HandoffKind.SHIFT

    def turns(self) -> bool:
        """Whether another kind is asked for, with everything that was typed."""
        return self.turn.data in set(HandoffKind)

    def validate(self, extra_validators: Any = None) -> bool:
        """What the unit requires is there. Whoever turns to another kind has not finished writing."""
        if self.turns():
            return True
        valid = bool(super().validate(extra_validators))
        texts = {part.value: self.text(part) for part in rules.SPOKEN}
        extra = {option.value: self[option.value].data for option in rules.Option if option in self}
        words = SimpleNamespace(severity=self.how_sick(), extra=extra, **texts)
        return not self.refuse_missing(words) and valid

    def report(self, now: datetime, zone: ZoneInfo) -> Report:
        """What was typed, as the service takes it."""
        return Report(
            initials=self.initials.data or "",
            last_four=self.last_four.data or "",
            severity=Severity(self.severity.data),
            **{part.value: self.text(part) for part in rules.SPOKEN},
            bed=self.bed.data or "",
            kind=HandoffKind(self.kind.data),
            extra=self.said_beyond(now, zone),
        )

    @property
    def has_more(self) -> bool:
        """Whether something under "More" must be seen: it is faulty, or somebody has filled it in."""
        more = [ask.field for ask in (*self.later, *self.left_over)]
        hides_fault = bool(self.bed.errors) and not self.shape.bed_is_first
        return hides_fault or any(field.errors or field.data for field in more)


class RewriteHandoffForm(SendHandoffForm):
    """The same page for a handoff that is begun."""

    form_name = "handoff.rewrite"


class _PlanRows(SignedForm):
    """The rows of things to do and of if-thens, by number."""


for _number in range(1, MOST_ACTIONS + 1):
    _what = "What must be done?" if _number == 1 else f"What else must be done? ({_number})"
    setattr(_PlanRows, f"action_{_number}", Line(_what, validators=[ONE_LINE]))
    _when = "By when?" if _number == 1 else f"By when? ({_number})"
    setattr(_PlanRows, f"due_{_number}", TimeField(_when, validators=[Optional()]))
for _number in range(1, MOST_IF_THENS + 1):
    setattr(_PlanRows, f"if_{_number}", Line("If" if _number == 1 else f"If ({_number})", validators=[ONE_LINE]))
    setattr(_PlanRows, f"then_{_number}", Line("Then" if _number == 1 else f"Then ({_number})", validators=[ONE_LINE]))


class PlanForm(DecidingForm, MovingForm, _PlanRows):
    """What to do, what to look out for, how it was told, to whom: the second page."""

    form_name = "handoff.plan"
    keeps_draft = True

    checks = RadioField(
        "Code status, allergies, isolation",
        choices=choices(CHECKS_LABELS),
        validators=[InputRequired("Look at code status, allergies and isolation, then say so.")],
    )
    mode = RadioField(
        "How do you tell it?",
        choices=choices(MODE_LABELS),
        validators=[InputRequired("Say how you tell it.")],
    )
    to_person_id = SelectField("To whom")
    checks_note = Line("What has changed?", description="Code status, allergies, isolation.", validators=[ONE_LINE])
    written_reason = Line("Written only, because", validators=[ONE_LINE])
    responsible_id = StringField("Responsible now", default="")
    then = StringField("What next", default="send")

    @staticmethod
    def known(plan: Plan, to_person_id: UUID | None, zone: ZoneInfo, to_role: LineRole | None = None) -> dict[str, Any]:
        """What is stored, as the page shows it."""
        found: dict[str, Any] = {
            "checks_note": plan.checks_note,
            "written_reason": plan.written_reason,
            "to_person_id": role_value(to_role) if to_role else str(to_person_id or ""),
        }
        for number, action in enumerate((one for one in plan.actions if not one.came_from), start=1):
            found[f"action_{number}"] = action.what
            found[f"due_{number}"] = action.due_at.astimezone(zone).time() if action.due_at else None
        for number, case in enumerate(plan.if_thens, start=1):
            found[f"if_{number}"], found[f"then_{number}"] = case.sign, case.response
        return found

    def offer(self, colleagues: list[tuple[UUID, str]]) -> None:
        """The colleagues it may be addressed to; nobody chosen means the next nurse."""
        self.to_person_id.choices = {"": NEXT_NURSE} | {str(id_): name for id_, name in colleagues}

    def call(self, colleagues: list[tuple[UUID, str]]) -> None:
        """For an escalation: also those who have no account here, and nobody beforehand."""
        self.calls = True
        self.to_person_id.choices = whom_to_call(colleagues)

    calls = False

    def validate(self, extra_validators: Any = None) -> bool:
        """An action without words, half an if-then and a call to nobody are no use to anybody."""
        valid = bool(super().validate(extra_validators))
        if self.calls and self.then.data == "send" and not self.to_person_id.data:
            self.refuse("to_person_id", "Say whom you call: choose one of them.")
            valid = False
        for number in range(1, MOST_ACTIONS + 1):
            if self[f"due_{number}"].data and not self[f"action_{number}"].data:
                self.refuse(f"action_{number}", "Say what must be done by then.")
                valid = False
        for number in range(1, MOST_IF_THENS + 1):
            sign, response = self[f"if_{number}"].data, self[f"then_{number}"].data
            if bool(sign) is not bool(response):
                missing = f"then_{number}" if sign else f"if_{number}"
                self.refuse(missing, "Say both: if what, then what, and whom to call.")
                valid = False
        return valid

    def plan(self, now: datetime, zone: ZoneInfo) -> Plan:
        """What was typed, as the service takes it. A time is the next one that a clock on the wall shows."""
        return Plan(
            actions=tuple(
                ToDo(what, rules.next_at(due, now, zone) if due else None)
                for what, due in self._pairs("action", "due", MOST_ACTIONS)
                if what
            ),
            if_thens=tuple(IfThen(sign, then) for sign, then in self._pairs("if", "then", MOST_IF_THENS) if sign),
            checks=Checks(self.checks.data),
            checks_note=(self.checks_note.data or "") if self.checks.data == Checks.CHANGED else "",
            mode=Mode(self.mode.data),
            written_reason=(self.written_reason.data or "") if self.mode.data == Mode.WRITTEN_ONLY else "",
        )

    def _pairs(self, one: str, other: str, most: int) -> list[tuple[Any, Any]]:
        return [(self[f"{one}_{number}"].data, self[f"{other}_{number}"].data) for number in range(1, most + 1)]

    def receiver_id(self) -> UUID | None:
        return person_in(self.to_person_id.data)

    def receiver_role(self) -> LineRole | None:
        """Whom without an account it is for; only an escalation offers them."""
        return role_in(self.to_person_id.data)

    def responsible(self) -> UUID | None:
        """Who the page said has the patient; nonsense is nobody, and is then refused."""
        try:
            return UUID(self.responsible_id.data or "")
        except ValueError:
            return None

    @property
    def has_more(self) -> bool:
        """Whether something under "More" is filled in or faulty."""
        names = [f"action_{number}" for number in range(1 if self.open_actions else 2, MOST_ACTIONS + 1)]
        names += [f"if_{number}" for number in range(2, MOST_IF_THENS + 1)]
        names += ["checks_note", "written_reason", *(name.replace("if_", "then_") for name in names)]
        return any(self[name].data or self[name].errors for name in names)


class DiscardForm(WriteForm):
    """Throw a handoff away that was not sent."""

    form_name = "handoff.discard"
