"""All concerns of the unit, a new one, one of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.concerns import queries, service
from huddle.concerns.forms import RaiseConcernForm
from huddle.concerns.routes import bp, page
from huddle.concerns.rules import CLOSED_SHOWN_FOR, OUTCOME_WORDS, STATUS_LABELS, TOPIC_LABELS, UNSETTLED, Topic
from huddle.core.dates import local_day
from huddle.core.errors import NotFound
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.htmx import page_or_partial
from huddle.web.writes import submit


@bp.get("")
@access.unit_staff
def index(unit_id: UUID) -> str:
    """What is open first, by where it stands; then what was told back in the last 90 days, page by page."""
    topic, before = _topic(request.args.get("topic")), _place(request.args.get("before"))
    since = now() - CLOSED_SHOWN_FOR
    unsettled = [] if before else queries.unsettled(unit_id, topic)
    closed = queries.closed(unit_id, since=since, topic=topic, before=before)
    today, found = local_day(now(), zone_here()), queries.topics(unit_id, since)
    return page_or_partial(
        "concerns/index.html",
        "concerns/_list.html",
        unit_id=unit_id,
        heaps=[(STATUS_LABELS[status], [row for row in unsettled if row.status is status]) for status in UNSETTLED],
        closed=closed,
        carried=lambda row: local_day(row.raised_at, zone_here()) < today,
        topic=topic,
        topics=TOPIC_LABELS,
        in_use=[each for each in TOPIC_LABELS if each in found],
        outcomes=OUTCOME_WORDS,
        level_names=page.level_names(unit_id),
        names=units.names({row.owner_id for row in unsettled}),
        is_first=before is None,
        older=page.place_text(closed[-1]) if len(closed) == queries.PAGE else None,
    )


def _topic(text: str | None) -> Topic | None:
    if not text:
        return None
    try:
        return Topic(text)
    except ValueError:
        raise NotFound from None


def _place(text: str | None) -> queries.Place | None:
    """Where the page before ended, as `page.place_text` wrote it."""
    if not text:
        return None
    moment, _comma, id_ = text.partition(",")
    try:
        place = datetime.fromisoformat(moment), UUID(id_)
    except ValueError:
        raise NotFound from None
    if place[0].tzinfo is None:
        raise NotFound
    return place


@bp.get("/new")
@access.unit_staff
def new(unit_id: UUID) -> str:
    return _new_page(unit_id, RaiseConcernForm.about(unit_id))


def _new_page(unit_id: UUID, form: RaiseConcernForm) -> str:
    return render_template("concerns/new.html", unit_id=unit_id, form=form, phone=units.facts(unit_id).phone)


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
    return page.whole(unit_id, concern_id)
