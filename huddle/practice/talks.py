"""Reviews that were talked over: one with a timeline whose day has come to look back, a good one, and one to come."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from huddle.actions import queries as items
from huddle.actions import service as actions
from huddle.core.dates import at_local, local_day
from huddle.practice.hospital import Ward
from huddle.reviews import service as reviews
from huddle.reviews.models import Review
from huddle.reviews.rules import FOUR_QUESTIONS, Question, ReviewFormat, ReviewTrigger, Wellbeing
from huddle.reviews.rules.following import About
from huddle.reviews.rules.story import Element, Polarity

DAY = timedelta(days=1)
LIFT = (
    "Transfer that waited for the bed lift",
    (
        "A patient for theatre leaves the floor at 07:40 and is there at 07:55, as on most mornings.",
        "The list began half an hour late. Nobody was hurt, and theatre was told by phone at once.",
        "Meals and beds want the same lift at the same time, and nobody on the floor can see where it is.",
        "At meal times we call the porters ten minutes earlier.\nTelling theatre early made the wait easy to bear.",
    ),
)
TIMELINE = (
    ("07:38", "The porter is at the bed, the patient is ready", "Porter"),
    ("07:41", "The bed lift is full of meal trolleys", "Seen by the nurse"),
    ("07:49", "The charge nurse phones theatre", "Phone log"),
    ("08:06", "The lift is free", "Porter"),
)
PARTS = {
    Element.TEAM: (Polarity.HELPED, "The charge nurse phoned theatre before anybody asked."),
    Element.ORGANISATION: (
        Polarity.HINDERED,
        "Meals and theatre transfers are planned for the same quarter of an hour.",
    ),
    Element.PLACE: (Polarity.HINDERED, "Nobody on the floor can see where the lift is."),
}
GOOD = (
    "Confused patient who slept through the night",
    (
        "A restless night with bells, and perhaps a fall.",
        "The daughter brought the blanket from home. The light was low at nine. Two short wakings, no bell.",
        "Somebody had written on the plan what calms the patient, so the night did not have to find out.",
        "Ask the family what calms at night.\nWrite it on the plan where the night looks first.",
    ),
)


def tell(ward: Ward, now: datetime) -> None:
    """Three of them on 5 West, one on each of the others."""
    if ward.name == "5 West":
        _lift(ward, now - 33 * DAY)
    if ward.name in {"5 West", "3 North"}:
        _good_night(ward, now - 16 * DAY)
        _to_come(ward, now)


def _lift(ward: Ward, at: datetime) -> None:
    lead, scribe = ward.charge[0], ward.staff[0]
    day = local_day(at, ward.zone) - DAY
    about = About(event_at=at_local(day, time(7, 41), ward.zone), place="Bed lift, ground floor")
    review = _answered(ward, LIFT, at, ReviewFormat.AAR, ReviewTrigger.DELAY, about)
    reviews.assign(review, facilitator_id=lead.person_id, scribe_id=scribe.person_id, actor=lead, now=at)
    reviews.answer(
        review,
        Question.WHY,
        text=LIFT[1][2],
        aside="On most weekdays, a little. Half an hour, once a month.",
        actor=lead,
        now=at,
    )
    for clock, what, known_from in TIMELINE:
        reviews.add_moment(review, clock=clock, what=what, known_from=known_from, actor=scribe, now=at)
    for element, (polarity, text) in PARTS.items():
        reviews.weigh(review, element, polarity=polarity, text=text, actor=scribe, now=at)
    present = {"charge_nurse": 1, "nurse": 2, "porter_transport": 1}
    asked = "The kitchen, by the charge nurse on Thursday."
    reviews.say_who(review, present=present, absent={"dietetics_catering"}, asked=asked, actor=scribe, now=at)
    due = local_day(at, ward.zone) + 14 * DAY
    title, owner = "Move the first meal trolleys to 07:20", ward.manager
    item = reviews.promise(review, title=title, owner_id=owner.person_id, due_on=due, actor=lead, now=at)
    reviews.end_talk(review, wellbeing=Wellbeing.OK, actor=lead, now=at)
    reviews.publish(review, actor=lead, now=at + timedelta(hours=2))
    done = items.get(ward.unit_id, item)
    actions.finish(done, note="The kitchen tried it for a week and stays with it.", actor=owner, now=at + 9 * DAY)
    reviews.track(review, actor=lead, now=at + 9 * DAY)


def _good_night(ward: Ward, at: datetime) -> None:
    lead = ward.charge[-1]
    about = About(place="Bay 3")
    review = _answered(ward, GOOD, at, ReviewFormat.SUCCESS, ReviewTrigger.GREAT_OUTCOME, about)
    reviews.weigh(
        review, Element.PATIENT, polarity=Polarity.HELPED, text="The family knows what calms.", actor=lead, now=at
    )
    reason = "It works as it is; we keep writing it on the plan."
    reviews.need_nothing(review, reason=reason, actor=lead, now=at)
    reviews.publish(review, actor=lead, now=at + timedelta(hours=1))


def _to_come(ward: Ward, now: datetime) -> None:
    meets = at_local(local_day(now, ward.zone) + 2 * DAY, time(14, 0), ward.zone)
    reviews.start(
        ward.unit_id,
        title="Two patients with the same surname in one bay",
        event_on=local_day(now, ward.zone) - DAY,
        trigger=ReviewTrigger.NEAR_MISS,
        about=About(formal_review_planned=True),
        planned_for=meets,
        actor=ward.charge[0],
        now=now,
    )


def _answered(
    ward: Ward,
    story: tuple[str, tuple[str, ...]],
    at: datetime,
    format_: ReviewFormat,
    trigger: ReviewTrigger,
    about: About,
) -> Review:
    title, texts = story
    lead, day = ward.charge[0], local_day(at, ward.zone) - DAY
    review = reviews.start(
        ward.unit_id, title=title, event_on=day, format_=format_, trigger=trigger, about=about, actor=lead, now=at
    )
    for question, text in zip(FOUR_QUESTIONS, texts, strict=True):
        reviews.answer(review, question, text=text, actor=lead, now=at)
    return review
