"""Escalations of the last weeks, and handoffs that were sent back for more: what the measures of handoffs look like."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from huddle.handoffs import service as handoffs
from huddle.handoffs.rules import HandoffKind, Section
from huddle.practice import stories
from huddle.practice.hospital import Ward
from huddle.practice.shifts import patient, plan, report, said_back


class _Call(NamedTuple):
    """So many days ago a story was escalated and taken on after so many minutes; `missing` had to be added first."""

    days: int
    story: stories.PatientStory
    minutes: int
    missing: Section | None = None


_UNSTABLE, _WATCHER = stories.PATIENTS[3], stories.PATIENTS[1]
CALLS = (
    _Call(26, _UNSTABLE, 4),
    _Call(24, _WATCHER, 11),
    _Call(21, _UNSTABLE, 7),
    _Call(18, _WATCHER, 13, Section.RECOMMENDATION),
    _Call(16, _UNSTABLE, 3),
    _Call(13, _WATCHER, 9),
    _Call(11, _UNSTABLE, 5),
    _Call(8, _WATCHER, 14, Section.ACTIONS),
    _Call(6, _UNSTABLE, 2),
)


def tell(ward: Ward, now: datetime) -> None:
    """All of them are older than what the lists show."""
    dice = Random(ward.unit_id.int % 1_000)
    for call in CALLS:
        _escalate(ward, call, now - timedelta(days=call.days, hours=2), dice)


def _escalate(ward: Ward, call: _Call, at: datetime, dice: Random) -> None:
    sender, receiver = ward.staff[call.days % len(ward.staff)], ward.charge[0]
    about = replace(report(call.story, *patient(dice)), kind=HandoffKind.ESCALATION)
    draft = handoffs.begin(ward.unit_id, about, actor=sender, now=at - timedelta(seconds=70))
    words = plan(call.story, at)
    handoffs.send_draft(draft, words, to_person_id=None, responsible_id=None, actor=sender, now=at)
    if call.missing:
        soon = at + timedelta(minutes=1)
        handoffs.return_for_detail(draft, section=call.missing, text="What first?", actor=receiver, now=soon)
        handoffs.send_again(draft, text=call.story.matters_first, actor=sender, now=soon + timedelta(minutes=1))
    taken_at = at + timedelta(minutes=call.minutes)
    handoffs.note_opened(draft, actor=receiver, now=taken_at - timedelta(seconds=40 + call.days))
    handoffs.acknowledge(
        draft,
        severity=call.story.severity,
        priority=call.story.matters_first,
        corrections_read=draft.corrections,
        **said_back(call.story),
        actor=receiver,
        now=taken_at,
    )
