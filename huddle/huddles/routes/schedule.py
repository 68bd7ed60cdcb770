"""The planned huddle and the list: opening one, and why one was missed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.core.errors import RuleBroken
from huddle.huddles import policy, queries, rules, service
from huddle.huddles.forms import NotHeldForm, OpenHuddleForm
from huddle.huddles.queries import schedule
from huddle.huddles.routes.blueprint import bp
from huddle.huddles.rules import KIND_LABELS, KIND_NOTES, NOT_HELD_LABELS, HuddleKind, NotHeldReason
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("")
@access.unit_staff
def index(unit_id: UUID) -> str:
    return _index_page(unit_id)


def _index_page(unit_id: UUID, failed: OpenHuddleForm | NotHeldForm | None = None) -> str:
    missed = queries.unexplained(unit_id, now())
    forms = {rules.slot_of(run): _not_held_form(run.shift_id, run.on) for run in missed}
    if isinstance(failed, NotHeldForm):
        forms = {slot: failed if form.object_id == failed.object_id else form for slot, form in forms.items()}
    return render_template(
        "huddles/index.html",
        unit_id=unit_id,
        state=queries.now_for_board(unit_id, now()),
        missed=[(run, forms[rules.slot_of(run)]) for run in missed],
        explained=schedule.explained(unit_id, now()),
        recent=queries.recent(unit_id),
        reasons=NOT_HELD_LABELS,
        minutes=rules.minutes,
        is_on_time=rules.is_on_time,
        extras=[(kind, KIND_LABELS[kind], KIND_NOTES[kind]) for kind in HuddleKind if kind is not HuddleKind.SCHEDULED],
        can_shape=policy.can_shape(current_actor(), unit_id),
        open_form=failed if isinstance(failed, OpenHuddleForm) else OpenHuddleForm.beside(unit_id),
        form=failed,
    )


def _not_held_form(shift_id: UUID, shift_on: date) -> NotHeldForm:
    facts = {"shift_id": str(shift_id), "shift_on": shift_on.isoformat()}
    form: NotHeldForm = NotHeldForm.beside(f"{shift_id}-{shift_on.isoformat()}", data=facts)
    return form


@bp.post("")
@access.unit_staff
@access.stays_open
def create(unit_id: UUID) -> Response:
    """Open the huddle for now, or an extra one; whoever comes second joins the first."""
    form = OpenHuddleForm.about(unit_id)
    kind = HuddleKind(form.kind.data) if form.kind.data in set(HuddleKind) else HuddleKind.SCHEDULED

    def save() -> Any:
        actor = current_actor()
        if kind is HuddleKind.SCHEDULED:
            return service.open_scheduled(unit_id, actor=actor, now=now())
        return service.open_extra(unit_id, actor=actor, now=now(), kind=kind)

    return submit(
        form,
        page=lambda: _index_page(unit_id, form),
        save=save,
        to=lambda huddle: url_for(".show", unit_id=unit_id, huddle_id=huddle.id),
    )


@bp.post("/misses")
@access.unit_staff
def explain(unit_id: UUID) -> Response:
    """Say why there was no huddle on a shift."""
    posted = NotHeldForm.about("")
    form = NotHeldForm.about(f"{posted.shift_id.data}-{posted.shift_on.data}")
    return submit(
        form,
        page=lambda: _index_page(unit_id, form),
        save=lambda: service.say_why_not_held(
            unit_id,
            shift_id=UUID(form.shift_id.data),
            shift_on=_day(form.shift_on.data or ""),
            reason=NotHeldReason(form.reason.data),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".index", unit_id=unit_id),
        notice="Thank you. That helps us to make it fit.",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleBroken("Open the page again and press once more.") from None
