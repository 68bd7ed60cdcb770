"""Action items in every state, brought there by the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from huddle.actions import service
from huddle.actions.models import ActionItem
from huddle.actions.rules import ActionStatus, Blocker, ChangeType, Effect, Lane, Plan, SourceKind
from huddle.core.transaction import transaction
from tests.support.ward import Ward

PLAN = Plan(change_type=ChangeType.READ_BACK, measure="10 calls a week, said back, for 4 weeks")
WAYS: dict[ActionStatus, str] = {
    ActionStatus.OPEN: "",
    ActionStatus.DONE: "finish",
    ActionStatus.PROPOSED: "",
    ActionStatus.ACCEPTED: "accept",
    ActionStatus.IN_PROGRESS: "accept start",
    ActionStatus.STUCK: "accept get_stuck",
    ActionStatus.ESCALATED: "accept get_stuck ask_above",
    ActionStatus.DONE_UNVERIFIED: "accept start finish",
    ActionStatus.VERIFIED: "accept start finish verify",
    ActionStatus.EFFECTIVE: "accept start finish verify wait works",
    ActionStatus.NOT_EFFECTIVE: "accept start finish verify wait works_not",
    ActionStatus.CLOSED: "accept start finish verify wait works wait wait works tell_back",
    ActionStatus.DROPPED: "drop",
    ActionStatus.MERGED: "merge",
}
"""What Bob (the owner), Alice (charge nurse, who verifies) and Maria do to bring an item into each state."""


def proposed(ward: Ward, *, lane: Lane | None = Lane.IMPROVEMENT, days: int = 21) -> ActionItem:
    """Maria writes something down for Bob."""
    with transaction():
        return service.open_item(
            ward.unit_id,
            title="Say phone orders back",
            owner_id=ward.bob.person_id,
            due_on=ward.now.date() + timedelta(days=days),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            lane=lane,
            actor=ward.maria,
            now=ward.now,
        )


def step(ward: Ward, item: ActionItem, name: str) -> None:
    """One step of WAYS, in a transaction of its own."""
    into = proposed(ward, days=20).id if name == "merge" else item.id
    owner: dict[str, Any] = {"actor": ward.bob, "now": ward.now}
    other: dict[str, Any] = {"actor": ward.alice, "now": ward.now}
    steps: dict[str, Callable[[], object]] = {
        "accept": lambda: service.accept(item, PLAN, **owner),
        "start": lambda: service.start(item, **owner),
        "get_stuck": lambda: service.get_stuck(item, blocker=Blocker.MONEY, note="", **owner),
        "ask_above": lambda: service.ask_above(item, **owner),
        "go_on": lambda: service.go_on(item, **owner),
        "finish": lambda: service.finish(item, note="It is on the phone card.", **owner),
        "undo_finish": lambda: service.undo_finish(item, **owner),
        "verify": lambda: service.verify(item, note="Heard it three times.", **other),
        "wait": lambda: ward.clock.tick(timedelta(days=31)),
        "works": lambda: service.check_effect(item, effect=Effect.WORKS, note="", **other),
        "works_not": lambda: service.check_effect(item, effect=Effect.NO, note="Nobody does it at night.", **other),
        "reopen": lambda: service.reopen(
            item, due_on=ward.now.date() + timedelta(days=14), note="A card on each phone", **owner
        ),
        "make_improvement": lambda: service.make_improvement(item, **other),
        "hand_over": lambda: service.hand_over(item, owner_id=ward.alice.person_id, actor=ward.maria, now=ward.now),
        "tell_back": lambda: service.tell_back(item, note="Orders are said back now.", **other),
        "drop": lambda: service.drop(item, reason="The phones go next month.", **owner),
        "merge": lambda: service.merge(item, into, actor=ward.maria, now=ward.now),
    }
    with transaction():
        steps[name]()


def item_in(ward: Ward, status: ActionStatus) -> ActionItem:
    """An item of Bob's in that state."""
    quick = status in {ActionStatus.OPEN, ActionStatus.DONE}
    item = proposed(ward, lane=Lane.QUICK_FIX if quick else Lane.IMPROVEMENT)
    for name in WAYS[status].split():
        step(ward, item, name)
    assert item.status is status
    return item
