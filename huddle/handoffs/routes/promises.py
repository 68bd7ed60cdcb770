"""What a handoff leaves to the unit: one thing to be done becomes an action item, a concern goes to the huddle."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from huddle.concerns.rules import Topic
from huddle.core.dates import local_day
from huddle.handoffs import policy, queries, service
from huddle.handoffs.forms import ConcernFromHandoffForm, ItemFromHandoffForm
from huddle.handoffs.forms.promises import WITHOUT_THE_PATIENT
from huddle.handoffs.routes.blueprint import bp
from huddle.handoffs.routes.page import address
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.writes import submit


@bp.get("/<uuid:handoff_id>/actions/<int:number>/action-item")
@access.unit_staff
def new_item(unit_id: UUID, handoff_id: UUID, number: int) -> str:
    action = _action(unit_id, handoff_id, number)
    return _item_page(unit_id, handoff_id, number, _item_form(unit_id, action))


@bp.post("/<uuid:handoff_id>/actions/<int:number>/action-item")
@access.unit_staff
def open_item(unit_id: UUID, handoff_id: UUID, number: int) -> Response:
    form = _item_form(unit_id, _action(unit_id, handoff_id, number))
    return submit(
        form,
        page=lambda: _item_page(unit_id, handoff_id, number, form),
        save=lambda: service.open_item(
            queries.get(unit_id, handoff_id, now()),
            unit_id,
            number=number,
            **form.promised(_today()),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: address(unit_id, handoff_id, "handoff-report"),
        notice="It is an action item of the unit now. The handoff shows what becomes of it.",
    )


def _today() -> date:
    return local_day(now(), zone_here())


def _action(unit_id: UUID, handoff_id: UUID, number: int) -> Any:
    """One thing to be done. Raises NotFound, and NotPermitted for those who may not make it the unit's."""
    handoff = queries.get(unit_id, handoff_id, now())
    policy.can_open_item(current_actor(), handoff, unit_id).require()
    return queries.numbered_action(handoff_id, number)


def _item_form(unit_id: UUID, action: Any) -> ItemFromHandoffForm:
    form: ItemFromHandoffForm = ItemFromHandoffForm.about(action.id)
    form.offer(units.people(unit_id, now()))
    return form


def _item_page(unit_id: UUID, handoff_id: UUID, number: int, form: ItemFromHandoffForm) -> str:
    return render_template(
        "handoffs/new_item.html",
        unit_id=unit_id,
        handoff=queries.get(unit_id, handoff_id, now()),
        action=_action(unit_id, handoff_id, number),
        form=form,
        without_the_patient=WITHOUT_THE_PATIENT,
    )


@bp.get("/<uuid:handoff_id>/concern")
@access.unit_staff
def new_concern(unit_id: UUID, handoff_id: UUID) -> str:
    queries.get(unit_id, handoff_id, now())
    return _concern_page(unit_id, handoff_id, ConcernFromHandoffForm.about(handoff_id))


@bp.post("/<uuid:handoff_id>/concern")
@access.unit_staff
def raise_concern(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), ConcernFromHandoffForm.about(handoff_id)
    return submit(
        form,
        page=lambda: _concern_page(unit_id, handoff_id, form),
        save=lambda: service.raise_concern(
            handoff,
            unit_id,
            text=form.text.data or "",
            topic=Topic(form.topic.data),
            unnamed=form.unnamed.data,
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: address(unit_id, handoff_id, "handoff-concerns"),
        notice="It waits for the next huddle. You will be told what becomes of it.",
    )


def _concern_page(unit_id: UUID, handoff_id: UUID, form: ConcernFromHandoffForm) -> str:
    return render_template(
        "handoffs/new_concern.html",
        unit_id=unit_id,
        handoff=queries.get(unit_id, handoff_id, now()),
        form=form,
        phone=units.facts(unit_id).phone,
        without_the_patient=WITHOUT_THE_PATIENT,
    )
