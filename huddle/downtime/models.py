"""Rows of paper forms."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.downtime.rules import WRITTEN_BY_LIMIT, PaperKind


class PaperForm(Base):
    """One sheet of paper, by its number; `pack_id` is shared by those that were printed together.

    Once it is typed in, `object_id` is the handoff, huddle or review that it became. It holds no patient text:
    `written_by` is a role, and what the paper said is in the row that it became.
    """

    __tablename__ = "paper_form"
    __table_args__ = (
        UniqueConstraint("unit_id", "number"),
        CheckConstraint("(entered_at IS NULL) = (entered_by IS NULL)", name="entered_pair"),
        CheckConstraint("(entered_at IS NULL) = (written_at IS NULL)", name="written_when_entered"),
        CheckConstraint("(entered_at IS NULL) = (object_id IS NULL)", name="became_something"),
        Index("ix_paper_form_unit_id_made_at", "unit_id", "made_at"),
        Index("ix_paper_form_object_id", "object_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    pack_id: Mapped[UUID | None] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(String(30))
    kind: Mapped[PaperKind] = mapped_column(text_enum(PaperKind))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime | None]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime | None]
    written_by: Mapped[str] = mapped_column(String(WRITTEN_BY_LIMIT), default="")
    object_id: Mapped[UUID | None]
