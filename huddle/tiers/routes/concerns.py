"""What came up from the units: answered, taken higher, or given back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from huddle.concerns import queries
from huddle.concerns import service as concerns
from huddle.concerns.rules import Outcome, Reason
from huddle.tiers.forms import AnswerFromAboveForm, GiveBackForm, TakeHigherForm
from huddle.tiers.routes import LEVEL, bp, page
from huddle.units.rules import Level
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.writes import submit

CONCERN = LEVEL + "/concerns/<uuid:concern_id>"


@bp.get(CONCERN)
@access.signed_in
@access.stays_open
def concern(kind: str, level_id: UUID, concern_id: UUID) -> str:
    return page.of_concern(page.level_here(kind, level_id), concern_id)


@bp.post(CONCERN + "/answer")
@access.signed_in
@access.stays_open
def answer(kind: str, level_id: UUID, concern_id: UUID) -> Response:
    here = page.level_here(kind, level_id)
    asked = queries.for_level(here, concern_id)
    form = AnswerFromAboveForm.about(concern_id, version=asked.version)

    def save() -> None:
        outcome, text = Outcome(form.outcome.data), form.answer.data or ""
        concerns.answer_from_above(asked, outcome=outcome, answer=text, actor=current_actor(), now=now())

    return _take(here, asked, form, save, "Answered. The unit reads it on its board and tells it back.")


@bp.post(CONCERN + "/escalation")
@access.signed_in
@access.stays_open
def take_higher(kind: str, level_id: UUID, concern_id: UUID) -> Response:
    here = page.level_here(kind, level_id)
    asked = queries.for_level(here, concern_id)
    form = TakeHigherForm.about(concern_id, version=asked.version)

    def save() -> None:
        concerns.take_higher(asked, reason=Reason(form.reason.data), actor=current_actor(), now=now())

    return _take(here, asked, form, save, "The next level has it now.")


@bp.post(CONCERN + "/return")
@access.signed_in
@access.stays_open
def give_back(kind: str, level_id: UUID, concern_id: UUID) -> Response:
    here = page.level_here(kind, level_id)
    asked = queries.for_level(here, concern_id)
    form = GiveBackForm.about(concern_id, version=asked.version)

    def save() -> None:
        concerns.give_back(asked, why=form.why.data or "", actor=current_actor(), now=now())

    return _take(here, asked, form, save, "Given back to the unit, with your words.")


def _take(here: Level, asked: Any, form: WriteForm, save: Callable[[], None], notice: str) -> Response:
    return submit(
        form,
        page=lambda: page.of_concern(here, asked.id, form),
        target=asked,
        save=save,
        to=lambda _: _onward(here),
        notice=notice,
    )


def _onward(here: Level) -> str:
    """Back to the huddle that is going on, else to the page of the level."""
    address: dict[str, Any] = {"kind": here.kind.value, "level_id": here.id}
    huddle = page.going_on(here)
    if huddle is not None:
        return url_for(".huddle", huddle_id=huddle.id, **address)
    return url_for(".level", **address)
