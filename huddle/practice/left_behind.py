"""One patient over three shifts: what was still open was handed on, and the unit took on what is the unit's."""

from __future__ import annotations

from datetime import datetime, timedelta

from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.handoffs import queries
from huddle.handoffs import service as handoffs
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import ActionAnswer, Decided, Decision, Plan, Report, Severity, ToDo
from huddle.practice.hospital import Ward
from huddle.practice.shifts import soon

PATIENTS = (("EJ", "5521"), ("HM", "3904"), ("OR", "7716"), ("LS", "2280"))
"""One for each unit."""
BED = "16"
ITEM = "Order a second infusion pump for the nights"
CONCERN = "At night there is one infusion pump for two bays. Somebody always waits for it."
NO_NEED = "The family was here at noon"


def tell(ward: Ward, number: int, now: datetime) -> None:
    """A handoff last night with four things to do, and one a moment ago that carries two of them."""
    patient = PATIENTS[number]
    night, day, evening = ward.staff[-1], ward.staff[-2], ward.staff[-3]
    begun = now - timedelta(hours=12)
    to_do = (
        ToDo("Second bag of the antibiotic", soon(begun, hours=8)),
        ToDo("Look for a pump that works", soon(begun, hours=2)),
        ToDo("Weigh before supper"),
        ToDo("Call the family"),
    )
    first = _handed_on(ward, patient, night, day, Plan(actions=to_do), (), begun)
    handoffs.open_item(
        first,
        ward.unit_id,
        number=2,
        title=ITEM,
        owner_id=ward.manager.person_id,
        due_on=local_day(now, ward.zone) + timedelta(days=9),
        actor=day,
        now=now - timedelta(hours=4),
    )
    handoffs.raise_concern(
        first,
        ward.unit_id,
        text=CONCERN,
        topic=Topic.EQUIPMENT,
        unnamed=False,
        actor=day,
        now=now - timedelta(hours=4),
    )
    bag, weight, family = (
        row.id for row in sorted(queries.open_actions(ward.unit_id, *patient, now), key=lambda row: row.number)
    )
    decided = (
        Decided(bag, Decision.STILL, due_at=soon(now, hours=2)),
        Decided(weight, Decision.STILL),
        Decided(family, Decision.DROPPED, reason=NO_NEED),
    )
    _handed_on(ward, patient, day, evening, Plan(), decided, now - timedelta(minutes=20))


def _handed_on(
    ward: Ward,
    patient: tuple[str, str],
    sender: Actor,
    receiver: Actor,
    plan: Plan,
    decided: tuple[Decided, ...],
    at: datetime,
) -> Handoff:
    handoff = handoffs.begin(ward.unit_id, report(*patient), actor=sender, now=at - timedelta(seconds=80))
    handoffs.send_draft(
        handoff,
        plan,
        to_person_id=receiver.user_id,
        responsible_id=sender.user_id if decided else None,
        decided=decided,
        actor=sender,
        now=at,
    )
    handoffs.acknowledge(
        handoff,
        severity=Severity.STABLE,
        priority="The antibiotic in time",
        corrections_read=0,
        answers={row.number: ActionAnswer.ACCEPTED for row in queries.actions(handoff.id)},
        actor=receiver,
        now=at + timedelta(minutes=9),
    )
    return handoff


def report(initials: str, last_four: str) -> Report:
    return Report(
        initials=initials,
        last_four=last_four,
        bed=BED,
        severity=Severity.STABLE,
        situation="Day 3 of an infection of the leg. The redness has stopped at the line.",
        background="Diabetes on insulin. The antibiotic runs over a pump, three times a day.",
        assessment="Better. Eats well, no fever since yesterday.",
        recommendation="Keep the antibiotic in time, leg up, insulin as written.",
    )
