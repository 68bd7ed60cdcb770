"""Forms about several handoffs at once: one signature for a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import SelectField
from wtforms.validators import DataRequired

from huddle.accounts.signing import SignedForm
from huddle.handoffs.forms.composing import NEXT_NURSE
from huddle.handoffs.forms.shared import ticks
from huddle.handoffs.rules import SEVERITY_LABELS


class SendListForm(SignedForm):
    """Several patients to one colleague."""

    form_name = "handoff.send-list"

    patients = ticks(
        "Which patients?",
        coerce=lambda value: UUID(str(value)),
        validators=[DataRequired("Choose at least one patient.")],
    )
    to_person_id = SelectField("To whom")

    def offer(self, ready: Sequence[Any], colleagues: list[tuple[UUID, str]]) -> None:
        """The patients that are written to the end, and who may take them."""
        self.patients.choices = {row.id: _told_apart(row) for row in ready}
        self.to_person_id.choices = {"": NEXT_NURSE} | {str(id_): name for id_, name in colleagues}

    def receiver_id(self) -> UUID | None:
        return UUID(self.to_person_id.data) if self.to_person_id.data else None


def _told_apart(row: Any) -> str:
    """Who, where and how sick: what a nurse checks before six patients go at one tap."""
    return " · ".join(word for word in (row.patient, row.bed, SEVERITY_LABELS[row.severity].lower()) if word)


class TakeListForm(SignedForm):
    """Several stable patients, each heard; what was added to each is counted with it."""

    form_name = "handoff.take-list"

    heard = ticks(
        "Heard, no questions",
        validate_choice=False,
        validators=[DataRequired("Tick each patient whom you heard and have no question about.")],
    )

    def chosen(self, offered: Sequence[Any]) -> list[tuple[Any, int]]:
        """The handoffs that were ticked, each with the number of additions that its page showed."""
        read = {
            id_: int(count)
            for id_, _, count in (word.partition(":") for word in self.heard.data or ())
            if count.isdecimal()
        }
        return [(handoff, read[str(handoff.id)]) for handoff in offered if str(handoff.id) in read]
