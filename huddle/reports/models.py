"""Rows about what was taken out of Huddle."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.reports.rules.exporting import REASON_LIMIT, Format, What


class FigureExport(Base):
    """Somebody took figures or the list of action items of a unit out of Huddle, and why; added, never changed."""

    __tablename__ = "figure_export"
    __table_args__ = (Index("ix_figure_export_unit_id_at", "unit_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    what: Mapped[What] = mapped_column(text_enum(What))
    format: Mapped[Format] = mapped_column(text_enum(Format))
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
