"""Shift after shift on one unit: huddles held and missed, patients handed over, concerns, promises, thanks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from huddle.actions import queries as action_queries
from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import queries as concern_queries
from huddle.concerns import service as concerns
from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus, Outcome, ToldHow
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.handoffs import service as handoffs
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import ActionAnswer, IfThen, Plan, Report, Severity, ToDo
from huddle.huddles import queries as huddle_queries
from huddle.huddles import service as huddles
from huddle.huddles.models import Huddle
from huddle.huddles.rules import NotHeldReason, Step
from huddle.practice import handoff_words, huddle_talk, stories
from huddle.practice.hospital import Ward
from huddle.units import queries as units
from huddle.units.rules import ShiftRun, runs_between

KEPT = timedelta(days=30)
"""Patient text is erased after thirty days, so the made-up hospital has none that is older."""

BEDS = 28
KEPT_FREE = ("9", "16", "21")
"""For the patients of `left_behind` and `moves`."""


def tell(ward: Ward, start: datetime, now: datetime, dice: Random) -> None:
    """The shifts from `start` until those that have ended by `now`."""
    huddle_talk.shape(ward, start)
    handoff_words.shape(ward, start)
    for run in runs_between(units.shifts(ward.unit_id), start + timedelta(hours=12), now, ward.zone):
        if run.ends_at > now:
            break
        lead = dice.choice(ward.charge)
        if dice.random() < 0.86:
            _held(ward, run, lead, dice)
        elif dice.random() < 0.6:
            _not_held(ward, run, lead, dice)
        if dice.random() < 0.16:
            _raise(ward, run, dice)
        _answer(ward, run, dice)
        if run.ends_at > now - KEPT:
            _hand_over(ward, run, dice, now)


def _held(ward: Ward, run: ShiftRun, lead: Actor, dice: Random) -> None:
    at = run.huddle_at + timedelta(minutes=dice.choice((0, 0, 1, 2, 3, 4, 7, 11)))
    huddle = huddles.open_scheduled(ward.unit_id, actor=lead, now=at)
    huddle_talk.say(ward, huddle, lead, at)
    huddles.confirm(huddle, step=Step.STAFFING, actor=lead, now=at)
    _look_back(ward, huddle, lead, at, dice)
    _watch(ward, huddle, lead, at, dice)
    if dice.random() < 0.3:
        to_whom, what = dice.choice(stories.THANKS)
        huddles.thank(huddle, to_whom=to_whom, what=what, actor=dice.choice(ward.everybody), now=at)
    following = dice.choice([person for person in ward.everybody if person is not lead])
    done_at = at + timedelta(minutes=dice.randint(5, 11))
    huddles.close(huddle, next_leader_id=following.user_id, actor=lead, now=done_at)


def _look_back(ward: Ward, huddle: Huddle, lead: Actor, at: datetime, dice: Random) -> None:
    for concern in concern_queries.unsettled(ward.unit_id):
        if concern.status is ConcernStatus.ANSWERED and dice.random() < 0.5:
            huddles.tell_back(huddle, concern_id=concern.id, actor=lead, now=at)
    today = local_day(at, ward.zone)
    for item in action_queries.open_items(ward.unit_id):
        if item.due_on - today <= timedelta(days=1) and dice.random() < 0.3:
            actions.finish(item, note="Shown in the huddle.", actor=lead, now=at)
        elif item.due_on < today - timedelta(days=4) and dice.random() < 0.3:
            actions.move_due(
                item,
                due_on=today + timedelta(days=7),
                why="We wait for the part." if item.redated_count else "",
                actor=lead,
                now=at,
            )


def _watch(ward: Ward, huddle: Huddle, lead: Actor, at: datetime, dice: Random) -> None:
    watchers = huddle_queries.watchers(ward.unit_id)
    for watcher in watchers:
        huddles.check_watcher(huddle, watcher, still=dice.random() < 0.6, actor=lead, now=at)
    if len(watchers) < 3 and dice.random() < 0.4:
        reason, plan, trigger = dice.choice(stories.WATCHERS)
        initials, last_four, bed = patient(dice, ward)
        huddles.add_watcher(
            huddle,
            initials=initials,
            last_four=last_four,
            bed=bed,
            reason=reason,
            plan=plan,
            trigger=trigger,
            actor=lead,
            now=at,
        )


def _not_held(ward: Ward, run: ShiftRun, lead: Actor, dice: Random) -> None:
    reason = dice.choice((NotHeldReason.EMERGENCY, NotHeldReason.STAFFING, NotHeldReason.NO_LEADER))
    huddles.say_why_not_held(
        ward.unit_id, shift_id=run.shift_id, shift_on=run.on, reason=reason, actor=lead, now=run.ends_at
    )


def _raise(ward: Ward, run: ShiftRun, dice: Random) -> None:
    story = dice.choice(stories.CONCERNS)
    at = run.huddle_at + timedelta(minutes=dice.randint(30, 400))
    concerns.raise_concern(
        ward.unit_id,
        text=story.text,
        topic=story.topic,
        unnamed=dice.random() < 0.2,
        actor=dice.choice(ward.staff),
        now=at,
    )


def _answer(ward: Ward, run: ShiftRun, dice: Random) -> None:
    for concern in concern_queries.unsettled(ward.unit_id):
        waits_long = run.ends_at - concern.raised_at > timedelta(days=2)
        if concern.status is not ConcernStatus.OPEN or concern.raised_at > run.ends_at:
            continue
        if dice.random() < (0.6 if waits_long else 0.25):
            _settle(ward, concern, run.ends_at, dice)
            if dice.random() < 0.2:
                concerns.tell_back(concern, how=ToldHow.DIRECT, actor=ward.manager, now=run.ends_at)


def _settle(ward: Ward, concern: Concern, at: datetime, dice: Random) -> None:
    story = next(story for story in stories.CONCERNS if story.text == concern.text)
    lead = dice.choice((ward.manager, *ward.charge))
    concerns.answer(concern, outcome=story.outcome, answer=story.answer, actor=lead, now=at)
    if story.outcome is Outcome.ACTION:
        actions.open_item(
            ward.unit_id,
            title=dice.choice(stories.ACTIONS),
            owner_id=dice.choice(ward.everybody).person_id,
            due_on=local_day(at, ward.zone) + timedelta(days=dice.choice((3, 7, 14))),
            source_kind=SourceKind.CONCERN,
            source_id=concern.id,
            actor=lead,
            now=at,
        )


def _hand_over(ward: Ward, run: ShiftRun, dice: Random, now: datetime) -> None:
    for _patient in range(dice.randint(2, 3)):
        sender, receiver = dice.sample(ward.everybody, 2)
        story = dice.choice(stories.PATIENTS)
        sent_at = run.ends_at - timedelta(minutes=dice.randint(5, 25))
        handoff = _sent(ward, story, sender, receiver, sent_at, dice)
        usual = {Severity.STABLE: 26, Severity.WATCHER: 13, Severity.UNSTABLE: 4}[story.severity]
        late = dice.random() < 0.12
        taken_at = sent_at + timedelta(minutes=dice.randint(2, usual) + (usual if late else 0))
        read_for = timedelta(seconds=12 + int(handoff.patient_id2) % 100)
        handoffs.note_opened(handoff, actor=receiver, now=taken_at - read_for)
        handoffs.acknowledge(
            handoff,
            severity=story.severity if dice.random() < 0.92 else Severity.WATCHER,
            priority=story.matters_first,
            corrections_read=0,
            **said_back(story),
            actor=receiver,
            now=taken_at,
        )
        _do(handoff, story, receiver, now)


def _sent(
    ward: Ward, story: stories.PatientStory, sender: Actor, receiver: Actor, sent_at: datetime, dice: Random
) -> Handoff:
    about = replace(report(story, *patient(dice, ward)), extra=handoff_words.beyond(ward, story.severity, sent_at))
    handoff = handoffs.begin(ward.unit_id, about, actor=sender, now=sent_at - timedelta(seconds=95))
    handoffs.send_draft(
        handoff,
        plan(story, sent_at),
        to_person_id=receiver.user_id,
        responsible_id=None,
        actor=sender,
        now=sent_at,
    )
    return handoff


def _do(handoff: Handoff, story: stories.PatientStory, receiver: Actor, now: datetime) -> None:
    """Most of what was to be done is ticked off before its time; the rest is for the next shift to see."""
    for number, due in enumerate((action.due_at for action in plan(story, handoff.sent_at).actions), start=1):
        done_at = (due or handoff.sent_at) - timedelta(minutes=12)
        if done_at < now and (int(handoff.patient_id2) + number) % 6:
            handoffs.finish_action(handoff, number=number, actor=receiver, now=done_at)


def patient(dice: Random, ward: Ward | None = None) -> tuple[str, str, str]:
    """Made-up initials, last four of a record number, and a bed; on a ward one in which nobody else lies."""
    letters = "ABCDEFGHJKLMNPRSTW"
    initials, last_four = f"{dice.choice(letters)}{dice.choice(letters)}", f"{dice.randint(1000, 9999)}"
    bed = dice.randint(1, BEDS)
    if ward is None:
        return initials, last_four, str(bed)
    taken = {*KEPT_FREE, *ward.lately, *(watcher.bed for watcher in huddle_queries.watchers(ward.unit_id))}
    following = (str((bed + step - 1) % BEDS + 1) for step in range(BEDS))
    found = next(number for number in following if number not in taken)
    ward.lately.append(found)
    return initials, last_four, found


def plan(story: stories.PatientStory, now: datetime) -> Plan:
    """What is to be done, two hours apart, and what to look out for."""
    return Plan(
        actions=tuple(ToDo(what, soon(now, hours=2 * number)) for number, what in enumerate(story.to_do, start=1)),
        if_thens=(IfThen(*story.if_then),) if story.if_then else (),
    )


def soon(now: datetime, *, hours: int) -> datetime:
    """A time as people say it: the half hour that comes next after so many hours."""
    at = now + timedelta(hours=hours)
    return at.replace(second=0, microsecond=0) + timedelta(minutes=-at.minute % 30)


def said_back(story: stories.PatientStory) -> dict[str, Any]:
    """A whole read-back: every action is taken on, and the if-then is watched for."""
    return {
        "watch_for": {1} if story.if_then else set(),
        "answers": {number: ActionAnswer.ACCEPTED for number, _what in enumerate(story.to_do, start=1)},
    }


def report(story: stories.PatientStory, initials: str, last_four: str, bed: str) -> Report:
    return Report(
        initials=initials,
        last_four=last_four,
        severity=story.severity,
        situation=story.situation,
        background=story.background,
        assessment=story.assessment,
        recommendation=story.recommendation,
        bed=bed,
    )
