"""To which unit a transfer goes, and to whom there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the type stubs are older
from wtforms.validators import InputRequired

from huddle.web.forms import WriteForm

HERE, THIS_UNIT = "here", "This unit, back from a procedure or imaging"
NEXT_NURSE_THERE = "The next nurse there"


class MovingForm(WriteForm):
    """The fields of a transfer. `offer_units` or `stay` is called before the form is shown or read.

    Where the patient goes is said each time: a guess would send them to the wrong ward.
    """

    to_person_id = SelectField("To whom")
    to_unit_id = SelectField("To which unit?", validators=[InputRequired("Say to which unit the patient goes.")])

    @staticmethod
    def known_unit(to_unit_id: UUID | None, *, is_planned: bool) -> dict[str, str]:
        """What is stored, as the page shows it; nothing is chosen before somebody has."""
        return {"to_unit_id": str(to_unit_id) if to_unit_id else HERE if is_planned else ""}

    def stay(self) -> None:
        """Ask for no unit: only a transfer leaves."""
        del self.to_unit_id

    def offer_units(self, colleagues: Sequence[tuple[UUID, str]], others: Sequence[Any]) -> None:
        """The other units, and the people of each in a group of its own; `others` have id, label and people."""
        units = {str(unit.id): unit.label for unit in others}
        self.to_unit_id.choices = {"": "Choose a unit"} | units | {HERE: THIS_UNIT}
        groups = [*((unit.label, unit.people) for unit in others), (THIS_UNIT, colleagues)]
        people = [
            SelectChoice(value=str(id_), label=name, optgroup=label) for label, group in groups for id_, name in group
        ]
        self.to_person_id.choices = [SelectChoice(value="", label=NEXT_NURSE_THERE), *people]

    def unit_id(self) -> UUID | None:
        """The other unit; None for a patient who stays."""
        chosen = self["to_unit_id"].data if "to_unit_id" in self else HERE
        return None if chosen == HERE else UUID(chosen)
