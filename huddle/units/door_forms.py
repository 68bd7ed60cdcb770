"""Forms of the doors of a unit: who is in charge, who is here for a shift, who leaves, which tablets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import DateField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from huddle.accounts.rules import NAME_LIMIT, DeviceKind
from huddle.units.guests import Match
from huddle.units.rules import GUEST_ROLE_LABELS, GuestRole
from huddle.web.forms import Line, WriteForm

SOMEBODY_NEW = "new"
KIND_LABELS = {
    DeviceKind.TABLET: "A tablet, where people sign in with a PIN",
    DeviceKind.WALL: "A screen on the wall, where nobody signs in",
}


class TakeChargeForm(WriteForm):
    """I am in charge of this unit now."""

    form_name = "charge.take"

    @property
    def html_id(self) -> str:
        """One for each unit: somebody may work on several."""
        return self.id_for(self.object_id)

    @classmethod
    def id_for(cls, unit_id: object) -> str:
        """The same, for a button that stands where no form is made."""
        return f"{cls.page_id()}-{unit_id}"


class GuestForm(WriteForm):
    """Somebody is here for this shift. `person` is asked when there are people of that name already."""

    form_name = "guest.vouch"

    name = Line(
        "Name",
        description="First name and family name.",
        validators=[
            DataRequired("Enter the name."),
            Length(max=NAME_LIMIT, message=f"Use at most {NAME_LIMIT} letters."),
        ],
    )
    person: Any = RadioField(
        "Is it one of these?",
        validators=[InputRequired("Somebody of that name is known here. Is it the same person?")],
    )
    role = RadioField(
        "Here as",
        choices={role.value: label for role, label in GUEST_ROLE_LABELS.items()},
        default=GuestRole.NURSE.value,
        validators=[InputRequired("Choose one.")],
    )

    def offer(self, matches: list[Match]) -> None:
        """Who may be meant; without anybody nothing is asked."""
        if not matches:
            del self.person
            return
        self.person.choices = {str(match.person_id): f"{match.name} ({match.note})" for match in matches} | {
            SOMEBODY_NEW: "None of them, somebody new"
        }

    def known(self) -> UUID | None:
        """The account that was chosen, or None for somebody new."""
        chosen = self.person.data if self.person is not None else None
        return None if chosen in {None, "", SOMEBODY_NEW} else UUID(chosen)


class ExtendGuestForm(WriteForm):
    """A guest stays four hours longer."""

    form_name = "guest.extend"


class EndGuestForm(WriteForm):
    """A guest leaves now."""

    form_name = "guest.end"


class GuestPinForm(WriteForm):
    """Make a new PIN for a guest."""

    form_name = "guest.pin"


class LastDayForm(WriteForm):
    """Somebody leaves the unit on a day that is known."""

    form_name = "member.last-day"

    last_day = DateField("Last day here", validators=[Optional()])


class LeaveNowForm(WriteForm):
    """Somebody works on the unit no more, from now on."""

    form_name = "member.leave-now"


class TabletCodeForm(WriteForm):
    """Make a code for a new tablet or wall screen."""

    form_name = "tablet.code"

    kind = RadioField(
        "What is it for?",
        choices={kind.value: label for kind, label in KIND_LABELS.items()},
        default=DeviceKind.TABLET.value,
        validators=[InputRequired("Choose one.")],
    )


class RevokeTabletForm(WriteForm):
    """A tablet belongs to the unit no more."""

    form_name = "tablet.revoke"
