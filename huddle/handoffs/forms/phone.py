"""Forms of the person who tells a handoff by phone, and who says after a while that it is still true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from huddle.handoffs.forms.calling import people_and_roles, person_in, role_in
from huddle.handoffs.forms.reading import ReadBackFields
from huddle.handoffs.forms.shared import MOST_TOLD, NOT_TOO_LONG, choices, ticks
from huddle.handoffs.rules import SEVERITY_LABELS, ActionAnswer, ReadBack, Severity
from huddle.handoffs.rules.phone import Heard
from huddle.web.forms import Line, WriteForm

HEARD_ANSWERS = {
    ActionAnswer.ACCEPTED.value: "They take it on",
    ActionAnswer.HANDED_BACK.value: "Handed back",
    ActionAnswer.DONE.value: "Done already",
}


class PhoneForm(ReadBackFields):
    """What the caller hears said back, in the order of the last sentence that is read aloud."""

    form_name = "handoff.phone"
    keeps_draft = True
    holds_open = True

    who = SelectField("Who is on the line?", validators=[DataRequired("Say who is on the line.")])
    severity = RadioField(
        "How sick do they say the patient is?",
        choices=choices(SEVERITY_LABELS),
        validators=[InputRequired("Ask how sick they find this patient, then write down what they say.")],
    )
    priority = Line(
        "What do they say matters first?",
        description="In their words.",
        validators=[DataRequired("Ask what matters first, then write down what they say."), NOT_TOO_LONG],
    )
    watch_for = ticks("What do they say they watch for?", coerce=int)

    takes = RadioField(
        "Do they take on what must be done?",
        choices={"all": "All of it", "some": "Not all of it"},
        validators=[Optional()],
    )

    def ask_for(self, level: ReadBack, actions: Sequence[Any], if_thens: Sequence[Any]) -> None:
        """What this handoff needs; with nothing to be done nobody is asked whether it is taken on."""
        super().ask_for(level, actions, if_thens)
        if not self.answer_fields:
            del self.takes

    def offer(self, colleagues: Sequence[tuple[UUID, str]]) -> None:
        """Colleagues by name; whoever has no account here by a role and never by name."""
        self.who.choices = people_and_roles(colleagues)

    def ask_what_is_decided(self) -> None:
        """An escalation asks for a decision: that is what matters first."""
        self.priority.description = "In their words: what they decide or advise, or when they come."

    def heard(self) -> Heard:
        """What was written down, as the service takes it."""
        full = self.is_full
        return Heard(
            person_id=person_in(self.who.data),
            role=role_in(self.who.data),
            severity=Severity(self["severity"].data) if full else None,
            priority=(self["priority"].data or "") if full else "",
            watch_for=tuple(sorted(self._watched())),
            answers=self._answers(),
        )

    def _answers(self) -> dict[int, ActionAnswer]:
        """What they said to each thing; all of it is taken on where they said so and no other answer stands."""
        takes_all = "takes" in self and self["takes"].data == "all"
        said = {int(f.name.rpartition("_")[2]): f.data for f in self.answer_fields}
        return {
            number: ActionAnswer(answer) if answer else ActionAnswer.ACCEPTED
            for number, answer in said.items()
            if answer or takes_all
        }


for _number in range(1, MOST_TOLD + 1):
    setattr(PhoneForm, f"answer_{_number}", RadioField("", choices=HEARD_ANSWERS, validators=[Optional()]))


def known_of(heard: Heard) -> dict[str, Any]:
    """What was heard of a receiver, as their own form shows it, for them to sign or to change."""
    known: dict[str, Any] = {
        "severity": heard.severity.value if heard.severity else None,
        "priority": heard.priority,
        "watch_for": list(heard.watch_for),
    }
    return known | {f"answer_{number}": answer.value for number, answer in heard.answers.items()}


class SettleForm(WriteForm):
    """The question was answered on the phone; whoever has the patient keeps them."""

    form_name = "handoff.settle-by-phone"


class StillTrueForm(WriteForm):
    """The sender has looked again: nothing has changed."""

    form_name = "handoff.still-true"
