"""Telling everybody what became of an item, saying that one has seen it, and letting it go on within another."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.actions import policy, queries, rules, service
from huddle.actions.forms import ItemSeenForm, MergeForm, TellForm
from huddle.actions.routes import bp
from huddle.actions.routes.show import show_page
from huddle.core.errors import RuleBroken
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.sources import raiser
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem


@bp.post("/<uuid:item_id>/telling-back")
@access.unit_staff
def tell_back(unit_id: UUID, item_id: UUID) -> Response:
    form, item = TellForm.about(item_id), queries.get(unit_id, item_id)
    return submit(
        form,
        page=lambda: show_page(unit_id, item_id, form),
        target=item,
        save=lambda: service.tell_back(item, note=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: url_for(".show", unit_id=unit_id, item_id=item_id),
        notice="Told. It is on the board, and whoever raised it reads it when they sign in.",
    )


@bp.post("/<uuid:item_id>/reading")
@access.unit_staff
def say_seen(unit_id: UUID, item_id: UUID) -> Response:
    form, item = ItemSeenForm.about(item_id), queries.get(unit_id, item_id)
    return submit(
        form,
        page=lambda: show_page(unit_id, item_id, form),
        save=lambda: service.say_seen(
            item, raiser_id=raiser(item.source_kind, item.source_id), actor=current_actor(), now=now()
        ),
        to=lambda _: url_for("today.board", unit_id=unit_id),
    )


@bp.get("/<uuid:item_id>/merging")
@access.unit_staff
def merging(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    policy.can_change(current_actor(), item).require()
    if not rules.can_merge(item):
        raise RuleBroken(rules.REFUSED[item.status])
    return _merge_page(item, _merge_form(item))


@bp.post("/<uuid:item_id>/merging")
@access.unit_staff
def merge(unit_id: UUID, item_id: UUID) -> Response:
    item = queries.get(unit_id, item_id)
    form = _merge_form(item)
    return submit(
        form,
        page=lambda: _merge_page(item, form),
        target=item,
        save=lambda: service.merge(item, UUID(form.into_id.data), actor=current_actor(), now=now()),
        to=lambda _: url_for(".show", unit_id=unit_id, item_id=item.merged_into_id),
        notice="They are one now. Whoever raised either is told what becomes of it.",
    )


def _merge_form(item: ActionItem) -> MergeForm:
    form: MergeForm = MergeForm.about(item.id, version=item.version)
    form.offer(queries.can_take(item))
    return form


def _merge_page(item: ActionItem, form: MergeForm) -> str:
    return render_template("actions/merging.html", unit_id=item.unit_id, item=item, form=form)
