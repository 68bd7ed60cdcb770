"""Forms of receivers, and of senders afterwards: shape and length only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from huddle.accounts.signing import CoSignedForm, SignedForm
from huddle.handoffs.forms.shared import MOST_TOLD, NOT_TOO_LONG, ONE_LINE, choices, ticks
from huddle.handoffs.rules import (
    SECTION_LABELS,
    SEVERITY_LABELS,
    ActionAnswer,
    ReadBack,
    Section,
    Severity,
)
from huddle.web.forms import Line, LongText, WriteForm

ANSWERS = {
    ActionAnswer.ACCEPTED.value: "I take it on",
    ActionAnswer.HANDED_BACK.value: "Hand back",
    ActionAnswer.DONE.value: "Done already",
}


class ReadBackFields(WriteForm):
    """The receiver's own view, before the sender's is shown."""

    severity = RadioField(
        "How sick is this patient, in your view?",
        choices=choices(SEVERITY_LABELS),
        validators=[InputRequired("Say how sick this patient is, in your view.")],
    )
    priority = Line(
        "What matters first?",
        description="In your own words.",
        validators=[DataRequired("Say in your own words what matters first."), NOT_TOO_LONG],
    )
    watch_for = ticks("What will you watch for?", coerce=int)
    corrections_read = IntegerField("Additions read", default=0)

    def ask_for(self, level: ReadBack, actions: Sequence[Any], if_thens: Sequence[Any]) -> None:
        """Leave out what this handoff does not need; the rows have `number` and words."""
        numbers = {row.number for row in actions} if level is ReadBack.FULL else set[int]()
        for number in range(1, MOST_TOLD + 1):
            if number not in numbers:
                del self[f"answer_{number}"]
        for row in actions:
            if row.number in numbers:
                self[f"answer_{row.number}"].label.text = row.what
        self.watch_for.choices = [(row.number, f"{row.sign}: {row.response}") for row in if_thens]
        if level is ReadBack.LIGHT or not if_thens:
            del self.watch_for
        if level is ReadBack.LIGHT:
            del self.severity
            del self.priority

    @property
    def is_full(self) -> bool:
        return "severity" in self

    @property
    def answer_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith("answer_")]

    def view(self, sender: Severity) -> dict[str, Any]:
        """What the receiver said, as the service takes it; a light read-back agrees with the sender."""
        return {
            "severity": Severity(self["severity"].data) if self.is_full else sender,
            "priority": self["priority"].data or "" if self.is_full else "",
            "watch_for": self._watched(),
            "answers": {int(f.name.rpartition("_")[2]): ActionAnswer(f.data) for f in self.answer_fields if f.data},
            "corrections_read": self.corrections_read.data or 0,
        }

    def _watched(self) -> Collection[int]:
        return set(self["watch_for"].data or ()) if "watch_for" in self else set()


for _number in range(1, MOST_TOLD + 1):
    setattr(
        ReadBackFields,
        f"answer_{_number}",
        RadioField("", choices=ANSWERS, validators=[InputRequired("Say whether you take this on.")]),
    )


class AcknowledgeForm(ReadBackFields, SignedForm):
    """Taking the patient on, signed by the person signed in."""

    form_name = "handoff.acknowledge"
    keeps_draft = True
    holds_open = True


class CoSignForm(ReadBackFields, CoSignedForm):
    """Taking the patient on at the sender's tablet, face to face, signed by the receiver's PIN."""

    form_name = "handoff.co-sign"
    keeps_draft = True
    holds_open = True

    person_id = SelectField(
        "Who takes this patient on?", validators=[DataRequired("Choose your name: your PIN is asked for it.")]
    )

    def offer(self, colleagues: list[tuple[UUID, str]]) -> None:
        """Who may sign. Of several nobody is chosen: a wrong PIN would count against whoever is first."""
        nobody = {"": "Choose"} if len(colleagues) > 1 else {}
        self.person_id.choices = nobody | {str(id_): name for id_, name in colleagues}


class AskForm(WriteForm):
    """A question, or word that a part is missing, before accepting."""

    form_name = "handoff.ask"
    keeps_draft = True
    holds_open = True

    text = LongText(
        "What do you need to know?",
        description="Ask aloud if you can. Until you accept, nothing changes hands.",
        validators=[DataRequired("Write what you need to know."), NOT_TOO_LONG],
    )
    section = RadioField(
        "Is a part missing? Then it goes back to the sender.",
        choices=choices(SECTION_LABELS),
        validators=[Optional()],
    )

    def missing(self) -> Section | None:
        return Section(self.section.data) if self.section.data else None


class ReplyForm(SignedForm):
    """What the sender answers, or adds."""

    form_name = "handoff.reply"
    keeps_draft = True
    holds_open = True

    text = LongText(
        "Your answer",
        description="What you sent stays as it is. Your answer is shown with it.",
        validators=[DataRequired("Write your answer."), NOT_TOO_LONG],
    )


class CorrectForm(SignedForm):
    """What has to be put right."""

    form_name = "handoff.correct"
    keeps_draft = True
    holds_open = True

    text = LongText(
        "What is right?",
        description="What you sent stays as it is. Your correction is shown with it.",
        validators=[DataRequired("Write what has to be put right."), NOT_TOO_LONG],
    )


class EscalateForm(WriteForm):
    """Nobody takes the patient on."""

    form_name = "handoff.escalate"

    reason = Line(
        "Why?",
        description="For example: nobody is free, or my shift has ended.",
        validators=[DataRequired("Say in a few words why."), ONE_LINE],
    )


class ConfirmForm(WriteForm):
    """Sender and receiver have talked."""

    form_name = "handoff.confirm"


class FinishActionForm(WriteForm):
    """One thing to be done is done."""

    form_name = "handoff.action-done"


class SeenForm(WriteForm):
    """The receiver knows of what was added."""

    form_name = "handoff.seen"

    corrections_read = IntegerField("Corrections read", default=0)
