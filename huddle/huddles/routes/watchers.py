"""Taps in the step of watchers, and the page on which a plan is changed."""

from __future__ import annotations

import zlib
from typing import Any
from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from huddle.handoffs.rules import patient_text
from huddle.huddles import queries, service
from huddle.huddles.forms import STILL, AddWatcherForm, ChangeWatcherForm, CheckWatcherForm, WatchHandedOverForm
from huddle.huddles.routes import page
from huddle.huddles.routes.blueprint import bp
from huddle.huddles.rules import Step, WatcherReason, require_open
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
            reason=WatcherReason(form.reason.data[0]),
            more=[WatcherReason(value) for value in form.reason.data[1:]],
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
        to=lambda _: page.onward(huddle, Step.WATCHERS),
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
        to=lambda _: page.onward(huddle, Step.WATCHERS),
    )


class _Watcher:
    """What the form changes of a watcher, read when it is asked for; "still" and "no longer" are no conflict with it.

    Of the reasons the last word stands; texts of two people are both kept.
    """

    def __init__(self, row: Any) -> None:
        self.row = row

    @property
    def why(self) -> list[str]:
        return [reason.value for reason in self.row.reasons]

    @property
    def plan(self) -> str:
        return str(self.row.plan)

    @property
    def trigger(self) -> str:
        return str(self.row.trigger)

    @property
    def bed(self) -> str:
        return str(self.row.bed)

    @property
    def version(self) -> int:
        """A number that changes with what the form changes; drafts store it as a plain integer."""
        words = "\n".join((*self.why, "", self.plan, self.trigger, self.bed))
        return zlib.crc32(words.encode()) & 0x7FFFFFFF


@bp.get("/<uuid:huddle_id>/watchers/<uuid:watcher_id>")
@access.unit_staff
@access.stays_open
def watcher(unit_id: UUID, huddle_id: UUID, watcher_id: UUID) -> str:
    """Reasons, plan and trigger of one watcher, to be changed."""
    return _watcher_page(unit_id, huddle_id, watcher_id, None)


def _watcher_form(stored: _Watcher, watcher_id: UUID) -> ChangeWatcherForm:
    data = {"reason": stored.why, "plan": stored.plan, "trigger": stored.trigger, "bed": stored.bed}
    form: ChangeWatcherForm = ChangeWatcherForm.about(watcher_id, version=stored.version, data=data)
    form.offer(stored.why)
    return form


def _watcher_page(unit_id: UUID, huddle_id: UUID, watcher_id: UUID, form: ChangeWatcherForm | None) -> str:
    huddle, row = queries.get(unit_id, huddle_id), queries.get_watcher(unit_id, watcher_id)
    require_open(huddle.closed_at)
    return render_template(
        "huddles/watcher.html",
        unit_id=unit_id,
        huddle=huddle,
        title=patient_text(row.patient_id1, row.patient_id2),
        watcher_id=watcher_id,
        form=form or _watcher_form(_Watcher(row), watcher_id),
    )


@bp.post("/<uuid:huddle_id>/watchers/<uuid:watcher_id>")
@access.unit_staff
@access.stays_open
def change_watcher(unit_id: UUID, huddle_id: UUID, watcher_id: UUID) -> Response:
    huddle, row = queries.get(unit_id, huddle_id), queries.get_watcher(unit_id, watcher_id)
    stored = _Watcher(row)
    form = _watcher_form(stored, watcher_id)
    return submit(
        form,
        page=lambda: _watcher_page(unit_id, huddle_id, watcher_id, form),
        target=stored,
        save=lambda: service.change_watcher(
            huddle,
            row,
            bed=form.bed.data or "",
            reasons=[WatcherReason(value) for value in form.reason.data or []],
            plan=form.plan.data or "",
            trigger=form.trigger.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step.WATCHERS),
    )
