"""Hot debriefs after escalations of the last weeks: two that were held, and one for which there were too few hands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.huddles.rules import NotHeldReason
from huddle.practice.hospital import Ward
from huddle.reviews import service as reviews
from huddle.reviews.queries import offers
from huddle.reviews.rules import Question, Wellbeing
from huddle.reviews.service import debriefs

UNITS = ("5 West", "3 North")


class _Story(NamedTuple):
    """So many days ago; what stood in the boxes, and what was promised."""

    days: int
    title: str
    answers: dict[Question, str]
    action: str


HELD = (
    _Story(
        13,
        "Call for help in bay 2 at night",
        {
            Question.SUMMARY: "The care assistant saw the patient breathe faster at 03:05 and called. The charge nurse "
            "was there in two minutes, the doctor in nine.",
            Question.WENT_WELL: "Calling early, on a feeling. The chart was at the bed.",
            Question.HARDER: "The oxygen trolley stood behind two wheelchairs.",
            Question.LEARNED: "A feeling is reason enough to call. The trolley needs its way free at night.",
        },
        "Mark the floor in front of the oxygen trolley",
    ),
    _Story(
        8,
        "Fall beside the bed before breakfast",
        {
            Question.SUMMARY: "The patient got up alone at 06:40 to find the glasses. The bell was out of reach.",
            Question.WENT_WELL: "Two of us were there at once, and the family was phoned before seven.",
            Question.HARDER: "",
            Question.LEARNED: "Bell and glasses go on the same side, where the hand is.",
        },
        "Put “bell and glasses” on the evening round list",
    ),
)
NOT_HELD_DAYS_AGO = 6


def tell(ward: Ward, now: datetime) -> None:
    """On two units."""
    if ward.name not in UNITS:
        return
    for story in HELD:
        _held(ward, story, now - timedelta(days=story.days, hours=1))
    at = now - timedelta(days=NOT_HELD_DAYS_AGO, hours=1)
    debriefs.say_why_not_held(
        ward.unit_id,
        reason=NotHeldReason.STAFFING,
        trigger=None,
        source_id=_escalation(ward, at),
        actor=ward.charge[0],
        now=at,
    )


def _escalation(ward: Ward, at: datetime) -> UUID:
    """What had happened an hour before."""
    return offers.now_offered(ward.unit_id, at)[0].id


def _held(ward: Ward, story: _Story, at: datetime) -> None:
    lead: Actor = ward.charge[0]
    review = debriefs.start(ward.unit_id, trigger=None, source_id=_escalation(ward, at), actor=lead, now=at)
    debriefs.say_how_we_are(review, wellbeing=Wellbeing.OK, actor=lead, now=at)
    debriefs.rename(review, title=story.title, actor=lead, now=at)
    for number, (question, text) in enumerate(story.answers.items(), start=1):
        writer = ward.staff[number % len(ward.staff)]
        reviews.answer(review, question, text=text, actor=writer, now=at + timedelta(minutes=number))
    debriefs.promise(
        review,
        title=story.action,
        owner_id=ward.staff[0].person_id,
        due_on=local_day(at, ward.zone) + timedelta(days=21),
        actor=lead,
        now=at + timedelta(minutes=5),
    )
    debriefs.end(review, actor=lead, now=at + timedelta(minutes=6))
    reviews.publish(review, actor=lead, now=at + timedelta(minutes=7))
