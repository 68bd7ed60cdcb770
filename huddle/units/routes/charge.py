"""I'm in charge: one tap."""

from __future__ import annotations

from uuid import UUID

from werkzeug.wrappers import Response

from huddle.accounts.routes import bp
from huddle.units import charge
from huddle.units.door_forms import TakeChargeForm
from huddle.units.routes.home import board_url, me_page
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.way_back import page_before
from huddle.web.writes import submit


@bp.post("/units/<uuid:unit_id>/charge-turns")
@access.unit_staff
def take_charge(unit_id: UUID) -> Response:
    form = TakeChargeForm.about(unit_id)
    return submit(
        form,
        page=lambda: me_page(form),
        save=lambda: charge.take(unit_id, actor=current_actor(), now=now()),
        to=lambda _: page_before() or board_url(unit_id),
        notice="You are in charge now.",
    )
