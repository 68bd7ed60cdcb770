"""What becomes of one item: done, not done after all, another day, another owner, dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from huddle.actions import queries, service
from huddle.actions.forms import DropForm, FinishForm, HandOverForm, MoveDueForm, UndoForm
from huddle.actions.routes import bp
from huddle.actions.routes.items import today
from huddle.actions.routes.show import show_page
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.writes import submit


def change(
    unit_id: UUID,
    item_id: UUID,
    form: WriteForm,
    save: Callable[[Any], Any],
    notice: str,
    *,
    page: Callable[[Any], str] | None = None,
) -> Response:
    """Take one form about one item; `page` shows it again where it has a page of its own."""
    item = queries.get(unit_id, item_id)
    return submit(
        form,
        page=lambda: page(item) if page else show_page(unit_id, item_id, form),
        target=item,
        save=lambda: save(item),
        to=lambda _: url_for(".show", unit_id=unit_id, item_id=item_id),
        notice=notice,
    )


@bp.post("/<uuid:item_id>/completion")
@access.unit_staff
def finish(unit_id: UUID, item_id: UUID) -> Response:
    form = FinishForm.about(item_id)
    return change(
        unit_id,
        item_id,
        form,
        lambda item: service.finish(item, note=form.note.data or "", actor=current_actor(), now=now()),
        "Done. Thank you.",
    )


@bp.post("/<uuid:item_id>/reopening")
@access.unit_staff
def undo(unit_id: UUID, item_id: UUID) -> Response:
    return change(
        unit_id,
        item_id,
        UndoForm.about(item_id),
        lambda item: service.undo_finish(item, actor=current_actor(), now=now()),
        "It is open again.",
    )


@bp.post("/<uuid:item_id>/due-date")
@access.unit_staff
def move(unit_id: UUID, item_id: UUID) -> Response:
    form = MoveDueForm.about(item_id)
    return change(
        unit_id,
        item_id,
        form,
        lambda item: service.move_due(
            item, due_on=form.due_day(today()), why=form.why.data or "", actor=current_actor(), now=now()
        ),
        "The date is moved. The first date is kept beside it.",
    )


@bp.post("/<uuid:item_id>/owner")
@access.unit_staff
def hand_over(unit_id: UUID, item_id: UUID) -> Response:
    form = HandOverForm.about(item_id)
    form.offer(units.people(unit_id, now()))
    return change(
        unit_id,
        item_id,
        form,
        lambda item: service.hand_over(item, owner_id=UUID(form.owner_id.data), actor=current_actor(), now=now()),
        "Handed over.",
    )


@bp.post("/<uuid:item_id>/dropping")
@access.unit_staff
def drop(unit_id: UUID, item_id: UUID) -> Response:
    form = DropForm.about(item_id)
    return change(
        unit_id,
        item_id,
        form,
        lambda item: service.drop(item, reason=form.reason.data or "", actor=current_actor(), now=now()),
        "Dropped. The reason is on the list for everybody.",
    )
