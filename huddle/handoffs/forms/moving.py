"""To which unit a transfer goes, and to whom there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from huddle.web.forms import WriteForm

THIS_UNIT = "This unit"
NEXT_NURSE_THERE = "The next nurse there"


class MovingForm(WriteForm):
    """The fields of a transfer. `offer_units` or `stay` is called before the form is shown or read."""

    to_unit_id = SelectField(
        "To which unit?",
        description="This unit, when they only go for a procedure or imaging and come back.",
    )

    def stay(self) -> None:
        """Ask for no unit: only a transfer leaves."""
        del self.to_unit_id

    def offer_units(self, colleagues: Sequence[tuple[UUID, str]], others: Sequence[Any]) -> None:
        """The other units, and the people of each in a group of its own; `others` have id, label and people."""
        self.to_unit_id.choices = {"": THIS_UNIT} | {str(unit.id): unit.label for unit in others}
        groups = [(THIS_UNIT, colleagues), *((unit.label, unit.people) for unit in others)]
        people = [
            SelectChoice(value=str(id_), label=name, optgroup=label) for label, group in groups for id_, name in group
        ]
        self["to_person_id"].choices = [SelectChoice(value="", label=NEXT_NURSE_THERE), *people]

    def unit_id(self) -> UUID | None:
        """The other unit; None for a patient who stays."""
        chosen = self["to_unit_id"].data if "to_unit_id" in self else None
        return UUID(chosen) if chosen else None
