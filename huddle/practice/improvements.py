"""Improvements that are on their way: one in every state in which somebody has to do something."""

from __future__ import annotations

from datetime import datetime, timedelta

from huddle.actions import service as actions
from huddle.actions.models import ActionItem
from huddle.actions.rules import Blocker, ChangeType, Effect, Lane, Plan, SourceKind
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.practice.hospital import Ward

WHERE = ("5 West", "3 North")
DAY = timedelta(days=1)
ALARMS = Plan(
    ChangeType.EQUIPMENT_TRIALLED_BEFORE_BUY,
    measure="False alarms a night, ten nights for each of the two",
    small_test="Bay 2, nights only",
    baseline=14,
    target=5,
    balancing_check="Is a fall missed?",
)
PUMPS = Plan(ChangeType.CHECKLIST_OR_AID, measure="Ten pumps a week, card on it and rate right, for 4 weeks")
STORE = Plan(ChangeType.CHANGE_SPACE_OR_LAYOUT, measure="Minutes to fetch a hoist, ten a month")


def tell(ward: Ward, now: datetime) -> None:
    """What two of the units work on now."""
    if ward.name not in WHERE:
        return
    _asked(ward, now)
    _on_their_way(ward, now)
    _in_trouble(ward, now)
    _looked_at(ward, now)


def _asked(ward: Ward, now: datetime) -> None:
    """Three that nobody has accepted: one is new, one would be taken on if it were different, one cannot be."""
    _proposed(ward, "Hang a second phone beside bay 3", ward.staff[0], now - DAY)
    other = _proposed(ward, "Start the night round in the far bays", ward.staff[1], now - 4 * DAY)
    actions.suggest_change(
        other, note="From January on, when the second assistant is here.", actor=ward.staff[1], now=now - 3 * DAY
    )
    left = _proposed(ward, "Count the bed alarms that work", ward.charge[0], now - 5 * DAY)
    actions.decline(left, note="I am on leave until the middle of the month.", actor=ward.charge[0], now=now - 3 * DAY)


def _on_their_way(ward: Ward, now: datetime) -> None:
    _taken(ward, "Put a card with four lines on every pump", PUMPS, ward.staff[2], now - 3 * DAY)
    trial = _taken(ward, "Try two bed alarms and keep the better one", ALARMS, ward.charge[1], now - 16 * DAY)
    actions.start(trial, actor=ward.charge[1], now=now - 14 * DAY)
    day = local_day(now, ward.zone) + 9 * DAY
    actions.move_due(trial, due_on=day, actor=ward.charge[1], now=now - 2 * DAY)


def _in_trouble(ward: Ward, now: datetime) -> None:
    """One is stuck, and for one the service is asked."""
    owner = ward.staff[3]
    stuck = _taken(
        ward, "Show on the chart when the next dose is due", _of(ChangeType.SOFTWARE_CHANGE), owner, now - 20 * DAY
    )
    actions.start(stuck, actor=owner, now=now - 18 * DAY)
    actions.get_stuck(
        stuck, blocker=Blocker.IT, note="The next version comes in spring.", actor=owner, now=now - 6 * DAY
    )
    asked = _taken(ward, "Move the hoists beside the lift", STORE, ward.manager, now - 25 * DAY)
    actions.get_stuck(
        asked, blocker=Blocker.ESTATES, note="The wall needs a permit.", actor=ward.manager, now=now - 5 * DAY
    )
    actions.ask_above(asked, actor=ward.manager, now=now - 4 * DAY)


def _looked_at(ward: Ward, now: datetime) -> None:
    """One whose day has come to say whether it works, one that did not, and one that was opened again after that."""
    _seen(ward, "Say phone orders back, word for word", _of(ChangeType.READ_BACK), ward.staff[0], now - 45 * DAY)
    failed = _seen(
        ward, "Put a sticker on the second oxygen port", _of(ChangeType.LABEL_OR_WARNING), ward.staff[1], now - 50 * DAY
    )
    note = "It was mixed up again on two nights."
    actions.check_effect(failed, effect=Effect.NO, note=note, actor=ward.charge[1], now=now - 2 * DAY)
    again = _seen(
        ward, "Move the phone out of the drug room", _of(ChangeType.REDUCE_DISTRACTION), ward.staff[2], now - 70 * DAY
    )
    at = now - 20 * DAY
    actions.check_effect(again, effect=Effect.NO, note="The phone still rings there.", actor=ward.charge[0], now=at)
    day = local_day(now, ward.zone) + 12 * DAY
    actions.reopen(again, due_on=day, note="The phone itself moves out.", actor=ward.staff[2], now=at + DAY)


def _of(kind: ChangeType) -> Plan:
    return Plan(kind, measure="Ten looks a week for four weeks, nine of ten right")


def _proposed(ward: Ward, title: str, owner: Actor, at: datetime) -> ActionItem:
    """Somebody who leads writes it down for another."""
    lead = ward.manager if owner is not ward.manager else ward.charge[0]
    return actions.open_item(
        ward.unit_id,
        title=title,
        owner_id=owner.person_id,
        due_on=local_day(at, ward.zone) + 21 * DAY,
        source_kind=SourceKind.MANUAL,
        source_id=None,
        lane=Lane.IMPROVEMENT,
        actor=lead,
        now=at,
    )


def _taken(ward: Ward, title: str, plan: Plan, owner: Actor, at: datetime) -> ActionItem:
    item = _proposed(ward, title, owner, at)
    actions.accept(item, plan, actor=owner, now=at + timedelta(hours=5))
    return item


def _seen(ward: Ward, title: str, plan: Plan, owner: Actor, at: datetime) -> ActionItem:
    """Done within a week, and looked at by a charge nurse two days later."""
    item = _taken(ward, title, plan, owner, at)
    actions.finish(item, note="Everybody on the unit knows it.", actor=owner, now=at + 7 * DAY)
    actions.verify(item, note="Looked on two shifts.", actor=ward.charge[0], now=at + 9 * DAY)
    return item
