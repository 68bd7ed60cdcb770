"""The list, a new item, one item."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.actions import policy, queries, rules, service
from huddle.actions.forms import DropForm, FinishForm, HandOverForm, MoveDueForm, OpenItemForm, UndoForm
from huddle.actions.routes import bp
from huddle.actions.rules import DUE_LABELS, SOURCE_LABELS, SourceKind
from huddle.core.dates import local_day
from huddle.core.errors import NotFound
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm
from huddle.web.htmx import page_or_partial
from huddle.web.sources import SourceLink, secret, source_link
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem

COUNTED = timedelta(days=30)
YESTERDAY = timedelta(days=1)


def today() -> date:
    """The unit's day."""
    return local_day(now(), zone_here())


@bp.get("")
@access.unit_staff
def index(unit_id: UUID) -> str:
    mine = request.args.get("whose") == "mine"
    me = current_actor().person_id
    still_open = [item for item in queries.open_items(unit_id) if not mine or item.owner_id == me]
    done = queries.done_recently(unit_id, owner_id=me if mine else None)
    return page_or_partial(
        "actions/index.html",
        "actions/_list.html",
        unit_id=unit_id,
        mine=mine,
        heaps=rules.by_date(still_open, today()),
        done=done,
        # Of the unit only: nobody is counted.
        counts=None if mine else queries.month_counts(unit_id, today() - COUNTED, today() - YESTERDAY),
        names=units.names({item.owner_id for item in (*still_open, *done)}),
        sources=_labels((*still_open, *done)),
        due_tag=lambda item: rules.due_tag(item.due_on, today()),
    )


def _labels(items: Collection[ActionItem]) -> dict[UUID, str]:
    """Where each comes from, in two words; nothing where this person is not to know that there is such a thing."""
    hidden = secret([(item.source_kind, item.source_id) for item in items], current_actor())
    return {item.id: "" if item.source_id in hidden else SOURCE_LABELS[item.source_kind] for item in items}


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
            title=form.title.data or "",
            owner_id=form.chosen_owner,
            due_on=form.due_day(today()),
            source_kind=kind,
            source_id=source_id,
            actor=current_actor(),
            now=now(),
        ),
        to=lambda item: url_for(".show", unit_id=unit_id, item_id=item.id),
        notice="It is on the list. Its first date is kept, even if it moves.",
    )


def _new_form(unit_id: UUID, sent_from: str) -> OpenItemForm:
    """The seal of the form holds the source too, so nobody changes it on the way."""
    form: OpenItemForm = OpenItemForm.about(sent_from or unit_id)
    form.offer(units.people(unit_id, now()))
    return form


def _new_page(unit_id: UUID, form: OpenItemForm, sent_from: str) -> str:
    kind, _id, link = _source(unit_id, sent_from)
    label = SOURCE_LABELS[kind]
    return render_template(
        "actions/new.html", unit_id=unit_id, form=form, source=sent_from, source_label=label, link=link
    )


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


@bp.get("/<uuid:item_id>")
@access.unit_staff
def show(unit_id: UUID, item_id: UUID) -> str:
    return show_page(unit_id, item_id)


def show_page(unit_id: UUID, item_id: UUID, form: WriteForm | None = None) -> str:
    """One item with everything that may be done with it; `form` is the one that was refused, if any."""
    item, actor = queries.get(unit_id, item_id), current_actor()
    people, history = units.people(unit_id, now()), queries.history(item_id)
    return render_template(
        "actions/show.html",
        unit_id=unit_id,
        item=item,
        form=form,
        forms=_forms(item.id, item.version, people, form),
        can_change=policy.can_change(actor, item),
        can_undo=item.done_at is not None and now() - item.done_at <= rules.UNDO_WITHIN,
        is_mine=actor.user_id == item.owner_id,
        me=actor.user_id,
        due=rules.due_tag(item.due_on, today()),
        names=units.names(_people_of(history) | {item.owner_id, item.created_by}),
        history=history,
        source_label=_labels([item])[item.id],
        link=source_link(item.source_kind, unit_id, item.source_id, actor),
        presets=DUE_LABELS,
    )


def _forms(item_id: UUID, version: int, people: list[units.Person], refused: WriteForm | None) -> dict[str, WriteForm]:
    """One empty form for each thing that may be done, and the refused one as it was sent."""
    forms: dict[str, WriteForm] = {
        "finish": FinishForm.beside(item_id, version=version),
        "undo": UndoForm(None, str(item_id), version, None),
        "move": MoveDueForm(None, str(item_id), version, None),
        "hand_over": HandOverForm.empty(item_id, version, people),
        "drop": DropForm.beside(item_id, version=version),
    }
    return {name: refused if type(refused) is type(form) else form for name, form in forms.items()}


def _people_of(history: Any) -> set[UUID | None]:
    return {person for event in history for person in (event.by, event.from_person, event.to_person)}
