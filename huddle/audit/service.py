"""Writing the trail, in the same transaction as the change it tells of."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite

from huddle.audit.models import AuditEvent, UnitRevision
from huddle.core.actor import Actor
from huddle.core.db import db, is_sqlite

_INSERT = insert(AuditEvent)
_BUMP_SQLITE = sqlite.insert(UnitRevision).values(unit_id=bindparam("unit_id"), revision=1)
_BUMP_SQLITE = _BUMP_SQLITE.on_conflict_do_update(
    index_elements=["unit_id"], set_={"revision": UnitRevision.revision + 1}
)
_BUMP_POSTGRESQL = postgresql.insert(UnitRevision).values(unit_id=bindparam("unit_id"), revision=1)
_BUMP_POSTGRESQL = _BUMP_POSTGRESQL.on_conflict_do_update(
    index_elements=["unit_id"], set_={"revision": UnitRevision.revision + 1}
)


def record(
    action: str,
    *,
    subject: tuple[str, UUID | None],
    actor: Actor,
    now: datetime,
    unit_id: UUID | None = None,
) -> None:
    """Add one event, and tell the boards of its unit that something changed.

    `action` is ours ("handoff.acknowledged"), `subject` a kind and an id. Nothing a person typed belongs here.
    """
    db.session.execute(
        _INSERT,
        {
            "at": now,
            "actor_id": actor.user_id,
            "actor_kind": "person" if actor.user_id else "job",
            "device_id": actor.device_id,
            "action": action,
            "subject_kind": subject[0],
            "subject_id": subject[1],
            "unit_id": unit_id,
        },
    )
    if unit_id is not None:
        db.session.execute(_BUMP_SQLITE if is_sqlite() else _BUMP_POSTGRESQL, {"unit_id": unit_id})
