"""The lists: all handoffs as one person sees them, one's own patients to hand over, stable ones to take on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import signing
from huddle.core.errors import FieldRefused
from huddle.handoffs import policy, queries, service
from huddle.handoffs.forms import SendListForm, TakeListForm
from huddle.handoffs.queries.mine import may_take, mine
from huddle.handoffs.queries.words import taken_text
from huddle.handoffs.routes import rounds
from huddle.handoffs.routes.blueprint import bp, colleagues
from huddle.handoffs.rules import HandoffKind, ReadBack, by_sickness
from huddle.units import charge
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.htmx import page_or_partial

JUST_SENT = timedelta(minutes=10)
LIST_OF = 2
"""From so many on they are a list."""


@bp.get("")
@access.unit_staff
def index(unit_id: UUID) -> str:
    actor = current_actor()
    me = actor.person_id
    waiting, taken = queries.waiting(unit_id, now()), queries.taken(unit_id, now())
    people: set[UUID | None] = {id_ for row in taken for id_ in (row.acknowledged_by, row.sent_by)}
    people |= {id_ for row in waiting for id_ in (row.sent_by, row.to_person_id, row.responsible)}
    in_charge = charge.in_charge(unit_id, now())
    in_charge_id = in_charge.person_id if in_charge else None
    rising = [
        row
        for row in waiting
        if row.rises
        and row.sent_by != me
        and not row.goes_to
        and policy.is_asked(actor, unit_id, in_charge_id, (row.sent_by, row.responsible))
    ]
    leaving = [row for row in waiting if row.goes_to and me not in (row.sent_by, row.responsible)]
    others = [row for row in waiting if row.sent_by != me and row not in (*rising, *leaving)]
    light = len(_light(waiting))
    own = mine(unit_id, me, others, taken, now())
    sent = [row for row in waiting if row.sent_by == me]
    on_my_way = [row for row in sent if row.responsible == me]
    known = {row.patient for row in on_my_way}
    return page_or_partial(
        "handoffs/index.html",
        "handoffs/_list.html",
        unit_id=unit_id,
        me=me,
        leads=actor.leads(unit_id),
        drafts=queries.drafts(unit_id, me, now()),
        rising=rising,
        in_charge=in_charge,
        own=own,
        on_my_way=on_my_way,
        held=[row for row in own.held if row.patient not in known],
        for_anybody=[
            row
            for row in others
            if row.to_person_id is None and not row.to_role and row.responsible != me and row not in own.to_take
        ],
        for_others=[
            row for row in others if (row.to_role or row.to_person_id not in (None, me)) and row.responsible != me
        ],
        handed_on_for_me=[row for row in waiting if row.responsible == me != row.sent_by],
        list_of=light if light >= LIST_OF else 0,
        leaving=[row for row in leaving if row not in rising],
        went=[row for row in taken if row.went_to and me not in (row.sent_by, row.on_behalf_of)],
        sent_waiting=[row for row in sent if row.responsible != me],
        just_sent=_just_sent(waiting),
        sent_taken=[row for row in taken if row.sent_by == me and not row.is_answer],
        taken_for_me=[row for row in taken if row.on_behalf_of == me and not row.is_answer],
        colleagues=_sickest_first(
            row
            for row in taken
            if row.is_current
            and row not in own.beside
            and me != row.acknowledged_by
            # An answer stands here also for whoever called on behalf of the colleague who keeps the patient.
            and (row.is_answer or me not in (row.sent_by, row.on_behalf_of))
        ),
        earlier=[
            row for row in taken if not (row.is_current or row.went_to) and me not in (row.sent_by, row.on_behalf_of)
        ],
        names=units.names(people),
    )


def _sickest_first(rows: Iterable[queries.Taken]) -> list[queries.Taken]:
    """Whom a charge nurse looks for stands on top; among the equally sick, whoever was taken on last."""
    return sorted(rows, key=lambda row: by_sickness(row.severity))


def _just_sent(waiting: list[queries.Waiting]) -> queries.Waiting | None:
    """What this person sent a moment ago: what they have in mind for the unit is asked then, not in the composer."""
    mine = [row for row in waiting if row.sent_by == current_actor().person_id and now() - row.sent_at < JUST_SENT]
    return max(mine, key=lambda row: row.sent_at, default=None)


def _light(waiting: list[queries.Waiting]) -> list[queries.Waiting]:
    """What this person may take on with others in one signature, were none of them drawn."""
    me = current_actor().person_id
    return [row for row in waiting if row.read_back is ReadBack.LIGHT and may_take(row, me)]


@bp.get("/shift-list")
@access.unit_staff
def shift_list(unit_id: UUID) -> str:
    return _shift_page(unit_id, _shift_form(unit_id))


@bp.post("/shift-list")
@access.unit_staff
def send_list(unit_id: UUID) -> Response:
    form = _shift_form(unit_id)
    return signing.submit_signed(
        form,
        page=lambda: _shift_page(unit_id, form),
        save=lambda: _send(unit_id, form),
        to=lambda _: url_for(".index", unit_id=unit_id),
        notice="Sent. You stay responsible until your colleague acknowledges them: talk them through.",
    )


def _send(unit_id: UUID, form: SendListForm) -> None:
    me = current_actor().person_id
    drafts = [queries.draft(unit_id, id_, me, now()) for id_ in form.patients.data or ()]
    to_person_id = form.receiver_id()
    service.send_list(drafts, to_person_id=to_person_id, as_chosen=form.as_chosen, actor=current_actor(), now=now())


def _shift_form(unit_id: UUID) -> SendListForm:
    ready = [row for row in queries.drafts(unit_id, current_actor().person_id, now()) if _goes_with_list(row)]
    form: SendListForm = SendListForm.about(unit_id, data=SendListForm.known(ready))
    form.offer(ready, colleagues(unit_id))
    return form


def _shift_page(unit_id: UUID, form: SendListForm) -> str:
    me = current_actor().person_id
    drafts, waiting = queries.drafts(unit_id, me, now()), queries.waiting(unit_id, now())
    return render_template(
        "handoffs/shift_list.html",
        unit_id=unit_id,
        form=form,
        left=rounds.still_to_write(unit_id),
        begun=[row for row in drafts if not _goes_with_list(row)],
        ready=[row for row in drafts if _goes_with_list(row)],
        sent=[row for row in waiting if row.sent_by == me and not row.comes_from],
    )


def _goes_with_list(draft: queries.Draft) -> bool:
    """Whether it is written to the end and for a colleague here: a transfer or a call for help has its own page."""
    return draft.planned and not draft.goes_to and draft.kind is not HandoffKind.ESCALATION


@bp.get("/stable-list")
@access.unit_staff
def stable_list(unit_id: UUID) -> str:
    return _stable_page(unit_id, TakeListForm.about(unit_id))


@bp.post("/stable-list")
@access.unit_staff
def take_list(unit_id: UUID) -> Response:
    form: TakeListForm = TakeListForm.about(unit_id)
    return signing.submit_signed(
        form,
        page=lambda: _stable_page(unit_id, form),
        save=lambda: _take(unit_id, form),
        to=lambda _: url_for(".stable_list" if _offered(unit_id) else ".index", unit_id=unit_id),
        notice=lambda _: f"You have these patients. {_still_waiting(unit_id)}".strip(),
    )


def _still_waiting(unit_id: UUID) -> str:
    """What is left of the list: it must not be forgotten that one of them is read back in full."""
    left = len(_offered(unit_id))
    return {0: "", 1: "One still waits."}.get(left, f"{left} still wait.")


def _take(unit_id: UUID, form: TakeListForm) -> None:
    heard = form.chosen([handoff for handoff in _offered(unit_id) if policy.can_acknowledge(current_actor(), handoff)])
    if len(heard) != len(form.heard.data or ()):
        raise FieldRefused("heard", _why_not(unit_id, form.heard.data or ()))
    service.take_list(heard, actor=current_actor(), now=now())


def _why_not(unit_id: UUID, ticked: Collection[str]) -> str:
    """Who was first, and when; or that something else has changed since the list was opened."""
    ids = {word.partition(":")[0] for word in ticked}
    for row in queries.taken(unit_id, now()):
        if str(row.id) in ids and not row.is_answer:
            taken = taken_text(queries.get(unit_id, row.id, now()), current_actor(), now())
            return f"{row.patient}: {taken} Look at the list again: the others still wait."
    return "One of these handoffs has changed since you opened the list. Look at it again."


def _offered(unit_id: UUID) -> list[Any]:
    return [queries.get(unit_id, row.id, now()) for row in _light(queries.waiting(unit_id, now()))]


def _stable_page(unit_id: UUID, form: TakeListForm) -> str:
    offered = _offered(unit_id)
    full = {handoff.id for handoff in offered if queries.read_back(handoff) is ReadBack.FULL}
    return render_template(
        "handoffs/stable_list.html",
        unit_id=unit_id,
        form=form,
        handoffs=[handoff for handoff in offered if handoff.id not in full],
        in_full=[handoff for handoff in offered if handoff.id in full],
        actions={handoff.id: queries.actions(handoff.id) for handoff in offered},
        if_thens={handoff.id: queries.if_thens(handoff.id) for handoff in offered},
        ticked=set(form.heard.data or ()),
        names=units.names({handoff.sent_by for handoff in offered}),
    )
