"""Forms of set-up and administration: shape and length only."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from wtforms import BooleanField, Field, IntegerField, PasswordField, RadioField, SelectField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from huddle.accounts.rules import (
    EMAIL_LIMIT,
    NAME_LIMIT,
    PASSWORD_LIMIT,
    USERNAME_LIMIT,
    clean_username,
    password_fault,
    username_fault,
)
from huddle.core.actor import UnitRole
from huddle.core.dates import zone_named
from huddle.core.errors import FieldRefused
from huddle.units.rules import (
    BANNER_LIMIT,
    KEPT_AT_LEAST,
    KEPT_AT_MOST,
    NO_ZONE,
    ORG_ROLE_LABELS,
    ROLE_LABELS,
    SUPPORT_LIMIT,
)
from huddle.units.service import Contact, ShiftTimes
from huddle.web.forms import Line, LongText, WriteForm


def _name(label: str, limit: int, hint: str = "", missing: str = "") -> Line:
    return Line(
        label,
        description=hint,
        validators=[
            DataRequired(missing or f"Enter the {label[0].lower()}{label[1:]}."),
            Length(max=limit, message=f"Use at most {limit} letters."),
        ],
    )


def _timezone() -> Line:
    return Line(
        "Time zone",
        description="Start typing your city or region, like Europe/London.",
        validators=[DataRequired("Choose a time zone."), Length(max=60, message="Choose one from the list.")],
        render_kw={"list": "timezones", "spellcheck": "false"},
    )


def _phone() -> Line:
    return Line(
        "Phone",
        description="The number to call when something cannot be sent.",
        validators=[Length(max=30, message="Use at most 30 digits and letters.")],
    )


def timezones() -> list[str]:
    """Time zones of cities, by region; old names and bare offsets are left out."""
    return sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    )


class SetUpForm(WriteForm):
    """A fresh installation: the hospital, and who runs it."""

    form_name = "setup"

    code = Line(
        "Set-up code",
        description="It stands on the console of the server, and in the file setup.code in its data folder.",
        validators=[DataRequired("Enter the set-up code."), Length(max=40, message="That is too long.")],
    )
    organisation = _name("Name of the hospital", 80)
    site = _name("Name of the site", 80, "The building or campus, like Riverside.")
    timezone = _timezone()
    name = _name("Your name", NAME_LIMIT, missing="Enter your name.")
    username = _name("Username", USERNAME_LIMIT, "Small letters, digits, dots and dashes, like m.okafor.")
    password = PasswordField(
        "Password",
        description="At least 12 characters. Three or four words make a good one.",
        validators=[
            InputRequired("Choose a password."),
            Length(max=PASSWORD_LIMIT, message=f"Use at most {PASSWORD_LIMIT} characters."),
        ],
    )

    def validate_timezone(self, field: Line) -> None:
        """What the service would refuse is told with the other faults, not after them; so below."""
        try:
            zone_named(field.data or "")
        except ValueError:
            raise ValidationError(NO_ZONE) from None

    def validate_username(self, field: Line) -> None:
        _refuse(username_fault(clean_username(field.data or "")))

    def validate_password(self, field: Field) -> None:
        _refuse(password_fault(field.data or "", clean_username(self.username.data or "")))


def _refuse(fault: str) -> None:
    if fault:
        raise ValidationError(fault)


class LevelForm(WriteForm):
    """What every level has: who receives what is escalated to it, and a number to call."""

    receiver_id = SelectField(
        "Who answers what wards cannot fix themselves?",
        description="Managers, and people with a role above units.",
    )
    phone = _phone()

    def offer(self, people: list[tuple[UUID, str]]) -> None:
        """Who may be chosen to receive."""
        self.receiver_id.choices = {"": "Nobody yet"} | {str(id_): name for id_, name in people}

    def contact(self) -> Contact:
        """What was chosen, as the service takes it. Raises FieldRefused where two answers were kept for one."""
        chosen = str(self.receiver_id.data or "")
        if chosen and "\n" in chosen:
            raise FieldRefused("receiver_id", "Only one person can answer. Choose again.")
        return Contact(UUID(chosen) if chosen else None, self.phone.data or "")


class OrganisationForm(LevelForm):
    """The hospital group itself."""

    form_name = "organisation"

    name = _name("Name of the hospital", 80)
    patient_days = IntegerField(
        "Erase patient text after how many days?",
        description=(
            f"{KEPT_AT_LEAST} to {KEPT_AT_MOST}. Tablets show handoffs for 48 hours; the medical record is elsewhere."
        ),
        validators=[
            InputRequired("Enter a number of days, like 30."),
            NumberRange(KEPT_AT_LEAST, KEPT_AT_MOST, f"Enter {KEPT_AT_LEAST} to {KEPT_AT_MOST} days."),
        ],
    )

    support_route = LongText(
        "Where do your staff find support?",
        description="Shown at the end of every debrief. Who is there, and how to reach them, by day and by night.",
        validators=[
            DataRequired("Say where staff find support after something hard."),
            Length(max=SUPPORT_LIMIT, message=f"Use at most {SUPPORT_LIMIT} letters."),
        ],
    )
    elsewhere_route = LongText(
        "What belongs in no review: what to do then?",
        description="Shown to whoever thinks that somebody was harmed on purpose: whom to tell, by day and by night.",
        validators=[
            DataRequired("Say whom to tell."),
            Length(max=SUPPORT_LIMIT, message=f"Use at most {SUPPORT_LIMIT} letters."),
        ],
    )
    review_banner = LongText(
        "What stands above a review that you have marked?",
        description="Your own words, as your legal adviser wants them. Huddle adds nothing to them.",
        validators=[
            DataRequired("Say what a marked review is."),
            Length(max=BANNER_LIMIT, message=f"Use at most {BANNER_LIMIT} letters."),
        ],
    )

    def days(self) -> int:
        """Raises FieldRefused where two answers were kept for one."""
        try:
            return int(str(self.patient_days.data))
        except ValueError:
            raise FieldRefused("patient_days", "There is one number of days. Enter it again.") from None


class SiteForm(LevelForm):
    """A place with one time zone."""

    form_name = "site"

    name = _name("Name of the site", 80)
    timezone = _timezone()


class ServiceForm(LevelForm):
    """A group of units on a site."""

    form_name = "service"

    name = _name("Name of the service", 80, "A floor or a service line, like Medicine.")


class UnitForm(WriteForm):
    """A ward or team."""

    form_name = "unit"

    name = _name("Name of the unit", 60, "As people say it, like 5 West.")
    phone = _phone()


class NewUnitForm(UnitForm):
    """A new unit, in one of the services."""

    form_name = "unit.new"

    service = SelectField("Part of", validators=[InputRequired("Choose where the unit belongs.")])


class MoveUnitForm(WriteForm):
    """The unit becomes part of another service."""

    form_name = "unit.move"

    service = SelectField("Part of", validators=[InputRequired("Choose where the unit belongs.")])


class CloseUnitForm(WriteForm):
    """Nobody works on this unit any more."""

    form_name = "unit.close"

    sure = BooleanField("Close it, although this is still open")


class ReopenUnitForm(WriteForm):
    """Work on this unit goes on."""

    form_name = "unit.reopen"


class EndShiftForm(WriteForm):
    """This shift starts no more."""

    form_name = "shift.end"


class ShiftForm(WriteForm):
    """When a shift starts and ends, and when it huddles."""

    form_name = "shift"

    name = _name("Name of the shift", 30)
    starts_at = TimeField("Starts", validators=[InputRequired("Enter a time like 07:00.")], default=time(7))
    ends_at = TimeField("Ends", validators=[InputRequired("Enter a time like 19:00.")], default=time(15))
    huddle_at = TimeField("Huddle", validators=[InputRequired("Enter a time like 07:15.")], default=time(7, 15))

    def times(self) -> ShiftTimes:
        """What was typed, as the service takes it. Raises FieldRefused where two answers were kept for one."""
        for field in (self.starts_at, self.ends_at, self.huddle_at):
            if not isinstance(field.data, time):
                raise FieldRefused(field.name, "There is one time. Enter it again.")
        typed: Any = self
        return ShiftTimes(self.name.data or "", typed.starts_at.data, typed.ends_at.data, typed.huddle_at.data)


_ROLES = {role.value: label for role, label in ROLE_LABELS.items()}
_ORG_ROLES = {"": "None"} | {role.value: label for role, label in ORG_ROLE_LABELS.items()}


class NewPersonForm(WriteForm):
    """Somebody new, and where they work."""

    form_name = "person.new"

    name = _name("Name", NAME_LIMIT, "First name and family name.")
    username = _name("Username", USERNAME_LIMIT, "Small letters, digits, dots and dashes, like m.okafor.")
    unit = SelectField("Unit")
    role = RadioField(
        "Role there", description="Counts only with a unit.", choices=_ROLES, default=UnitRole.STAFF.value
    )
    org_role = RadioField("Role above units", choices=_ORG_ROLES, default="")


class PersonForm(WriteForm):
    """A person's name, e-mail address and role above units."""

    form_name = "person"

    name = _name("Name", NAME_LIMIT)
    email = Line(
        "E-mail address",
        description="For reminders, at most one a day. Empty: none.",
        validators=[Length(max=EMAIL_LIMIT, message=f"Use at most {EMAIL_LIMIT} letters.")],
    )
    org_role = RadioField("Role above units", choices=_ORG_ROLES, default="")


class MemberForm(WriteForm):
    """A person works on a unit, in a role."""

    form_name = "person.member"

    unit = SelectField("Unit", validators=[InputRequired("Choose a unit.")])
    role = RadioField("Role there", choices=_ROLES, default=UnitRole.STAFF.value)


class EndMembershipForm(WriteForm):
    """A person works on a unit no more."""

    form_name = "person.member-end"


class DeactivateForm(WriteForm):
    """A person signs in no more."""

    form_name = "person.deactivate"


class ReactivateForm(WriteForm):
    """A person signs in again."""

    form_name = "person.reactivate"


class NewPinForPersonForm(WriteForm):
    """Make a new PIN for somebody."""

    form_name = "person.pin"


class NewPasswordForPersonForm(WriteForm):
    """Make a new password for somebody."""

    form_name = "person.password"
