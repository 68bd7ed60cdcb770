"""Reading notes from everyone, and the counts of the two last questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.reviews.models import Review, ReviewAnswer, ReviewCompany, VoiceNote, VoiceRoom, VoiceTally
from huddle.reviews.rules import SHARED, Confidentiality, Question, ReviewFormat
from huddle.reviews.rules.voices import (
    CheckItem,
    Counts,
    is_open,
    pooled,
    stored_code,
    stored_token,
    visible,
)


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """What a phone learns of the room that its address leads to: not even the title of the review."""

    review_id: UUID
    unit_id: UUID
    format: ReviewFormat
    asks_check: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """All of one review as those who lead it may see it: notes that may not be read yet are not in it."""

    takes_notes: bool
    total: int
    notes: list[VoiceNote]

    @property
    def open_notes(self) -> list[VoiceNote]:
        return [note for note in self.notes if not note.hidden]

    @property
    def hidden_notes(self) -> list[VoiceNote]:
        return [note for note in self.notes if note.hidden]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the author of a note may read with its code."""

    was_shown: bool
    was_hidden: bool
    answer: str
    learned: str


def open_room(token: UUID, now: datetime) -> OpenRoom | None:
    """The room behind an address, while it takes notes; None for any other address, whatever the reason."""
    query = select(VoiceRoom, Review.unit_id, Review.format, Review.status)
    query = query.join(Review, Review.id == VoiceRoom.review_id)
    found = db.session.execute(query.where(VoiceRoom.token_sha256 == stored_token(token))).one_or_none()
    if found is None:
        return None
    room, unit_id, format_, status = found
    if not is_open(room, status, now):
        return None
    return OpenRoom(room.review_id, unit_id, format_, room.asks_check)


def room_of(review_id: UUID) -> VoiceRoom | None:
    """The room of a review, open or not; None when there never was one."""
    return db.session.get(VoiceRoom, review_id)


def voices(review: Review, now: datetime) -> Voices:
    """The notes of a review in the order of their random ids, which is no order at all."""
    takes_notes = is_open(room_of(review.id), review.status, now)
    query = select(VoiceNote).where(VoiceNote.review_id == review.id).order_by(VoiceNote.id)
    notes = db.session.execute(query).scalars().all()
    return Voices(takes_notes, len(notes), visible(notes, takes_notes=takes_notes))


def voice_note(review: Review, note_id: UUID, now: datetime) -> VoiceNote:
    """One note of a review that may be read now. Raises NotFound."""
    for note in voices(review, now).notes:
        if note.id == note_id:
            return note
    raise NotFound


def _by_code(code: str) -> VoiceNote | None:
    query = select(VoiceNote).where(VoiceNote.code_sha256 == stored_code(code))
    return db.session.execute(query).scalar_one_or_none()


def reply(code: str, now: datetime) -> Reply | None:
    """What became of the note with this code; None when there is none."""
    note = _by_code(code)
    if note is None:
        return None
    review = db.session.get_one(Review, note.review_id)
    was_shown = any(other.id == note.id for other in voices(review, now).notes)
    return Reply(was_shown, note.hidden, note.answer, _learned(review))


def _learned(review: Review) -> str:
    """What a published review taught, where the whole unit may read it."""
    if review.status not in SHARED or review.confidentiality is Confidentiality.PROTECTED:
        return ""
    found = db.session.get(ReviewAnswer, (review.id, Question.LEARNED))
    return found.text if found else ""


def check_counts(review_id: UUID) -> dict[CheckItem, dict[int, int]]:
    """How many gave which score to each of the two last questions of one review."""
    query = select(VoiceTally.item, VoiceTally.score, VoiceTally.count).where(VoiceTally.review_id == review_id)
    counts: dict[CheckItem, dict[int, int]] = {}
    for item, score, count in db.session.execute(query.order_by(VoiceTally.item, VoiceTally.score)):
        counts.setdefault(item, {})[score] = count
    return counts


def present(review_id: UUID) -> int:
    """How many people were there, as far as somebody has written it down; else 0."""
    company = db.session.get(ReviewCompany, review_id)
    return sum(company.present.values()) if company else 0


def shown_check(review: Review, now: datetime) -> Counts | None:
    """The counts once nobody can answer any more, so that no two looks differ by one person; None before."""
    if is_open(room_of(review.id), review.status, now):
        return None
    return check_counts(review.id) or None


def after_check_counts(unit_id: UUID, start: datetime, end: datetime) -> dict[CheckItem, dict[int, int]]:
    """The scores of the reviews that a unit published in [start, end), pooled; empty below five (`rules.pooled`).

    Marked reviews are not in it.
    """
    query = (
        select(VoiceTally.review_id, VoiceTally.item, VoiceTally.score, VoiceTally.count)
        .join(Review, Review.id == VoiceTally.review_id)
        .where(Review.unit_id == unit_id, Review.published_at >= start, Review.published_at < end)
        .where(Review.confidentiality != Confidentiality.PROTECTED)
        .order_by(VoiceTally.review_id, VoiceTally.item, VoiceTally.score)
    )
    per_review: dict[UUID, dict[CheckItem, dict[int, int]]] = {}
    for review_id, item, score, count in db.session.execute(query):
        per_review.setdefault(review_id, {}).setdefault(item, {})[score] = count
    return {item: pooled(list(per_review.values()), item) for item in CheckItem}


def done_with(before: datetime, *, at_most: int = 50) -> Sequence[UUID]:
    """Reviews whose notes have had their time: the room ended before then, whatever became of the review."""
    query = select(VoiceRoom.review_id).where((VoiceRoom.ends_at < before) | (VoiceRoom.closed_at < before))
    return db.session.execute(query.order_by(VoiceRoom.review_id).limit(at_most)).scalars().all()
