"""What every change of a handoff leaves behind: an event with its words, and a line in the trail without them."""

from __future__ import annotations

from datetime import datetime

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.storing import append
from huddle.handoffs.models import Handoff, HandoffEvent
from huddle.handoffs.rules import EventKind, Section


def note_and_record(
    handoff: Handoff,
    kind: EventKind,
    *,
    actor: Actor,
    now: datetime,
    text: str = "",
    section: Section | None = None,
    is_change: bool = True,
) -> None:
    """Store one event and record it. Words stay in the event. `is_change` is False when it was only read.

    Only what a clock does by itself is done by a job, and has nobody's name.
    """
    db.session.flush()
    append(HandoffEvent, handoff_id=handoff.id, kind=kind, at=now, actor_id=actor.user_id, text=text, section=section)
    write_record(handoff, kind.value, actor=actor, now=now, is_change=is_change)


def write_record(handoff: Handoff, verb: str, *, actor: Actor, now: datetime, is_change: bool = True) -> None:
    """Add a line to the trail of every unit that the handoff concerns, so that each board is told."""
    subject = ("handoff", handoff.id)
    for unit_id in handoff.unit_ids:
        audit.record(f"handoff.{verb}", subject=subject, actor=actor, now=now, unit_id=unit_id, is_change=is_change)
