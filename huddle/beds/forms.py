"""Forms of beds: shape and length only."""

from __future__ import annotations

from uuid import UUID

from wtforms import HiddenField
from wtforms.validators import Length

from huddle.beds.rules import LIST_LIMIT
from huddle.web.forms import Line, WriteForm

NOBODY = "-"


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


class ListBedsForm(WriteForm):
    """Which beds a unit has."""

    form_name = "beds.list"

    beds = Line(
        "Beds",
        description="Like 1-28, or A1, A2, Bay 3. Leave it empty when your unit has no beds.",
        validators=[Length(max=LIST_LIMIT, message=f"Use at most {LIST_LIMIT} letters.")],
    )


class GiveBedForm(WriteForm):
    """One tap on one bed. The button says the bed and whose it was on the page: "<id or -> <bed>"."""

    form_name = "beds.give"

    shift = HiddenField()
    person = HiddenField()
    bed = Line("Bed")

    def fill_in(self, shift_id: UUID, on: str, person_id: UUID) -> None:
        """What the page knows before anybody taps."""
        self.shift.data, self.person.data = f"{shift_id} {on}", str(person_id)

    def shift_said(self) -> tuple[UUID | None, str]:
        """The shift for which the page was opened, and the day on which it starts."""
        id_, _blank, on = (self.shift.data or "").partition(" ")
        return _id(id_), on

    def person_said(self) -> UUID | None:
        """Whose the bed shall be."""
        return _id(self.person.data)

    def bed_said(self) -> tuple[UUID | None, str]:
        """Whose the bed was on the page, and which one it is."""
        seen_with, _blank, bed = (self.bed.data or "").partition(" ")
        return _id(seen_with), bed
