"""What the sender does after sending: answer, correct, confirm, give to the charge nurse, read aloud, take out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import make_response, render_template
from werkzeug.wrappers import Response

from huddle.accounts import signing
from huddle.core.transaction import transaction
from huddle.handoffs import policy, queries, service
from huddle.handoffs.forms import ConfirmForm, CorrectForm, EscalateForm, ReplyForm
from huddle.handoffs.routes.blueprint import bp
from huddle.handoffs.routes.page import address, show_page
from huddle.handoffs.rules import CHECKS_LABELS, SEVERITY_LABELS, WAITING, HandoffStatus, ReadBack
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit

TELL_TOO = "Your correction stands under the handoff. Tell the receiver too."
TELL_HOLDER = "Your correction stands under the handoff and waits for whoever has this patient now. Tell them too."
TELL_WHOEVER_HAS = (
    "Your correction stands under the handoff. Whoever has this patient now may not see it: tell them yourself."
)
ADDED = "Your correction stands under the handoff."


@bp.post("/<uuid:handoff_id>/corrections")
@access.unit_staff
@access.stays_open
def correct(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), CorrectForm.about(handoff_id)
    return signing.submit_signed(
        form,
        page=lambda: show_page(unit_id, handoff_id, correct=form),
        save=lambda: service.correct(handoff, text=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: address(unit_id, handoff_id, "handoff-said"),
        notice=_whom_to_tell(unit_id, handoff),
    )


def _whom_to_tell(unit_id: UUID, handoff: Any) -> str:
    """It waits for whoever has the patient now, if that is here; to which nurse of another unit is not told here."""
    if handoff.status is HandoffStatus.ANSWERED:
        return ADDED
    if handoff.home_id != unit_id or queries.gone_to(unit_id, handoff.patient_id1, handoff.patient_id2, now()):
        return TELL_WHOEVER_HAS
    return TELL_HOLDER if handoff.status is HandoffStatus.CLOSED else TELL_TOO


@bp.post("/<uuid:handoff_id>/answers")
@access.unit_staff
@access.stays_open
def reply(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), ReplyForm.about(handoff_id)
    return signing.submit_signed(
        form,
        page=lambda: show_page(unit_id, handoff_id, reply=form),
        save=lambda: _reply(handoff, form.text.data or ""),
        to=lambda _: address(unit_id, handoff_id, "handoff-said"),
        notice="Your answer stands under the handoff. You are still responsible.",
    )


def _reply(handoff: Any, text: str) -> None:
    if handoff.status is HandoffStatus.RETURNED:
        service.send_again(handoff, text=text, actor=current_actor(), now=now())
    else:
        service.answer(handoff, text=text, actor=current_actor(), now=now())


@bp.post("/<uuid:handoff_id>/confirmation")
@access.unit_staff
def confirm(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), ConfirmForm.about(handoff_id)
    return submit(
        form,
        page=lambda: show_page(unit_id, handoff_id, confirm=form),
        save=lambda: service.confirm(handoff, actor=current_actor(), now=now()),
        to=lambda _: address(unit_id, handoff_id, "handoff-responsible"),
        notice="Confirmed: you have talked it through.",
    )


@bp.post("/<uuid:handoff_id>/escalation")
@access.unit_staff
def escalate(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff, form = queries.get(unit_id, handoff_id, now()), EscalateForm.about(handoff_id)
    return submit(
        form,
        page=lambda: show_page(unit_id, handoff_id, escalate=form),
        save=lambda: service.escalate(handoff, reason=form.reason.data or "", actor=current_actor(), now=now()),
        to=lambda _: address(unit_id, handoff_id, "handoff-said"),
        notice="The charge nurse sees it now. Tell them yourself before you go.",
    )


@bp.get("/<uuid:handoff_id>/read-aloud")
@access.unit_staff
def read_aloud(unit_id: UUID, handoff_id: UUID) -> str:
    return render_template("handoffs/read_aloud.html", **spoken(unit_id, handoff_id))


@bp.get("/<uuid:handoff_id>/plain-text")
@access.unit_staff
def plain_text(unit_id: UUID, handoff_id: UUID) -> Response:
    """One handoff as a file, word for word. Its name says nothing of the patient; taking it out is recorded."""
    handoff = queries.get(unit_id, handoff_id, now())
    with transaction():
        service.note_exported(handoff, actor=current_actor(), now=now())
    answer = make_response(render_template("handoffs/plain_text.txt", **spoken(unit_id, handoff_id)))
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=handoff.txt"
    return answer


def spoken(unit_id: UUID, handoff_id: UUID) -> dict[str, Any]:
    """One handoff for a page on which its words stand in the order in which they are said."""
    handoff, actor = queries.get(unit_id, handoff_id, now()), current_actor()
    return {
        "unit_id": unit_id,
        "handoff": handoff,
        "actions": queries.actions(handoff_id),
        "if_thens": queries.if_thens(handoff_id),
        "says_severity": policy.sees_senders_view(actor, handoff),
        "is_full": queries.read_back(handoff) is ReadBack.FULL,
        "tells": handoff.status in WAITING and bool(policy.can_speak_for(actor, handoff)),
        "labels": SEVERITY_LABELS,
        "checks": CHECKS_LABELS,
        "sender": units.names({handoff.sent_by})[handoff.sent_by],
        "unit": units.facts(handoff.unit_id),
    }
