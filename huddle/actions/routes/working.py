"""Working on an improvement: started, stuck, help asked for above, going on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from huddle.actions import policy, queries, rules, service
from huddle.actions.forms import ABOVE, AskAboveForm, GoOnForm, ImproveForm, StartForm, StuckForm
from huddle.actions.queries import planning
from huddle.actions.routes import bp
from huddle.actions.routes.changes import change
from huddle.actions.rules import ActionStatus, Blocker
from huddle.web import access
from huddle.web.context import current_actor, now

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem

ASKED = "Asked. The answer comes back to this page."


@bp.post("/<uuid:item_id>/beginning")
@access.unit_staff
def start(unit_id: UUID, item_id: UUID) -> Response:
    return change(
        unit_id,
        item_id,
        StartForm.about(item_id),
        lambda item: service.start(item, actor=current_actor(), now=now()),
        "It is in progress.",
    )


@bp.get("/<uuid:item_id>/blocker")
@access.unit_staff
def blocker(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    return _blocker_page(item, StuckForm.about(item_id, version=item.version))


def _blocker_page(item: ActionItem, form: StuckForm) -> str:
    level = planning.level_to_ask(item.unit_id)
    return render_template(
        "actions/stuck.html",
        here={"unit_id": item.unit_id, "item_id": item.id},
        item=item,
        form=form,
        can=policy.can_change(current_actor(), item),
        may_get_stuck=ActionStatus.STUCK in rules.NEXT[item.status],
        above=level.name if level else "",
        ask_value=ABOVE,
    )


@bp.post("/<uuid:item_id>/blocker")
@access.unit_staff
def say_stuck(unit_id: UUID, item_id: UUID) -> Response:
    form = StuckForm.about(item_id)

    def save(item: ActionItem) -> None:
        by = {"actor": current_actor(), "now": now()}
        service.get_stuck(item, blocker=Blocker(form.blocker.data), note=form.note.data or "", **by)  # type: ignore[arg-type]
        if form.ask.data:
            service.ask_above(item, **by)  # type: ignore[arg-type]

    notice = ASKED if form.ask.data else "Said. Whoever leads the unit sees that it is stuck."
    return change(unit_id, item_id, form, save, notice, page=lambda item: _blocker_page(item, form))


@bp.post("/<uuid:item_id>/escalation")
@access.unit_staff
def ask_above(unit_id: UUID, item_id: UUID) -> Response:
    return change(
        unit_id,
        item_id,
        AskAboveForm.about(item_id),
        lambda item: service.ask_above(item, actor=current_actor(), now=now()),
        ASKED,
    )


@bp.post("/<uuid:item_id>/continuation")
@access.unit_staff
def go_on(unit_id: UUID, item_id: UUID) -> Response:
    return change(
        unit_id,
        item_id,
        GoOnForm.about(item_id),
        lambda item: service.go_on(item, actor=current_actor(), now=now()),
        "It goes on.",
    )


@bp.post("/<uuid:item_id>/improvement")
@access.unit_staff
def improve(unit_id: UUID, item_id: UUID) -> Response:
    return change(
        unit_id,
        item_id,
        ImproveForm.about(item_id),
        lambda item: service.make_improvement(item, actor=current_actor(), now=now()),
        "It is followed to the end now: somebody else looks whether it is done and whether it works.",
    )
