"""Before you go: what one person leaves behind at the end of a shift."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from huddle.actions import queries as actions
from huddle.actions import service as action_service
from huddle.leaving import service as leaving
from huddle.leaving.forms import LeftLateForm
from huddle.leaving.rules import LateReason
from huddle.recognition import service as recognition
from huddle.recognition.forms import ThankForm
from huddle.today import going
from huddle.today.forms import GiveForm
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm
from huddle.web.writes import submit

bp = Blueprint("going", __name__, url_prefix="/units/<uuid:unit_id>/before-you-go")


@bp.get("")
@access.unit_staff
def show(unit_id: UUID) -> str:
    return _page(unit_id)


def _page(unit_id: UUID, form: WriteForm | None = None) -> str:
    """The page, with the form that came back with an error, if there is one."""
    found = going.make(unit_id, current_actor(), now(), zone_here())
    return render_template(
        "today/before_you_go.html",
        base=f"/units/{unit_id}",
        going=found,
        gives=_gives(found, form),
        thank_form=form if isinstance(form, ThankForm) else ThankForm.beside(unit_id),
        late_form=form if isinstance(form, LeftLateForm) else LeftLateForm.beside(unit_id),
        form=form,
    )


def _gives(found: going.Going, sent: WriteForm | None) -> list[tuple[going.Promise, Any]]:
    """Each promise with the form that hands it to whoever is in charge, when that is somebody else."""
    if found.taker is None:
        return [(promise, None) for promise in found.promises]
    return [
        (
            promise,
            sent
            if isinstance(sent, GiveForm) and sent.object_id == str(promise.id)
            else GiveForm.beside(promise.id, version=promise.version),
        )
        for promise in found.promises
    ]


@bp.post("/promises/<uuid:item_id>")
@access.unit_staff
def give(unit_id: UUID, item_id: UUID) -> Response:
    """Whoever is in charge takes a promise on."""
    item = actions.get(unit_id, item_id)
    form = GiveForm.about(item_id)
    form.offer(units.people(unit_id, now()))
    return submit(
        form,
        page=lambda: _page(unit_id, form),
        target=item,
        save=lambda: action_service.hand_over(
            item, owner_id=UUID(form.owner_id.data), actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".show", unit_id=unit_id),
        notice="Handed over. It is on their list of action items now.",
    )


@bp.post("/thanks")
@access.unit_staff
def thank(unit_id: UUID) -> Response:
    form = ThankForm.about(unit_id)
    return submit(
        form,
        page=lambda: _page(unit_id, form),
        save=lambda: recognition.thank(
            unit_id, to_whom=form.to_whom.data, what=form.what.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".show", unit_id=unit_id),
        notice="Your thanks are on the board.",
    )


@bp.post("/late-leaving")
@access.unit_staff
def count_late(unit_id: UUID) -> Response:
    """The answer says no more than "thank you": an operation keeps it for a month beside who asked."""
    form = LeftLateForm.about(unit_id)
    return submit(
        form,
        page=lambda: _page(unit_id, form),
        save=lambda: leaving.count(unit_id, LateReason(form.reason.data), actor=current_actor(), now=now()),
        to=lambda _: url_for(".show", unit_id=unit_id),
        notice="Thank you.",
    )
