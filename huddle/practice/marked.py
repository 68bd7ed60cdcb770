"""One review of 5 West that the hospital has marked: its list is a charge nurse, the manager and the quality lead."""

from __future__ import annotations

from datetime import datetime, timedelta

from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.practice.hospital import Ward
from huddle.reviews import queries
from huddle.reviews import service as reviews
from huddle.reviews.rules import FOUR_QUESTIONS, ReviewTrigger

UNITS = {"5 West"}
DAYS_AGO = timedelta(days=19)
TITLE = "Morphine pump set to the rate of the one beside it"
ANSWERS = (
    "Two people check a pump against the chart before it starts, at the bedside.",
    "Two pumps stood side by side at one bed. The rate of the one was set on the other, and ran for 20 minutes.",
    "Both pumps look alike and had no label. The second person was called away between the two checks.",
    "A label on the line and on the pump can be seen from where one stands. One check at a time, then the next.",
)
ACTION = "Put coloured line labels in every pump drawer"


def tell(ward: Ward, now: datetime) -> None:
    """Held by the ward, then marked on the same afternoon; Huddle shows it to three people."""
    if ward.name not in UNITS:
        return
    lead, at = ward.charge[-1], now - DAYS_AGO
    day = local_day(at, ward.zone)
    review = reviews.start(
        ward.unit_id, title=TITLE, event_on=day, trigger=ReviewTrigger.MEDICATION, actor=lead, now=at
    )
    reviews.mark(review, actor=lead, now=at)
    for question, text in zip(FOUR_QUESTIONS, ANSWERS, strict=True):
        reviews.answer(review, question, text=text, actor=lead, now=at)
    owner, due = ward.manager.person_id, day + timedelta(days=30)
    reviews.promise(review, title=ACTION, owner_id=owner, due_on=due, actor=lead, now=at)
    db.session.flush()
    for id_, name in queries.can_be_listed(review, at):
        if id_ == ward.manager.user_id or name.endswith("(quality)"):
            reviews.put_on_list(review, person_id=id_, actor=lead, now=at + timedelta(hours=2))
    reviews.publish(review, actor=lead, now=at + timedelta(hours=2))
