"""Which beds a unit has: set up once by its manager. Whose they are tonight is a screen of the handoffs."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from huddle.beds import queries, service
from huddle.beds.forms import ListBedsForm
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit

bp = Blueprint("beds", __name__, url_prefix="/units/<uuid:unit_id>/bed-list")


@bp.get("")
@access.unit_setup
def show(unit_id: UUID) -> str:
    return _page(unit_id, _form(unit_id))


def _form(unit_id: UUID) -> ListBedsForm:
    stored = queries.bed_list(unit_id)
    version, known = (stored.version, {"beds": stored.beds}) if stored else (0, {})
    form: ListBedsForm = ListBedsForm.about(unit_id, version=version, data=known)
    return form


def _page(unit_id: UUID, form: ListBedsForm) -> str:
    return render_template("beds/list.html", unit=units.facts(unit_id), form=form, count=len(queries.listed(unit_id)))


@bp.post("")
@access.unit_setup
def save(unit_id: UUID) -> Response:
    form, stored = _form(unit_id), queries.bed_list(unit_id)
    return submit(
        form,
        target=stored,
        page=lambda: _page(unit_id, form),
        save=lambda: service.list_beds(unit_id, form.beds.data or "", actor=current_actor(), now=now()),
        to=lambda _: url_for("admin.unit", unit_id=unit_id),
        notice="The beds are listed.",
    )
