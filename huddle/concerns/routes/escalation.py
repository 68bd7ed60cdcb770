"""Asking a level above."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.concerns import policy, queries, rules, service
from huddle.concerns.forms import EscalateForm
from huddle.concerns.routes import bp, page
from huddle.concerns.rules import Harm, Reason
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import UNIT_TIER, Level
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/<uuid:concern_id>/escalation")
@access.unit_staff
def escalation(unit_id: UUID, concern_id: UUID) -> str:
    """The form for one level: the next one above, or the one in the address (`tier`)."""
    concern, level = queries.get(unit_id, concern_id), _level(unit_id)
    data = {"harm": concern.harm, "immediate_fix": concern.immediate_fix}
    return _page(concern, level, EscalateForm.about(_about(concern, level), version=concern.version, data=data))


@bp.post("/<uuid:concern_id>/escalation")
@access.unit_staff
def escalate(unit_id: UUID, concern_id: UUID) -> Response:
    concern, level = queries.get(unit_id, concern_id), _level(unit_id)
    form = EscalateForm.about(_about(concern, level), version=concern.version)
    return submit(
        form,
        page=lambda: _page(concern, level, form),
        target=concern,
        save=lambda: service.escalate(
            concern,
            tier=level.tier,
            reason=Reason(form.reason.data),
            harm=Harm(form.harm.data),
            immediate_fix=form.immediate_fix.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".show", unit_id=unit_id, concern_id=concern_id),
        notice=f"{level.name} has it now, and the answer comes back here.",
    )


def _level(unit_id: UUID) -> Level:
    asked = request.args.get("tier", "")
    return levels.of_tier(unit_id, int(asked) if asked.isascii() and asked.isdigit() else UNIT_TIER + 1)


def _about(concern: Any, level: Level) -> str:
    """The seal of the form holds the level too: what is read is what is asked."""
    return f"{concern.id}-{level.tier}"


def _page(concern: Any, level: Level, form: EscalateForm) -> str:
    policy.can_escalate(current_actor(), concern).require()
    unit = units.facts(concern.unit_id)
    return render_template(
        "concerns/escalation.html",
        unit_id=concern.unit_id,
        concern=concern,
        level=level,
        others=[other for other in levels.above(concern.unit_id) if other.tier > UNIT_TIER and other != level],
        receiver=units.names({level.receiver_id})[level.receiver_id] if level.receiver_id else "",
        due=rules.response_due(level.tier, now(), unit.zone),
        unit=unit,
        calls=page.calls(concern.unit_id, level),
        form=form,
    )
