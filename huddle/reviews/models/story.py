"""Rows of what a team tells of an event: its timeline, the work around it, and who was there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.reviews.rules.story import (
    ASKED_LIMIT,
    CLOCK_LIMIT,
    FACTOR_LIMIT,
    KNOWN_FROM_LIMIT,
    MOMENT_LIMIT,
    Element,
    Polarity,
)


class ReviewMoment(Base):
    """One row of the timeline: when (as it was said), what, and where that is known from."""

    __tablename__ = "review_moment"
    __table_args__ = (Index("ix_review_moment_review_id_number", "review_id", "number", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    number: Mapped[int]
    clock: Mapped[str] = mapped_column(String(CLOCK_LIMIT), default="")
    what: Mapped[str] = mapped_column(String(MOMENT_LIMIT))
    known_from: Mapped[str] = mapped_column(String(KNOWN_FROM_LIMIT), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReviewFactor(Base):
    """One part of the work system; without a polarity nobody has spoken of it."""

    __tablename__ = "review_factor"
    __table_args__ = (CheckConstraint("polarity IS NOT NULL OR text = ''", name="words_have_polarity"),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    element: Mapped[Element] = mapped_column(text_enum(Element), primary_key=True)
    polarity: Mapped[Polarity | None] = mapped_column(text_enum(Polarity))
    text: Mapped[str] = mapped_column(String(FACTOR_LIMIT), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReviewCompany(Base):
    """Who was there, as roles and counts, and whose voice is missing. `absent` holds roles, each with True."""

    __tablename__ = "review_company"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    present: Mapped[dict[str, Any]] = mapped_column(default=dict)
    absent: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked: Mapped[str] = mapped_column(String(ASKED_LIMIT), default="")
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
