"""What waits on the board at the moment in which somebody looks at the practice hospital for the first time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import service as concerns
from huddle.concerns.rules import Outcome
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.handoffs import service as handoffs
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules.phone import Heard, LineRole
from huddle.practice import handoff_words, stories
from huddle.practice.hospital import Ward
from huddle.practice.shifts import patient, plan, report


def tell(ward: Ward, now: datetime, dice: Random) -> None:
    """Handoffs on their way (one late), two open concerns, an answer to be read, promises due and overdue."""
    _handoffs(ward, now, dice)
    for hours, (text, topic) in zip((5, 26), stories.OPEN_CONCERNS, strict=True):
        at = now - timedelta(hours=hours)
        concerns.raise_concern(
            ward.unit_id, text=text, topic=topic, unnamed=False, actor=dice.choice(ward.staff), now=at
        )
    story = stories.CONCERNS[0]
    raised = concerns.raise_concern(
        ward.unit_id,
        text=story.text,
        topic=story.topic,
        unnamed=False,
        actor=ward.staff[0],
        now=now - timedelta(days=2),
    )
    concerns.answer(
        raised, outcome=Outcome.FIXED, answer=story.answer, actor=ward.manager, now=now - timedelta(hours=20)
    )
    _promises(ward, now, dice)


def _handoffs(ward: Ward, now: datetime, dice: Random) -> None:
    unstable, watcher, stable = stories.PATIENTS[3], stories.PATIENTS[1], stories.PATIENTS[0]
    sender, receiver = ward.staff[1], ward.staff[0]
    waiting = ((unstable, 9, receiver.user_id), (watcher, 6, None), (stable, 4, ward.charge[0].user_id))
    for story, minutes, to_person_id in waiting:
        handoff = handoffs.send(
            ward.unit_id,
            replace(report(story, *patient(dice, ward)), extra=handoff_words.beyond(ward, story.severity, now)),
            plan=plan(story, now),
            to_person_id=to_person_id,
            actor=sender,
            now=now - timedelta(minutes=minutes),
        )
        if story is watcher:
            _tell_a_doctor(handoff, story.matters_first, sender, now - timedelta(minutes=minutes - 2))


def _tell_a_doctor(handoff: Handoff, matters_first: str, sender: Actor, at: datetime) -> None:
    """Read aloud on the phone to somebody without an account: told and said back, and still the sender's patient."""
    heard = Heard(None, LineRole.DOCTOR, handoff.severity, matters_first, watch_for=(1,))
    handoffs.record_call(handoff, heard, actor=sender, now=at)


def _promises(ward: Ward, now: datetime, dice: Random) -> None:
    for title, days, written in zip(stories.ACTIONS[:3], (-1, 0, 5), (12, 6, 2), strict=True):
        at = now - timedelta(days=written)
        actions.open_item(
            ward.unit_id,
            title=title,
            owner_id=dice.choice(ward.everybody).person_id,
            due_on=local_day(now, ward.zone) + timedelta(days=days),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.charge[0],
            now=at,
        )
