"""Rows of action items and of what happened to them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from huddle.actions.rules import NOTE_LIMIT, TITLE_LIMIT, ActionStatus, EventKind, SourceKind
from huddle.core.db import Base, text_enum


class ActionItem(Base):
    """One promise of one person. `original_due_on` never changes, however often `due_on` moves."""

    __tablename__ = "action_item"
    __table_args__ = (
        CheckConstraint("(source_kind = 'manual') = (source_id IS NULL)", name="source_pair"),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_pair"),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done_is_dated"),
        CheckConstraint("(dropped_at IS NULL) = (dropped_by IS NULL)", name="dropped_pair"),
        CheckConstraint("(status = 'dropped') = (dropped_at IS NOT NULL)", name="dropped_is_dated"),
        CheckConstraint("status <> 'dropped' OR dropped_reason <> ''", name="dropped_is_explained"),
        Index("ix_action_item_unit_id_status_due_on", "unit_id", "status", "due_on"),
        Index("ix_action_item_unit_id_original_due_on", "unit_id", "original_due_on"),
        Index("ix_action_item_source", "source_kind", "source_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    due_on: Mapped[date]
    original_due_on: Mapped[date]
    source_kind: Mapped[SourceKind] = mapped_column(text_enum(SourceKind))
    source_id: Mapped[UUID | None]
    status: Mapped[ActionStatus] = mapped_column(text_enum(ActionStatus))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    done_note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    dropped_reason: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ActionEvent(Base):
    """One thing that happened to an item; added, never changed. `number` is the item's version after it."""

    __tablename__ = "action_event"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("action_item.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]
    from_person: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    to_person: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
