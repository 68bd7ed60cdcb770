"""Notes from everyone, as the practice hospital has them: a room that is open, and one that is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.reviews.models import Review, VoiceRoom
from huddle.reviews.queries import voices as queries
from huddle.reviews.rules.voices import room_token
from huddle.reviews.service import voices


def rooms_of(unit_id: UUID, actor: Actor, key: str, now: datetime) -> dict[str, Any]:
    """By name: the review whose room is open, a note in it, its address; and one whose notes are closed."""
    query = select(Review).join(VoiceRoom, VoiceRoom.review_id == Review.id).where(Review.unit_id == unit_id)
    found = db.session.execute(query.order_by(Review.created_at, Review.id)).scalars().all()
    [review] = [review for review in found if queries.voices(review, now).takes_notes]
    voices.ask_last_questions(review, actor=actor, now=now)
    room = queries.room_of(review.id)
    assert room is not None
    notes = queries.voices(review, now).notes
    voices.hide_note(review, notes[0].id, hidden=True, actor=actor, now=now)
    return {
        "review with notes": review.id,
        "note": notes[1].id,
        "room": room_token(key, room.nonce),
        "review whose notes are closed": next(one.id for one in found if one.published_at),
    }
