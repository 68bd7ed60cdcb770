"""Action items that are stuck on a unit and ask this level for help."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.actions import policy, rules, service
from huddle.actions.queries import planning
from huddle.tiers.forms import HelpItemForm
from huddle.tiers.routes import LEVEL, bp, page
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.sources import secret
from huddle.web.writes import same_answer, submit

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem
    from huddle.units.rules import Level

ITEM = LEVEL + "/action-items/<uuid:item_id>"


@bp.get(ITEM)
@access.signed_in
@access.stays_open
def action_item(kind: str, level_id: UUID, item_id: UUID) -> str:
    here = page.level_here(kind, level_id)
    item = planning.for_level(here, item_id, current_actor(), secret)
    return _page(here, item, HelpItemForm.about(item_id, version=item.version))


def _page(here: Level, item: ActionItem, form: HelpItemForm) -> str:
    return render_template(
        "tiers/action_item.html",
        level=here,
        item=item,
        form=form,
        unit=units.facts(item.unit_id),
        can=policy.can_help(current_actor(), here),
        kinds=rules.TYPE_LABELS,
        blockers=rules.BLOCKER_LABELS,
    )


@bp.post(ITEM + "/answer")
@access.signed_in
@access.stays_open
def help_item(kind: str, level_id: UUID, item_id: UUID) -> Response:
    """Answer it. It is gone from this level with that, so the same answer sent twice is looked for first."""
    here = page.level_here(kind, level_id)
    form = HelpItemForm.about(item_id)
    if again := same_answer(form):
        return again
    item = planning.for_level(here, item_id, current_actor(), secret)
    return submit(
        form,
        page=lambda: _page(here, item, form),
        target=item,
        save=lambda: service.answer_above(item, answer=form.answer.data or "", actor=current_actor(), now=now()),
        to=lambda _: url_for(".level", kind=here.kind.value, level_id=here.id),
        notice="Answered. It goes on with that.",
    )
