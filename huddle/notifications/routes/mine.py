"""What somebody was told and has not seen."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask import render_template
from werkzeug.wrappers import Response

from huddle.core.dates import day_text, local_day
from huddle.notifications import queries, service
from huddle.notifications.forms import SeenForm
from huddle.notifications.queries import Notice
from huddle.notifications.routes import bp
from huddle.notifications.rules import WORDS
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.subjects import subject_link
from huddle.web.writes import submit


class NoticeLine(NamedTuple):
    """One line of the page; without an address where the thing is not theirs to open."""

    title: str
    note: str
    url: str | None


@bp.get("/me/for-you")
@access.signed_in
def for_you() -> str:
    return _page(_form())


def _form() -> SeenForm:
    form: SeenForm = SeenForm.about(current_actor().person_id, data={"until": now().isoformat()})
    return form


def _page(form: SeenForm) -> str:
    lines = [_line(notice) for notice in queries.unseen(current_actor().person_id)]
    return render_template("notifications/for_you.html", form=form, lines=lines, until=form.until.data)


def _line(notice: Notice) -> NoticeLine:
    found = subject_link(notice.subject_kind, notice.unit_id, notice.subject_id, current_actor())
    due = ""
    if notice.due_on:
        today = local_day(now(), zone_here())
        due = f". {'Was due' if notice.due_on < today else 'Due'} {day_text(notice.due_on, today)}"
    title = found.words if found else "Action item"
    return NoticeLine(title, f"{notice.unit_name}: {WORDS[notice.kind]}{due}", found.url if found else None)


@bp.post("/me/for-you/seen")
@access.signed_in
def see() -> Response:
    form = _form()
    return submit(
        form,
        page=lambda: _page(form),
        save=lambda: service.mark_seen(_until(form), actor=current_actor(), now=now()),
        to=lambda _: "/",
        notice="Nothing more waits here for you.",
    )


def _until(form: SeenForm) -> datetime:
    """The moment at which the page was shown; never later than now, whatever was sent."""
    try:
        return min(datetime.fromisoformat(form.until.data or ""), now())
    except (TypeError, ValueError):
        return now()
