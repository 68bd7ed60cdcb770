"""What the sender says after sending: corrections, answers, more detail, and that the charge nurse is needed."""

from __future__ import annotations

from datetime import datetime

from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.handoffs import policy, rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries import templates
from huddle.handoffs.queries.locking import lock
from huddle.handoffs.rules import EventKind, HandoffStatus
from huddle.handoffs.service.trace import note_and_record


def correct(handoff: Handoff, *, text: str, actor: Actor, now: datetime) -> None:
    """Put something right after sending. The report and the responsibility stay as they are."""
    lock(handoff)
    policy.can_correct(actor, handoff).require()
    _require_counts(handoff)
    handoff.corrections += 1
    note_and_record(handoff, EventKind.CORRECTED, actor=actor, now=now, text=text)


def answer(handoff: Handoff, *, text: str, actor: Actor, now: datetime) -> None:
    """Answer what a receiver asked; whoever takes the patient on has read it."""
    lock(handoff)
    policy.can_correct(actor, handoff).require()
    if handoff.questions == handoff.questions_answered:
        raise RuleBroken("Every question about this handoff is answered.")
    handoff.questions_answered = handoff.questions
    handoff.corrections += 1
    note_and_record(handoff, EventKind.ANSWERED, actor=actor, now=now, text=text)


def send_again(handoff: Handoff, *, text: str, actor: Actor, now: datetime) -> None:
    """Add what was missing and send it again; its clock begins anew."""
    lock(handoff)
    policy.can_correct(actor, handoff).require()
    if handoff.status is not HandoffStatus.RETURNED:
        raise RuleBroken("Nobody waits for more detail on this handoff.")
    handoff.status = rules.move(handoff.status, HandoffStatus.SENT)
    minutes = templates.shape_of(handoff).minutes
    handoff.asked_at = now
    handoff.answer_by = rules.answer_by(handoff.kind, handoff.severity, now, minutes=minutes)
    handoff.corrections += 1
    note_and_record(handoff, EventKind.SENT_AGAIN, actor=actor, now=now, text=text)


def escalate(handoff: Handoff, *, reason: str, actor: Actor, now: datetime) -> None:
    """Nobody takes the patient on: give it to the charge nurse, with the reason.

    It is the way out at the end of a shift. It moves no responsibility by itself: somebody must still acknowledge.
    """
    lock(handoff)
    policy.can_escalate(actor, handoff).require()
    if not reason.strip():
        raise FieldRefused("reason", "Say in a few words why.")
    handoff.status = rules.move(handoff.status, HandoffStatus.ESCALATED)
    note_and_record(handoff, EventKind.ESCALATED, actor=actor, now=now, text=reason)


def confirm(handoff: Handoff, *, actor: Actor, now: datetime) -> None:
    """The third move of the check-back: sender and receiver have talked and mean the same."""
    lock(handoff)
    policy.can_correct(actor, handoff).require()
    if not handoff.to_confirm or handoff.confirmed_at is not None:
        raise RuleBroken("There is nothing to confirm on this handoff.")
    handoff.status = rules.move(handoff.status, HandoffStatus.CONFIRMED)
    handoff.confirmed_at = now
    note_and_record(handoff, EventKind.CONFIRMED, actor=actor, now=now)


def _require_counts(handoff: Handoff) -> None:
    if handoff.status is HandoffStatus.SUPERSEDED:
        raise RuleBroken(rules.REFUSED[handoff.status])
