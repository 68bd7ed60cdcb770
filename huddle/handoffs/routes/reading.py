"""Reading a handoff and taking the patient on; asking first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import signing
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.forms import AcknowledgeForm, AskForm, CoSignForm, FinishActionForm, SeenForm
from huddle.handoffs.queries import phone
from huddle.handoffs.routes.blueprint import bp, colleagues
from huddle.handoffs.routes.page import acknowledge_form, address, show_page
from huddle.handoffs.rules import WAITING
from huddle.units.staff import actor_on
from huddle.web import access
from huddle.web.context import current_actor, device_id, now
from huddle.web.writes import submit


@bp.get("/<uuid:handoff_id>")
@access.unit_staff
def show(unit_id: UUID, handoff_id: UUID) -> str:
    _note_opened(unit_id, handoff_id)
    return show_page(unit_id, handoff_id)


def _note_opened(unit_id: UUID, handoff_id: UUID) -> None:
    """The pages that write when they are read: who opened a patient's handoff is part of the trail."""
    handoff, actor = queries.get(unit_id, handoff_id, now()), current_actor()
    if not queries.is_opened_lately(handoff.id, actor.person_id, now()):
        with transaction():
            service.note_opened(handoff, actor=actor, now=now())


@bp.post("/<uuid:handoff_id>/acknowledgement")
@access.unit_staff
@access.stays_open
def acknowledge(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff = queries.get(unit_id, handoff_id, now())
    form = acknowledge_form(handoff, AcknowledgeForm, phone.parts(handoff), posted=True)
    return signing.submit_signed(
        form,
        page=lambda: show_page(unit_id, handoff_id, acknowledge=form),
        save=lambda: service.acknowledge(handoff, **form.view(handoff.severity), actor=current_actor(), now=now()),
        to=lambda _: address(unit_id, handoff_id, "handoff-responsible"),
        notice="You have this patient.",
    )


@bp.get("/<uuid:handoff_id>/co-signature")
@access.unit_staff
def co_sign(unit_id: UUID, handoff_id: UUID) -> str | Response:
    _note_opened(unit_id, handoff_id)
    if queries.get(unit_id, handoff_id, now()).status not in WAITING:
        return redirect(url_for(".show", unit_id=unit_id, handoff_id=handoff_id), 303)
    return _co_sign_page(unit_id, handoff_id, _co_sign_form(unit_id, handoff_id, posted=False))


@bp.post("/<uuid:handoff_id>/co-signature")
@access.unit_staff
@access.stays_open
def take_with_pin(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff = queries.get(unit_id, handoff_id, now())
    form = _co_sign_form(unit_id, handoff_id, posted=True)
    receiver = _receiver(handoff.receiving_unit_id, form)
    if receiver and not signing.confirm_as(form, receiver.person_id):
        return signing.asked_again(lambda: _co_sign_page(unit_id, handoff_id, form))
    return submit(
        form,
        page=lambda: _co_sign_page(unit_id, handoff_id, form),
        save=lambda: service.acknowledge(handoff, **form.view(handoff.severity), actor=receiver, now=now()),
        to=lambda _: address(unit_id, handoff_id, "handoff-responsible"),
        notice="Signed. Your colleague has this patient.",
    )


def _receiver(unit_id: UUID, form: CoSignForm) -> Any:
    """Whose PIN it must be; None for a form that `submit` refuses anyway."""
    chosen = form.person_id.data
    known = chosen and chosen in (form.person_id.choices or {})
    return actor_on(unit_id, UUID(chosen), device_id(), now=now()) if known else None


def _co_sign_form(unit_id: UUID, handoff_id: UUID, *, posted: bool) -> CoSignForm:
    handoff = queries.get(unit_id, handoff_id, now())
    form: CoSignForm = acknowledge_form(handoff, CoSignForm, phone.parts(handoff), posted=posted)
    known = colleagues(handoff.receiving_unit_id)
    form.offer([one for one in known if handoff.to_person_id in (None, one[0])] or known)
    return form


def _co_sign_page(unit_id: UUID, handoff_id: UUID, form: CoSignForm) -> str:
    handoff = queries.get(unit_id, handoff_id, now())
    return render_template("handoffs/co_sign.html", unit_id=unit_id, handoff=handoff, form=form)


@bp.post("/<uuid:handoff_id>/questions")
@access.unit_staff
@access.stays_open
def ask(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), AskForm.about(handoff_id)
    return submit(
        form,
        page=lambda: show_page(unit_id, handoff_id, ask=form),
        save=lambda: _ask(handoff, form),
        to=lambda _: address(unit_id, handoff_id, "handoff-said"),
        notice="Your question waits for the sender. You do not have this patient yet.",
    )


def _ask(handoff: Any, form: AskForm) -> None:
    text, section = form.text.data or "", form.missing()
    if section is None:
        service.ask(handoff, text=text, actor=current_actor(), now=now())
    else:
        service.return_for_detail(handoff, section=section, text=text, actor=current_actor(), now=now())


@bp.post("/<uuid:handoff_id>/reading")
@access.unit_staff
def mark_seen(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), SeenForm.about(handoff_id)
    return submit(
        form,
        page=lambda: show_page(unit_id, handoff_id, seen=form),
        save=lambda: service.mark_seen(
            handoff, corrections_read=form.corrections_read.data or 0, actor=current_actor(), now=now()
        ),
        to=lambda _: address(unit_id, handoff_id, "handoff-said"),
    )


@bp.post("/<uuid:handoff_id>/actions/<int:number>/done")
@access.unit_staff
def finish_action(unit_id: UUID, handoff_id: UUID, number: int) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), FinishActionForm.about(f"{handoff_id}:{number}")
    return submit(
        form,
        page=lambda: show_page(unit_id, handoff_id, done=form),
        save=lambda: service.finish_action(handoff, number=number, actor=current_actor(), now=now()),
        to=lambda _: address(unit_id, handoff_id, "handoff-report"),
    )
