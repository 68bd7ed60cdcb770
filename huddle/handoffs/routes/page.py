"""The page of one handoff, which several forms come back to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, url_for

from huddle.handoffs import policy, queries, rules
from huddle.handoffs.forms import (
    AcknowledgeForm,
    AskForm,
    ConfirmForm,
    CorrectForm,
    EscalateForm,
    FinishActionForm,
    ReplyForm,
    SeenForm,
)
from huddle.handoffs.rules import CHECKS_LABELS, KIND_LABELS, MODE_LABELS, SECTION_LABELS, SEVERITY_LABELS, WAITING
from huddle.units import queries as units
from huddle.web.context import current_actor, now


def show_page(unit_id: UUID, handoff_id: UUID, **forms: Any) -> str:
    """The page, with the form that was posted (by its name) as it was filled in."""
    handoff, actor = queries.get(unit_id, handoff_id, now()), current_actor()
    handed_on, said = queries.handed_on(unit_id, handoff), queries.said(handoff)
    has_it = handed_on.acknowledged_by if handed_on else handoff.acknowledged_by
    people = {handoff.sent_by, handoff.to_person_id, handoff.acknowledged_by, handoff.on_behalf_of, has_it}
    actions = queries.actions(handoff.id)
    return render_template(
        "handoffs/show.html",
        unit_id=unit_id,
        handoff=handoff,
        actions=actions,
        if_thens=queries.if_thens(handoff.id),
        me=actor.user_id,
        waits=handoff.status in WAITING,
        can=_decisions(handoff, has_it),
        handed_on=handed_on,
        takes_over=policy.takes_over(actor, handoff),
        is_late=rules.is_overdue(handoff.answer_by, handoff.acknowledged_at, now()),
        differs=rules.severity_differs(handoff.severity, handoff.receiver_severity),
        said=said,
        names=units.names(people | {one.by for one in said}),
        labels=SEVERITY_LABELS,
        words=_WORDS,
        limits=rules.SOFT_LIMITS,
        **_forms(handoff, actions, forms),
    )


_WORDS = {"kind": KIND_LABELS, "mode": MODE_LABELS, "checks": CHECKS_LABELS, "section": SECTION_LABELS}


def _decisions(handoff: Any, has_it: UUID | None) -> dict[str, Any]:
    actor = current_actor()
    return {
        "acknowledge": policy.can_acknowledge(actor, handoff),
        "correct": policy.can_correct(actor, handoff),
        "escalate": policy.can_escalate(actor, handoff),
        "mark_seen": policy.can_mark_seen(actor, handoff),
        "see_senders_view": policy.sees_senders_view(actor, handoff),
        "hand_on": has_it is not None,
    }


def _forms(handoff: Any, actions: Any, posted: dict[str, Any]) -> dict[str, Any]:
    """Only those that this state of the handoff may show: each one that keeps drafts asks for its draft."""
    about, waits = handoff.id, handoff.status in WAITING
    found: dict[str, Any] = {
        "acknowledge_form": posted.get("acknowledge")
        or (acknowledge_form(handoff, AcknowledgeForm) if waits else None),
        "ask_form": posted.get("ask") or (AskForm.beside(about) if waits else None),
        "reply_form": posted.get("reply") or (ReplyForm.beside(about) if waits else None),
        "escalate_form": posted.get("escalate") or EscalateForm.beside(about),
        "correct_form": posted.get("correct") or CorrectForm.beside(about),
        "confirm_form": posted.get("confirm") or ConfirmForm.beside(about),
        "seen_form": posted.get("seen") or SeenForm.beside(about),
        "done_forms": {row.number: FinishActionForm.beside(f"{about}:{row.number}") for row in actions},
    }
    return found | {"form": next(iter(posted.values()), None)}


def acknowledge_form(handoff: Any, kind: Any, *, posted: bool = False) -> Any:
    """The read-back that this handoff needs."""
    form = kind.about(handoff.id) if posted else kind.beside(handoff.id)
    form.ask_for(queries.read_back(handoff), queries.actions(handoff.id), queries.if_thens(handoff.id))
    return form


def address(unit_id: UUID, handoff_id: UUID, part: str) -> str:
    """To the part that changed: who is responsible, and whether to talk, must not stay above the screen."""
    return url_for("handoffs.show", unit_id=unit_id, handoff_id=handoff_id, _anchor=part)
