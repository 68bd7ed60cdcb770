"""Forms of lists of action items: a new one, one tap on a card, handing over many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from huddle.actions.forms.items import HandOverForm, OpenItemForm, colleagues
from huddle.actions.rules import BLOCKER_LABELS, Lane
from huddle.actions.rules.views import Step
from huddle.units.queries import Person
from huddle.web.forms import WriteForm

NEAR = 5
"""So many people are offered by name at once; the others stand in a list."""


class NewItemForm(OpenItemForm):
    """What, who, by when; whoever is near can be chosen with one tap."""

    near = RadioField("Who?", choices=[], validators=[Optional()])
    owner_id = SelectField("Somebody else", choices=[], validators=[Optional()])
    needs_more = BooleanField("This needs more than a quick fix")

    def offer_near(self, people: Iterable[Person], me: UUID, here: set[UUID]) -> None:
        """Say who can be chosen: the writer and whoever is here at once, everybody in the list."""
        everybody = list(people)
        self.offer(everybody)
        near = sorted((each for each in everybody if each.id == me or each.id in here), key=lambda each: each.id != me)
        self.near.choices = [(str(each.id), "Me" if each.id == me else each.name) for each in near[:NEAR]]

    def validate(self, extra_validators: object = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.owner_id.data and not self.near.data:
            self.near.errors = ["Choose one person."]
            return False
        return valid

    @property
    def has_owner(self) -> bool:
        return bool(self.owner_id.data or self.near.data)

    @property
    def chosen_owner(self) -> UUID:
        """Whoever was chosen in the list counts instead of a tap above."""
        return UUID(self.owner_id.data or self.near.data)

    def lane(self, usual: Lane) -> Lane:
        return Lane.IMPROVEMENT if self.needs_more.data else usual


class _OnCard(WriteForm):
    """A form of which there is one on every card of a page."""

    as_it_stands = True

    @property
    def html_id(self) -> str:
        return f"{self.page_id()}-{self.object_id}"


class StepForm(_OnCard):
    """One tap on a card."""

    form_name = "action-item.step"

    step = RadioField(choices={step.value: step.value for step in Step}, validators=[InputRequired("Choose one.")])


class PickOwnerForm(HandOverForm):
    """Who has it from now on? One tap on their name."""

    form_name = "action-item.pick-owner"


class InTheWayForm(WriteForm):
    """What is in the way? One tap says it."""

    form_name = "action-item.in-the-way"
    as_it_stands = True

    blocker = RadioField(
        "What is in the way?",
        choices={blocker.value: label for blocker, label in BLOCKER_LABELS.items()},
        validators=[InputRequired("Choose what is in the way.")],
    )


class HandAllForm(WriteForm):
    """Who takes on everything of somebody: one person, and another one for single items."""

    form_name = "action-item.hand-all"
    as_it_stands = True

    to_all = SelectField("Everything goes to", choices=[], validators=[Optional()])

    def chosen(self, item_ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
        """Who gets what, for those items for which somebody was chosen."""
        found = {id_: self[field_of(id_)].data or self.to_all.data for id_ in item_ids}
        return {id_: UUID(owner) for id_, owner in found.items() if owner}


def field_of(item_id: UUID) -> str:
    """The name of the choice for one item."""
    return f"to_{item_id.hex}"


def hand_all_form(titles: Mapping[UUID, str], people: Iterable[Person]) -> type[HandAllForm]:
    """The form for these items: a choice for each of them, which may be left as it is."""
    choices = dict(colleagues(people))
    as_above = choices | {"": "As above"}
    one = {field_of(id_): SelectField(title, choices=as_above, default="") for id_, title in titles.items()}
    made: type[HandAllForm] = type("HandTheseForm", (HandAllForm,), one)
    made.to_all = SelectField("Everything goes to", choices=choices, validators=[Optional()])
    return made
