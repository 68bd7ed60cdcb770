"""Lines of the lists of a huddle: what happened, who is new, what comes, what is broken."""

from __future__ import annotations

from uuid import UUID

from werkzeug.wrappers import Response

from huddle.huddles import queries, service
from huddle.huddles.forms import ITEM_FORMS, OFF, ItemTapForm
from huddle.huddles.routes import page
from huddle.huddles.routes.blueprint import bp
from huddle.huddles.rules import STEP_OF_ITEM, ItemKind
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.post(f"/<uuid:huddle_id>/items/<any({', '.join(ItemKind)}):item_kind>")
@access.unit_staff
@access.stays_open
def add_item(unit_id: UUID, huddle_id: UUID, item_kind: str) -> Response:
    huddle, which = queries.get(unit_id, huddle_id), ItemKind(item_kind)
    form = ITEM_FORMS[which].about(unit_id)
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.add_item(
            huddle, kind=which, text=form.text.data or "", facts=form.facts(), actor=current_actor(), now=now()
        ),
        to=lambda _: page.place(unit_id, huddle_id, STEP_OF_ITEM[which]),
    )


@bp.post("/<uuid:huddle_id>/lines/<uuid:line_id>")
@access.unit_staff
@access.stays_open
def tap_item(unit_id: UUID, huddle_id: UUID, line_id: UUID) -> Response:
    """Take a line off its list, or put it back."""
    huddle = queries.get(unit_id, huddle_id)
    item = queries.get_item(huddle, line_id)
    form = ItemTapForm.about(f"{huddle_id}-{line_id}")
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: (service.take_off if form.put.data == OFF else service.put_back)(
            huddle, item_id=line_id, actor=current_actor(), now=now()
        ),
        to=lambda _: page.place(unit_id, huddle_id, STEP_OF_ITEM[item.kind]),
    )
