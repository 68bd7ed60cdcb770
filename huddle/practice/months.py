"""Reviews, and the months that are over: rolled up by the scheduler, and published where the unit has met."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from huddle.checkins import queries as checkin_queries
from huddle.checkins import rules
from huddle.checkins import service as checkins
from huddle.core.actor import Actor
from huddle.core.dates import Month, local_day
from huddle.leaving import service as leaving
from huddle.leaving.rules import LateReason
from huddle.practice import debriefs, marked, offers, stories, talks, voices
from huddle.practice.hospital import Ward
from huddle.reviews import service as reviews
from huddle.reviews.rules import FOUR_QUESTIONS

DAY = timedelta(days=1)
LOOKS_BACK = timedelta(days=100)
SCHEDULER = Actor.system("roll-up")
BETTER = "Huddles start on time again, and people speak who did not before."
STILL_HURTS = "Transfers that come without a call. Nights with one pair of hands too few."
FOCUS = "No call, no transfer."


def tell(ward: Ward, now: datetime, dice: Random) -> None:
    """Some reviews, then a roll-up of every month that is over; all but the newest have been published."""
    for number, story in enumerate(dice.sample(stories.REVIEWS, 3)):
        _review(ward, story, now - timedelta(days=9 + 13 * number), dice)
    debriefs.tell(ward, now)
    offers.answer(ward, now - LOOKS_BACK, now)
    talks.tell(ward, now)
    marked.tell(ward, now)
    if ward.name == "5 West":
        _begin_review(ward, now - DAY)
    month = Month.of(local_day(now, ward.zone)).previous()
    for past in (month.previous(), month):
        rolled_at = past.ends_at(ward.zone) + timedelta(hours=4)
        if not rules.is_over(past, ward.zone, now):
            continue
        _left_late(ward, past)
        checkins.roll_up(ward.unit_id, past, actor=SCHEDULER, now=rolled_at)
        if past != month or ward.name in {"3 North", "Maternity"}:
            _publish(ward, past, min(rolled_at + timedelta(days=6), now), dice)


def _review(ward: Ward, story: stories.ReviewStory, at: datetime, dice: Random) -> None:
    lead = dice.choice(ward.charge)
    happened_on = local_day(at, ward.zone) - timedelta(days=2)
    review = reviews.start(ward.unit_id, title=story.title, event_on=happened_on, actor=lead, now=at)
    for question in FOUR_QUESTIONS:
        reviews.answer(review, question, text=getattr(story, question.value), actor=lead, now=at)
    reviews.promise(
        review,
        title=story.action,
        owner_id=dice.choice(ward.everybody).person_id,
        due_on=local_day(at, ward.zone) + timedelta(days=21),
        actor=lead,
        now=at,
    )
    voices.hear(review, Random(story.title), actor=lead, now=at)
    reviews.publish(review, actor=lead, now=at + timedelta(hours=1))


def _begin_review(ward: Ward, at: datetime) -> None:
    """A review that is half written, in words that the wording help speaks of."""
    lead = ward.charge[0]
    title, answers = stories.HALF_WRITTEN
    review = reviews.start(ward.unit_id, title=title, event_on=local_day(at, ward.zone), actor=lead, now=at)
    for question, text in zip(FOUR_QUESTIONS, answers, strict=False):
        reviews.answer(review, question, text=text, actor=lead, now=at)
    voices.wait(review, actor=lead, now=at)


def _left_late(ward: Ward, month: Month) -> None:
    """Some evenings were long; its own dice, so that nothing else in the story moves."""
    dice = Random(f"{ward.name} {month} late")
    reasons = dice.choices(list(LateReason), weights=(5, 2, 3, 1, 4, 1), k=dice.randint(4, 14))
    for day, reason in enumerate(reasons, start=3):
        leaving.count(ward.unit_id, reason, actor=dice.choice(ward.staff), now=month.starts_at(ward.zone) + day * DAY)


def _publish(ward: Ward, month: Month, at: datetime, dice: Random) -> None:
    check_in = checkin_queries.get(ward.unit_id, month)
    checkins.write_notes(check_in, better=BETTER, still_hurts=STILL_HURTS, focus=FOCUS, actor=ward.manager, now=at)
    checkins.make_promise(
        check_in,
        title=dice.choice(stories.ACTIONS),
        owner_id=ward.manager.person_id,
        due_on=local_day(at, ward.zone) + timedelta(days=20),
        actor=ward.manager,
        now=at,
    )
    checkins.publish(check_in, actor=ward.manager, now=at)
