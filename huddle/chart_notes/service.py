"""Writing on charts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from huddle.audit import service as audit
from huddle.chart_notes import policy, queries
from huddle.chart_notes.models import ChartNote
from huddle.chart_notes.rules import NOTE_LIMIT
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, SavedAtOnce
from huddle.core.storing import insert_once


def write_note(unit_id: UUID, measure: str, starts_on: date, text: str, *, actor: Actor, now: datetime) -> None:
    """Say what changed in a period of a measure; no words take the note away.

    The caller knows that the measure has a chart with this period. Raises SavedAtOnce when a colleague wrote the
    first note in the very same moment.
    """
    policy.can_note(actor, unit_id).require()
    text = text.strip()
    if len(text) > NOTE_LIMIT:
        raise FieldRefused("text", f"Use at most {NOTE_LIMIT} letters.")
    note = queries.stored(unit_id, measure, starts_on)
    if note is None and not text:
        return
    if note is None:
        row = {"unit_id": unit_id, "measure": measure, "starts_on": starts_on, "text": text}
        if not insert_once(ChartNote, **row, written_at=now, written_by=actor.person_id):
            raise SavedAtOnce
    elif text:
        note.text, note.written_at, note.written_by = text, now, actor.person_id
    else:
        db.session.delete(note)
    db.session.flush()
    what = "chart.note_written" if text else "chart.note_removed"
    audit.record(what, subject=("unit", unit_id), actor=actor, now=now, unit_id=unit_id)
