"""Rows of notes from everyone. What is missing here is missing on purpose (docs/adr/0018-notes-without-a-link.md):

no person, no device, no address, no time, no number that counts up. On SQLite the rows lie in the order of their
random ids (WITHOUT ROWID); on both databases all notes of a review are written anew, in a random order, with each
note that comes (service/voices.py), so that where a row lies and which transaction wrote it tell nothing.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.reviews.rules.questions import Question
from huddle.reviews.rules.voices import VOICE_LIMIT, CheckItem


class VoiceRoom(Base):
    """The room of one review, the last time it was opened. Its address follows from the nonce and our secret.

    `answered` holds digests of the pages from which the two last questions were answered, sorted.
    """

    __tablename__ = "voice_room"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    nonce: Mapped[UUID]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    asks_check: Mapped[bool] = mapped_column(default=False)
    answered: Mapped[str] = mapped_column(Text, default="")


class VoiceNote(Base):
    """One note. Where it stands in the table, and when it came, nobody can tell."""

    __tablename__ = "voice_note"
    __table_args__ = (Index("ix_voice_note_review_id", "review_id"), {"sqlite_with_rowid": False})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    question: Mapped[Question | None] = mapped_column(text_enum(Question))
    text: Mapped[str] = mapped_column(String(VOICE_LIMIT))
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    shown: Mapped[bool] = mapped_column(default=False)
    hidden: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(String(VOICE_LIMIT), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    last_change_text = ""
    """Said of nobody: who answered is not stored beside the note."""


class VoiceTally(Base):
    """How many people gave one score to one of the two last questions. No answer of anybody is a row."""

    __tablename__ = "voice_tally"
    __table_args__ = ({"sqlite_with_rowid": False},)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    item: Mapped[CheckItem] = mapped_column(text_enum(CheckItem), primary_key=True)
    score: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
