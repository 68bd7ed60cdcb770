"""Opening a room for notes, taking notes and last answers without a trace of who, hiding and answering.

What comes from a phone is written without anything that says who or when (docs/adr/0018-notes-without-a-link.md): no
event, no operation, no revision. All notes of the review, or all its counts, are written anew in a random order, in
one transaction under the lock of the room, so that no row is the newest one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from random import SystemRandom
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import Base, db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.core.traces import forget_older_rows
from huddle.reviews import policy
from huddle.reviews.models import Review, VoiceNote, VoiceRoom, VoiceTally
from huddle.reviews.queries.locking import lock
from huddle.reviews.queries.voices import check_counts, done_with, present, voice_note
from huddle.reviews.rules import Question, require_written
from huddle.reviews.rules import voices as rules
from huddle.reviews.rules.voices import SCORES, CheckItem

_RANDOM = SystemRandom()


def open_notes(review: Review, *, key: str, actor: Actor, now: datetime) -> UUID:
    """Open the room, or open it again at a new address; the token of its address. `key` is the installation's."""
    lock(review)
    require_written(review.status)
    policy.can_edit(actor, review).require()
    room = _lock_room(review)
    if rules.is_open(room, review.status, now):
        raise RuleBroken("These notes are open already.")
    room = room or VoiceRoom(review_id=review.id, answered="")
    room.nonce = uuid4()
    token = rules.room_token(key, room.nonce)
    room.token_sha256, room.opened_at, room.ends_at = rules.stored_token(token), now, now + rules.ROOM_LASTS
    room.closed_at, room.asks_check = None, False
    db.session.add(room)
    _tell(review, "notes_opened", actor, now)
    return token


def close_notes(review: Review, *, actor: Actor, now: datetime) -> None:
    """Take no more notes and no more answers; the address leads nowhere from now on."""
    policy.can_edit(actor, review).require()
    room = _open_room(review, now)
    room.closed_at, room.answered = now, ""
    rows = _rows(VoiceNote, review.id)
    if len(rows) >= rules.SHOWN_FROM:  # they stay shown when the room is opened again
        _rewrite(VoiceNote, review.id, [row | {"shown": True} for row in rows])
    _tell(review, "notes_closed", actor, now)


def ask_last_questions(review: Review, *, actor: Actor, now: datetime) -> None:
    """Show the two last questions on the phones; they are asked once in a review."""
    policy.can_edit(actor, review).require()
    room = _open_room(review, now)
    if check_counts(review.id):
        raise RuleBroken("The two last questions were asked already.")
    room.asks_check = True
    _rewrite(VoiceTally, review.id, _tallies(review.id, {}))
    _tell(review, "last_questions_asked", actor, now)


def hide_note(review: Review, note_id: UUID, *, hidden: bool, actor: Actor, now: datetime) -> None:
    """Put a note out of sight, or back. Who wrote it is not known, so nobody is told anything."""
    policy.can_edit(actor, review).require()
    _lock_room(review)
    note = voice_note(review, note_id, now)
    note.hidden = hidden
    _tell(review, "note_hidden" if hidden else "note_shown", actor, now)


def answer_note(review: Review, note_id: UUID, *, text: str, actor: Actor, now: datetime) -> None:
    """Write what whoever has the code of this note reads; empty takes it back."""
    policy.can_edit(actor, review).require()
    _lock_room(review)
    if len(text) > rules.VOICE_LIMIT:
        raise FieldRefused("answer", f"Use at most {rules.VOICE_LIMIT} letters.")
    voice_note(review, note_id, now).answer = text
    _tell(review, "note_answered", actor, now)


def take_note(
    token: UUID,
    page_key: UUID,
    *,
    text: str,
    question: Question | None,
    actor: Actor,  # noqa: ARG001 - nobody, on purpose
    now: datetime,
) -> str:
    """Add a note to an open room; the code that its author keeps. The same page sent twice adds one.

    `actor` is nobody. Raises RuleBroken when the room is closed or full, or the page was sent with other words.
    """
    # no trace: an event with its time would tell when this note came.
    room = _room_at(token, now)
    rules.require_note(text)
    code = rules.code_of(page_key)
    rows = _rows(VoiceNote, room.review_id)
    before = next((row for row in rows if row["code_sha256"] == rules.stored_code(code)), None)
    if before is not None:
        if before["text"] != text:
            raise RuleBroken(rules.SAME_PAGE_TWICE)
        return code
    rules.require_room_for(len(rows), present(room.review_id))
    new: dict[str, Any] = {"id": uuid4(), "review_id": room.review_id, "question": question, "text": text}
    new |= {"code_sha256": rules.stored_code(code), "shown": False, "hidden": False, "answer": "", "version": 1}
    rows.append(new)
    if rules.next_batch([row["shown"] for row in rows]):
        rows = [row | {"shown": True} for row in rows]
    _rewrite(VoiceNote, room.review_id, rows)
    return code


