"""Telling a handoff by phone, what ends with an answer there, and saying after a while that it is still true."""

from __future__ import annotations

from datetime import datetime

from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.handoffs import policy, queries, rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries import phone
from huddle.handoffs.queries.locking import lock
from huddle.handoffs.queries.words import taken_text
from huddle.handoffs.rules import WAITING, EventKind, HandoffStatus
from huddle.handoffs.rules.phone import Heard, heard_text, require_heard
from huddle.handoffs.service.trace import note_and_record
from huddle.units import queries as units


def record_call(handoff: Handoff, heard: Heard, *, actor: Actor, now: datetime) -> None:
    """Write down what was said back on the phone, as the caller heard it.

    It moves no responsibility: whoever was on the line still has to acknowledge with their own PIN. Raises RuleBroken,
    with who and when, once somebody has taken the patient on.
    """
    _require_waits(handoff, actor, now)
    require_heard(heard, queries.read_back(handoff))
    if heard.person_id is not None:
        here = {person.id for person in units.people(handoff.receiving_unit_id, now)}
        if heard.person_id == actor.user_id or heard.person_id not in here:
            raise FieldRefused("who", "This colleague does not work there now. Choose who is on the line.")
    note_and_record(handoff, EventKind.TOLD_BY_PHONE, actor=actor, now=now, text=heard_text(heard))


def settle_by_phone(handoff: Handoff, *, actor: Actor, now: datetime) -> None:
    """The question of an escalation was answered on the phone by somebody without an account: nobody has to take it on.

    Whoever had the patient keeps them. Raises RuleBroken while no call with such a person is written down.
    """
    lock(handoff)
    policy.can_settle_by_phone(actor, handoff).require()
    if handoff.acknowledged_at is not None:
        raise RuleBroken(taken_text(handoff, actor, now))
    status = rules.move(handoff.status, HandoffStatus.ANSWERED)
    if phone.call_with_role(phone.calls(handoff.id)) is None:
        raise RuleBroken("First write down what was said on the phone, and by whom.")
    handoff.status = status
    note_and_record(handoff, EventKind.ANSWERED_BY_PHONE, actor=actor, now=now)


def say_still_true(handoff: Handoff, *, actor: Actor, now: datetime) -> None:
    """The sender has looked again: nothing has changed. What has changed is said as a correction."""
    _require_waits(handoff, actor, now)
    note_and_record(handoff, EventKind.STILL_TRUE, actor=actor, now=now)


def _require_waits(handoff: Handoff, actor: Actor, now: datetime) -> None:
    lock(handoff)
    policy.can_speak_for(actor, handoff).require()
    if handoff.acknowledged_at is not None:
        raise RuleBroken(taken_text(handoff, actor, now))
    if handoff.status not in WAITING:
        raise RuleBroken(rules.REFUSED[handoff.status])
