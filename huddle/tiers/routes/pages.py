"""The levels, one of them today, and its huddle."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.huddles.rules import NotHeldReason
from huddle.tiers import queries, service
from huddle.tiers.forms import CloseTierHuddleForm, NotHeldForm, OpenTierHuddleForm
from huddle.tiers.routes import LEVEL, bp, page
from huddle.tiers.rules import KIND_LABELS
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("")
@access.signed_in
def index() -> str:
    """The levels of whoever asks; none is a page too."""
    return render_template("tiers/index.html", levels=queries.levels_for(current_actor()), kinds=KIND_LABELS)


@bp.get(LEVEL)
@access.signed_in
def level(kind: str, level_id: UUID) -> str:
    return page.whole(page.level_here(kind, level_id))


@bp.post(LEVEL + "/huddles")
@access.signed_in
def open_huddle(kind: str, level_id: UUID) -> Response:
    here = page.level_here(kind, level_id)
    form = OpenTierHuddleForm.about(level_id)
    return submit(
        form,
        page=lambda: page.whole(here, form),
        save=lambda: service.open_today(here, actor=current_actor(), now=now()),
        to=lambda huddle: url_for(".huddle", kind=kind, level_id=level_id, huddle_id=huddle.id),
    )


@bp.get(LEVEL + "/huddles/<uuid:huddle_id>")
@access.signed_in
@access.stays_open
def huddle(kind: str, level_id: UUID, huddle_id: UUID) -> str:
    return page.of_huddle(page.level_here(kind, level_id), huddle_id)


@bp.post(LEVEL + "/huddles/<uuid:huddle_id>/closing")
@access.signed_in
@access.stays_open
def close(kind: str, level_id: UUID, huddle_id: UUID) -> Response:
    here = page.level_here(kind, level_id)
    held = queries.get(here, huddle_id)
    form = CloseTierHuddleForm.about(huddle_id, version=held.version)
    return submit(
        form,
        page=lambda: page.of_huddle(here, huddle_id, form),
        target=held,
        save=lambda: service.close(held, here, notes=form.notes.data or "", actor=current_actor(), now=now()),
        to=lambda _: url_for(".huddle", kind=kind, level_id=level_id, huddle_id=huddle_id),
        notice="Closed. The answers are on the boards of the units.",
    )


@bp.post(LEVEL + "/missed")
@access.signed_in
def explain(kind: str, level_id: UUID) -> Response:
    """Why there was no huddle on a day."""
    here, day = page.level_here(kind, level_id), request.form.get("held_on", "")
    form = NotHeldForm.about(f"{level_id}-{day}")  # sealed by us, so it is one of our own days
    return submit(
        form,
        page=lambda: page.whole(here, form),
        save=lambda: service.say_why_not_held(
            here, on=date.fromisoformat(day), reason=NotHeldReason(form.reason.data), actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".level", kind=kind, level_id=level_id),
        notice="Thank you. It helps us to make it fit.",
    )
