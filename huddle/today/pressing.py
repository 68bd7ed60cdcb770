"""What waits on whoever leads the unit, on its board: the most pressing action item, and whether there are more."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, case, exists, literal, or_, select

from huddle.actions.models import ActionEvent, ActionItem
from huddle.actions.queries import lists
from huddle.actions.rules import DATED, UNFINISHED, ActionStatus, EventKind, OwnerAnswer
from huddle.actions.rules.views import ACCEPT_WITHIN, LATE_ENOUGH, REASON_LABELS, Reason
from huddle.core.dates import at_local, local_day
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
_ASKED: Any = bindparam("asked", type_=UTCDateTime())
_HANDED_SINCE = exists().where(
    ActionEvent.item_id == ActionItem.id, ActionEvent.kind == EventKind.HANDED_OVER, ActionEvent.at >= _ASKED
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
        and_(
            ActionItem.status.in_(DATED - {ActionStatus.ESCALATED}),
            ActionItem.due_on <= bindparam("late"),
            or_(~_PROPOSED, ActionItem.owner_answer.is_distinct_from(OwnerAnswer.CHANGE)),
        ),
    ),
    (Reason.DID_NOT_WORK, ActionItem.status == ActionStatus.NOT_EFFECTIVE),
    (Reason.CHANGE, and_(_PROPOSED, ActionItem.owner_answer == OwnerAnswer.CHANGE)),
    (
        Reason.NOT_ACCEPTED,
        and_(_PROPOSED, ActionItem.created_at < _ASKED, ~_HANDED_SINCE),
    ),
    (Reason.NO_PLAN, and_(_DONE, ActionItem.change_type.is_(None))),
    (Reason.TO_VERIFY, and_(lists.TO_VERIFY, ActionItem.done_by != _ME, ~lists.said_done_by(_ME))),
)
_RANK = case(*((is_so, literal(number)) for number, (_reason, is_so) in enumerate(_WHY)), else_=len(_WHY)).label("rank")
_PRESSING = Statement(
    # What waits for nobody has the last rank and is left out by its reader: the reasons are asked once for each item.
    select(ActionItem.id, ActionItem.title, _RANK)
    .where(
        ActionItem.unit_id == bindparam("unit"),
        ActionItem.status.in_(UNFINISHED | {ActionStatus.DONE_UNVERIFIED}),
        ActionItem.owner_id != _ME,
    )
    .order_by(_RANK, ActionItem.due_on, ActionItem.id)
    .limit(2)
)


def pressing(
    unit_id: UUID, person_id: UUID, now: datetime, zone: ZoneInfo
) -> Asked[tuple[UUID, str, str, bool] | None]:
    """What waits most on whoever leads this unit: id, title, why, and whether more waits.

    The reasons are those of `actions.rules.views`, in their order and from the same days on. What is this person's own
    stands with their promises; what can wait for weeks (does it work, dropped and not told back) on its page alone.
    """

    def found(rows: list[Any]) -> tuple[UUID, str, str, bool] | None:
        waiting = [row for row in rows if row[2] < len(_WHY)]
        if not waiting:
            return None
        id_, title, rank = waiting[0]
        return id_, title, REASON_LABELS[_WHY[rank][0]], len(waiting) > 1

    today = local_day(now, zone)
    asked = at_local(today - ACCEPT_WITHIN + timedelta(days=1), time(), zone)
    return _PRESSING.ask(found, unit=unit_id, person=person_id, now=now, late=today - LATE_ENOUGH, asked=asked)
