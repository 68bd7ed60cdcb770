"""Sending a handoff, taking the patient on, correcting what was sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.dates import moment_text
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.handoffs import policy, rules
from huddle.handoffs.models import Handoff, HandoffEvent
from huddle.handoffs.rules import EventKind, HandoffStatus, Report, Severity
from huddle.units import queries as units

CORRECTED_MEANWHILE = "This handoff was corrected while you were reading. Read the correction, then go on."


def send(unit_id: UUID, report: Report, *, to_person_id: UUID | None, actor: Actor, now: datetime) -> Handoff:
    """Hand a patient over, to a colleague or (None) to the next nurse on the unit. The sender stays responsible."""
    policy.can_send(actor, unit_id).require()
    _check_receiver(unit_id, to_person_id, actor)
    handoff = Handoff(
        unit_id=unit_id,
        patient_id1=report.initials,
        patient_id2=report.last_four,
        bed=report.bed,
        severity=report.severity,
        situation=report.situation,
        background=report.background,
        assessment=report.assessment,
        recommendation=report.recommendation,
        to_person_id=to_person_id,
        sent_by=actor.person_id,
        sent_at=now,
        answer_by=rules.answer_by(report.severity, now),
        status=HandoffStatus.SENT,
    )
    db.session.add(handoff)
    db.session.flush()
    _note(handoff, EventKind.SENT, actor, now)
    return handoff


def acknowledge(
    handoff: Handoff, *, severity: Severity, priority: str, corrections_read: int, actor: Actor, now: datetime
) -> None:
    """Take the patient on: from this moment the actor is responsible.

    `severity` and `priority` are the receiver's own view, `corrections_read` how many corrections their page
    showed. Raises RuleBroken, with who and when, for everybody after the first.
    """
    _lock(handoff)
    policy.can_acknowledge(actor, handoff).require()
    if handoff.acknowledged_at is not None:
        raise RuleBroken(_taken_text(handoff, now))
    _check_read(handoff, corrections_read)
    handoff.status = rules.move(handoff.status, HandoffStatus.ACKNOWLEDGED)
    handoff.acknowledged_at, handoff.acknowledged_by = now, actor.person_id
    handoff.receiver_severity, handoff.receiver_priority = severity, priority
    handoff.corrections_seen = handoff.corrections
    _note(handoff, EventKind.ACKNOWLEDGED, actor, now)


def correct(handoff: Handoff, *, text: str, actor: Actor, now: datetime) -> None:
    """Put something right after sending. The report and the responsibility stay as they are."""
    _lock(handoff)
    policy.can_correct(actor, handoff).require()
    handoff.corrections += 1
    _note(handoff, EventKind.CORRECTED, actor, now, text)


def mark_seen(handoff: Handoff, *, corrections_read: int, actor: Actor, now: datetime) -> None:
    """The person who is responsible knows of all corrections. Raises RuleBroken when a newer one came meanwhile."""
    _lock(handoff)
    policy.can_mark_seen(actor, handoff).require()
    _check_read(handoff, corrections_read)
    if handoff.corrections_seen == handoff.corrections:
        raise RuleBroken("You have seen every correction of this handoff.")
    handoff.corrections_seen = handoff.corrections
    _note(handoff, EventKind.CORRECTION_SEEN, actor, now)


def note_opened(handoff: Handoff, *, actor: Actor, now: datetime) -> None:
    """Write down that this person read the handoff."""
    _note(handoff, EventKind.OPENED, actor, now)


def _check_receiver(unit_id: UUID, to_person_id: UUID | None, actor: Actor) -> None:
    if to_person_id is None:
        return
    if to_person_id == actor.user_id:
        raise FieldRefused("to_person_id", "Choose a colleague: you cannot hand over to yourself.")
    if to_person_id not in {person.id for person in units.people(unit_id)}:
        raise FieldRefused("to_person_id", "This colleague does not work on this unit now. Choose somebody else.")


def _check_read(handoff: Handoff, corrections_read: int) -> None:
    if corrections_read != handoff.corrections:
        raise RuleBroken(CORRECTED_MEANWHILE)


def _taken_text(handoff: Handoff, now: datetime) -> str:
    assert handoff.acknowledged_at is not None  # noqa: S101 - the caller asked
    name = units.names({handoff.acknowledged_by})[handoff.acknowledged_by]
    when = moment_text(handoff.acknowledged_at, now, units.facts(handoff.unit_id).zone)
    return f"{name} acknowledged this handoff {when} and is responsible for this patient. Yours was not stored."


def _lock(handoff: Handoff) -> None:
    # Two receivers at once: the second waits here and then sees what the first has done.
    db.session.refresh(handoff, with_for_update=True)


def _note(handoff: Handoff, kind: EventKind, actor: Actor, now: datetime, text: str = "") -> None:
    event = HandoffEvent(handoff_id=handoff.id, kind=kind, at=now, actor_id=actor.person_id, text=text)
    db.session.add(event)
    db.session.flush()
    action = f"handoff.{kind.value}"
    audit.record(action, subject=("handoff", handoff.id), actor=actor, now=now, unit_id=handoff.unit_id)
