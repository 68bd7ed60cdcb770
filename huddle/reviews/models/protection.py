"""Rows about who may read a marked review, how it came to be marked, and what was taken out of Huddle."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.reviews.rules.kinds import Confidentiality
from huddle.reviews.rules.protection import REASON_LIMIT, ExportKind

_STILL_ON = text("removed_at IS NULL")


class ReviewReader(Base):
    """One person's time on the list of a marked review. Its facilitator and its scribe are on it without a row."""

    __tablename__ = "review_reader"
    __table_args__ = (
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed_pair"),
        Index(
            "ix_review_reader_review_id_user_id",
            "review_id",
            "user_id",
            unique=True,
            sqlite_where=_STILL_ON,
            postgresql_where=_STILL_ON,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class ReviewMark(Base):
    """One change of the class of a review; added, never changed. Only taking the mark off has a reason."""

    __tablename__ = "review_mark"
    __table_args__ = (
        CheckConstraint("(confidentiality = 'learning') = (reason <> '')", name="taken_off_says_why"),
        Index("ix_review_mark_review_id_at", "review_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    confidentiality: Mapped[Confidentiality] = mapped_column(text_enum(Confidentiality))
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class ReviewExport(Base):
    """Somebody took a review out of Huddle, and why; added, never changed."""

    __tablename__ = "review_export"
    __table_args__ = (Index("ix_review_export_review_id_at", "review_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    kind: Mapped[ExportKind] = mapped_column(text_enum(ExportKind))
    reason: Mapped[str] = mapped_column(String(REASON_LIMIT))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
