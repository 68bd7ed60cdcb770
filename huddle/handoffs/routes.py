"""Screens of handoffs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import signing
from huddle.core.transaction import transaction
from huddle.handoffs import policy, queries, rules, service
from huddle.handoffs.forms import AcknowledgeForm, CorrectForm, SeenForm, SendHandoffForm
from huddle.handoffs.rules import SEVERITY_LABELS, Severity
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.htmx import page_or_partial
from huddle.web.writes import submit

bp = Blueprint("handoffs", __name__, url_prefix="/units/<uuid:unit_id>/handoffs")


@bp.get("")
@access.unit_staff
def index(unit_id: UUID) -> str:
    me = current_actor().person_id
    waiting, taken = queries.waiting(unit_id, now()), queries.taken(unit_id, now())
    people: set[UUID | None] = {row.acknowledged_by for row in taken}
    people |= {id_ for row in waiting for id_ in (row.sent_by, row.to_person_id)}
    people |= {row.sent_by for row in taken}
    return page_or_partial(
        "handoffs/index.html",
        "handoffs/_list.html",
        unit_id=unit_id,
        me=me,
        for_me=[row for row in waiting if row.sent_by != me and row.to_person_id in (None, me)],
        for_others=[row for row in waiting if row.sent_by != me and row.to_person_id not in (None, me)],
        sent_waiting=[row for row in waiting if row.sent_by == me],
        sent_taken=[row for row in taken if row.sent_by == me],
        mine=[row for row in taken if row.is_current and row.acknowledged_by == me],
        colleagues=[row for row in taken if row.is_current and me not in (row.acknowledged_by, row.sent_by)],
        earlier=[row for row in taken if not row.is_current and row.sent_by != me],
        names=units.names(people),
    )


@bp.get("/new")
@access.unit_staff
def new(unit_id: UUID) -> str:
    return _new_page(unit_id, _send_form(unit_id))


def _send_form(unit_id: UUID) -> SendHandoffForm:
    form: SendHandoffForm = SendHandoffForm.about(unit_id)
    here = units.on_shift(unit_id, now())
    colleagues = [person for person in units.people(unit_id) if person.id != current_actor().user_id]
    colleagues.sort(key=lambda person: person.id not in here)
    form.offer([(person.id, person.name) for person in colleagues])
    return form


def _new_page(unit_id: UUID, form: SendHandoffForm) -> str:
    return render_template("handoffs/new.html", unit_id=unit_id, form=form, rules=rules)


@bp.post("")
@access.unit_staff
def create(unit_id: UUID) -> Response:
    form = _send_form(unit_id)
    if not signing.confirm(form):
        return signing.asked_again(lambda: _new_page(unit_id, form))
    return submit(
        form,
        page=lambda: _new_page(unit_id, form),
        save=lambda: service.send(
            unit_id, form.report(), to_person_id=form.receiver_id(), actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".index", unit_id=unit_id),
        notice="Handoff sent. You stay responsible until a colleague acknowledges it: talk it through.",
    )


@bp.get("/<uuid:handoff_id>")
@access.unit_staff
def show(unit_id: UUID, handoff_id: UUID) -> str:
    handoff, actor = queries.get(unit_id, handoff_id, now()), current_actor()
    # The one page that writes when it is read: who opened a patient's handoff is part of the trail.
    if not queries.is_opened_lately(handoff.id, actor.person_id, now()):
        with transaction():
            service.note_opened(handoff, actor=actor, now=now())
    return _show_page(unit_id, handoff_id)


def _show_page(unit_id: UUID, handoff_id: UUID, **forms: Any) -> str:
    handoff, actor = queries.get(unit_id, handoff_id, now()), current_actor()
    handed_on = queries.handed_on(handoff)
    has_it = handed_on.acknowledged_by if handed_on else handoff.acknowledged_by
    people = {handoff.sent_by, handoff.to_person_id, handoff.acknowledged_by, has_it}
    return render_template(
        "handoffs/show.html",
        unit_id=unit_id,
        handoff=handoff,
        me=actor.user_id,
        can={
            "acknowledge": policy.can_acknowledge(actor, handoff),
            "correct": policy.can_correct(actor, handoff),
            "mark_seen": policy.can_mark_seen(actor, handoff),
            "see_senders_view": policy.sees_senders_view(actor, handoff),
        },
        handed_on=handed_on,
        takes_over=policy.takes_over(actor, handoff),
        is_late=rules.is_overdue(handoff.answer_by, handoff.acknowledged_at, now()),
        differs=rules.severity_differs(handoff.severity, handoff.receiver_severity),
        corrections=queries.corrections(handoff),
        names=units.names(people),
        labels=SEVERITY_LABELS,
        rules=rules,
        acknowledge_form=forms.get("acknowledge") or AcknowledgeForm.beside(handoff_id),
        correct_form=forms.get("correct") or CorrectForm.beside(handoff_id),
        seen_form=forms.get("seen") or SeenForm.beside(handoff_id),
        form=next(iter(forms.values()), None),
    )


def _address(unit_id: UUID, handoff_id: UUID, part: str) -> str:
    # To the part that changed: who is responsible, and whether to talk, must not stay above the screen.
    return url_for(".show", unit_id=unit_id, handoff_id=handoff_id, _anchor=part)


@bp.post("/<uuid:handoff_id>/acknowledgement")
@access.unit_staff
def acknowledge(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff = queries.get(unit_id, handoff_id, now())
    form = AcknowledgeForm.about(handoff_id)
    if not signing.confirm(form):
        return signing.asked_again(lambda: _show_page(unit_id, handoff_id, acknowledge=form))
    return submit(
        form,
        page=lambda: _show_page(unit_id, handoff_id, acknowledge=form),
        save=lambda: service.acknowledge(
            handoff,
            severity=Severity(form.severity.data),
            priority=form.priority.data or "",
            corrections_read=form.corrections_read.data or 0,
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: _address(unit_id, handoff_id, "handoff-responsible"),
        notice="You have this patient.",
    )


@bp.post("/<uuid:handoff_id>/corrections")
@access.unit_staff
def correct(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff = queries.get(unit_id, handoff_id, now())
    form = CorrectForm.about(handoff_id)
    if not signing.confirm(form):
        return signing.asked_again(lambda: _show_page(unit_id, handoff_id, correct=form))
    return submit(
        form,
        page=lambda: _show_page(unit_id, handoff_id, correct=form),
        save=lambda: service.correct(handoff, text=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: _address(unit_id, handoff_id, "handoff-corrections"),
        notice="Your correction stands under the handoff. Tell the receiver too.",
    )


@bp.post("/<uuid:handoff_id>/reading")
@access.unit_staff
def mark_seen(unit_id: UUID, handoff_id: UUID) -> Response:
    handoff = queries.get(unit_id, handoff_id, now())
    form = SeenForm.about(handoff_id)
    return submit(
        form,
        page=lambda: _show_page(unit_id, handoff_id, seen=form),
        save=lambda: service.mark_seen(
            handoff, corrections_read=form.corrections_read.data or 0, actor=current_actor(), now=now()
        ),
        to=lambda _: _address(unit_id, handoff_id, "handoff-corrections"),
    )
