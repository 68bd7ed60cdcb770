"""Writing a new action item down, with the coach beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.actions import service
from huddle.actions.forms.lists import NewItemForm
from huddle.actions.routes import bp
from huddle.actions.routes.coaching import NO_HINTS, Typed, counsel
from huddle.actions.routes.items import today
from huddle.actions.rules import LANE_OF_SOURCE, SOURCE_LABELS, DueIn, Lane, SourceKind, due_day
from huddle.core.errors import NotFound
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.sources import SourceLink, source_link
from huddle.web.writes import submit


def _as_its_page_allows() -> bool:
    return False


@bp.get("/new")
@access.unit_staff
def new(unit_id: UUID) -> str:
    return _new_page(unit_id, _new_form(unit_id, request.args.get("from", "")), request.args.get("from", ""))


@bp.post("")
@access.unit_staff
def create(unit_id: UUID) -> Response:
    sent_from = request.form.get("source", "")
    form = _new_form(unit_id, sent_from)
    kind, source_id, _link = _source(unit_id, sent_from)
    return submit(
        form,
        page=lambda: _new_page(unit_id, form, sent_from),
        save=lambda: service.open_item(
            unit_id,
            **form.promised(today()),
            source_kind=kind,
            source_id=source_id,
            lane=form.lane(LANE_OF_SOURCE[kind]),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda item: url_for(".show", unit_id=unit_id, item_id=item.id),
        notice="It is on the list. Its first date is kept, even if it moves.",
    )


def _new_form(unit_id: UUID, sent_from: str) -> NewItemForm:
    """The seal of the form holds the source too, so nobody changes it on the way."""
    form: NewItemForm = NewItemForm.about(sent_from or unit_id)
    people = units.people(unit_id, now())
    form.offer_near(people, current_actor().person_id, units.on_shift(unit_id, now(), among=people))
    return form


def _new_page(unit_id: UUID, form: NewItemForm, sent_from: str) -> str:
    kind, source_id, link = _source(unit_id, sent_from)
    return render_template(
        "actions/new.html",
        unit_id=unit_id,
        form=form,
        source=sent_from,
        source_label=SOURCE_LABELS[kind],
        link=link,
        asks_lane=LANE_OF_SOURCE[kind] is Lane.QUICK_FIX,
        counsel=counsel(unit_id, _typed(form, kind, source_id)),
    )


def _typed(form: NewItemForm, kind: SourceKind, source_id: UUID | None) -> Typed:
    """What stands in the form, whether or not it would be taken."""
    due_on: date | None = form.due_on.data
    if due_on is None and form.due_in.data in set(DueIn):
        due_on = due_day(DueIn(form.due_in.data), today())
    # Somebody who has not come to "who?" yet has forgotten nothing.
    has_owner = form.has_owner or due_on is None
    return Typed(form.title.data or "", form.lane(LANE_OF_SOURCE[kind]), has_owner, due_on, (kind, source_id))


@bp.post("/coaching")
@access.unit_staff
@access.stays_open_if(_as_its_page_allows)
def coaching(unit_id: UUID) -> Response:
    """The coach beside what is being typed. A post, so that the words are in no address and no log."""
    beside = request.args.get("from", "")
    sent_from = beside or request.form.get("source", "")
    kind, source_id, _link = _source(unit_id, sent_from)
    found = counsel(unit_id, _typed(_new_form(unit_id, sent_from), kind, source_id))
    # The page of another feature has its own wording help.
    shown = render_template("actions/_coach.html", counsel=replace(found, wording=NO_HINTS) if beside else found)
    return make_response(shown, 200 if request.form else 422)


def _source(unit_id: UUID, sent_from: str) -> tuple[SourceKind, UUID | None, SourceLink | None]:
    """Read `kind:id`. Raises NotFound for what is not there, or not for this person."""
    if not sent_from:
        return SourceKind.MANUAL, None, None
    kind_text, _colon, id_text = sent_from.partition(":")
    try:
        kind, id_ = SourceKind(kind_text), UUID(id_text)
    except ValueError:
        raise NotFound from None
    link = source_link(kind, unit_id, id_, current_actor())
    if link is None or link.has_own_form:
        raise NotFound
    return kind, id_, link
