"""Rows of notes on charts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from huddle.chart_notes.rules import MEASURE_LIMIT, NOTE_LIMIT
from huddle.core.db import Base


class ChartNote(Base):
    """What changed in one period of one measure. `starts_on` is its Monday, or the first of a month."""

    __tablename__ = "chart_note"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(MEASURE_LIMIT), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(NOTE_LIMIT))
    written_at: Mapped[datetime]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
