"""Reading who may see a marked review, who opened it, and how it came to be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from huddle.accounts.models import User
from huddle.audit import queries as audit
from huddle.core.actor import Actor, OrgRole
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.reviews import policy
from huddle.reviews.models import Review, ReviewExport, ReviewMark, ReviewReader
from huddle.reviews.queries.visible import visible_to
from huddle.reviews.rules import Confidentiality
from huddle.reviews.rules.protection import OPENED, OPENED_AGAIN_AFTER
from huddle.units import queries as units

_NO_ADMIN = or_(User.org_role.is_(None), User.org_role != OrgRole.ADMIN)
EXPORT_OPEN_FOR = timedelta(hours=1)
"""So long the reason that was given stands for looking at it again; after that it is asked anew."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One person on the list. `part` is empty for whoever was put on it; `stays` for the facilitator."""

    id: UUID
    name: str
    part: str
    stays: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody did something at a moment; `words` is the reason where there is one."""

    at: datetime
    name: str
    what: str = ""
    words: str = ""


def reader_rows(review_id: UUID) -> Sequence[ReviewReader]:
    """Who was put on the list and is still on it, in order."""
    query = select(ReviewReader).where(ReviewReader.review_id == review_id, ReviewReader.removed_at.is_(None))
    return db.session.execute(query.order_by(ReviewReader.added_at, ReviewReader.id)).scalars().all()


def part_ids(review: Review) -> set[UUID]:
    """Whoever leads it and whoever writes: of a marked one they are on the list."""
    return {id_ for id_ in (review.facilitator_id, review.scribe_id) if id_}


def listed_ids(review: Review) -> set[UUID]:
    """Everybody on the list."""
    return part_ids(review) | review.reader_ids


def is_alone(review: Review, *more: UUID) -> bool:
    """Whether fewer than two people can open this marked review: it has nobody who could go on without the one.

    `more` are those who come on its list when it is marked.
    """
    query = select(func.count(User.id)).where(User.id.in_(listed_ids(review) | {*more}), User.active, _NO_ADMIN)
    return db.session.execute(query).scalar_one() < 2


def may_be_listed(person_id: UUID) -> bool:
    """Whether this person can be on a list at all: anybody of the hospital who can sign in and is no administrator."""
    query = select(func.count(User.id)).where(User.id == person_id, User.active, _NO_ADMIN)
    return db.session.execute(query).scalar_one() == 1


def can_lead(unit_id: UUID, now: datetime) -> list[units.Person]:
    """The unit's people who can lead or write a review, by name: administrators do neither."""
    people = units.people(unit_id, now)
    query = select(User.id).where(User.id.in_([one.id for one in people]), ~_NO_ADMIN).order_by(User.id)
    administrators = set(db.session.execute(query).scalars())
    return [one for one in people if one.id not in administrators]


def ever_listed_ids(review: Review) -> set[UUID]:
    """Everybody on the list, and who was taken off it."""
    query = select(ReviewReader.user_id).where(ReviewReader.review_id == review.id).order_by(ReviewReader.user_id)
    return listed_ids(review) | set(db.session.execute(query).scalars())


def listed(review: Review) -> list[Listed]:
    """Everybody on the list: the facilitator, the scribe, then whoever was put on it, in order."""
    parts = {review.scribe_id: "Scribe", review.facilitator_id: "Facilitator"}
    order = [review.facilitator_id, review.scribe_id, *(row.user_id for row in reader_rows(review.id))]
    names = units.names(set(order))
    ids = [id_ for id_ in dict.fromkeys(order) if id_]
    return [Listed(id_, names[id_], parts.get(id_, ""), id_ == review.facilitator_id) for id_ in ids]


def can_be_listed(review: Review, now: datetime) -> list[tuple[UUID, str]]:
    """Who is offered for the list: the unit's people, and the quality and executive roles; others by their name."""
    here = [person.id for person in units.people(review.unit_id, now)]
    may = or_(User.org_role.is_(None) & User.id.in_(here), User.org_role.in_([OrgRole.QUALITY, OrgRole.EXECUTIVE]))
    query = select(User.id, User.name, User.org_role).where(User.active, may, User.id.not_in(listed_ids(review)))
    found = db.session.execute(query.order_by(User.name, User.id))
    return [(id_, f"{name} ({role})" if role else name) for id_, name, role in found]


def entered_at(review_id: UUID) -> datetime | None:
    """When it was last marked."""
    query = select(ReviewMark.at).where(
        ReviewMark.review_id == review_id, ReviewMark.confidentiality == Confidentiality.PROTECTED
    )
    return db.session.execute(query.order_by(ReviewMark.at.desc(), ReviewMark.id).limit(1)).scalar_one_or_none()


def marks(review_id: UUID) -> list[Told]:
    """Every change of its class, in order."""
    query = select(ReviewMark).where(ReviewMark.review_id == review_id).order_by(ReviewMark.at, ReviewMark.id)
    rows = db.session.execute(query).scalars().all()
    names = units.names({row.by for row in rows})
    said = {Confidentiality.PROTECTED: "Marked", Confidentiality.LEARNING: "Mark taken off"}
    return [Told(row.at, names[row.by], said[row.confidentiality], row.reason) for row in rows]


def openings(review_id: UUID, *, limit: int = 50) -> list[Told]:
    """Who opened it, the newest first."""
    rows = audit.of_action(OPENED, review_id, limit=limit)
    names = units.names({row.actor_id for row in rows})
    return [Told(row.at, names[row.actor_id]) for row in rows]


def is_opened_lately(review_id: UUID, actor: Actor, now: datetime) -> bool:
    """Whether this person's reading was written down a moment ago, so that the next page adds nothing."""
    since = now - OPENED_AGAIN_AFTER
    rows = audit.of_action(OPENED, review_id, limit=1, actor_id=actor.person_id)
    return bool(rows) and rows[0].at > since


def exports(review_id: UUID) -> list[Told]:
    """Who took it out of Huddle, and why, the newest first."""
    query = select(ReviewExport).where(ReviewExport.review_id == review_id)
    rows = db.session.execute(query.order_by(ReviewExport.at.desc(), ReviewExport.id)).scalars().all()
    names = units.names({row.by for row in rows})
    return [Told(row.at, names[row.by], row.kind, row.reason) for row in rows]


def export_of(actor: Actor, review: Review, export_id: UUID, now: datetime) -> ReviewExport:
    """An export that this person gave the reason for within the hour. Raises NotFound, also for anybody else's."""
    found = db.session.get(ReviewExport, export_id)
    if found is None or (found.review_id, found.by) != (review.id, actor.user_id):
        raise NotFound
    if found.at + EXPORT_OPEN_FOR <= now or not policy.can_export(actor, review):
        raise NotFound
    return found


def marked_for(actor: Actor, *, limit: int = 50) -> Sequence[Review]:
    """The marked reviews, of whichever unit, whose list this person is on; the newest first."""
    query = select(Review).where(Review.confidentiality == Confidentiality.PROTECTED, visible_to(actor))
    return db.session.execute(query.order_by(Review.created_at.desc(), Review.id).limit(limit)).scalars().all()
