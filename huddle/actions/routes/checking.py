"""Whether an improvement is really done, whether it works, and trying again when it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from huddle.actions import policy, queries, rules, service
from huddle.actions.forms import SEEN, EffectForm, ReopenForm, VerifyForm
from huddle.actions.queries import lists
from huddle.actions.routes import bp
from huddle.actions.routes.changes import change
from huddle.actions.routes.items import today
from huddle.actions.rules import ActionStatus, Effect
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem


@bp.get("/<uuid:item_id>/verification")
@access.unit_staff
def verification(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    return _verification_page(item, VerifyForm.about(item_id, version=item.version))


def _verification_page(item: ActionItem, form: VerifyForm) -> str:
    pieces = queries.evidence_of(item.id)
    names = units.names({item.done_by, *(piece.by for piece in pieces)})
    return render_template(
        "actions/verification.html",
        here={"unit_id": item.unit_id, "item_id": item.id},
        item=item,
        form=form,
        can=policy.can_verify(current_actor(), item, lists.said_done([item])[item.id]),
        is_asked=item.status is ActionStatus.DONE_UNVERIFIED,
        who=names[item.done_by],
        pieces=pieces,
        names=names,
    )


@bp.post("/<uuid:item_id>/verification")
@access.unit_staff
def verify(unit_id: UUID, item_id: UUID) -> Response:
    form = VerifyForm.about(item_id)

    def save(item: ActionItem) -> None:
        say = service.verify if form.seen.data == SEEN else service.send_back
        say(item, note=form.note.data or "", actor=current_actor(), now=now())

    seen = form.seen.data == SEEN
    notice = "Verified. Thank you for looking." if seen else "It goes on. Its owner reads what you saw."
    return change(unit_id, item_id, form, save, notice, page=lambda item: _verification_page(item, form))


@bp.get("/<uuid:item_id>/effect")
@access.unit_staff
def effect(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    return _effect_page(item, EffectForm.about(item_id, version=item.version))


def _effect_page(item: ActionItem, form: EffectForm) -> str:
    check = rules.next_check(item, zone_here())
    return render_template(
        "actions/effect.html",
        here={"unit_id": item.unit_id, "item_id": item.id},
        item=item,
        form=form,
        can=policy.can_check(current_actor(), item),
        check=check,
        is_due=check is not None and check[1] <= today(),
    )


@bp.post("/<uuid:item_id>/effect")
@access.unit_staff
def check_effect(unit_id: UUID, item_id: UUID) -> Response:
    form = EffectForm.about(item_id)

    def save(item: ActionItem) -> None:
        found = Effect(form.effect.data)
        service.check_effect(item, effect=found, note=form.note.data or "", actor=current_actor(), now=now())

    return change(
        unit_id, item_id, form, save, "Thank you. Now everybody knows.", page=lambda item: _effect_page(item, form)
    )


@bp.get("/<uuid:item_id>/second-try")
@access.unit_staff
def second_try(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    return _second_try_page(item, ReopenForm.about(item_id, version=item.version))


def _second_try_page(item: ActionItem, form: ReopenForm) -> str:
    return render_template(
        "actions/second_try.html",
        here={"unit_id": item.unit_id, "item_id": item.id},
        item=item,
        form=form,
        can=policy.can_change(current_actor(), item),
        is_asked=item.status is ActionStatus.NOT_EFFECTIVE,
    )


@bp.post("/<uuid:item_id>/second-try")
@access.unit_staff
def reopen(unit_id: UUID, item_id: UUID) -> Response:
    form = ReopenForm.about(item_id)

    def save(item: ActionItem) -> None:
        day, note = form.due_day(today()), form.note.data or ""
        service.reopen(item, due_on=day, note=note, actor=current_actor(), now=now())

    return change(
        unit_id,
        item_id,
        form,
        save,
        "It is open again. The first date is kept beside the new one.",
        page=lambda item: _second_try_page(item, form),
    )
