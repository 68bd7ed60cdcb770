"""Notes from everyone: four in the room of a review that is being written, and what became of some in another."""

from __future__ import annotations

from datetime import datetime
from random import Random
from uuid import UUID, uuid4

from flask import current_app

from huddle.core.actor import Actor
from huddle.reviews.models import Review
from huddle.reviews.queries import voices as queries
from huddle.reviews.rules import Question
from huddle.reviews.rules.voices import CheckItem
from huddle.reviews.service import voices

NOBODY = Actor.system("notes")
WAITING = (
    ("I did not know that the porter's phone can be off in the evening.", Question.HAPPENED),
    ("We put the bag there because the counter was full of the drug delivery.", Question.WHY),
    ("At night nobody walks past the drug room. On days somebody would have seen it.", Question.WHY),
    ("It is the third time this month.", None),
)
HEARD = (
    ("I was not sure whether I may stop the round to ask.", Question.WHY),
    ("The list on the door helped. Please keep it.", Question.LEARNED),
    ("The new ones were not told about this.", Question.HAPPENED),
)
REPLY = "It is on the first page of the welcome folder since last week, and the charge nurse shows it to new people."


def wait(review: Review, *, actor: Actor, now: datetime) -> None:
    """The room is open, and four have written: three are shown, one waits for two more."""
    token = _open(review, actor, now)
    _write(token, WAITING, now)


def hear(review: Review, dice: Random, *, actor: Actor, now: datetime) -> None:
    """Three wrote, one of them was answered, and seven answered the two last questions."""
    token = _open(review, actor, now)
    _write(token, HEARD, now)
    voices.ask_last_questions(review, actor=actor, now=now)
    for _ in range(7):
        scores = {CheckItem.SPEAK: dice.randint(3, 5), CheckItem.CHANGE: dice.randint(2, 5)}
        voices.count_last_answers(token, uuid4(), scores, actor=NOBODY, now=now)
    [note] = [note for note in queries.voices(review, now).notes if note.text == HEARD[-1][0]]
    voices.answer_note(review, note.id, text=REPLY, actor=actor, now=now)
    voices.close_notes(review, actor=actor, now=now)


def _open(review: Review, actor: Actor, now: datetime) -> UUID:
    return voices.open_notes(review, key=str(current_app.secret_key), actor=actor, now=now)


def _write(token: UUID, notes: tuple[tuple[str, Question | None], ...], now: datetime) -> None:
    for text, question in notes:
        voices.take_note(token, uuid4(), text=text, question=question, actor=NOBODY, now=now)
