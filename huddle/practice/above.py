"""What climbed from a unit and came back down: concerns in every state, and the huddles of the levels above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import queries as concern_queries
from huddle.concerns import service as concerns
from huddle.concerns.models import Concern
from huddle.concerns.rules import Harm, Outcome, Reason, ToldHow, Topic
from huddle.core.actor import Actor
from huddle.core.dates import at_local, local_day
from huddle.huddles.rules import NotHeldReason
from huddle.practice.hospital import Ward
from huddle.tiers import queries as tier_queries
from huddle.tiers import service as tiers
from huddle.units import levels
from huddle.units.rules import Level, LevelKind

FRESH = timedelta(days=3)
"""What was told back this lately may still wait to be read by whoever raised it."""
HOURS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that a unit asked its service lately, the answer, and after how many hours it came."""

    text: str
    topic: Topic
    reason: Reason
    outcome: Outcome
    answer: str
    hours: int


ANSWERED = (
    Asked(
        "The nearest blood fridge is two floors away at night.",
        Topic.FLOW,
        Reason.RESOURCE,
        Outcome.NOT_NOW,
        "Not before the new wing opens in March. A porter is named for blood every night until then.",
        4,
    ),
    Asked(
        "Agency nurses cannot sign in to the pumps.",
        Topic.IT_SYSTEMS,
        Reason.BLOCKED,
        Outcome.YES,
        "They get a code with their badge from Monday.",
        6,
    ),
    Asked(
        "Discharge letters come after the patient has gone.",
        Topic.COMMUNICATION,
        Reason.REPEAT,
        Outcome.YES,
        "The doctors write them on the round. We count for two weeks.",
        31,
    ),
    Asked(
        "Visitors use the fire exit as a short cut.",
        Topic.ENVIRONMENT,
        Reason.HIGH_VISIBILITY,
        Outcome.NO,
        "An alarm there would sound all day. Security walks by at two and at seven.",
        3,
    ),
)
NOTES = "Two beds closed on one unit until noon. Porters are short in the morning: ask early."


def tell(ward: Ward, now: datetime) -> None:
    """Four weeks of questions and answers, what waits tonight, and the last huddles above."""
    medicine, site = levels.of_tier(ward.unit_id, 2), levels.of_tier(ward.unit_id, 3)
    for number, story in enumerate(ANSWERED):
        _answered_once(ward, story, medicine, now - timedelta(days=6 + 7 * number))
    _waiting(ward, medicine, now)
    _on_its_way_back(ward, medicine, now)
    _read(ward, now)
    for level in (medicine, site):
        _huddles(level, now)


def receiver(level: Level) -> Actor:
    """Who answers for a level of the practice hospital."""
    return Actor(user_id=level.receiver_id, name=level.name)


def _raise(ward: Ward, text: str, topic: Topic, at: datetime, *, by: Actor, unnamed: bool = False) -> Concern:
    return concerns.raise_concern(ward.unit_id, text=text, topic=topic, unnamed=unnamed, actor=by, now=at)


def _escalate(ward: Ward, concern: Concern, at: datetime, reason: Reason, harm: Harm, safe: str = "") -> None:
    lead = ward.charge[0]
    concerns.escalate(concern, tier=2, reason=reason, harm=harm, immediate_fix=safe, actor=lead, now=at)


def _answered_once(ward: Ward, story: Asked, level: Level, at: datetime) -> None:
    concern = _raise(ward, story.text, story.topic, at, by=ward.staff[4])
    _escalate(ward, concern, at + HOURS, story.reason, Harm.COULD)
    answered_at = at + story.hours * HOURS
    concerns.answer_from_above(
        concern, outcome=story.outcome, answer=story.answer, actor=receiver(level), now=answered_at
    )
    concerns.tell_back(concern, how=ToldHow.CHECK_IN, actor=ward.manager, now=answered_at + 20 * HOURS)


