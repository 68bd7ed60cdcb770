"""What waits for the person who looks: read on every visit, never polled, never shared between tablets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huddle.core import drafts
from huddle.core.actor import Actor
from huddle.handoffs import queries as handoffs
from huddle.today import queries

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


def for_you(unit_id: UUID, actor: Actor, now: datetime) -> ForYou:
    """What waits for `actor` on this unit. Answers to concerns come from every unit they work on."""
    return ForYou(
        handoffs=[row for row in handoffs.waiting(unit_id, now) if row.to_person_id == actor.user_id],
        answers=[
            (on, concern_id, text, answer)
            for on, concern_id, text, answer in queries.answered_for(actor.person_id)
            if actor.works_on(on)
        ],
        drafts=[
            (*DRAFT_PLACES[draft.form], draft.saved_at)
            for draft in drafts.of_author(actor.person_id, now=now)
            if draft.form in DRAFT_PLACES and draft.object_id == str(unit_id)
        ],
    )
