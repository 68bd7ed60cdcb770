"""Rows of the trail, and the revision of each unit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base


class AuditEvent(Base):
    """One change. The database itself refuses to alter or delete it (the triggers are in migrations/versions/0001)."""

    __tablename__ = "audit_event"

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    actor_kind: Mapped[str] = mapped_column(String(20))
    device_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    unit_id: Mapped[UUID | None]


class UnitRevision(Base):
    """Grows with every change on a unit; the board asks for nothing else until it does.

    The other columns grow with it, each when something was written in its area (huddle/core/written.py).
    """

    __tablename__ = "unit_revision"

    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int]
    handoffs: Mapped[int] = mapped_column(default=0)
    huddles: Mapped[int] = mapped_column(default=0)
    concerns: Mapped[int] = mapped_column(default=0)
    items: Mapped[int] = mapped_column(default=0)
    rest: Mapped[int] = mapped_column(default=0)
