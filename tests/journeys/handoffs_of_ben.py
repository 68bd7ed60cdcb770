"""Handoffs in every state that no story of the practice hospital has: Ben's, begun and sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from huddle.core.actor import Actor
from huddle.handoffs import service as handoffs
from huddle.handoffs.rules import HandoffKind, Severity
from huddle.handoffs.rules.phone import Heard, LineRole
from huddle.practice import stories
from huddle.practice.shifts import plan, report, said_back


def begin_and_send(ids: dict[str, Any], who: Callable[[str], Actor], question: str, now: datetime) -> dict[str, Any]:
    """Begun, for later, for a colleague, a stable list, one with a question, one by phone; their ids by name."""
    west, ben, ana = ids["5 West"], who("Ben Carter"), who("Ana Silva")
    watcher, steady = stories.PATIENTS[5], stories.PATIENTS[0]
    own = handoffs.begin(west, report(watcher, "BB", "0303", "7"), actor=ben, now=now)
    others = handoffs.begin(west, report(watcher, "WW", "0101", "12"), actor=ben, now=now)
    ready = handoffs.begin(west, report(steady, "RR", "0404", "8"), actor=ben, now=now)
    handoffs.keep_plan(ready, plan(steady, now), to_person_id=None, actor=ben, now=now)
    known: dict[str, Any] = {"actor": ben, "now": now}
    for number in range(3):
        patient, daniel = report(steady, "ST", f"050{number}", "9"), ids["Daniel Osei"]
        handoffs.send(west, patient, plan=plan(steady, now), to_person_id=daniel, **known)
    patient = report(watcher, "QQ", "0606", "10")
    asked = handoffs.send(west, patient, plan=plan(watcher, now), to_person_id=ana.user_id, **known)
    handoffs.ask(asked, text=question, actor=ana, now=now)
    patient = report(watcher, "PH", "0707", "11")
    by_phone = handoffs.send(west, patient, plan=plan(watcher, now), to_person_id=ana.user_id, **known)
    said = said_back(watcher)
    heard = Heard(ana.user_id, None, Severity.UNSTABLE, question, tuple(said["watch_for"]), said["answers"])
    handoffs.record_call(by_phone, heard, **known)
    return _calls_for_help(west, ben, now) | {
        "handoff by phone": by_phone.id,
        "begun handoff": own.id,
        "handoff begun for Ana": others.id,
        "asked handoff": asked.id,
    }


def _calls_for_help(west: Any, ben: Actor, now: datetime) -> dict[str, Any]:
    """One to a doctor that was told by phone, one that the doctor answered, one that is begun."""
    watcher, found = stories.PATIENTS[5], dict[str, Any]()
    for number, name in enumerate(("begun call for help", "call for help told by phone", "answered call for help")):
        patient = replace(report(watcher, "EA", f"080{number}", f"2{number}"), kind=HandoffKind.ESCALATION)
        call = handoffs.begin(west, patient, actor=ben, now=now)
        found[name] = call.id
        if number:
            handoffs.choose_role(call, LineRole.DOCTOR, actor=ben, now=now)
            words = plan(watcher, now)
            handoffs.send_draft(call, words, to_person_id=None, responsible_id=None, actor=ben, now=now)
            heard = Heard(None, LineRole.DOCTOR, Severity.UNSTABLE, "Oxygen up, I come at eight")
            handoffs.record_call(call, heard, actor=ben, now=now)
        if name.startswith("answered"):
            handoffs.settle_by_phone(call, actor=ben, now=now)
    return found
