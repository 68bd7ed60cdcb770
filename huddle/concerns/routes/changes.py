"""Picking it up, answering, telling it back, saying that two are one."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from huddle.concerns import queries, service
from huddle.concerns.forms import AnswerConcernForm, MergeForm, PickUpForm, SayReadForm, TellBackForm
from huddle.concerns.routes import bp, page
from huddle.concerns.rules import Harm, Outcome, ToldHow
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.way_back import page_before
from huddle.web.writes import submit


def _show(unit_id: UUID, concern_id: UUID) -> str:
    return url_for(".show", unit_id=unit_id, concern_id=concern_id)


@bp.post("/<uuid:concern_id>/owner")
@access.unit_staff
def pick_up(unit_id: UUID, concern_id: UUID) -> Response:
    concern = queries.get(unit_id, concern_id)
    form = PickUpForm.about(concern_id, version=concern.version)
    return submit(
        form,
        page=lambda: page.whole(unit_id, concern_id, form),
        target=concern,
        save=lambda: service.pick_up(
            concern,
            harm=Harm(form.harm.data),
            immediate_fix=form.immediate_fix.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: _show(unit_id, concern_id),
        notice="It is yours now. Say what became of it, or ask for help from above.",
    )


@bp.post("/<uuid:concern_id>/answer")
@access.unit_staff
def answer(unit_id: UUID, concern_id: UUID) -> Response:
    concern = queries.get(unit_id, concern_id)
    form = AnswerConcernForm.about(concern_id, version=concern.version)
    return submit(
        form,
        page=lambda: page.whole(unit_id, concern_id, form),
        target=concern,
        save=lambda: service.answer(
            concern,
            outcome=Outcome(form.outcome.data),
            answer=form.answer.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: _show(unit_id, concern_id),
        notice="Answered. It closes when it has been told back.",
    )


@bp.post("/<uuid:concern_id>/telling")
@access.unit_staff
def tell_back(unit_id: UUID, concern_id: UUID) -> Response:
    concern = queries.get(unit_id, concern_id)
    form = TellBackForm.about(concern_id, version=concern.version)
    return submit(
        form,
        page=lambda: page.whole(unit_id, concern_id, form),
        target=concern,
        save=lambda: service.tell_back(concern, how=ToldHow(form.how.data), actor=current_actor(), now=now()),
        to=lambda _: url_for(".index", unit_id=unit_id),
        notice="Told back. Thank you for closing the loop.",
    )


@bp.post("/<uuid:concern_id>/reading")
@access.unit_staff
def say_read(unit_id: UUID, concern_id: UUID) -> Response:
    """Whoever raised it has read the answer."""
    concern = queries.get(unit_id, concern_id)
    form = SayReadForm.about(concern_id, version=concern.version)
    return submit(
        form,
        page=lambda: page.whole(unit_id, concern_id, form),
        target=concern,
        save=lambda: service.say_read(concern, actor=current_actor(), now=now()),
        to=lambda _: page_before() or url_for(".index", unit_id=unit_id),
        notice="Thank you. You said it, and this is what became of it.",
    )


@bp.post("/<uuid:concern_id>/merging")
@access.unit_staff
def merge(unit_id: UUID, concern_id: UUID) -> Response:
    """It is the same as another one."""
    concern = queries.get(unit_id, concern_id)
    form = page.offered(MergeForm.about(concern_id, version=concern.version), concern)
    return submit(
        form,
        page=lambda: page.whole(unit_id, concern_id, form),
        target=concern,
        save=lambda: service.merge(concern, UUID(form.into_id.data), actor=current_actor(), now=now()),
        to=lambda _: _show(unit_id, UUID(form.into_id.data)),
        notice="They are one now. Both who raised it will be told.",
    )
