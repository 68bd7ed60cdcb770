"""What spread: lessons of two units for all others, and a review whose day comes round this week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from huddle.concerns.rules import Topic
from huddle.core.dates import at_local, local_day
from huddle.practice.hospital import Ward
from huddle.reviews import queries
from huddle.reviews import service as reviews
from huddle.reviews.rules import FOUR_QUESTIONS, ReviewFormat
from huddle.reviews.rules.years import anniversary
from huddle.reviews.service.lessons import LessonWords, release

LESSONS = (
    (
        "3 North",
        True,
        LessonWords(
            Topic.MEDICATION,
            "Insulin and meals that come at different times",
            "Meals come earlier on some days, and the drug round does not know. The dose is given an hour later.",
            "Whoever brings the tray rings a bell in the bay. The tray tells the nurse, not the clock.",
        ),
    ),
    (
        "Maternity",
        False,
        LessonWords(
            Topic.COMMUNICATION,
            "Patient and chart that travel apart",
            "The patient comes by bed lift and the chart with a second porter. A dose is missed in between.",
            "One bag for both, hung on the bed before it leaves. Neither leaves without the other.",
        ),
    ),
)
YEAR_AGO = (
    "A patient who waited for the only hoist",
    (
        "A patient who cannot stand is moved with the hoist within ten minutes.",
        "The hoist was on another floor. The patient waited 50 minutes in a wet bed.",
        "Two floors share one hoist. Nobody can see where it is without walking.",
        "A board beside the lift says where the hoist is. Whoever takes it writes the bed on it.",
    ),
)
THIS_WEEK = (
    "A power cut of four minutes without a scare",
    (
        "When the power goes everybody knows which pumps run on, and somebody counts them.",
        "The lights went at 02:10. All pumps were counted in three minutes, every patient was spoken to.",
        "The list of pumps hangs in each bay since the drill. Two people had walked it the week before.",
        "A list in each bay, walked once a month, is what made it calm.",
    ),
)


def tell(wards: Sequence[Ward], now: datetime) -> None:
    by_name = {ward.name: ward for ward in wards}
    for name, names_unit, words in LESSONS:
        ward = by_name[name]
        review = queries.published(ward.unit_id, reader=ward.manager)[-1]
        release(review, words, names_unit=names_unit, actor=ward.manager, now=now - timedelta(days=5))
    _year_ago(by_name["5 West"], now)
    _this_week(by_name["Harbour 2"], now)


def _year_ago(ward: Ward, now: datetime) -> None:
    """Its words came from an older list when the unit began with Huddle."""
    today, lead = local_day(now, ward.zone), ward.charge[0]
    day = anniversary(today, today.year - 1)
    at = at_local(day + timedelta(days=2), time(14), ward.zone)
    title, answers = YEAR_AGO
    review = reviews.start(ward.unit_id, title=title, event_on=day, actor=lead, now=at)
    for question, text in zip(FOUR_QUESTIONS, answers, strict=True):
        reviews.answer(review, question, text=text, actor=lead, now=at)
    reviews.need_nothing(review, reason="The board hangs beside the lift since that week.", actor=lead, now=at)
    reviews.publish(review, actor=lead, now=at)


def _this_week(ward: Ward, now: datetime) -> None:
    """Published a few days ago, so it stands on the board and is news for those who have not seen it."""
    at, lead = now - timedelta(days=3), ward.charge[0]
    day = local_day(at, ward.zone) - timedelta(days=1)
    title, answers = THIS_WEEK
    review = reviews.start(ward.unit_id, title=title, event_on=day, format_=ReviewFormat.SUCCESS, actor=lead, now=at)
    for question, text in zip(FOUR_QUESTIONS, answers, strict=True):
        reviews.answer(review, question, text=text, actor=lead, now=at)
    reviews.need_nothing(review, reason="We go on as we did.", actor=lead, now=at)
    reviews.publish(review, actor=lead, now=at)
