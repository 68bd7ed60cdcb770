"""Taking a patient on, asking first, sending it back for more; and then doing what was asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import update

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import RuleBroken
from huddle.handoffs import policy, queries, rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries import phone
from huddle.handoffs.queries.corrected import waits_for
from huddle.handoffs.queries.locking import lock, lock_patient
from huddle.handoffs.queries.words import taken_text
from huddle.handoffs.rules import ActionAnswer, EventKind, HandoffStatus, ReadBack, Section, Severity
from huddle.handoffs.service.trace import note_and_record, write_record
from huddle.units.moves import tell_left

CORRECTED_MEANWHILE = "The sender added something while you were reading. Read it, then go on."


def acknowledge(
    handoff: Handoff,
    *,
    severity: Severity,
    priority: str,
    corrections_read: int,
    watch_for: Collection[int] = (),
    answers: Mapping[int, ActionAnswer] | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Take the patient on: from this moment the actor is responsible.

    `severity` and `priority` are the receiver's own view, `corrections_read` how many additions their page showed;
    `watch_for` and `answers` go by the numbers of if-thens and actions. How much is needed is `queries.read_back`.
    Raises RuleBroken, with who and when, for everybody after the first.
    """
    lock_patient(handoff)
    lock(handoff)
    policy.can_acknowledge(actor, handoff).require()
    if handoff.acknowledged_at is not None:
        raise RuleBroken(taken_text(handoff, actor, now))
    _check_read(handoff, corrections_read)
    status = rules.move(handoff.status, HandoffStatus.ACKNOWLEDGED)
    parts = phone.parts(handoff)
    _store_read_back(parts, priority, watch_for, answers or {})
    handoff.status, handoff.read_back = status, parts.level
    handoff.acknowledged_at, handoff.acknowledged_by = now, actor.person_id
    handoff.receiver_severity, handoff.receiver_priority = severity, priority
    handoff.corrections_seen = handoff.corrections
    handed_back = ActionAnswer.HANDED_BACK in (answers or {}).values()
    other_view = severity is not handoff.severity or phone.was_unlike(handoff, parts)
    handoff.to_confirm = other_view or handoff.questions > 0 or handed_back
    note_and_record(handoff, EventKind.ACKNOWLEDGED, actor=actor, now=now)
    _settle_others(handoff, actor, now)
    if handoff.home_id != handoff.unit_id:
        tell_left(handoff.unit_id, handoff.patient_id1, handoff.patient_id2, actor=actor, now=now)


def take_list(heard: Sequence[tuple[Handoff, int]], *, actor: Actor, now: datetime) -> None:
    """Take several stable patients on with one signature; each with the number of additions that were read."""
    for handoff, corrections_read in heard:
        if queries.read_back(handoff) is ReadBack.FULL:
            raise RuleBroken(f"{handoff.patient} is read back in full. Open the handoff on its own page.")
        acknowledge(
            handoff,
            severity=handoff.severity,
            priority="",
            corrections_read=corrections_read,
            actor=actor,
            now=now,
        )


def _store_read_back(
    parts: phone.Parts, priority: str, watch_for: Collection[int], answers: Mapping[int, ActionAnswer]
) -> None:
    if parts.level is ReadBack.FULL:
        rules.require_full(
            priority,
            watch_for,
            answers,
            if_thens=[row.number for row in parts.if_thens],
            actions=[row.number for row in parts.actions],
        )
    for action in parts.actions:
        action.answer = answers.get(action.number, ActionAnswer.ACCEPTED)
    for case in parts.if_thens:
        case.watched = case.number in watch_for


def _settle_others(handoff: Handoff, actor: Actor, now: datetime) -> None:
    """One patient, one person: what else is on its way counts no more, what was before is handed on.

    What was sent later still waits, and from now on it hands the patient over for the actor.
    """
    for other in queries.waiting_of_patient(handoff):
        lock(other)
        _end(other, HandoffStatus.SUPERSEDED, EventKind.SUPERSEDED, actor, now)
    for older in queries.to_close(handoff):
        _end(older, HandoffStatus.CLOSED, EventKind.CLOSED, actor, now)
    # What was typed in from paper may be older than what was taken on since: then it tells nothing of later ones.
    for newer in () if queries.has_later(handoff, *rules.TAKEN) else queries.still_waiting(handoff):
        lock(newer)
        newer.on_behalf_of = actor.person_id if actor.person_id != newer.sent_by else None
        write_record(newer, "held_by_another", actor=actor, now=now)


