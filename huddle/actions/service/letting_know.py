"""Whom a change of an action item concerns: they find it among their notifications."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.actions.models import ActionItem
from huddle.actions.rules import KEPT
from huddle.core.actor import Actor
from huddle.notifications.rules import NoticeKind
from huddle.notifications.service import Subject, notify


def let_know(item: ActionItem, kind: NoticeKind, person_id: UUID | None, *, actor: Actor, now: datetime) -> None:
    """Tell one person; nobody when that is whoever acts."""
    # no trace: whoever calls leaves one.
    due_on = item.due_on if kind is NoticeKind.ASKED else None
    about = Subject("action_item", item.id, item.unit_id)
    notify([person_id], kind, about=about, due_on=due_on, actor=actor, now=now)


def let_owner_know(item: ActionItem, *, actor: Actor, now: datetime) -> None:
    """Ask whoever is to own an improvement, while they have not answered."""
    # no trace: whoever calls leaves one.
    if item.status in KEPT and item.owner_answer is None:
        let_know(item, NoticeKind.ASKED, item.owner_id, actor=actor, now=now)
