"""Handoffs in every state that no story of the practice hospital has: Ben's, begun and sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huddle.core.actor import Actor
from huddle.handoffs import service as handoffs
from huddle.handoffs.rules import Severity
from huddle.handoffs.rules.phone import Heard
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
    return {
        "handoff by phone": by_phone.id,
        "begun handoff": own.id,
        "handoff begun for Ana": others.id,
        "asked handoff": asked.id,
    }
