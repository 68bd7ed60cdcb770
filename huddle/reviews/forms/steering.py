"""Forms about who leads a review and where it stands: shape and length only."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from huddle.accounts.rules import NAME_LIMIT
from huddle.huddles.rules import NOT_HELD_LABELS, NotHeldReason
from huddle.reviews.rules import EFFECT_LABELS, WELLBEING_LABELS, Effect, Wellbeing
from huddle.reviews.rules.following import EFFECT_DAYS
from huddle.units.queries import Person
from huddle.web.forms import Line, WriteForm


def wellbeing_choice() -> RadioField:
    """How are we? One word, and nothing more is recorded."""
    return RadioField(
        "How are we?",
        description="No detail is written down.",
        choices={one.value: label for one, label in WELLBEING_LABELS.items()},
        validators=[Optional()],
    )


class OpenForm(WriteForm):
    """Begin it, or go on with it."""

    form_name = "review.open"


class EndTalkForm(WriteForm):
    """The talk is over; now it is written up."""

    form_name = "review.end-talk"

    wellbeing = wellbeing_choice()

    def chosen(self) -> Wellbeing | None:
        """What was said, if anything."""
        return Wellbeing(self.wellbeing.data) if self.wellbeing.data else None


class PublishForm(WriteForm):
    """Show it to the unit and lock it."""

    form_name = "review.publish"

    effect_in = RadioField(
        "When do we ask whether it changed anything?",
        choices={str(days): f"In {days} days" for days in EFFECT_DAYS},
        default=str(EFFECT_DAYS[0]),
        validators=[InputRequired("Choose when to look again.")],
    )


class CallOffForm(WriteForm):
    """It will not be held, because."""

    form_name = "review.call-off"
    as_it_stands = True

    reason = RadioField(
        "It is not held, because",
        choices={one.value: label for one, label in NOT_HELD_LABELS.items()},
        validators=[InputRequired("Choose the reason that fits best.")],
    )

    def chosen(self) -> NotHeldReason:
        """The reason. Call it on a form that is valid."""
        return NotHeldReason(self.reason.data)


class EffectForm(WriteForm):
    """Did it change anything?"""

    form_name = "review.effect"

    effect = RadioField(
        "Did it change anything?",
        choices={one.value: label for one, label in EFFECT_LABELS.items()},
        validators=[InputRequired("Choose the answer that fits best.")],
    )

    def chosen(self) -> Effect:
        """The answer. Call it on a form that is valid."""
        return Effect(self.effect.data)


class AssignForm(WriteForm):
    """Who leads the talk, and who writes?"""

    form_name = "review.assign"
    as_it_stands = True

    facilitator_id = SelectField(
        "Who leads the talk?",
        description="Best somebody who is not the line manager of those most involved.",
        choices=[],
        validators=[InputRequired("Choose one person.")],
    )
    scribe_id = SelectField("Who writes?", choices=[], validators=[Optional()])
    outside = Line(
        "Somebody from outside the unit",
        description="The whole name, or the username. They see this review and nothing else of the unit.",
        validators=[Length(max=NAME_LIMIT, message=f"Use at most {NAME_LIMIT} letters.")],
    )

    def offer(self, people: Iterable[Person], leads_now: tuple[UUID, str]) -> None:
        """Say who can be chosen; whoever leads now always can."""
        here = {str(person.id): person.name for person in people}
        self.scribe_id.choices = [("", "Nobody yet"), *here.items()]
        self.facilitator_id.choices = list(({str(leads_now[0]): leads_now[1]} | here).items())
