"""What waits for the person who looks: read on every visit, never polled, never shared between tablets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huddle.concerns import queries as concerns
from huddle.core import drafts
from huddle.core.actor import Actor
from huddle.core.reading import together
from huddle.handoffs import queries as handoffs

DRAFT_PLACES = {
    "handoff.send": ("Handoff not sent yet", "handoffs.new"),
    "concern.raise": ("Concern not sent yet", "concerns.new"),
}


@dataclass(frozen=True, slots=True)
class ForYou:
    """Handoffs addressed to this person, answers to what they raised, and what they began to write."""

    handoffs: list[handoffs.Waiting]
    answers: list[tuple[UUID, UUID, str, str]]
    drafts: list[tuple[str, str, datetime]]

    def __bool__(self) -> bool:
        return bool(self.handoffs or self.answers or self.drafts)


def for_you(unit_id: UUID, actor: Actor, now: datetime, waiting: Sequence[handoffs.Waiting]) -> ForYou:
    """What waits for `actor` on this unit; `waiting` is all that nobody on it has taken yet.

    Answers to concerns come from every unit they work on.
    """
    answers, kept = together(concerns.ask_raiser(actor.person_id, now), drafts.ask_of_author(actor.person_id, now=now))
    return ForYou(
        handoffs=[row for row in waiting if row.to_person_id == actor.user_id],
        answers=[
            (news.unit_id, news.concern_id, news.text, f"{news.line}: {news.answer}")
            for news in answers
            if actor.works_on(news.unit_id)
        ],
        drafts=[
            (*DRAFT_PLACES[form], saved_at)
            for form, about, saved_at in kept
            if form in DRAFT_PLACES and about == str(unit_id)
        ],
    )
