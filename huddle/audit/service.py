"""Writing the trail, in the same transaction as the change it tells of."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, text

from huddle.audit.models import AuditEvent, UnitRevision
from huddle.core.actor import Actor
from huddle.core.storing import Change

_TOLD = Change(insert(AuditEvent).inline())
_BUMP = Change(
    text(
        "INSERT INTO unit_revision (unit_id, revision) VALUES (:unit_id, 1) "
        "ON CONFLICT (unit_id) DO UPDATE SET revision = unit_revision.revision + 1"
    ).bindparams(bindparam("unit_id", type_=UnitRevision.__table__.c.unit_id.type))
)
_BUMP_ALL = Change(text("UPDATE unit_revision SET revision = revision + 1"))


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
        _BUMP_ALL.run()
    elif unit_id is not None and is_change:
        _BUMP.run(unit_id=unit_id)
