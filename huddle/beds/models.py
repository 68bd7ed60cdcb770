"""Rows of beds: what a unit lists, and who has which for one shift."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from huddle.beds.rules import BED_LIMIT, LIST_LIMIT
from huddle.core.db import Base


class BedList(Base):
    """The beds of a unit as its manager typed them, like "1-28, A1, A2"; a unit may have none."""

    __tablename__ = "bed_list"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    beds: Mapped[str] = mapped_column(String(LIST_LIMIT))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class BedAssignment(Base):
    """One bed is one person's for one run of a shift; it ends by itself at `ends_at` and is then forgotten.

    `bed` is what people read, `key` what two ways of writing it have in common.
    """

    __tablename__ = "bed_assignment"
    __table_args__ = (
        UniqueConstraint("unit_id", "shift_id", "shift_on", "key"),
        Index("ix_bed_assignment_unit_id_ends_at", "unit_id", "ends_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    shift_on: Mapped[date]
    bed: Mapped[str] = mapped_column(String(BED_LIMIT))
    key: Mapped[str] = mapped_column(String(BED_LIMIT))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    ends_at: Mapped[datetime]
