"""Taps in the step of watchers."""

from __future__ import annotations

from uuid import UUID

from werkzeug.wrappers import Response

from huddle.huddles import queries, service
from huddle.huddles.forms import STILL, AddWatcherForm, CheckWatcherForm, WatchHandedOverForm
from huddle.huddles.routes import page
from huddle.huddles.routes.blueprint import bp
from huddle.huddles.rules import Step, WatcherReason
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.post("/<uuid:huddle_id>/watchers")
@access.unit_staff
@access.stays_open
def add_watcher(unit_id: UUID, huddle_id: UUID) -> Response:
    huddle = queries.get(unit_id, huddle_id)
    form = AddWatcherForm.about(unit_id)
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.add_watcher(
            huddle,
            initials=form.initials.data or "",
            last_four=form.last_four.data or "",
            bed=form.bed.data or "",
            reason=WatcherReason(form.reason.data),
            plan=form.plan.data or "",
            trigger=form.trigger.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step.WATCHERS),
    )


@bp.post("/<uuid:huddle_id>/handed-over-watchers")
@access.unit_staff
@access.stays_open
def watch_handed_over(unit_id: UUID, huddle_id: UUID) -> Response:
    """Take a patient from the handoffs onto the list, in one tap."""
    huddle = queries.get(unit_id, huddle_id)
    posted = WatchHandedOverForm.about(huddle_id)
    form = WatchHandedOverForm.about(f"{huddle_id}-{posted.from_handoff_id.data}")
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.watch_handed_over(
            huddle, handoff_id=UUID(form.from_handoff_id.data), actor=current_actor(), now=now()
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step.WATCHERS),
    )


@bp.post("/<uuid:huddle_id>/watchers/<uuid:watcher_id>/check")
@access.unit_staff
@access.stays_open
def check_watcher(unit_id: UUID, huddle_id: UUID, watcher_id: UUID) -> Response:
    """Still, or no longer."""
    huddle, watcher = queries.get(unit_id, huddle_id), queries.get_watcher(unit_id, watcher_id)
    form = CheckWatcherForm.about(f"{huddle_id}-{watcher_id}")
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.check_watcher(
            huddle, watcher, still=form.answer.data == STILL, actor=current_actor(), now=now()
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step.WATCHERS),
    )
