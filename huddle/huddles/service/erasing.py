"""The end of what a huddle wrote of patients: watchers lose their identifiers and words, that there were some stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.huddles.models import HuddleWatcher, Watcher

AT_ONCE = 200


def erase_old(before: datetime, *, actor: Actor, now: datetime) -> int:
    """Erase up to 200 watchers of whom nobody has spoken since `before`; how many they were."""
    spoken_of = select(func.max(HuddleWatcher.at)).where(HuddleWatcher.watcher_id == Watcher.id).scalar_subquery()
    last = func.coalesce(Watcher.ended_at, spoken_of, Watcher.added_at)
    old = select(Watcher.id).where(last < before, Watcher.patient_id1 != "")
    ids = list(db.session.execute(old.order_by(Watcher.added_at, Watcher.id).limit(AT_ONCE)).scalars())
    blank = dict.fromkeys(("patient_id1", "patient_id2", "bed", "plan", "trigger"), "")
    statement = update(Watcher).where(Watcher.id.in_(ids)).values(blank)
    db.session.execute(statement.execution_options(synchronize_session=False))
    for id_ in ids:
        audit.record("watcher.erased", subject=("watcher", id_), actor=actor, now=now)
    return len(ids)
