"""Patients between two units: one on the way from the first ward, one whom its people took on an hour ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from huddle.core.actor import Actor
from huddle.handoffs import service as handoffs
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffKind, Report, Severity
from huddle.practice import stories
from huddle.practice.hospital import Ward
from huddle.practice.shifts import plan, report, said_back

GOES = stories.PatientStory(
    Severity.WATCHER,
    "Going to you for heart monitoring. Two short runs of fast heartbeat in the last hour, awake and talking.",
    "66 years old. Heart failure, day 4 of water tablets. Potassium was 3.2 this morning.",
    "I think the potassium is too low. The doctor agrees and has ordered more.",
    "Monitor before the next dose, potassium again in four hours.",
    "On the monitor first, then the potassium",
    ("Put on the monitor", "Potassium again in four hours"),
    ("heart rate over 130 for a minute", "lay flat, call the doctor on 4412"),
)
CAME = stories.PatientStory(
    Severity.STABLE,
    "Coming to you from surgery, day 3. Drain is out, eating light food.",
    "54 years old. Gallbladder taken out, no allergies known.",
    "Ready for your ward. Wants to know when the stitches come out.",
    "Look at the wound once a shift, walk in the corridor.",
    "The wound once a shift, and walking",
    ("Look at the wound", "Walk in the corridor"),
)


def tell(wards: Sequence[Ward], now: datetime) -> None:
    """One transfer that waits and one that was taken, with the other ward's people on the other side."""
    first, second = wards[0], wards[1]
    _send(first, second.unit_id, report(GOES, "RW", "7306", "9"), GOES, first.staff[2], now - timedelta(minutes=4))
    taken_at = now - timedelta(minutes=58)
    came = report(CAME, "OD", "5187", "21")
    handoff = _send(second, first.unit_id, came, CAME, second.staff[0], taken_at - timedelta(minutes=6))
    handoffs.acknowledge(
        handoff,
        severity=CAME.severity,
        priority=CAME.matters_first,
        corrections_read=0,
        actor=first.staff[3],
        now=taken_at,
        **said_back(CAME),
    )


def _send(
    ward: Ward, to_unit_id: UUID, about: Report, story: stories.PatientStory, sender: Actor, at: datetime
) -> Handoff:
    about = replace(about, kind=HandoffKind.TRANSFER)
    draft = handoffs.begin(ward.unit_id, about, actor=sender, now=at - timedelta(minutes=2))
    handoffs.choose_unit(draft, to_unit_id, actor=sender, now=at - timedelta(minutes=1))
    handoffs.send_draft(draft, plan(story, at), to_person_id=None, responsible_id=None, actor=sender, now=at)
    return draft