def count_last_answers(
    token: UUID,
    page_key: UUID,
    scores: dict[CheckItem, int],
    *,
    actor: Actor,  # noqa: ARG001 - nobody, on purpose
    now: datetime,
) -> None:
    """Count the answers of one open page, once, as numbers only. Raises RuleBroken when they are not asked now."""
    # no trace: an event with its time would tell when these answers came.
    room = _room_at(token, now)
    if not room.asks_check:
        raise RuleBroken("The two last questions are not asked now.")
    page = sha256(b"answered\x00" + page_key.bytes).hexdigest()[:16]
    pages = set(room.answered.split())
    if page in pages:
        return
    rules.require_answers_for(len(pages), present(room.review_id))
    counts = check_counts(room.review_id)
    for item, score in scores.items():
        counts[item][score] += 1
    room.answered = " ".join(sorted(pages | {page}))
    _rewrite(VoiceTally, room.review_id, _tallies(room.review_id, counts))


def erase_voices(before: datetime, *, actor: Actor, now: datetime) -> int:
    """Delete notes, codes and rooms that have had their time; of how many reviews. The counts stay."""
    ids = done_with(before)
    for review_id in ids:
        db.session.execute(delete(VoiceNote).where(VoiceNote.review_id == review_id))
        db.session.execute(delete(VoiceRoom).where(VoiceRoom.review_id == review_id))
        audit.record("review.notes_erased", subject=("review", review_id), actor=actor, now=now)
    return len(ids)


def clear_traces(*, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - as every service
    """Take away what the database keeps of these rows as they were before. After a transaction, not inside one."""
    # no trace: it changes nothing that can be read.
    forget_older_rows(VoiceNote, VoiceTally)


def _room_at(token: UUID, now: datetime) -> VoiceRoom:
    """The open room at this address, locked: notes come in one after the other."""
    query = select(VoiceRoom).where(VoiceRoom.token_sha256 == rules.stored_token(token)).with_for_update()
    room = db.session.execute(query).scalar_one_or_none()
    status = db.session.get_one(Review, room.review_id).status if room else None
    if room is None or status is None or not rules.is_open(room, status, now):
        raise RuleBroken(rules.ROOM_IS_CLOSED)
    return room


def _lock_room(review: Review) -> VoiceRoom | None:
    """Wait for a note that is being written: with it all others are."""
    query = select(VoiceRoom).where(VoiceRoom.review_id == review.id).with_for_update()
    return db.session.execute(query).scalar_one_or_none()


def _open_room(review: Review, now: datetime) -> VoiceRoom:
    room = _lock_room(review)
    if room is None or not rules.is_open(room, review.status, now):
        raise RuleBroken(rules.ROOM_IS_CLOSED)
    return room


def _rows(model: type[Base], review_id: UUID) -> list[dict[str, Any]]:
    columns = model.__table__.c
    query = select(model.__table__).where(columns.review_id == review_id).order_by(*model.__table__.primary_key)
    return [dict(row) for row in db.session.execute(query).mappings()]


def _tallies(review_id: UUID, counts: dict[CheckItem, dict[int, int]]) -> list[dict[str, Any]]:
    """A row for every score, so that even a missing one says nothing."""
    return [
        {"review_id": review_id, "item": item, "score": score, "count": counts.get(item, {}).get(score, 0)}
        for item in CheckItem
        for score in SCORES
    ]


def _rewrite(model: type[Base], review_id: UUID, rows: Iterable[dict[str, Any]]) -> None:
    """Write all rows of the review anew in a random order: each lies where it does by chance, by one transaction."""
    table = model.__table__
    db.session.execute(delete(table).where(table.c.review_id == review_id))  # type: ignore[arg-type]
    shuffled = list(rows)
    _RANDOM.shuffle(shuffled)
    for row in shuffled:
        db.session.execute(insert(table).values(row))  # type: ignore[arg-type]


def _tell(review: Review, what: str, actor: Actor, now: datetime) -> None:
    db.session.flush()
    audit.record(f"review.{what}", subject=("review", review.id), actor=actor, now=now, unit_id=review.unit_id)
