"""Typing a sheet in: its page, where the QR code on it leads, and what it becomes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import signing
from huddle.core.dates import local_day
from huddle.downtime import queries, rules, service
from huddle.downtime.forms import FORMS, TypeDebriefForm, TypeHandoffForm, TypeHuddleForm
from huddle.downtime.routes import bp
from huddle.downtime.rules import PaperKind
from huddle.handoffs.queries import templates
from huddle.handoffs.rules import HandoffKind
from huddle.huddles.rules import FIRST_ROLES
from huddle.units import guests
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.writes import submit

PAGES = {
    PaperKind.SBAR: ("handoffs.show", "handoff_id"),
    PaperKind.HUDDLE: ("huddles.show", "huddle_id"),
    PaperKind.DEBRIEF: ("reviews.show", "review_id"),
}
TEMPLATES = {
    PaperKind.SBAR: "downtime/handoff.html",
    PaperKind.HUDDLE: "downtime/huddle.html",
    PaperKind.DEBRIEF: "downtime/debrief.html",
}


@bp.get("/<uuid:form_id>")
@access.unit_staff
def sheet(unit_id: UUID, form_id: UUID) -> str:
    stored = queries.get(unit_id, form_id)
    if stored.object_id is not None:
        names = units.names({stored.entered_by})
        return render_template(
            "downtime/entered.html",
            unit_id=unit_id,
            sheet=stored,
            name=names[stored.entered_by],
            kind=rules.KIND_LABELS[stored.kind],
            url=_page_of(unit_id, stored.kind, stored.object_id),
        )
    return _page(unit_id, form_id, _form(unit_id, form_id))


def _form(unit_id: UUID, form_id: UUID) -> Any:
    stored, me = queries.get(unit_id, form_id), str(current_actor().user_id)
    data = {"written_on": local_day(now(), zone_here()), "from_id": me}
    form = FORMS[stored.kind].about(form_id, data=data)
    if isinstance(form, TypeHandoffForm):
        form.offer(_on_paper(unit_id))
        form.wear(templates.shape_for(unit_id, HandoffKind.SHIFT))
    return form


def _on_paper(unit_id: UUID) -> list[tuple[UUID, str]]:
    """Who may stand on a sheet, by name: whoever works here now, and guests whose shift is over."""
    _here, gone = guests.of_unit(unit_id, now())
    names = {row[0].person_id: row.name for row in gone} | {one.id: one.name for one in units.people(unit_id, now())}
    return sorted(names.items(), key=lambda found: (found[1], found[0]))


def _page(unit_id: UUID, form_id: UUID, form: Any) -> str:
    stored = queries.get(unit_id, form_id)
    return render_template(
        TEMPLATES[stored.kind],
        unit_id=unit_id,
        sheet=stored,
        kind=rules.KIND_LABELS[stored.kind],
        form=form,
        roles=FIRST_ROLES,
    )


def _page_of(unit_id: UUID, kind: PaperKind, object_id: UUID) -> str:
    endpoint, argument = PAGES[kind]
    place: dict[str, Any] = {"unit_id": unit_id, argument: object_id}
    return url_for(endpoint, **place)


@bp.post("/<uuid:form_id>")
@access.unit_staff
def type_in(unit_id: UUID, form_id: UUID) -> Response:
    stored, form = queries.get(unit_id, form_id), _form(unit_id, form_id)
    take = signing.submit_signed if isinstance(form, TypeHandoffForm) else submit
    return take(
        form,
        page=lambda: _page(unit_id, form_id, form),
        save=lambda: _store(unit_id, form_id, form),
        to=lambda object_id: _page_of(unit_id, stored.kind, object_id),
        notice=f"Sheet {stored.number} is typed in.",
    )


def _store(unit_id: UUID, form_id: UUID, form: Any) -> UUID:
    stored, actor, at = queries.get(unit_id, form_id), current_actor(), now()
    if isinstance(form, TypeHandoffForm):
        return service.type_handoff(stored, form.said(zone_here()), form.written(), actor=actor, now=at)
    if isinstance(form, TypeHuddleForm):
        return service.type_huddle(stored, form.said(), form.written(), actor=actor, now=at)
    if isinstance(form, TypeDebriefForm):
        words = (form.title.data or "", form.answers(), form.written())
        return service.type_debrief(stored, *words, actor=actor, now=at)
    raise TypeError(form)
