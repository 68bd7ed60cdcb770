"""What the board asks about the one person who looks: read together on every visit, never shared, never polled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, exists, literal, or_, select

from huddle.accounts.models import Device, LoginSession
from huddle.actions.models import ActionItem
from huddle.actions.rules import DATED, ActionStatus, SourceKind
from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus
from huddle.core.reading import Asked, Statement
from huddle.core.types import UTCDateTime
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import VISIBLE_FOR, HandoffStatus
from huddle.reviews.models import Review, ReviewEvent, ReviewSeen
from huddle.reviews.queries import OPEN_TO_UNIT
from huddle.reviews.rules import SHARED
from huddle.reviews.rules.lessons import NEWS_FOR, ON_BOARD_FOR
from huddle.today.rules import LONGEST_SHIFT
from huddle.units.models import Organisation, Service, Site, Unit
from huddle.units.rules import TIER_OF, LevelKind

Rows = Asked[list[tuple[Any, ...]]]
_SERVICE, _SITE, _TOP = (TIER_OF[kind] for kind in (LevelKind.SERVICE, LevelKind.SITE, LevelKind.ORGANISATION))
_ASKED_ABOVE = (
    (_SERVICE, Service, LevelKind.SERVICE),
    (_SITE, Site, LevelKind.SITE),
    (_TOP, Organisation, LevelKind.ORGANISATION),
)

_CAME = Statement(
    select(LoginSession.created_at)
    .where(
        LoginSession.user_id == bindparam("person"),
        LoginSession.created_at > bindparam("since", type_=UTCDateTime()),
        or_(
            LoginSession.device_id.is_(None),
            LoginSession.device_id.in_(select(Device.id).where(Device.unit_id == bindparam("unit"))),
        ),
    )
    .order_by(LoginSession.created_at, LoginSession.id)
)
_BEGUN = Statement(
    select(Handoff.id, Handoff.patient_id1, Handoff.patient_id2)
    .where(
        Handoff.unit_id == bindparam("unit"),
        Handoff.sent_by == bindparam("person"),
        Handoff.status == HandoffStatus.DRAFT,
        Handoff.started_at > bindparam("since", type_=UTCDateTime()),
    )
    .order_by(Handoff.started_at, Handoff.id)
)
_PROMISED = Statement(
    select(ActionItem.unit_id, ActionItem.id, ActionItem.version, ActionItem.title, ActionItem.due_on)
    .add_columns(case((ActionItem.status == ActionStatus.PROPOSED, 1), else_=0))
    .where(
        ActionItem.owner_id == bindparam("person"),
        ActionItem.status.in_(DATED),
        ActionItem.due_on <= bindparam("until"),
    )
    .order_by(ActionItem.due_on, ActionItem.id)
)
_PICKED_UP = Statement(
    select(Concern.unit_id, Concern.id, Concern.text)
    .where(Concern.owner_id == bindparam("person"), Concern.status == ConcernStatus.FIXING_HERE)
    .order_by(Concern.picked_up_at, Concern.id)
)
_ASKED = Statement(
    select(Concern.id, Concern.text, Concern.tier, Concern.response_due)
    .add_columns(case(*((Concern.tier == tier, level.id) for tier, level, _kind in _ASKED_ABOVE)))
    .join(Unit, Unit.id == Concern.unit_id)
    .join(Service, Service.id == Unit.service_id)
    .join(Site, Site.id == Service.site_id)
    .join(Organisation, literal(True))
    .where(
        Concern.status == ConcernStatus.ESCALATED,
        Unit.active,
        or_(
            *(
                and_(Concern.tier == tier, level.receiver_id == bindparam("person"))
                for tier, level, _kind in _ASKED_ABOVE
            )
        ),
    )
    .order_by(Concern.response_due, Concern.id)
)
_ME: Any = bindparam("person")
_TOOK_PART = or_(
    Review.facilitator_id == _ME,
    Review.scribe_id == _ME,
    exists().where(ReviewEvent.review_id == Review.id, ReviewEvent.by == _ME),
    exists().where(
        ActionItem.source_kind == SourceKind.REVIEW, ActionItem.source_id == Review.id, ActionItem.owner_id == _ME
    ),
)
_NEWS = Statement(
    select(Review.id, Review.title, case((_TOOK_PART, 1), else_=0))
    .where(
        Review.unit_id == bindparam("unit"),
        Review.status.in_(sorted(SHARED)),
        OPEN_TO_UNIT,
        Review.published_by != _ME,
        Review.published_at > bindparam("since", type_=UTCDateTime()),
        or_(Review.published_at > bindparam("lately", type_=UTCDateTime()), _TOOK_PART),
        ~exists().where(ReviewSeen.review_id == Review.id, ReviewSeen.user_id == _ME),
    )
    .order_by(case((_TOOK_PART, 0), else_=1), Review.published_at.desc(), Review.id)
    .limit(1)
)


def came(unit_id: UUID, person_id: UUID, now: datetime) -> Asked[list[datetime]]:
    """When this person signed in lately, on a tablet of the unit or on a device of their own."""
    return _CAME.ask(lambda rows: [at for (at,) in rows], unit=unit_id, person=person_id, since=now - LONGEST_SHIFT)


def begun_handoffs(unit_id: UUID, person_id: UUID, now: datetime) -> Rows:
    """Handoffs that they began on the unit and have not sent, oldest first: id, patient_id1, patient_id2."""
    return _BEGUN.ask(list, unit=unit_id, person=person_id, since=now - VISIBLE_FOR)


def promises(person_id: UUID, today: date, ahead: timedelta) -> Rows:
    """Their open action items that are due by then, on whichever unit.

    unit_id, id, version, title, due_on, and whether they are only asked to take it on.
    """
    return _PROMISED.ask(list, person=person_id, until=today + ahead)


def picked_up(person_id: UUID) -> Rows:
    """Concerns that are theirs to settle, on whichever unit: unit_id, id, text."""
    return _PICKED_UP.ask(list, person=person_id)


def asked_above(person_id: UUID) -> Asked[list[tuple[UUID, str, LevelKind, datetime, UUID]]]:
    """Concerns that wait for the answer of a level for which they answer: id, text, kind, due, id of the level."""
    kinds = {tier: kind for tier, _level, kind in _ASKED_ABOVE}
    return _ASKED.ask(
        lambda rows: [(id_, text, kinds[tier], due, level) for id_, text, tier, due, level in rows], person=person_id
    )


def review_news(unit_id: UUID, person_id: UUID, now: datetime) -> Rows:
    """A review of the unit that others published and this person has not seen: id, title, whether they took part.

    One at a time: first where they took part, then the newest. The next one comes when it is seen.
    """
    since, lately = now - NEWS_FOR, now - ON_BOARD_FOR
    return _NEWS.ask(list, unit=unit_id, person=person_id, since=since, lately=lately)
