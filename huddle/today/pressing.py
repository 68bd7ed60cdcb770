"""What waits on whoever leads the unit, on its board: the most pressing action item, and how many there are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, exists, func, literal, or_, select

from huddle.actions.models import ActionItem
from huddle.actions.rules import DATED, UNFINISHED, ActionStatus, OwnerAnswer
from huddle.actions.rules.views import ACCEPT_WITHIN, LATE_ENOUGH, REASON_LABELS, Reason
from huddle.core.reading import Asked, Statement
from huddle.core.types import UTCDateTime
from huddle.units.models import Membership

_ME: Any = bindparam("person")
_NOW: Any = bindparam("now", type_=UTCDateTime())
_WORKS_HERE = exists().where(
    Membership.unit_id == ActionItem.unit_id,
    Membership.user_id == ActionItem.owner_id,
    Membership.ended_at.is_(None),
    or_(Membership.ends_at.is_(None), Membership.ends_at > _NOW),
)
_PROPOSED = ActionItem.status == ActionStatus.PROPOSED
_UNFINISHED = ActionItem.status.in_(UNFINISHED - {ActionStatus.ESCALATED})
_DONE = ActionItem.status == ActionStatus.DONE_UNVERIFIED
_WHY = (
    (Reason.NO_OWNER, and_(_UNFINISHED, ~_WORKS_HERE)),
    (Reason.CANNOT, and_(_PROPOSED, ActionItem.owner_answer == OwnerAnswer.CANNOT)),
    (Reason.STUCK, ActionItem.status == ActionStatus.STUCK),
    (
        Reason.OVERDUE,
        and_(ActionItem.status.in_(DATED - {ActionStatus.ESCALATED}), ActionItem.due_on <= bindparam("late")),
    ),
    (Reason.DID_NOT_WORK, ActionItem.status == ActionStatus.NOT_EFFECTIVE),
    (Reason.CHANGE, and_(_PROPOSED, ActionItem.owner_answer == OwnerAnswer.CHANGE)),
    (
        Reason.NOT_ACCEPTED,
        and_(_PROPOSED, ActionItem.created_at < bindparam("asked", type_=UTCDateTime())),
    ),
    (Reason.NO_PLAN, and_(_DONE, ActionItem.change_type.is_(None))),
    (Reason.TO_VERIFY, and_(_DONE, ActionItem.change_type.is_not(None), ActionItem.done_by != _ME)),
)
_RANK = case(*((is_so, literal(number)) for number, (_reason, is_so) in enumerate(_WHY)), else_=len(_WHY))
_PRESSING = Statement(
    select(ActionItem.id, ActionItem.title, _RANK, func.count().over())
    .where(
        ActionItem.unit_id == bindparam("unit"),
        ActionItem.status.in_(UNFINISHED | {ActionStatus.DONE_UNVERIFIED}),
        ActionItem.owner_id != _ME,
        or_(*(is_so for _reason, is_so in _WHY)),
    )
    .order_by(_RANK, ActionItem.due_on, ActionItem.id)
    .limit(1)
)


def pressing(
    unit_id: UUID | None, person_id: UUID, today: date, now: datetime
) -> Asked[tuple[UUID, str, str, int] | None]:
    """What waits most on whoever leads this unit: id, title, why, and how many wait; None of no unit.

    The reasons are those of `actions.rules.views`, in their order.
    """

    def found(rows: list[Any]) -> tuple[UUID, str, str, int] | None:
        return (rows[0][0], rows[0][1], REASON_LABELS[_WHY[rows[0][2]][0]], rows[0][3]) if rows else None

    return _PRESSING.ask(
        found, unit=unit_id, person=person_id, now=now, late=today - LATE_ENOUGH, asked=now - ACCEPT_WITHIN
    )
