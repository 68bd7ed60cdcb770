"""What every change of an action item leaves behind: a line in its history, and one in the trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from huddle.actions.models import ActionEvent, ActionItem
from huddle.actions.rules import EventKind
from huddle.actions.service.notices import spread
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.storing import append


def tell_and_record(item: ActionItem, kind: EventKind, *, actor: Actor, now: datetime, **facts: Any) -> None:
    """Add to the history and to the trail. The version of the item after it gives the line its number."""
    db.session.flush()
    if db.session.get(ActionEvent, (item.id, item.version)) is not None:
        # Nothing of its own row changed, as when only its helpers did: it is another version all the same.
        flag_modified(item, "title")
        db.session.flush()
    append(ActionEvent, item_id=item.id, number=item.version, kind=kind, at=now, by=actor.person_id, **facts)
    spread(item, kind, actor=actor, now=now)
    audit.record(f"action_item.{kind}", subject=("action_item", item.id), actor=actor, now=now, unit_id=item.unit_id)
