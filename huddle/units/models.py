"""Tables of the organisation's places and memberships."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.actor import UnitRole
from huddle.core.db import Base, text_enum


class Organisation(Base):
    """The hospital group that runs this installation; one row.

    At every level (here, site, service) `receiver_id` is who answers what is escalated to it, and `phone` what to
    call when sending fails.
    """

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(80))
    practice: Mapped[bool] = mapped_column(default=False)
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    phone: Mapped[str] = mapped_column(String(30), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Site(Base):
    """One place with one time zone."""

    __tablename__ = "site"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    timezone: Mapped[str] = mapped_column(String(60))
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    phone: Mapped[str] = mapped_column(String(30), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Service(Base):
    """A group of units on one site (a floor, a service line)."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(String(80))
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    phone: Mapped[str] = mapped_column(String(30), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Unit(Base):
    """A ward or team."""

    __tablename__ = "unit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    name: Mapped[str] = mapped_column(String(60), unique=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Shift(Base):
    """A named span of a unit's day, in the wall time of its site; it may cross midnight."""

    __tablename__ = "shift"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(30))
    starts_at: Mapped[time] = mapped_column(Time)
    ends_at: Mapped[time] = mapped_column(Time)
    huddle_at: Mapped[time] = mapped_column(Time)


class Membership(Base):
    """A person's role on a unit. It ends, it is not deleted."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "unit_id"),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ends_after_start"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[UnitRole] = mapped_column(text_enum(UnitRole))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
