"""What stands in the lists of a huddle: added, taken off, put back; never overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused
from huddle.huddles import rules
from huddle.huddles.models import Huddle, HuddleItem
from huddle.huddles.queries import rows
from huddle.huddles.queries.locking import take_part
from huddle.huddles.rules import ItemKind
from huddle.huddles.service.trace import store_and_record


def add_item(
    huddle: Huddle,
    *,
    kind: ItemKind,
    text: str,
    facts: Mapping[str, str | bool],
    actor: Actor,
    now: datetime,
) -> HuddleItem:
    """Add one line to a list. What is said twice stands there twice; one of them can be taken off."""
    take_part(huddle, actor)
    if len(text) > rules.ITEM_LIMIT:
        raise FieldRefused("text", f"Use at most {rules.ITEM_LIMIT} letters.")
    item = HuddleItem(
        id=uuid4(), huddle_id=huddle.id, kind=kind, text=text, facts=dict(facts), by=actor.person_id, at=now
    )
    db.session.add(item)
    store_and_record(huddle, "item_added", actor=actor, now=now)
    return item


def take_off(huddle: Huddle, *, item_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a line off its list; until the huddle closes it can be put back."""
    take_part(huddle, actor)
    item = rows.get_item(huddle, item_id)
    if item.gone_at is None:
        item.gone_at, item.gone_by = now, actor.person_id
    store_and_record(huddle, "item_taken_off", actor=actor, now=now)


def put_back(huddle: Huddle, *, item_id: UUID, actor: Actor, now: datetime) -> None:
    """Put a line back that was taken off."""
    take_part(huddle, actor)
    item = rows.get_item(huddle, item_id)
    item.gone_at, item.gone_by = None, None
    store_and_record(huddle, "item_put_back", actor=actor, now=now)
