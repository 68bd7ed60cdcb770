"""The one rule for which reviews somebody sees at all: every list, count, search and title of a review asks it.

`policy.can_read` says the same of one review.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from huddle.core.actor import Actor, OrgRole
from huddle.core.db import db
from huddle.reviews.models import Review, ReviewReader
from huddle.reviews.rules import SHARED, Confidentiality, ReviewFormat

OPEN_TO_UNIT = Review.confidentiality == Confidentiality.LEARNING
"""Not marked by the hospital: for what is counted or shown without asking who looks (a roll-up, a job, a board)."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Review`, of whichever units: what this person may read, as `policy.can_read` has it."""
    me = actor.user_id
    if me is None:
        return false()
    theirs, led = list(actor.units), [unit_id for unit_id in actor.units if actor.leads(unit_id)]
    of_unit = and_(
        OPEN_TO_UNIT,
        Review.unit_id.in_(theirs),
        or_(
            Review.status.in_(SHARED),
            Review.facilitator_id == me,
            Review.scribe_id == me,
            Review.unit_id.in_(led),
            Review.format == ReviewFormat.HOT_DEBRIEF,
        ),
    )
    if actor.is_admin:
        return of_unit
    if actor.org_role is OrgRole.QUALITY:
        of_unit = or_(of_unit, and_(OPEN_TO_UNIT, Review.status.in_(SHARED)))
    outside = and_(OPEN_TO_UNIT, Review.facilitator_external, Review.facilitator_id == me)
    on_it = exists().where(
        ReviewReader.review_id == Review.id, ReviewReader.user_id == me, ReviewReader.removed_at.is_(None)
    )
    is_listed = or_(Review.facilitator_id == me, Review.scribe_id == me, on_it)
    return or_(of_unit, outside, and_(Review.confidentiality == Confidentiality.PROTECTED, is_listed))


def known_ids(actor: Actor) -> Select[tuple[UUID]]:
    """Asks for the reviews of which this person may know that there is one: unmarked, or on whose list they are."""
    return select(Review.id).where(or_(OPEN_TO_UNIT, visible_to(actor)))


def known(actor: Actor, review_ids: Collection[UUID]) -> set[UUID]:
    """Those of these reviews of which this person may know that there is one."""
    query = known_ids(actor).where(Review.id.in_(review_ids))
    return set(db.session.execute(query.order_by(Review.id)).scalars())
