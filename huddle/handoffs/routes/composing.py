"""Writing a handoff: the report, then what to do and to whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.accounts import signing
from huddle.handoffs import queries, rules, service
from huddle.handoffs.forms import (
    MOST_ACTIONS,
    MOST_IF_THENS,
    DiscardForm,
    PlanForm,
    RewriteHandoffForm,
    SendHandoffForm,
    decided_before,
    deciding,
)
from huddle.handoffs.forms.options import TOLD_IN_WORDS, known_extra
from huddle.handoffs.queries import templates
from huddle.handoffs.queries.bed import untold
from huddle.handoffs.routes import rounds
from huddle.handoffs.routes.blueprint import bp, colleagues
from huddle.handoffs.rules import KIND_LABELS, HandoffKind, Mode
from huddle.handoffs.rules.words import WORDS_ALOUD, count_words, words_of_plan
from huddle.units import nearby
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, device_id, now, zone_here
from huddle.web.writes import keep_for_another_page, same_answer, submit

KEEPS = ("keep", "next")
"""What the plan is stored with and not sent: for later, or for the next patient of the list."""
KEPT = "Kept. Nobody has it yet: send it when you are ready."
SENT = "Handoff sent. You stay responsible until a colleague acknowledges it: talk it through."


@bp.get("/new")
@access.unit_staff
@access.stays_open
def new(unit_id: UUID) -> str:
    return _new_page(unit_id, _send_form(unit_id))


@bp.post("")
@access.unit_staff
@access.stays_open
def create(unit_id: UUID) -> Response:
    """Begin a handoff; a button with another kind keeps what was typed and asks for what that kind needs."""
    form = _send_form(unit_id)
    if form.turns():
        return _turn(form, lambda: _new_page(unit_id, form), "handoffs.new", **_from(unit_id))
    return submit(
        form,
        page=lambda: _new_page(unit_id, form),
        save=lambda: service.begin(
            unit_id, form.report(now(), zone_here()), copied_from=_source_id(), actor=current_actor(), now=now()
        ),
        to=lambda draft: url_for(".plan", unit_id=unit_id, handoff_id=draft.id),
    )


def _turn(form: SendHandoffForm, page: Callable[[], str], endpoint: str, **address: Any) -> Response:
    kind = form.what_for().value
    return submit(
        form,
        page=page,
        save=lambda: keep_for_another_page(form, kind=kind, turn=""),
        to=lambda _: url_for(endpoint, kind=kind, **address),
    )


def _source_id() -> UUID | None:
    """The older handoff that this one goes on from."""
    return request.args.get("from", type=UUID)


def _from(unit_id: UUID) -> dict[str, Any]:
    """The address of a new handoff, with the one that it goes on from."""
    source_id = _source_id()
    return {"unit_id": unit_id} | ({"from": source_id} if source_id else {})


def _dressed(unit_id: UUID, form: SendHandoffForm) -> SendHandoffForm:
    """The form in the words of its kind: the one in the address when it is opened, else the one it was filled for."""
    asked = request.args.get("kind", type=HandoffKind)
    if asked and request.method == "GET":
        form.kind.data = asked.value
    form.wear(templates.shape_for(unit_id, form.what_for()))
    return form


def _send_form(unit_id: UUID) -> SendHandoffForm:
    source_id = _source_id()
    if source_id is None:
        return _dressed(unit_id, SendHandoffForm.about(unit_id))
    source = queries.get_of_ours(unit_id, source_id, now())
    # Who, where, the background and what seldom changes are carried; severity, assessment and what to do never are.
    shape = templates.shape_for(unit_id, request.args.get("kind", HandoffKind.SHIFT, type=HandoffKind))
    words = known_extra(rules.carried(source.extra, source.sent_at), zone_here()) | {"background": source.background}
    known = {line.part.value: words[line.part] for line in shape.asked if line.part in words}
    known |= {"initials": source.patient_id1, "last_four": source.patient_id2, "bed": source.bed_on(unit_id)}
    return _dressed(unit_id, SendHandoffForm.about(f"{unit_id}:{source_id}", data=known))


def _suggest_beds(unit_id: UUID, form: SendHandoffForm) -> None:
    """Offer my beds in which nobody is told of yet; what was typed is never typed over.

    Filled in only for a shift change: in a hurry it would be the bed of somebody else.
    """
    is_untouched = request.method == "GET" and form.draft_note is None
    beds = untold(unit_id, current_actor().person_id, now())
    form.suggest_beds(beds, fill_in=is_untouched and form.what_for() is HandoffKind.SHIFT)


def _new_page(unit_id: UUID, form: SendHandoffForm) -> str:
    _suggest_beds(unit_id, form)
    source_id = _source_id()
    return render_template(
        "handoffs/new.html",
        unit_id=unit_id,
        form=form,
        kinds=KIND_LABELS,
        action=url_for(".create", **_from(unit_id)),
        source=queries.get_of_ours(unit_id, source_id, now()) if source_id else None,
        mine=[] if source_id else rounds.of_mine(unit_id, form.what_for()),
        draft=None,
        words=(0, WORDS_ALOUD),
        round=rounds.at(rounds.to_hand_over(unit_id), source_id) if source_id else None,
    )


@bp.get("/<uuid:handoff_id>/report")
@access.unit_staff
@access.stays_open
def edit(unit_id: UUID, handoff_id: UUID) -> str:
    return _edit_page(unit_id, handoff_id, _rewrite_form(unit_id, handoff_id))


@bp.post("/<uuid:handoff_id>/report")
@access.unit_staff
@access.stays_open
def rewrite(unit_id: UUID, handoff_id: UUID) -> Response:
    draft, form = _draft(unit_id, handoff_id), _rewrite_form(unit_id, handoff_id)
    page = partial(_edit_page, unit_id, handoff_id, form)
    if form.turns():
        return _turn(form, page, "handoffs.edit", unit_id=unit_id, handoff_id=handoff_id)
    return submit(
        form,
        target=_Stored(draft),
        page=page,
        save=lambda: service.rewrite(draft, form.report(now(), zone_here()), actor=current_actor(), now=now()),
        to=lambda _: url_for(".plan", unit_id=unit_id, handoff_id=handoff_id),
    )


class _Stored:
    """A draft as the form names its parts, so that what two devices typed into any of them is shown."""

    def __init__(self, draft: Any) -> None:
        self._draft = draft

    def __getattr__(self, name: str) -> Any:
        if name in TOLD_IN_WORDS:
            return self._draft.extra.get(name, "")
        return getattr(self._draft, name)


def _draft(unit_id: UUID, handoff_id: UUID) -> Any:
    return queries.draft(unit_id, handoff_id, current_actor().person_id, now())


def _rewrite_form(unit_id: UUID, handoff_id: UUID) -> RewriteHandoffForm:
    draft = _draft(unit_id, handoff_id)
    known = {name: getattr(draft, name) for name in ("situation", "background", "assessment", "recommendation", "bed")}
    known |= {"initials": draft.patient_id1, "last_four": draft.patient_id2}
    known |= {"severity": draft.severity.value, "kind": draft.kind.value}
    known |= known_extra(draft.extra, zone_here())
    form: RewriteHandoffForm = RewriteHandoffForm.about(handoff_id, version=draft.version, data=known)
    _dressed(unit_id, form)
    return form


def _edit_page(unit_id: UUID, handoff_id: UUID, form: RewriteHandoffForm) -> str:
    draft = _draft(unit_id, handoff_id)
    return render_template(
        "handoffs/new.html",
        unit_id=unit_id,
        form=form,
        kinds=KIND_LABELS,
        action=url_for(".rewrite", unit_id=unit_id, handoff_id=handoff_id),
        source=None,
        mine=[],
        draft=draft,
        words=(words_of_plan(queries.plan_of(draft)), WORDS_ALOUD),
        round=rounds.at(rounds.to_hand_over(unit_id), handoff_id),
    )


@bp.get("/<uuid:handoff_id>/plan")
@access.unit_staff
@access.stays_open
def plan(unit_id: UUID, handoff_id: UUID) -> str:
    return _plan_page(unit_id, handoff_id, _plan_form(unit_id, handoff_id))


@bp.post("/<uuid:handoff_id>/plan")
@access.unit_staff
@access.stays_open
def finish(unit_id: UUID, handoff_id: UUID) -> Response:
    if again := same_answer(PlanForm.about(handoff_id)):
        return again
    draft, form = _draft(unit_id, handoff_id), _plan_form(unit_id, handoff_id)
    keeps = form.then.data in KEEPS
    take = submit if keeps else signing.submit_signed
    return take(
        form,
        target=draft,
        page=lambda: _plan_page(unit_id, handoff_id, form),
        save=lambda: _keep(draft, form) if keeps else _send(draft, form),
        to=lambda _: _after(draft, form),
        notice=KEPT if keeps else SENT,
    )


def _after(draft: Any, form: PlanForm) -> str:
    """To the next patient of the list, or to the list; what was sent is told at once where it can be: aloud or here."""
    after = rounds.next_to_write(rounds.to_hand_over(draft.unit_id), draft.id) if form.then.data == "next" else None
    if after:
        return after.url
    if form.then.data in KEEPS:
        return url_for(".shift_list", unit_id=draft.unit_id)
    if draft.mode is Mode.PHONE or draft.to_role:
        return url_for(".phone", unit_id=draft.unit_id, handoff_id=draft.id)
    if draft.mode is Mode.FACE_TO_FACE and device_id():
        return url_for(".co_sign", unit_id=draft.unit_id, handoff_id=draft.id)
    return url_for(".index", unit_id=draft.unit_id)


def _keep(draft: Any, form: PlanForm) -> None:
    service.choose_unit(draft, form.unit_id(), actor=current_actor(), now=now())
    service.choose_role(draft, form.receiver_role(), actor=current_actor(), now=now())
    service.keep_plan(
        draft,
        form.plan(now(), zone_here()),
        to_person_id=form.receiver_id(),
        decided=form.decided(now(), zone_here()),
        actor=current_actor(),
        now=now(),
    )


def _send(draft: Any, form: PlanForm) -> None:
    service.choose_unit(draft, form.unit_id(), actor=current_actor(), now=now())
    service.choose_role(draft, form.receiver_role(), actor=current_actor(), now=now())
    service.send_draft(
        draft,
        form.plan(now(), zone_here()),
        to_person_id=form.receiver_id(),
        responsible_id=form.responsible(),
        decided=form.decided(now(), zone_here()),
        actor=current_actor(),
        now=now(),
    )


def _plan_form(unit_id: UUID, handoff_id: UUID) -> PlanForm:
    draft = _draft(unit_id, handoff_id)
    plan, still_open = queries.plan_of(draft), queries.to_decide(draft, now())
    known = PlanForm.known(plan, draft.to_person_id, zone_here(), draft.to_role)
    known |= PlanForm.known_unit(draft.to_unit_id, is_planned=draft.planned)
    known |= decided_before(plan, still_open, now(), zone_here())
    form: PlanForm = deciding(PlanForm, still_open).about(handoff_id, version=draft.version, data=known)
    if draft.kind is HandoffKind.ESCALATION:
        form.call(colleagues(unit_id))
    else:
        form.offer(colleagues(unit_id))
    if draft.kind is HandoffKind.TRANSFER:
        form.offer_units(colleagues(unit_id), nearby.other_units(unit_id, now()))
    else:
        form.stay()
    return form


def _round(unit_id: UUID, handoff_id: UUID) -> dict[str, Any]:
    stops = rounds.to_hand_over(unit_id)
    return {"round": rounds.at(stops, handoff_id), "more_to_write": rounds.next_to_write(stops, handoff_id) is not None}


def _plan_page(unit_id: UUID, handoff_id: UUID, form: PlanForm) -> str:
    draft = _draft(unit_id, handoff_id)
    shape = templates.shape_of(draft)
    holder = queries.holder(unit_id, draft.patient_id1, draft.patient_id2, now())
    others = holder if holder and holder.person_id != current_actor().user_id else None
    gone_to = queries.gone_to(unit_id, draft.patient_id1, draft.patient_id2, now())
    return render_template(
        "handoffs/plan.html",
        unit_id=unit_id,
        **_round(unit_id, handoff_id),
        draft=draft,
        shape=shape,
        words=(count_words(line.text for line in rules.spoken(shape, draft)), WORDS_ALOUD),
        form=form,
        holder=others,
        gone_to=gone_to,
        gone_to_unit=units.facts(gone_to.home_id).name if gone_to else "",
        names=units.names({others.person_id if others else None, gone_to.acknowledged_by if gone_to else None}),
        is_sick=draft.severity in rules.SICK,
        rows=(MOST_ACTIONS, MOST_IF_THENS),
        discard_form=DiscardForm.beside(handoff_id),
        unit=units.facts(draft.receiving_unit_id),
    )


@bp.post("/<uuid:handoff_id>/removal")
@access.unit_staff
def discard(unit_id: UUID, handoff_id: UUID) -> Response:
    form = DiscardForm.about(handoff_id)
    if again := same_answer(form):
        return again
    draft = _draft(unit_id, handoff_id)
    return submit(
        form,
        page=lambda: _plan_page(unit_id, handoff_id, _plan_form(unit_id, handoff_id)),
        save=lambda: service.discard(draft, actor=current_actor(), now=now()),
        to=lambda _: url_for(".index", unit_id=unit_id),
        notice="Thrown away. Nothing of it is left.",
    )
