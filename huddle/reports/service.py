"""Taking figures and lists out of Huddle."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.reports import policy
from huddle.reports.models import FigureExport
from huddle.reports.rules.exporting import Format, What, require_reason


def export(unit_id: UUID, *, what: What, format_: Format, reason: str, actor: Actor, now: datetime) -> FigureExport:
    """Write down who takes what out of Huddle, and why. Raises NotPermitted, or FieldRefused without a reason."""
    policy.can_export(actor, unit_id, what).require()
    require_reason(reason)
    made = FigureExport(unit_id=unit_id, what=what, format=format_, reason=reason, at=now, by=actor.person_id)
    db.session.add(made)
    db.session.flush()
    subject = ("figure_export", made.id)
    audit.record(f"{what}.exported", subject=subject, actor=actor, now=now, unit_id=unit_id, is_change=False)
    return made
