"""Forms about who may read a review: shape and length only."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

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


class MarkForm(WriteForm):
    """From now on its list alone reads it."""

    form_name = "review.mark"


class MarkOffForm(WriteForm):
    """It is read as any other review again."""

    form_name = "review.mark-off"
    keeps_draft = True

    reason = _reason("Why is the mark taken off?", "People on the list can read this. No names, no patient details.")


class ReaderForm(WriteForm):
    """One more person."""

    form_name = "review.reader"

    person_id = SelectField("Who else may see it?", choices=[], validators=[InputRequired("Choose one person.")])

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        """Say who can be chosen."""
        self.person_id.choices = [("", "Choose one person"), *((str(id_), name) for id_, name in people)]

    @property
    def chosen(self) -> UUID:
        """Raises FieldRefused where two answers were kept for one."""
        try:
            return UUID(self.person_id.data)
        except ValueError:
            raise FieldRefused("person_id", "Only one person at a time. Choose again.") from None


class ReaderOffForm(WriteForm):
    """For this person it is not there any more."""

    form_name = "review.reader-off"


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
