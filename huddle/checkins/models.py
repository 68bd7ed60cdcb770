"""Rows of check-ins. The database itself refuses to change their numbers (triggers: migrations/versions/0001)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from huddle.checkins.rules import FOCUS_LIMIT, NOTE_LIMIT, CheckInState
from huddle.core.db import Base, text_enum


class CheckIn(Base):
    """One month of one unit. `snapshot` holds counts only, no text and no ids."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("unit_id", "month"),
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published_pair"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_is_dated"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    month: Mapped[str] = mapped_column(String(7))
    state: Mapped[CheckInState] = mapped_column(text_enum(CheckInState))
    snapshot: Mapped[dict[str, Any]]
    rules_version: Mapped[int]
    computed_at: Mapped[datetime]
    better: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    still_hurts: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    focus: Mapped[str] = mapped_column(String(FOCUS_LIMIT), default="")
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CheckInAddendum(Base):
    """The numbers of a check-in as they were found later; written only when they differ from the newest known."""

    __tablename__ = "check_in_addendum"
    __table_args__ = (Index("ix_check_in_addendum_check_in_id_computed_at", "check_in_id", "computed_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    check_in_id: Mapped[UUID] = mapped_column(ForeignKey("check_in.id"))
    snapshot: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime]


class RollupRun(Base):
    """The log of the scheduler: what one run did for one month, in counts."""

    __tablename__ = "rollup_run"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    at: Mapped[datetime] = mapped_column(index=True)
    month: Mapped[str] = mapped_column(String(7))
    units: Mapped[int]
    created: Mapped[int]
    unchanged: Mapped[int]
    addenda: Mapped[int]
    failed: Mapped[int]
    seconds: Mapped[float]
