"""Writing beside an item, telling everybody what became of it, and saying that one has seen that."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from huddle.actions import policy, rules
from huddle.actions.models import ActionComment, ActionItem
from huddle.actions.queries.asking import require_words
from huddle.actions.rules import ActionStatus, EventKind
from huddle.actions.service.trace import tell_and_record
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import NotPermitted, RuleBroken


def comment(item: ActionItem, *, text: str, actor: Actor, now: datetime) -> ActionComment:
    """Write something beside an item. It is never changed and never taken away."""
    policy.can_add(actor, item).require()
    if item.status is ActionStatus.MERGED:
        raise RuleBroken(rules.REFUSED[item.status])
    require_words("text", text, "Write something first.")
    written = ActionComment(item_id=item.id, at=now, by=actor.person_id, text=text)
    db.session.add(written)
    db.session.flush()
    audit.record("action_item.commented", subject=("action_item", item.id), actor=actor, now=now, unit_id=item.unit_id)
    return written


def tell_back(item: ActionItem, *, note: str, actor: Actor, now: datetime) -> None:
    """Say on the board, and to whoever raised it, what became of an improvement.

    It is closed with that when its effect checks are answered or it needs none; else the last of them closes it.
    Raises RuleBroken for a quick fix (it tells by itself), before somebody else has seen it done, and a second time.
    """
    rules.require_tellable(item)
    policy.can_tell(actor, item).require()
    require_words("note", note, "Say in one or two sentences what was done.")
    item.told_back_at, item.told_back_by, item.told_back_note = now, actor.person_id, note
    if item.status is not ActionStatus.DROPPED and rules.is_over(item):
        item.status = rules.move(item.status, ActionStatus.CLOSED)
    tell_and_record(item, EventKind.TOLD_BACK, actor=actor, now=now)


def say_seen(item: ActionItem, *, raiser_id: UUID | None, actor: Actor, now: datetime) -> None:
    """Whoever raised what the item came from, or wrote it down, has seen what became of it. May be said twice.

    `raiser_id` is who raised the source, where somebody did. Nobody else's form on the item grows old by it.
    """
    seen: dict[str, datetime] = {}
    if actor.user_id is not None and actor.user_id == raiser_id:
        seen["raiser_seen_at"] = now
    if actor.user_id == item.created_by:
        seen["writer_seen_at"] = now
    if not seen:
        raise NotPermitted("Only whoever raised this or wrote it down can say that they have seen it.")
    db.session.execute(update(ActionItem).where(ActionItem.id == item.id).values(seen))
    audit.record(
        "action_item.seen",
        subject=("action_item", item.id),
        actor=actor,
        now=now,
        unit_id=item.unit_id,
        is_change=False,
    )