def _waiting(ward: Ward, level: Level, now: datetime) -> None:
    """One picked up, one at the service, one that the service took to the site."""
    fixing = _raise(
        ward, "Nobody hears the drug fridge alarm at night.", Topic.MEDICATION, now - 30 * HOURS, by=ward.staff[2]
    )
    concerns.pick_up(fixing, harm=Harm.COULD, immediate_fix="", actor=ward.charge[1], now=now - 27 * HOURS)
    actions.open_item(
        ward.unit_id,
        title="Move the fridge alarm to the desk",
        owner_id=ward.charge[1].person_id,
        due_on=local_day(now, ward.zone) + timedelta(days=4),
        source_kind=SourceKind.CONCERN,
        source_id=fixing.id,
        actor=ward.charge[1],
        now=now - 26 * HOURS,
    )
    waiting = _raise(
        ward, "Two call lights in bay 3 stay dark.", Topic.EQUIPMENT, now - 9 * HOURS, by=ward.staff[3], unnamed=True
    )
    safe = "A care assistant walks the bay every 20 minutes."
    _escalate(ward, waiting, now - 2 * HOURS, Reason.BLOCKED, Harm.LIKELY_TODAY, safe)
    at_site = _raise(
        ward, "The bed lift stands still every second night.", Topic.ENVIRONMENT, now - 40 * HOURS, by=ward.staff[1]
    )
    _escalate(ward, at_site, now - 30 * HOURS, Reason.REPEAT, Harm.COULD)
    concerns.take_higher(at_site, reason=Reason.RESOURCE, actor=receiver(level), now=now - 20 * HOURS)


def _on_its_way_back(ward: Ward, level: Level, now: datetime) -> None:
    """One answered and not told, with another one in it, and one that the service gave back."""
    hoist = _raise(
        ward, "There is one hoist for three floors.", Topic.EQUIPMENT, now - 90 * HOURS, by=ward.staff[5], unnamed=True
    )
    same = _raise(ward, "In the evening nobody finds the hoist.", Topic.FALLS, now - 80 * HOURS, by=ward.staff[6])
    concerns.merge(same, hoist.id, actor=ward.charge[0], now=now - 72 * HOURS)
    _escalate(ward, hoist, now - 70 * HOURS, Reason.RESOURCE, Harm.COULD)
    answer = "A second one comes on Thursday. Until then the therapists lend theirs after four."
    concerns.answer_from_above(hoist, outcome=Outcome.YES, answer=answer, actor=receiver(level), now=now - 15 * HOURS)
    back = _raise(ward, "The linen comes after the morning round.", Topic.FLOW, now - 60 * HOURS, by=ward.staff[7])
    _escalate(ward, back, now - 50 * HOURS, Reason.BLOCKED, Harm.INFO)
    why = "Housekeeping changes the round when the ward asks: 5-4100 before noon."
    concerns.give_back(back, why=why, actor=receiver(level), now=now - 40 * HOURS)


def _read(ward: Ward, now: datetime) -> None:
    """Whoever raised what was told back some days ago has read it since."""
    raisers = {person.user_id: person for person in (*ward.everybody, ward.manager)}
    for concern in concern_queries.closed(ward.unit_id, limit=500):
        if concern.is_news and concern.told_back_at and concern.told_back_at < now - FRESH:
            concerns.say_read(concern, actor=raisers[concern.raised_by], now=concern.told_back_at + 20 * HOURS)


def _huddles(level: Level, now: datetime) -> None:
    """The last working days: held in the morning, one missed; today nobody has opened it yet."""
    today = local_day(now, level.zone)
    hour = 9 if level.kind is LevelKind.SERVICE else 10
    for back in range(1, 8):
        day = today - timedelta(days=back)
        if day.weekday() < 5 and tier_queries.on_day(level, day) is None:
            _one_day(level, day, hour, missed=back == 3)


def _one_day(level: Level, day: date, hour: int, *, missed: bool) -> None:
    at = at_local(day, time(hour), level.zone)
    who = receiver(level)
    if missed:
        tiers.say_why_not_held(level, on=day, reason=NotHeldReason.EMERGENCY, actor=who, now=at + 2 * HOURS)
        return
    huddle = tiers.open_today(level, actor=who, now=at)
    tiers.close(huddle, level, notes=NOTES, actor=who, now=at + timedelta(minutes=11 + day.day % 4))
