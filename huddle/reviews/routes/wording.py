"""Wording help beside what is typed into a review: read, answered, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from huddle.reviews.routes import bp
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import now
from huddle.web.wording import SHOWN, TO_FOLLOW, Hints, hints

FIELDS = ("text", "title", "happens", "helps")


def hints_for(unit_id: UUID, texts: Mapping[str, str | None], *, at_most: int = SHOWN) -> dict[str, Hints]:
    """The advice for each text of this unit, whose staff are not to be named in it."""
    names = [person.name for person in units.people(unit_id, now())] if any(texts.values()) else []
    return {key: hints(text, names, at_most=at_most) for key, text in texts.items()}


def _as_its_page_allows() -> bool:
    return False


@bp.post("/wording")
@access.unit_staff
@access.stays_open_if(_as_its_page_allows)
def wording(unit_id: UUID) -> Response:
    """The advice for one field that is being typed. A post, so that the words are in no address and no log."""
    typed = {name: request.form[name] for name in FIELDS if name in request.form}
    found = next(iter(hints_for(unit_id, typed, at_most=TO_FOLLOW).values()), Hints())
    return make_response(render_template("reviews/_wording.html", hints=found), 200 if typed else 422)


@bp.post("/<uuid:review_id>/wording")
@access.unit_or_named
@access.stays_open_if(_as_its_page_allows)
def wording_here(unit_id: UUID, review_id: UUID) -> Response:  # noqa: ARG001 - who may read that review may ask
    """The same on the pages of one review, which somebody from outside may lead."""
    return wording(unit_id)
