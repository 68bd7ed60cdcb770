"""Who is told of a change of an action item, beside whoever looks at it: in the same transaction, without its words."""

from __future__ import annotations

from datetime import datetime

from huddle.actions.models import ActionItem
from huddle.actions.rules import ActionStatus, EventKind
from huddle.core.actor import Actor
from huddle.notifications import service as notifications
from huddle.notifications.rules import NoticeKind
from huddle.notifications.service import Subject

TO_OWNER = {
    EventKind.OPENED: NoticeKind.ASKED,
    EventKind.HANDED_OVER: NoticeKind.ASKED,
    EventKind.VERIFIED: NoticeKind.VERIFIED,
    EventKind.NOT_VERIFIED: NoticeKind.REOPENED,
    EventKind.REOPENED: NoticeKind.REOPENED,
}
TO_AUTHOR = {EventKind.CHANGE_SUGGESTED: NoticeKind.HANDED_BACK, EventKind.DECLINED: NoticeKind.HANDED_BACK}
OVERTAKES = frozenset({EventKind.HANDED_OVER, EventKind.DONE, EventKind.DROPPED, EventKind.MERGED})
"""After these nothing that was said of the item before is news any more."""


def spread(item: ActionItem, kind: EventKind, actor: Actor, now: datetime) -> None:
    """Tell its owner, or whoever wrote it down, what this means for them; take back what is no news any more."""
    about = Subject("action_item", item.id, item.unit_id)
    if kind in OVERTAKES:
        notifications.take_back(about, actor=actor, now=now)
    if kind in TO_OWNER:
        notifications.notify([item.owner_id], TO_OWNER[kind], about=about, due_on=item.due_on, actor=actor, now=now)
    elif kind in TO_AUTHOR:
        notifications.notify([item.created_by], TO_AUTHOR[kind], about=about, actor=actor, now=now)
    elif item.status is ActionStatus.DONE_UNVERIFIED and kind is EventKind.DONE and item.created_by != item.owner_id:
        notifications.notify([item.created_by], NoticeKind.TO_VERIFY, about=about, actor=actor, now=now)
