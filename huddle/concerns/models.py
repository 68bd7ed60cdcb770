"""Rows of concerns."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.concerns.rules import ConcernStatus, Outcome, ToldHow, Topic
from huddle.core.db import Base, text_enum


class Concern(Base):
    """One concern. `unnamed` hides who raised it from every list; the name is kept so that they can be told."""

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_pair"),
        CheckConstraint("(told_back_at IS NULL) = (told_how IS NULL)", name="told_pair"),
        CheckConstraint("told_back_at IS NULL OR answered_at IS NOT NULL", name="answered_before_told"),
        CheckConstraint("status <> 'closed' OR told_back_at IS NOT NULL", name="closed_is_told"),
        Index("ix_concern_unit_id_status_raised_at", "unit_id", "status", "raised_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    topic: Mapped[Topic] = mapped_column(text_enum(Topic))
    unnamed: Mapped[bool]
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    raised_at: Mapped[datetime]
    status: Mapped[ConcernStatus] = mapped_column(text_enum(ConcernStatus))
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    told_back_at: Mapped[datetime | None]
    told_how: Mapped[ToldHow | None] = mapped_column(text_enum(ToldHow))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
