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
from huddle.handoffs.forms.phone import HEARD_ANSWERS, SettleForm, StillTrueForm, known_of
from huddle.handoffs.forms.shared import choices
from huddle.handoffs.queries import phone, templates
from huddle.handoffs.routes import rounds
from huddle.handoffs.routes.around import around
from huddle.handoffs.routes.left_behind import left_behind
from huddle.handoffs.routes.moved import moved
from huddle.handoffs.rules import CHECKS_LABELS, KIND_LABELS, MODE_LABELS, SEVERITY_LABELS, WAITING
from huddle.handoffs.rules.age import is_still_true
from huddle.handoffs.rules.phone import LINE_ROLE_LABELS
from huddle.units import charge
from huddle.units import queries as units
from huddle.web.context import actor_id, current_actor, now


def show_page(unit_id: UUID, handoff_id: UUID, **forms: Any) -> str:
    """The page, with the form that was posted (by its name) as it was filled in."""
    handoff, actor = queries.get(unit_id, handoff_id, now()), current_actor()
    handed_on, said = queries.handed_on(unit_id, handoff), queries.said(handoff)
    has_it = handed_on.acknowledged_by if handed_on else handoff.acknowledged_by
    people = {handoff.sent_by, handoff.to_person_id, handoff.acknowledged_by, handoff.on_behalf_of, has_it}
    parts, shape = phone.parts(handoff), templates.shape_of(handoff)
    people |= {call.heard.person_id for call in parts.calls if call.heard}
    return render_template(
        "handoffs/show.html",
        unit_id=unit_id,
        handoff=handoff,
        actions=parts.actions,
        if_thens=parts.if_thens,
        shape=shape,
        lines=rules.spoken(shape, handoff),
        me=actor.user_id,
        waits=handoff.status in WAITING,
        can=_decisions(handoff, has_it),
        handed_on=handed_on,
        takes_over=policy.takes_over(actor, handoff),
        rises=queries.rises(handoff, now()),
        in_charge=charge.in_charge(handoff.receiving_unit_id, now()) if handoff.status in WAITING else None,
        is_late=rules.is_overdue(handoff.answer_by, handoff.acknowledged_at, now()),
        differs=rules.severity_differs(handoff.severity, handoff.receiver_severity),
        said=said,
        moved=moved(unit_id, handoff),
        **left_behind(unit_id, handoff, parts.actions),
        **_told_since(handoff, parts),
        **around(unit_id, handoff, parts, handed_on),
        round=_round(unit_id, handoff),
        names=units.names(people | {who for one in said for who in (one.by, one.seen_by)}),
        labels=SEVERITY_LABELS,
        words=_WORDS | {"section": shape.section_names},
        limits=rules.SOFT_LIMITS,
        **_forms(handoff, parts, shape, forms),
    )


_WORDS = {"kind": KIND_LABELS, "mode": MODE_LABELS, "checks": CHECKS_LABELS}
_WORDS |= {"line": LINE_ROLE_LABELS, "heard": HEARD_ANSWERS}


def _round(unit_id: UUID, handoff: Any) -> rounds.Round | None:
    """The next patient for whoever reads one that waits for them, or has just taken one on."""
    me, stops = current_actor().user_id, rounds.waiting_for_me(unit_id)
    return (
        rounds.at(stops, handoff.id) if handoff.acknowledged_by == me or handoff.id in {s.id for s in stops} else None
    )


def _told_since(handoff: Any, parts: phone.Parts) -> dict[str, Any]:
    """How it was told since: by phone, and whether the sender said lately that it is still so."""
    said_at, mine = phone.said_at(handoff), phone.call_with(parts.calls, current_actor().user_id)
    return {
        "calls": parts.calls,
        "my_call": mine,
        "pin_alone": mine is not None and phone.needs_pin_alone(parts, mine),
        "unlike_call": handoff.acknowledged_at is not None and phone.was_unlike(handoff, parts),
        "said_at": said_at,
        "is_still_true": is_still_true(said_at, now()),
    }


def _decisions(handoff: Any, has_it: UUID | None) -> dict[str, Any]:
    actor = current_actor()
    return {
        "acknowledge": policy.can_acknowledge(actor, handoff),
        "correct": policy.can_correct(actor, handoff),
        "speak_for": policy.can_speak_for(actor, handoff),
        "escalate": policy.can_escalate(actor, handoff),
        "mark_seen": policy.can_mark_seen(actor, handoff, has_it),
        "settle": policy.can_settle_by_phone(actor, handoff),
        "see_senders_view": policy.sees_senders_view(actor, handoff),
    }


def _forms(handoff: Any, parts: phone.Parts, shape: Any, posted: dict[str, Any]) -> dict[str, Any]:
    """Only those that this state of the handoff may show: each one that keeps drafts asks for its draft."""
    about, waits = handoff.id, handoff.status in WAITING
    found: dict[str, Any] = {
        "acknowledge_form": posted.get("acknowledge")
        or (acknowledge_form(handoff, AcknowledgeForm, parts) if waits else None),
        "ask_form": _asking(about, shape, posted.get("ask")) if waits or "ask" in posted else None,
        "reply_form": posted.get("reply") or (ReplyForm.beside(about) if waits else None),
        "escalate_form": posted.get("escalate") or EscalateForm.beside(about),
        "correct_form": posted.get("correct") or CorrectForm.beside(about),
        "confirm_form": posted.get("confirm") or ConfirmForm.beside(about),
        "still_true_form": posted.get("still_true") or StillTrueForm.beside(about),
        "settle_form": posted.get("settle") or SettleForm.beside(about),
        "seen_form": posted.get("seen") or SeenForm.beside(about),
        "done_forms": {row.number: FinishActionForm.beside(f"{about}:{row.number}") for row in parts.actions},
    }
    return found | {"form": next(iter(posted.values()), None)}


def _asking(about: UUID, shape: Any, posted: AskForm | None) -> AskForm:
    """A question, with the parts of this handoff by the names that they have in it."""
    form: AskForm = posted or AskForm.beside(about)
    form.section.choices = choices(shape.section_names)
    return form


def acknowledge_form(handoff: Any, kind: Any, parts: phone.Parts, *, posted: bool = False) -> Any:
    """The read-back that this handoff needs."""
    call = phone.call_with(parts.calls, actor_id())
    known = known_of(call.heard) if call and call.heard else None
    form = kind.about(handoff.id, data=known) if posted else kind.beside(handoff.id, data=known)
    form.ask_for(parts.level, parts.actions, parts.if_thens)
    return form


def address(unit_id: UUID, handoff_id: UUID, part: str) -> str:
    """To the part that changed: who is responsible, and whether to talk, must not stay above the screen."""
    return url_for("handoffs.show", unit_id=unit_id, handoff_id=handoff_id, _anchor=part)
