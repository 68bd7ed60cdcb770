"""What an owner says about an improvement when they accept it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from huddle.actions.rules.kinds import NEEDS_MEASURE, STRENGTH_OF, ChangeType, Strength
from huddle.actions.rules.states import UNFINISHED, ActionStatus
from huddle.core.errors import FieldRefused

MOST_HELPERS = 5
PLANNED_IN = (UNFINISHED | {ActionStatus.DONE_UNVERIFIED}) - {ActionStatus.OPEN, ActionStatus.PROPOSED}
"""While a plan can be written or changed: from when it is accepted until it is verified."""


class Done(Protocol):
    """What is read of an item that may wait for somebody to look."""

    @property
    def status(self) -> ActionStatus: ...
    @property
    def change_type(self) -> ChangeType | None: ...


def is_to_verify(item: Done) -> bool:
    """Whether somebody else looks next: it is done, and it is said how everybody will know that it helped.

    The only meaning of "to verify", on every screen; `queries.lists.TO_VERIFY` asks the database the same.
    """
    return item.status is ActionStatus.DONE_UNVERIFIED and item.change_type is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """What kind of change it is and how everybody will know that it helped.

    `strength` is None where it follows from the kind; another one needs a reason. `condition` is what a review found
    and this changes. `sponsor_id` is who stands behind it where the unit cannot do it alone.
    """

    change_type: ChangeType
    measure: str = ""
    strength: Strength | None = None
    strength_reason: str = ""
    condition: str | None = None
    small_test: str = ""
    baseline: float | None = None
    target: float | None = None
    balancing_check: str = ""
    beyond_unit: bool = False
    sponsor_id: UUID | None = None
    helpers: frozenset[UUID] = frozenset()

    @property
    def counts_as(self) -> Strength:
        """How strong it is: what the kind says, unless somebody gave a reason to see it otherwise."""
        return self.strength or STRENGTH_OF[self.change_type]


def require_whole(plan: Plan, owner_id: UUID) -> None:
    """Raise FieldRefused for what is missing, in the order in which the page asks for it."""
    if plan.counts_as in NEEDS_MEASURE and not plan.measure.strip():
        raise FieldRefused("measure", "Say how you will know that it helped: what you count, how often, until when.")
    if plan.counts_as is not STRENGTH_OF[plan.change_type] and not plan.strength_reason.strip():
        raise FieldRefused("strength_reason", "Say why it is stronger or weaker than its kind.")
    if plan.beyond_unit and plan.sponsor_id is None:
        raise FieldRefused("sponsor_id", "Choose who stands behind it above the unit.")
    if owner_id in plan.helpers:
        raise FieldRefused("helpers", "The owner is not one of the helpers. Choose others, or nobody.")
    if len(plan.helpers) > MOST_HELPERS:
        raise FieldRefused("helpers", f"Choose at most {MOST_HELPERS} people. The promise stays with one.")


def needs_effect(strength: Strength | None) -> bool:
    """Whether it has to be known that it works before it can be closed; of a weaker change it may be asked."""
    return strength is None or strength in NEEDS_MEASURE
