"""Forms about several handoffs at once: one signature for a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from wtforms import SelectField
from wtforms.validators import DataRequired

from huddle.accounts.signing import SignedForm
from huddle.handoffs.forms.composing import NEXT_NURSE
from huddle.handoffs.forms.shared import ticks
from huddle.handoffs.rules import SEVERITY_LABELS

AS_CHOSEN = "as-chosen"


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
        names = {str(id_): name for id_, name in colleagues}
        differ = len({row.to_person_id for row in ready}) > 1
        self.patients.choices = {row.id: _told_apart(row, names if differ else None) for row in ready}
        self.to_person_id.choices = ({AS_CHOSEN: "As chosen for each"} if differ else {}) | {"": NEXT_NURSE} | names

    @staticmethod
    def known(ready: Sequence[Any]) -> dict[str, Any]:
        """All of them, to whom each was for when it was written."""
        chosen = {str(row.to_person_id or "") for row in ready}
        return {
            "patients": [row.id for row in ready],
            "to_person_id": AS_CHOSEN if len(chosen) > 1 else "".join(chosen),
        }

    @property
    def as_chosen(self) -> bool:
        """Whether each goes to whom it was written for."""
        return bool(self.to_person_id.data == AS_CHOSEN)

    def receiver_id(self) -> UUID | None:
        return UUID(self.to_person_id.data) if self.to_person_id.data and not self.as_chosen else None


def _told_apart(row: Any, names: Mapping[str, str] | None) -> str:
    """Who, where and how sick: what a nurse checks before six patients go at one tap; for whom, where that differs."""
    whom = names.get(str(row.to_person_id), "the next nurse") if names else ""
    words = (row.patient, row.bed, SEVERITY_LABELS[row.severity].lower(), f"for {whom}" if whom else "")
    return " · ".join(word for word in words if word)


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
