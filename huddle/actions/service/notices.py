"""What a change means for those who wait for an item: news for whoever wrote it down, and old news taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from huddle.actions.models import ActionItem
from huddle.actions.queries import lists
from huddle.actions.queries.asking import today
from huddle.actions.rules import ActionStatus, EventKind, is_to_verify
from huddle.core.actor import Actor
from huddle.notifications import service as notifications
from huddle.notifications.rules import NoticeKind
from huddle.notifications.service import Subject

GIVES = frozenset({EventKind.OPENED, EventKind.HANDED_OVER})
DATES = frozenset({EventKind.MOVED, EventKind.REOPENED})
ON_BOARD_AHEAD = timedelta(days=1)
"""What is due by then stands on its owner's board already, and they are reminded of it."""
ANSWERS = frozenset({EventKind.CHANGE_SUGGESTED, EventKind.DECLINED})
OVERTAKES = frozenset(
    {
        EventKind.HANDED_OVER,
        EventKind.WENT_ON,
        EventKind.HELPED_ON,
        EventKind.DONE,
        EventKind.UNDONE,
        EventKind.VERIFIED,
        EventKind.NOT_VERIFIED,
        EventKind.DROPPED,
        EventKind.MERGED,
    }
)
"""After these nothing that was said of the item before is news any more, but that somebody does not have it now."""


def spread(item: ActionItem, kind: EventKind, *, actor: Actor, now: datetime) -> None:
    """Take back what is no news now, or give it its day; tell whoever got a quick fix or waits for an answer."""
    # no trace: whoever calls leaves one.
    about = Subject("action_item", item.id, item.unit_id)
    if kind in OVERTAKES:
        notifications.take_back(about, owner_id=item.owner_id, actor=actor, now=now)
    elif kind in DATES:
        notifications.move_day(about, item.due_on, actor=actor, now=now)
    if kind in GIVES and item.status is ActionStatus.OPEN:
        if item.due_on > today(item.unit_id, now) + ON_BOARD_AHEAD:
            notifications.notify(
                [item.owner_id], NoticeKind.ASKED, about=about, due_on=item.due_on, actor=actor, now=now
            )
    elif kind in ANSWERS:
        notifications.notify([item.created_by], NoticeKind.HANDED_BACK, about=about, actor=actor, now=now)
    elif kind is EventKind.DONE:
        say_it_is_to_verify(item, actor=actor, now=now)


def say_it_is_to_verify(item: ActionItem, *, actor: Actor, now: datetime) -> None:
    """Ask whoever wrote it down to look whether it is done, unless they own it or said themselves that it is."""
    # no trace: whoever calls leaves one.
    if not is_to_verify(item) or item.created_by in {item.owner_id, actor.user_id}:
        return
    if item.created_by not in lists.said_done([item])[item.id]:
        about = Subject("action_item", item.id, item.unit_id)
        notifications.notify([item.created_by], NoticeKind.TO_VERIFY, about=about, actor=actor, now=now)
