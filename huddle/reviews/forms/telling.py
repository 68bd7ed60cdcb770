"""Forms about what happened, the work around it, who was there and what changes: shape and length only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import IntegerField, RadioField, SelectMultipleField
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from huddle.huddles.rules import FIRST_ROLES, ROLE_LABELS
from huddle.reviews.rules.story import (
    ASKED_LIMIT,
    CLOCK_LIMIT,
    FACTOR_LIMIT,
    KNOWN_FROM_LIMIT,
    MOMENT_LIMIT,
    MOST_PEOPLE,
    NOTHING_NEEDED_LIMIT,
    POLARITY_LABELS,
)
from huddle.web.forms import Line, LongText, WriteForm

HERE = "here_"


def at_most(limit: int) -> Length:
    """The check of a length, with the words for it."""
    return Length(max=limit, message=f"Use at most {limit} letters.")


def clock_line() -> Line:
    """When it was, as it was said."""
    return Line("Time", description="Like 14:05.", validators=[at_most(CLOCK_LIMIT)])


def known_from_line() -> Line:
    """Where that is known from."""
    return Line("How do we know?", description="Seen, chart, alarm log.", validators=[at_most(KNOWN_FROM_LIMIT)])


class MomentForm(WriteForm):
    """One row of the timeline."""

    form_name = "review.moment"
    keeps_draft = True

    clock = clock_line()
    what = Line(
        "What was seen, heard or done?",
        description="A role, not a name.",
        validators=[DataRequired("Say what was seen, heard or done."), at_most(MOMENT_LIMIT)],
    )
    known_from = known_from_line()


class RemoveMomentForm(WriteForm):
    """Take the row out."""

    form_name = "review.moment-removal"
    as_it_stands = True


class FactorForm(WriteForm):
    """Did it help or get in the way, and how?"""

    form_name = "review.factor"
    keeps_draft = True

    polarity = RadioField(
        "Did it help, or get in the way?",
        choices={one.value: label for one, label in POLARITY_LABELS.items()},
        validators=[Optional()],
    )
    text = LongText("How?", description="Conditions, not people.", validators=[at_most(FACTOR_LIMIT)])


class CompanyForm(WriteForm):
    """Who was there, whose voice is missing, how they will be asked."""

    form_name = "review.company"
    keeps_draft = True
    as_it_stands = True

    absent = SelectMultipleField(
        "Whose voice is missing?",
        choices=ROLE_LABELS | {"app_np_pa": "NP or PA"},
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    asked = Line(
        "How will they be asked?",
        description="A private note, a talk tomorrow.",
        validators=[at_most(ASKED_LIMIT)],
    )

    @property
    def first(self) -> list[Any]:
        """The roles that are nearly always there."""
        return [self[HERE + role] for role in FIRST_ROLES]

    @property
    def others(self) -> list[Any]:
        """All the other roles."""
        return [self[HERE + role] for role in ROLE_LABELS if role not in FIRST_ROLES]

    @property
    def has_more(self) -> bool:
        """Whether something of the other roles must be seen."""
        return any(field.errors or field.data for field in self.others)

    def present(self) -> dict[str, int]:
        """How many of each role."""
        return {role: self[HERE + role].data or 0 for role in ROLE_LABELS}


for _role, _label in ROLE_LABELS.items():
    _count = NumberRange(0, MOST_PEOPLE, message=f"Write a number up to {MOST_PEOPLE}.")
    setattr(CompanyForm, HERE + _role, IntegerField(_label, validators=[Optional(), _count]))


class NothingNeededForm(WriteForm):
    """Nothing needs to change, because."""

    form_name = "review.nothing-needed"
    keeps_draft = True

    nothing_needed = Line(
        "Nothing needs to change, because",
        description="An honest “it works as it is” counts.",
        validators=[at_most(NOTHING_NEEDED_LIMIT)],
    )

    @classmethod
    def of(cls, review_id: UUID, version: int, stored: str) -> Any:
        """The form as it stands beside others."""
        return cls.beside(review_id, version=version, data={"nothing_needed": stored})
