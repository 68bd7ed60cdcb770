"""Writing the trail, in the same transaction as the change it tells of."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert

from huddle.audit import revisions
from huddle.audit.models import AuditEvent
from huddle.core.actor import Actor
from huddle.core.storing import Change

_TOLD = Change(insert(AuditEvent).inline())


def record(
    action: str,
    *,
    subject: tuple[str, UUID | None],
    actor: Actor,
    now: datetime,
    unit_id: UUID | None = None,
    is_change: bool = True,
    everywhere: bool = False,
) -> None:
    """Add one event, and tell the boards of its unit that something changed.

    `action` is ours ("handoff.acknowledged"), `subject` a kind and an id. Nothing a person typed belongs here.
    `is_change` is False when somebody only read what is recorded when it is read: then no board is asked for anew.
    `everywhere` is for what may stand on any board (a name, a time zone): all of them are.
    """
    _TOLD.run(
        at=now,
        actor_id=actor.user_id,
        actor_kind="person" if actor.user_id else "job",
        device_id=actor.device_id,
        action=action,
        subject_kind=subject[0],
        subject_id=subject[1],
        unit_id=unit_id,
    )
    if everywhere:
        revisions.bump_all()
    elif unit_id is not None and is_change:
        revisions.bump(unit_id)
