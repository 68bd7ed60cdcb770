"""Published reviews that are not closed: whose day has come to say whether they changed anything, and for whom."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, or_, select

from huddle.actions.queries.of_sources import has_unfinished
from huddle.actions.rules import SourceKind
from huddle.core.actor import Actor, OrgRole
from huddle.core.db import db
from huddle.core.reading import Asked, Statement
from huddle.reviews.models import Review, ReviewReader
from huddle.reviews.queries.visible import OPEN_TO_UNIT
from huddle.reviews.rules import Confidentiality, ReviewStatus

FOLLOWED = (ReviewStatus.SHARED_BACK, ReviewStatus.ACTIONS_TRACKED)
_LISTED: Any = bindparam("listed")
_ON_LIST = exists().where(
    ReviewReader.review_id == Review.id, ReviewReader.user_id == _LISTED, ReviewReader.removed_at.is_(None)
)
_PART = or_(Review.facilitator_id == bindparam("person"), Review.scribe_id == bindparam("person"))
_TO_FOLLOW = Statement(
    select(Review.unit_id, Review.id, Review.title, Review.facilitator_id, Review.scribe_id)
    .add_columns(Review.facilitator_external, Review.confidentiality)
    .where(
        Review.status.in_(FOLLOWED),
        Review.effect_due_on <= bindparam("today"),
        or_(
            Review.unit_id == bindparam("unit"),
            _PART,
            and_(Review.confidentiality == Confidentiality.PROTECTED, _ON_LIST),
        ),
        or_(OPEN_TO_UNIT, Review.facilitator_id == _LISTED, Review.scribe_id == _LISTED, _ON_LIST),
        ~has_unfinished(SourceKind.REVIEW, Review.id),
    )
    .order_by(Review.effect_due_on, Review.id)
)


def ask_to_follow(unit_id: UUID | None, actor: Actor, today: date) -> Asked[list[tuple[UUID, UUID, str]]]:
    """Reviews of which this person is asked now whether they changed anything: unit_id, id, title.

    Those of the unit which they lead, and those in which they had a part, wherever they are; of marked ones those whose
    list they are on and which they may change. None with an action item that has not ended: it could not be said yet.
    """
    me = actor.person_id
    return _TO_FOLLOW.ask(
        lambda rows: [tuple(row[:3]) for row in rows if _is_asked(actor, *row)],
        unit=unit_id,
        person=me,
        listed=None if actor.is_admin else me,
        today=today,
    )


def _is_asked(
    actor: Actor,
    unit_id: UUID,
    _review_id: UUID,
    _title: str,
    facilitator_id: UUID,
    scribe_id: UUID | None,
    is_external: bool,
    confidentiality: Confidentiality,
) -> bool:
    """Whether `policy.can_edit` lets them answer; of a marked one the list has been asked already."""
    had_part = actor.user_id in (facilitator_id, scribe_id)
    if confidentiality == Confidentiality.PROTECTED:
        return had_part or actor.leads(unit_id) or actor.org_role is OrgRole.QUALITY
    if actor.works_on(unit_id):
        return had_part or actor.leads(unit_id)
    return bool(is_external) and actor.user_id == facilitator_id and not actor.is_admin


def to_track() -> list[tuple[UUID, UUID]]:
    """Unit and id of every published review that is not closed yet, for the job that looks after them."""
    query = select(Review.unit_id, Review.id).where(Review.status.in_(FOLLOWED))
    return [(unit_id, id_) for unit_id, id_ in db.session.execute(query.order_by(Review.published_at, Review.id))]
