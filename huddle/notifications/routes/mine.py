"""What somebody was told and has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from flask import render_template, url_for
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
    notices = _unseen()
    return _page(_form(" ".join(notice.id.hex for notice in notices)), notices)


def _unseen() -> list[Notice]:
    return queries.unseen(current_actor().person_id, now())


def _form(shown: str = "") -> SeenForm:
    form: SeenForm = SeenForm.about(current_actor().person_id, data={"notices": shown})
    return form


def _page(form: SeenForm, notices: Sequence[Notice]) -> str:
    there = queries.count_unseen(current_actor().person_id, now())
    return render_template(
        "notifications/for_you.html", form=form, lines=[_line(notice) for notice in notices], there=there
    )


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
        page=lambda: _page(form, _unseen()),
        save=lambda: service.mark_seen(now(), shown=_shown(form), actor=current_actor(), now=now()),
        to=lambda _: url_for(".for_you") if queries.count_unseen(current_actor().person_id, now()) else "/",
        notice="You have seen these.",
    )


def _shown(form: SeenForm) -> list[UUID]:
    """What stood on the page; nothing when that cannot be read."""
    try:
        return [UUID(id_) for id_ in (form.notices.data or "").split()[: queries.SHOWN]]
    except ValueError:
        return []
