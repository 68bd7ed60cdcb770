"""What the board asks of the features below it, all of it read together: plain tuples, always of one unit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, literal, select

from huddle.accounts.models import User
from huddle.actions.models import ActionItem
from huddle.actions.rules import DATED
from huddle.concerns.models import Concern
from huddle.concerns.rules import UNSETTLED, ConcernStatus
from huddle.core.reading import Asked, Statement
from huddle.core.types import UTCDateTime
from huddle.handoffs.rules import VISIBLE_FOR
from huddle.huddles.models import HuddleWatcher, Watcher
from huddle.recognition.models import Recognition
from huddle.reviews.models import Review, ReviewAnswer
from huddle.reviews.queries import OPEN_TO_UNIT
from huddle.reviews.rules import SHARED, Question
from huddle.reviews.rules.lessons import ON_BOARD_FOR
from huddle.today.rules import DUE_WITHIN
from huddle.units.models import Organisation, Service, Site, Unit
from huddle.units.rules import TIER_OF, LevelKind

Rows = Asked[list[tuple[Any, ...]]]
SHOWN = 2
"""How many answers, how many lessons of the week and how many thanks a board shows."""

_UNSETTLED = Statement(
    select(Concern.id, Concern.text, Concern.topic, Concern.status, Concern.raised_at)
    .add_columns(Concern.tier, Concern.response_due, Concern.answered_tier, Concern.outcome)
    .where(Concern.unit_id == bindparam("unit"), Concern.status.in_(UNSETTLED))
    .order_by(Concern.raised_at, Concern.id)
)
_ABOVE = Statement(
    select(Service.name, Site.name, Organisation.name)
    .select_from(Unit)
    .join(Service, Service.id == Unit.service_id)
    .join(Site, Site.id == Service.site_id)
    .join(Organisation, literal(True))
    .where(Unit.id == bindparam("unit"))
    .order_by(Unit.id)
)
_TOLD = Statement(
    select(Concern.id, Concern.text, Concern.answer)
    .where(Concern.unit_id == bindparam("unit"), Concern.status == ConcernStatus.CLOSED)
    .order_by(Concern.told_back_at.desc(), Concern.id)
    .limit(SHOWN)
)
_DUE = Statement(
    select(ActionItem.id, ActionItem.title, ActionItem.due_on, User.name)
    .join(User, User.id == ActionItem.owner_id)
    .where(
        ActionItem.unit_id == bindparam("unit"),
        ActionItem.status.in_(DATED),
        ActionItem.due_on <= bindparam("until"),
    )
    .order_by(ActionItem.due_on, ActionItem.id)
)
_WATCHERS = Statement(
    select(Watcher.patient_id1, Watcher.patient_id2, Watcher.bed, Watcher.reason, Watcher.plan, Watcher.trigger)
    .add_columns(Watcher.ended_at)
    .where(
        Watcher.unit_id == bindparam("unit"),
        func.coalesce(
            Watcher.ended_at,
            select(func.max(HuddleWatcher.at)).where(HuddleWatcher.watcher_id == Watcher.id).scalar_subquery(),
            Watcher.added_at,
            type_=UTCDateTime(),
        )
        > bindparam("since", type_=UTCDateTime()),
    )
    .order_by(Watcher.ended_at, Watcher.added_at, Watcher.id)
)
_THANKS = Statement(
    select(Recognition.to_whom, Recognition.what)
    .where(Recognition.unit_id == bindparam("unit"))
    .order_by(Recognition.given_at.desc(), Recognition.id)
    .limit(SHOWN)
)
_LEARNED = Statement(
    select(Review.id, Review.title, ReviewAnswer.text)
    .join(ReviewAnswer, and_(ReviewAnswer.review_id == Review.id, ReviewAnswer.question == Question.LEARNED))
    .where(
        Review.unit_id == bindparam("unit"),
        Review.status.in_(sorted(SHARED)),
        OPEN_TO_UNIT,
        Review.published_at > bindparam("since", type_=UTCDateTime()),
    )
    .order_by(Review.published_at.desc(), Review.id)
    .limit(SHOWN)
)


def unsettled_concerns(unit_id: UUID) -> Rows:
    """Concerns not told back yet, oldest first.

    id, text, topic, status, raised_at, tier, response_due, answered_tier, outcome.
    """
    return _UNSETTLED.ask(list, unit=unit_id)


def names_above(unit_id: UUID) -> Asked[dict[int, str]]:
    """What stands above the unit, by tier."""
    tiers = [TIER_OF[kind] for kind in (LevelKind.SERVICE, LevelKind.SITE, LevelKind.ORGANISATION)]
    return _ABOVE.ask(lambda rows: dict(zip(tiers, rows[0], strict=True)) if rows else {}, unit=unit_id)


def told_back(unit_id: UUID) -> Rows:
    """The newest answers that were told back: id, text, answer."""
    return _TOLD.ask(list, unit=unit_id)


def due_items(unit_id: UUID, today: date) -> Rows:
    """Open action items that are overdue or due in a week, oldest first: id, title, due_on, and the owner's name."""
    return _DUE.ask(list, unit=unit_id, until=today + DUE_WITHIN)


def watchers(unit_id: UUID, now: datetime) -> Rows:
    """Patients on the watch list: patient_id1, patient_id2, bed, reason, plan, trigger, and None.

    Those whom a huddle took off it lately as well, the last one last, with the time in the place of None.

    Identifiers leave a shared screen after 48 hours, so a patient whom no huddle has confirmed since is left out; the
    next huddle asks about them without a name (docs/adr/0016-watchers-nobody-spoke-of.md).
    """
    return _WATCHERS.ask(list, unit=unit_id, since=now - VISIBLE_FOR)


def thanks(unit_id: UUID) -> Rows:
    """The newest thanks: to_whom, what."""
    return _THANKS.ask(list, unit=unit_id)


def learned(unit_id: UUID, now: datetime) -> Rows:
    """What reviews published lately taught, newest first: id, title, text. No marked one."""
    return _LEARNED.ask(list, unit=unit_id, since=now - ON_BOARD_FOR)
