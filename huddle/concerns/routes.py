"""Screens of concerns."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from huddle.concerns import policy, queries, service
from huddle.concerns.forms import AnswerConcernForm, RaiseConcernForm, TellBackForm
from huddle.concerns.rules import OUTCOME_LABELS, TOPIC_LABELS, Outcome, ToldHow, Topic
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.htmx import page_or_partial
from huddle.web.writes import submit

bp = Blueprint("concerns", __name__, url_prefix="/units/<uuid:unit_id>/concerns")


@bp.get("")
@access.unit_staff
def index(unit_id: UUID) -> str:
    unsettled, closed = queries.unsettled(unit_id), queries.closed(unit_id)
    return page_or_partial(
        "concerns/index.html",
        "concerns/_list.html",
        unit_id=unit_id,
        unsettled=unsettled,
        closed=closed,
        names=units.names({None if row.unnamed else row.raised_by for row in (*unsettled, *closed)}),
        topics=TOPIC_LABELS,
        outcomes=OUTCOME_LABELS,
    )


@bp.get("/new")
@access.unit_staff
def new(unit_id: UUID) -> str:
    return _new_page(unit_id, RaiseConcernForm.about(unit_id))


def _new_page(unit_id: UUID, form: RaiseConcernForm) -> str:
    return render_template("concerns/new.html", unit_id=unit_id, form=form)


@bp.post("")
@access.unit_staff
def create(unit_id: UUID) -> Response:
    form = RaiseConcernForm.about(unit_id)
    return submit(
        form,
        page=lambda: _new_page(unit_id, form),
        save=lambda: service.raise_concern(
            unit_id,
            text=form.text.data or "",
            topic=Topic(form.topic.data),
            unnamed=form.unnamed.data,
            actor=current_actor(),
            now=now(),
        ),
        to=lambda concern: url_for(".show", unit_id=unit_id, concern_id=concern.id),
        notice="Your concern is on the board. You will be told what becomes of it.",
    )


@bp.get("/<uuid:concern_id>")
@access.unit_staff
def show(unit_id: UUID, concern_id: UUID) -> str:
    return _show_page(unit_id, concern_id)


def _show_page(
    unit_id: UUID,
    concern_id: UUID,
    answer_form: AnswerConcernForm | None = None,
    tell_form: TellBackForm | None = None,
) -> str:
    concern = queries.get(unit_id, concern_id)
    can = {
        "answer": policy.can_answer(current_actor(), concern),
        "tell_back": policy.can_tell_back(current_actor(), concern),
    }
    stored: dict[str, object] = {"outcome": concern.outcome, "answer": concern.answer}
    return render_template(
        "concerns/show.html",
        unit_id=unit_id,
        concern=concern,
        can=can,
        is_mine=current_actor().user_id == concern.raised_by,
        names=units.names({None if concern.unnamed else concern.raised_by, concern.answered_by}),
        topics=TOPIC_LABELS,
        outcomes=OUTCOME_LABELS,
        answer_form=answer_form or _about(AnswerConcernForm, concern, stored),
        tell_form=tell_form or _about(TellBackForm, concern, {}),
        form=answer_form or tell_form,
    )


def _about(form: type, concern: object, data: dict[str, object]) -> object:
    return form.beside(concern.id, version=concern.version, data=data)  # type: ignore[attr-defined]


@bp.post("/<uuid:concern_id>/answer")
@access.unit_staff
def answer(unit_id: UUID, concern_id: UUID) -> Response:
    concern = queries.get(unit_id, concern_id)
    form = AnswerConcernForm.about(concern_id, version=concern.version)
    return submit(
        form,
        page=lambda: _show_page(unit_id, concern_id, answer_form=form),
        target=concern,
        save=lambda: service.answer(
            concern,
            outcome=Outcome(form.outcome.data),
            answer=form.answer.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".show", unit_id=unit_id, concern_id=concern_id),
        notice="Answered. It closes when whoever raised it has been told.",
    )


@bp.post("/<uuid:concern_id>/telling")
@access.unit_staff
def tell_back(unit_id: UUID, concern_id: UUID) -> Response:
    concern = queries.get(unit_id, concern_id)
    form = TellBackForm.about(concern_id, version=concern.version)
    return submit(
        form,
        page=lambda: _show_page(unit_id, concern_id, tell_form=form),
        target=concern,
        save=lambda: service.tell_back(concern, how=ToldHow(form.how.data), actor=current_actor(), now=now()),
        to=lambda _: url_for(".index", unit_id=unit_id),
        notice="Told back. Thank you for closing the loop.",
    )
