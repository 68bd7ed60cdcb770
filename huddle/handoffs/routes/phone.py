"""Telling a handoff by phone: reading it to the other person, and writing down what they say back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from huddle.handoffs import policy, queries, service
from huddle.handoffs.forms.calling import role_value
from huddle.handoffs.forms.phone import PhoneForm, SettleForm, StillTrueForm
from huddle.handoffs.queries.one import read_back
from huddle.handoffs.routes.blueprint import bp, colleagues
from huddle.handoffs.routes.page import address, show_page
from huddle.handoffs.routes.talking import spoken
from huddle.handoffs.rules import WAITING, HandoffKind
from huddle.handoffs.rules.phone import Heard
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit

TO_CONFIRM = "Written down. You stay responsible until your colleague confirms it with their own PIN."
NO_ACCOUNT = "Written down. They have no account here, so you stay responsible until a colleague takes the patient on."

ANSWERED_NOW = "Written down. If that was the answer, say so: then nobody is asked any more."


@bp.get("/<uuid:handoff_id>/phone-call")
@access.unit_staff
def phone(unit_id: UUID, handoff_id: UUID) -> str | Response:
    handoff = queries.get(unit_id, handoff_id, now())
    policy.can_speak_for(current_actor(), handoff).require()
    if handoff.status not in WAITING:
        return redirect(url_for(".show", unit_id=unit_id, handoff_id=handoff_id), 303)
    return _page(unit_id, handoff_id, _form(handoff, posted=False))


@bp.post("/<uuid:handoff_id>/phone-call")
@access.unit_staff
@access.stays_open
def record_call(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff = queries.get(unit_id, handoff_id, now())
    form = _form(handoff, posted=True)
    return submit(
        form,
        page=lambda: _page(unit_id, handoff_id, form),
        save=lambda: _record(handoff, form),
        to=lambda _: address(unit_id, handoff_id, "handoff-calls"),
        notice=lambda heard: _notice(handoff, heard),
    )


def _notice(handoff: Any, heard: Heard) -> str:
    if heard.person_id:
        return TO_CONFIRM
    return ANSWERED_NOW if handoff.kind is HandoffKind.ESCALATION else NO_ACCOUNT


def _record(handoff: Any, form: PhoneForm) -> Heard:
    heard = form.heard()
    service.record_call(handoff, heard, actor=current_actor(), now=now())
    return heard


def _form(handoff: Any, *, posted: bool) -> PhoneForm:
    """The read-back that this handoff needs, as its caller hears it; whoever it is addressed to is on the line."""
    known = {"who": role_value(handoff.to_role) if handoff.to_role else str(handoff.to_person_id or "")}
    form: PhoneForm = PhoneForm.about(handoff.id, data=known) if posted else PhoneForm.beside(handoff.id, data=known)
    form.ask_for(read_back(handoff), queries.actions(handoff.id), queries.if_thens(handoff.id))
    form.offer(colleagues(handoff.receiving_unit_id))
    if handoff.kind is HandoffKind.ESCALATION:
        form.ask_what_is_decided()
    return form


def _page(unit_id: UUID, handoff_id: UUID, form: PhoneForm) -> str:
    return render_template("handoffs/phone.html", **spoken(unit_id, handoff_id), form=form)


@bp.post("/<uuid:handoff_id>/answer-by-phone")
@access.unit_staff
def settle_by_phone(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), SettleForm.about(handoff_id)
    return submit(
        form,
        page=lambda: show_page(unit_id, handoff_id, settle=form),
        save=lambda: service.settle_by_phone(handoff, actor=current_actor(), now=now()),
        to=lambda _: address(unit_id, handoff_id, "handoff-responsible"),
        notice="Answered. Nobody is asked any more.",
    )


@bp.post("/<uuid:handoff_id>/still-true")
@access.unit_staff
def say_still_true(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), StillTrueForm.about(handoff_id)
    return submit(
        form,
        page=lambda: show_page(unit_id, handoff_id, still_true=form),
        save=lambda: service.say_still_true(handoff, actor=current_actor(), now=now()),
        to=lambda _: address(unit_id, handoff_id, "handoff-responsible"),
    )
