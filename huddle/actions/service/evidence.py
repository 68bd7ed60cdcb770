"""Adding what shows that an item was done."""

from __future__ import annotations

from datetime import datetime

from huddle.actions import policy, queries, rules
from huddle.actions.models import ActionEvidence, ActionItem
from huddle.actions.rules import EventKind
from huddle.actions.service.trace import tell_and_record
from huddle.core import pictures
from huddle.core.actor import Actor
from huddle.core.db import db


def add_evidence(
    item: ActionItem, *, text: str = "", url: str = "", picture: bytes | None = None, actor: Actor, now: datetime
) -> ActionEvidence:
    """Add one piece: words, a link or a picture, each with words beside it if they help. It is never taken away.

    `picture` is one that huddle/core/pictures.py has drawn anew. Raises FieldRefused for nothing, for two in one and
    for an address that leads nowhere, RuleBroken where the item is over or shows enough already.
    """
    policy.can_add(actor, item).require()
    rules.require_room(item.status, queries.count_evidence(item.id))
    piece = ActionEvidence(
        item_id=item.id,
        kind=rules.evidence_kind(text, url, has_picture=picture is not None),
        text=text,
        url=url,
        picture=picture,
        media_type=None if picture is None else pictures.MEDIA_TYPE,
        at=now,
        by=actor.person_id,
    )
    db.session.add(piece)
    # Raises the version of the item, so that two pieces at the same moment are not one too many.
    tell_and_record(item, EventKind.EVIDENCE_ADDED, actor=actor, now=now)
    return piece
