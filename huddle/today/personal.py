"""What waits for the person who looks: read on every visit, never polled, never shared between tablets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.concerns import queries as concerns
from huddle.core import drafts
from huddle.core.actor import Actor
from huddle.core.dates import clock_text, moment_text
from huddle.core.reading import together
from huddle.handoffs import queries as handoffs

DRAFT_PLACES = {
    "handoff.send": ("Handoff not sent yet", "handoffs/new"),
    "concern.raise": ("Concern not sent yet", "concerns/new"),
}
ForYou = list[tuple[str, str, str]]
"""Address, title and note of each line."""


def for_you(unit_id: UUID, actor: Actor, now: datetime, zone: ZoneInfo, waiting: Sequence[handoffs.Waiting]) -> ForYou:
    """Handoffs addressed to `actor`, answers to what they raised, and what they began to write.

    `waiting` is all that nobody on this unit has taken yet. Answers come from every unit they work on.
    """
    base = f"/units/{unit_id}"
    answers, kept = together(concerns.ask_raiser(actor.person_id, now), drafts.ask_of_author(actor.person_id, now=now))
    to_take = [
        (
            f"{base}/handoffs/{row.id}",
            f"{row.patient}, {row.bed}" if row.bed else row.patient,
            f"Waits for you. Answer by {clock_text(row.deadline, zone)}",
        )
        for row in waiting
        if row.to_person_id == actor.user_id
    ]
    told = [
        (f"/units/{news.unit_id}/concerns/{news.concern_id}", f"You said: {news.text}", f"{news.line}: {news.answer}")
        for news in answers
        if actor.works_on(news.unit_id)
    ]
    begun = [
        (f"{base}/{place}", title, f"Your text from {moment_text(saved_at, now, zone)} is kept.")
        for form, about, saved_at in kept
        if form in DRAFT_PLACES and about == str(unit_id)
        for title, place in (DRAFT_PLACES[form],)
    ]
    return [*to_take, *told, *begun]
