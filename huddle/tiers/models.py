"""Rows of huddles above the units."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.huddles.rules import NotHeldReason
from huddle.units.rules import LevelKind


class TierHuddle(Base):
    """One huddle of a service, a site or the organisation on one local day, or the reason why there was none.

    `level_id` is the id of the service, the site or the organisation that `kind` says.
    """

    __tablename__ = "tier_huddle"
    __table_args__ = (
        UniqueConstraint("kind", "level_id", "held_on"),
        CheckConstraint("(opened_at IS NULL) = (opened_by IS NULL)", name="opened_pair"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_pair"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_before_closed"),
        CheckConstraint("(opened_at IS NULL) = (not_held_reason IS NOT NULL)", name="held_or_reason"),
        CheckConstraint("(not_held_reason IS NULL) = (not_held_by IS NULL)", name="not_held_pair"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[LevelKind] = mapped_column(text_enum(LevelKind))
    level_id: Mapped[UUID]
    held_on: Mapped[date]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    notes: Mapped[str] = mapped_column(Text, default="")
    not_held_reason: Mapped[NotHeldReason | None] = mapped_column(text_enum(NotHeldReason))
    not_held_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
