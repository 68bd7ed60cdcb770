"""The counts of leaving late."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.leaving.rules import LateReason


class LeftLate(Base):
    """How often in one month of a unit somebody left late for one reason. No day, no person, by construction."""

    __tablename__ = "left_late"
    __table_args__ = (CheckConstraint("times > 0", name="at_least_once"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    reason: Mapped[LateReason] = mapped_column(text_enum(LateReason), primary_key=True)
    times: Mapped[int]
