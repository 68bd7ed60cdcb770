"""Tables of the organisation's places and memberships."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Time, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.actor import UnitRole
from huddle.core.db import Base, text_enum
from huddle.units.rules import (
    BANNER_LIMIT,
    ELSEWHERE_ROUTE,
    KEPT_DAYS,
    REVIEW_BANNER,
    SUPPORT_LIMIT,
    SUPPORT_ROUTE,
    GuestRole,
)

_STILL_RUN = text("ended_on IS NULL")


class Organisation(Base):
    """The hospital group that runs this installation; one row.

    At every level (here, site, service) `receiver_id` is who answers what is escalated to it, and `phone` what to
    call when sending fails. After `patient_days` the text and identifiers of handoffs and watchers are erased.
    `review_banner` is what the hospital says of a review that it has marked, `support_route` what it says of where
    its staff find support after something hard, `elsewhere_route` what it says of what belongs in no review.
    """

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("patient_days BETWEEN 3 AND 90", name="patient_days_limits"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(80))
    practice: Mapped[bool] = mapped_column(default=False)
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    phone: Mapped[str] = mapped_column(String(30), default="")
    patient_days: Mapped[int] = mapped_column(default=KEPT_DAYS)
    review_banner: Mapped[str] = mapped_column(String(BANNER_LIMIT), default=REVIEW_BANNER)
    support_route: Mapped[str] = mapped_column(String(SUPPORT_LIMIT), default=SUPPORT_ROUTE)
    elsewhere_route: Mapped[str] = mapped_column(String(SUPPORT_LIMIT), default=ELSEWHERE_ROUTE)
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
    """A named span of a unit's day, in the wall time of its site; it may cross midnight.

    It begins on the local days from `begins_on` (None: since ever) until before `ended_on` (None: still). It is
    never deleted, so that the huddles of the past keep their shift.
    """

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("ended_on >= begins_on", name="ends_after_start"),
        Index(
            "uq_shift_unit_id_name",
            "unit_id",
            "name",
            unique=True,
            sqlite_where=_STILL_RUN,
            postgresql_where=_STILL_RUN,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(30))
    starts_at: Mapped[time] = mapped_column(Time)
    ends_at: Mapped[time] = mapped_column(Time)
    huddle_at: Mapped[time] = mapped_column(Time)
    begins_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Membership(Base):
    """A person's role on a unit. It ends, it is not deleted.

    `ends_at` is the moment at which it ends by itself: of a guest of one shift, or of somebody whose last day is known.
    """

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
    ends_at: Mapped[datetime | None]


class ChargeTurn(Base):
    """Somebody said that they are in charge of a unit: until somebody else does, or their shift is over (`ends_at`)."""

    __tablename__ = "charge_turn"
    __table_args__ = (
        CheckConstraint("(shift_id IS NULL) = (shift_on IS NULL)", name="shift_pair"),
        CheckConstraint("ends_at > since", name="ends_after_since"),
        CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
        Index("ix_charge_turn_unit_id_since", "unit_id", "since"),
        Index(
            "uq_charge_turn_running",
            "unit_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    shift_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift.id"))
    shift_on: Mapped[date | None]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    since: Mapped[datetime]
    ends_at: Mapped[datetime]
    until: Mapped[datetime | None]


class ShiftGuest(Base):
    """Somebody is here for one shift, because a person in charge or the manager vouched for them."""

    __tablename__ = "shift_guest"
    __table_args__ = (
        CheckConstraint("ends_at > vouched_at", name="ends_after_vouching"),
        CheckConstraint("(extended_at IS NULL) = (extended_by IS NULL)", name="extended_pair"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_pair"),
        Index("ix_shift_guest_unit_id_ends_at", "unit_id", "ends_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[GuestRole] = mapped_column(text_enum(GuestRole))
    vouched_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    vouched_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    extended_at: Mapped[datetime | None]
    extended_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
