"""Who owns an improvement: accepted with a plan, a change suggested, cannot, said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from huddle.actions import policy, queries, rules, service
from huddle.actions.forms import AnswerForm, PlanForm, RewordForm, planned
from huddle.actions.queries import planning
from huddle.actions.routes import bp
from huddle.actions.routes.changes import change
from huddle.actions.rules import ActionStatus, OwnerAnswer
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.sources import conditions

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem


@bp.get("/<uuid:item_id>/plan")
@access.unit_staff
def plan_page(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    return _plan_page(item, _plan_form(item))


def _plan_form(item: ActionItem) -> PlanForm:
    helpers = planning.helpers(item.id)
    form: PlanForm = PlanForm.about(item.id, version=item.version, data=planned(item, helpers))
    sponsors = planning.sponsors(item.unit_id, now())
    names = units.names(set(sponsors))
    found = conditions(item.source_kind, item.unit_id, item.source_id, current_actor())
    form.offer(item, units.people(item.unit_id, now()), {id_: names[id_] for id_ in sponsors}, found)
    return form


def _plan_page(item: ActionItem, form: PlanForm) -> str:
    is_new, actor = item.status is ActionStatus.PROPOSED, current_actor()
    can = policy.can_answer(actor, item) if is_new else policy.can_change(actor, item)
    return render_template(
        "actions/plan.html",
        unit_id=item.unit_id,
        here={"unit_id": item.unit_id, "item_id": item.id},
        item=item,
        form=form,
        is_new=is_new,
        can=can,
        may_plan=is_new or item.status in rules.PLANNED_IN,
        groups=[(rules.STRENGTH_LABELS[each], kinds) for each, kinds in rules.TYPES_BY_STRENGTH.items()],
        examples=rules.TYPE_EXAMPLES,
    )


@bp.post("/<uuid:item_id>/acceptance")
@access.unit_staff
def accept(unit_id: UUID, item_id: UUID) -> Response:
    form = _plan_form(queries.get(unit_id, item_id))
    return change(
        unit_id,
        item_id,
        form,
        lambda item: service.accept(item, form.plan(), actor=current_actor(), now=now()),
        "Accepted. It is yours now.",
        page=lambda item: _plan_page(item, form),
    )


@bp.post("/<uuid:item_id>/plan")
@access.unit_staff
def plan(unit_id: UUID, item_id: UUID) -> Response:
    form = _plan_form(queries.get(unit_id, item_id))
    return change(
        unit_id,
        item_id,
        form,
        lambda item: service.plan(item, form.plan(), actor=current_actor(), now=now()),
        "Saved. Everybody on the unit can read it.",
        page=lambda item: _plan_page(item, form),
    )


@bp.get("/<uuid:item_id>/answer")
@access.unit_staff
def answer_page(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    return _answer_page(item, AnswerForm.about(item_id, version=item.version))


def _answer_page(item: ActionItem, form: AnswerForm) -> str:
    return render_template(
        "actions/answer.html",
        here={"unit_id": item.unit_id, "item_id": item.id},
        item=item,
        form=form,
        can=policy.can_answer(current_actor(), item),
        is_asked=item.status is ActionStatus.PROPOSED,
    )


@bp.post("/<uuid:item_id>/answer")
@access.unit_staff
def answer(unit_id: UUID, item_id: UUID) -> Response:
    form = AnswerForm.about(item_id)

    def save(item: ActionItem) -> None:
        say = service.decline if form.answer.data == OwnerAnswer.CANNOT else service.suggest_change
        say(item, note=form.note.data or "", actor=current_actor(), now=now())

    return change(
        unit_id,
        item_id,
        form,
        save,
        "Said. Whoever leads the unit sees it, and nobody holds it against you.",
        page=lambda item: _answer_page(item, form),
    )


@bp.get("/<uuid:item_id>/wording")
@access.unit_staff
def wording(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    return _wording_page(item, RewordForm.about(item_id, version=item.version, data={"title": item.title}))


def _wording_page(item: ActionItem, form: RewordForm) -> str:
    return render_template(
        "actions/wording.html",
        here={"unit_id": item.unit_id, "item_id": item.id},
        item=item,
        form=form,
        can=policy.can_change(current_actor(), item),
        is_asked=item.status is ActionStatus.PROPOSED,
        owner=units.names({item.owner_id})[item.owner_id],
    )


@bp.post("/<uuid:item_id>/wording")
@access.unit_staff
def reword(unit_id: UUID, item_id: UUID) -> Response:
    form = RewordForm.about(item_id)
    return change(
        unit_id,
        item_id,
        form,
        lambda item: service.reword(item, title=form.title.data or "", actor=current_actor(), now=now()),
        "Changed. Its owner is asked again.",
        page=lambda item: _wording_page(item, form),
    )