def put_in_order(handoff: Handoff, *, actor: Actor, now: datetime) -> None:
    """End a handoff that was stored after it happened where a newer one of its patient counts by now."""
    policy.can_send(actor, handoff.unit_id).require()
    if handoff.status is not HandoffStatus.ACKNOWLEDGED:
        if queries.has_later(handoff, *rules.WAITING, *rules.TAKEN):
            _end(handoff, HandoffStatus.SUPERSEDED, EventKind.SUPERSEDED, actor, now)
    elif queries.has_later(handoff, *rules.TAKEN):
        # Only then: one that still waits leaves the patient with whoever took this one on.
        _end(handoff, HandoffStatus.CLOSED, EventKind.CLOSED, actor, now)


def _end(handoff: Handoff, status: HandoffStatus, kind: EventKind, actor: Actor, now: datetime) -> None:
    handoff.status = rules.move(handoff.status, status)
    note_and_record(handoff, kind, actor=actor, now=now)


def ask(handoff: Handoff, *, text: str, actor: Actor, now: datetime) -> None:
    """Ask the sender something before accepting. Nothing moves: whoever is responsible stays so."""
    _may_still_take(handoff, actor, now)
    handoff.questions += 1
    note_and_record(handoff, EventKind.ASKED, actor=actor, now=now, text=text)


def return_for_detail(handoff: Handoff, *, section: Section, text: str, actor: Actor, now: datetime) -> None:
    """Give it back to the sender because a part is missing. Whoever is responsible stays so."""
    _may_still_take(handoff, actor, now)
    handoff.status = rules.move(handoff.status, HandoffStatus.RETURNED)
    note_and_record(handoff, EventKind.RETURNED, actor=actor, now=now, text=text, section=section)


def mark_seen(handoff: Handoff, *, corrections_read: int, actor: Actor, now: datetime) -> None:
    """Whoever has the patient now knows of all additions. Raises RuleBroken when a newer one came meanwhile."""
    lock(handoff)
    policy.can_mark_seen(actor, handoff, waits_for(handoff)).require()
    _check_read(handoff, corrections_read)
    if handoff.corrections_seen == handoff.corrections:
        raise RuleBroken("You have seen every correction of this handoff.")
    handoff.corrections_seen = handoff.corrections
    note_and_record(handoff, EventKind.CORRECTION_SEEN, actor=actor, now=now)


def finish_action(handoff: Handoff, *, number: int, actor: Actor, now: datetime) -> None:
    """One of the things to be done is done: by whoever took it on, or kept the patient with an answer by phone."""
    lock(handoff)
    kept_by = handoff.responsible_until_taken if handoff.status is HandoffStatus.ANSWERED else None
    policy.can_mark_seen(actor, handoff, kept_by).require()
    action = queries.numbered_action(handoff.id, number)
    queries.require_open(action)
    action.done_at, action.done_by = now, actor.person_id
    note_and_record(handoff, EventKind.ACTION_DONE, actor=actor, now=now)


def note_opened(handoff: Handoff, *, actor: Actor, now: datetime) -> None:
    """Write down that this person read the handoff; the sender sees that somebody has."""
    is_first = handoff.status is HandoffStatus.SENT and bool(policy.can_acknowledge(actor, handoff))
    if is_first:
        # Without the version: whoever acknowledges at this very moment must not fail because of a reader.
        opened = update(Handoff).where(Handoff.id == handoff.id, Handoff.status == HandoffStatus.SENT)
        db.session.execute(opened.values(status=rules.move(handoff.status, HandoffStatus.OPENED)))
    note_and_record(handoff, EventKind.OPENED, actor=actor, now=now, is_change=is_first)


def note_exported(handoff: Handoff, *, actor: Actor, now: datetime) -> None:
    """Write down that this person took the words out of Huddle."""
    write_record(handoff, "exported", actor=actor, now=now, is_change=False)


def _may_still_take(handoff: Handoff, actor: Actor, now: datetime) -> None:
    lock(handoff)
    policy.can_acknowledge(actor, handoff).require()
    if handoff.acknowledged_at is not None:
        raise RuleBroken(taken_text(handoff, actor, now))
    if handoff.status not in rules.WAITING:
        raise RuleBroken(rules.REFUSED[handoff.status])


def _check_read(handoff: Handoff, corrections_read: int) -> None:
    if corrections_read != handoff.corrections:
        raise RuleBroken(CORRECTED_MEANWHILE)
