"""What people added to an item: comments, evidence, and other items that go on within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from huddle.actions.models import ActionComment, ActionEvidence, ActionItem
from huddle.actions.rules import UNFINISHED, EvidenceKind, shown_domain, takes
from huddle.core.db import db
from huddle.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence, without the picture itself."""

    id: UUID
    kind: EvidenceKind
    text: str
    url: str
    at: datetime
    by: UUID

    @property
    def site(self) -> str:
        """Where a link leads, as people should know it before they follow it."""
        return shown_domain(self.url)


def comments(item_id: UUID) -> Sequence[ActionComment]:
    """What was written beside one item, the newest last."""
    query = select(ActionComment).where(ActionComment.item_id == item_id)
    return db.session.execute(query.order_by(ActionComment.at, ActionComment.id)).scalars().all()


def evidence_of(item_id: UUID) -> list[Piece]:
    """What shows that one item was done, in the order in which it came."""
    query = (
        select(ActionEvidence.id, ActionEvidence.kind, ActionEvidence.text, ActionEvidence.url)
        .add_columns(ActionEvidence.at, ActionEvidence.by)
        .where(ActionEvidence.item_id == item_id)
        .order_by(ActionEvidence.at, ActionEvidence.id)
    )
    return [Piece(*row) for row in db.session.execute(query)]


def count_evidence(item_id: UUID) -> int:
    """How many pieces there are."""
    query = select(func.count(ActionEvidence.id)).where(ActionEvidence.item_id == item_id)
    return db.session.execute(query).scalar_one()


def picture(unit_id: UUID, item_id: UUID, evidence_id: UUID) -> tuple[bytes, str]:
    """One picture and its media type. Raises NotFound, also for another unit's and for what is no picture."""
    query = (
        select(ActionEvidence.picture, ActionEvidence.media_type)
        .join(ActionItem, ActionItem.id == ActionEvidence.item_id)
        .where(ActionItem.unit_id == unit_id, ActionItem.id == item_id, ActionEvidence.id == evidence_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None or found[0] is None or found[1] is None:
        raise NotFound
    return found[0], found[1]


def can_take(item: ActionItem) -> list[ActionItem]:
    """Other items within which this one may go on, the oldest date first."""
    query = select(ActionItem).where(ActionItem.unit_id == item.unit_id, ActionItem.status.in_(UNFINISHED))
    found = db.session.execute(query.order_by(ActionItem.due_on, ActionItem.id)).scalars()
    return [other for other in found if takes(other, item)]


def merged_into(item_id: UUID) -> Sequence[ActionItem]:
    """Those that go on within this one, in the order in which they came to it."""
    query = select(ActionItem).where(ActionItem.merged_into_id == item_id)
    return db.session.execute(query.order_by(ActionItem.merged_at, ActionItem.id)).scalars().all()


def locked(unit_id: UUID, item_ids: set[UUID]) -> dict[UUID, ActionItem]:
    """Some items of the unit as they are stored now, held until the transaction ends."""
    query = select(ActionItem).where(ActionItem.unit_id == unit_id, ActionItem.id.in_(item_ids)).order_by(ActionItem.id)
    found = db.session.execute(query.with_for_update().execution_options(populate_existing=True)).scalars()
    return {item.id: item for item in found}
