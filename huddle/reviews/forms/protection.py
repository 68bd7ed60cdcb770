"""Forms about who may read a review: shape and length only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from huddle.accounts.rules import NAME_LIMIT
from huddle.core.errors import FieldRefused
from huddle.reviews.rules.protection import EXPORT_LABELS, REASON_LIMIT
from huddle.web.forms import Line, WriteForm


def _reason(label: str, description: str) -> Line:
    return Line(
        label,
        description=description,
        validators=[
            DataRequired("Say why, in a few words."),
            Length(max=REASON_LIMIT, message=f"Use at most {REASON_LIMIT} letters."),
        ],
    )


People = Iterable[tuple[UUID, str]]


def _choices(people: People, nobody: str) -> list[tuple[str, str]]:
    return [("", nobody), *((str(id_), name) for id_, name in people)]


class MarkForm(WriteForm):
    """From now on its list alone reads it. It asks for a lead and a second reader where the review needs them."""

    form_name = "review.mark"

    leads_id = SelectField("Who leads it from now on?", choices=[], validators=[Optional()])
    reader_id = SelectField("Who else may see it?", choices=[], validators=[Optional()])

    def fit(self, leads: People, readers: People) -> Any:
        """Keep what has somebody to choose from."""
        for name, people in (("leads_id", list(leads)), ("reader_id", list(readers))):
            field: Any = self[name]
            field.choices = _choices(people, "Choose one person")
            if not people:
                del self[name]
        return self

    def chosen(self, name: str) -> UUID | None:
        """Who was chosen in a field, if it was asked."""
        return UUID(self[name].data) if name in self and self[name].data else None


class MarkOffForm(WriteForm):
    """It is read as any other review again."""

    form_name = "review.mark-off"
    keeps_draft = True

    reason = _reason("Why is the mark taken off?", "People on the list can read this. No names, no patient details.")


class ReaderForm(WriteForm):
    """One more person."""

    form_name = "review.reader"

    person_id = SelectField("Who else may see it?", choices=[], validators=[Optional()])
    outside = Line(
        "Somebody of another unit",
        description="The whole name, or the username. They see this review and nothing else of the unit.",
        validators=[Length(max=NAME_LIMIT, message=f"Use at most {NAME_LIMIT} letters.")],
    )

    def offer(self, people: People) -> None:
        """Say who can be chosen."""
        self.person_id.choices = _choices(people, "Choose one person")

    @property
    def chosen(self) -> UUID:
        """Raises FieldRefused for nobody, and where two answers were kept for one."""
        if not self.person_id.data:
            raise FieldRefused("person_id", "Choose one person, or write a name.")
        try:
            return UUID(self.person_id.data)
        except ValueError:
            raise FieldRefused("person_id", "Only one person at a time. Choose again.") from None


class ReaderOffForm(WriteForm):
    """For this person it is not there any more."""

    form_name = "review.reader-off"

    @property
    def html_id(self) -> str:
        return f"{super().html_id}-{self.object_id.replace(':', '-')}"


class ExportForm(WriteForm):
    """How, and why, it is taken out of Huddle."""

    form_name = "review.export"
    keeps_draft = True

    kind = RadioField(
        "As what?",
        choices={kind.value: label for kind, label in EXPORT_LABELS.items()},
        validators=[InputRequired("Choose one.")],
    )
    reason = _reason("What is it for?", "Kept with your name and the time. No names of others, no patient details.")
