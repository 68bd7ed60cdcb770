"""Rows of thanks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base
from huddle.recognition.rules import TO_LIMIT, WHAT_LIMIT


class Recognition(Base):
    """One thank-you, to a role or the team. `huddle_id` is where it was said, if in a huddle."""

    __tablename__ = "recognition"
    __table_args__ = (Index("ix_recognition_unit_id_given_at", "unit_id", "given_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    huddle_id: Mapped[UUID | None] = mapped_column(ForeignKey("huddle.id"), index=True)
    to_whom: Mapped[str] = mapped_column(String(TO_LIMIT))
    what: Mapped[str] = mapped_column(String(WHAT_LIMIT))
    given_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    given_at: Mapped[datetime]
