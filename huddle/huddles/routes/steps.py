"""Taps in the first steps: looking back, who is here, "none, we asked"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from werkzeug.wrappers import Response

from huddle.huddles import queries, rules, service
from huddle.huddles.forms import TOLD, AttendanceForm, ConfirmStepForm, LookBackForm, StaffingNoteForm
from huddle.huddles.routes import page
from huddle.huddles.routes.blueprint import bp
from huddle.huddles.rules import LookBackAnswer, Step, SubjectKind
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.writes import submit


@dataclass(frozen=True, slots=True)
class StaffingNote:
    """The note as a thing of its own, so that only another note is in conflict with it."""

    huddle: Any

    @property
    def staffing_note(self) -> str:
        return str(self.huddle.staffing_note)

    @property
    def version(self) -> int:
        return page.note_version(self.staffing_note)


@bp.post("/<uuid:huddle_id>/look-backs")
@access.unit_staff
@access.stays_open
def look_back(unit_id: UUID, huddle_id: UUID) -> Response:
    """Done, going, stuck, or told."""
    huddle = queries.get(unit_id, huddle_id)
    form = _tapped(LookBackForm, huddle_id, "subject_id")

    def save() -> None:
        actor, subject_id = current_actor(), UUID(form.subject_id.data)
        if form.answer.data == TOLD:
            service.tell_back(huddle, concern_id=subject_id, actor=actor, now=now())
            return
        kind, answer = SubjectKind(form.subject_kind.data), LookBackAnswer(form.answer.data)
        service.look_back(huddle, kind=kind, subject_id=subject_id, answer=answer, actor=actor, now=now())

    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=save,
        to=lambda _: page.place(unit_id, huddle_id, Step.LOOK_BACK),
    )


@bp.post("/<uuid:huddle_id>/attendance")
@access.unit_staff
@access.stays_open
def count_role(unit_id: UUID, huddle_id: UUID) -> Response:
    huddle = queries.get(unit_id, huddle_id)
    form = AttendanceForm.about(huddle_id)

    def save() -> None:
        role, count = rules.changed_count(form.count.data or "")
        service.count_role(huddle, role=role, count=count, actor=current_actor(), now=now())

    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=save,
        to=lambda _: page.place(unit_id, huddle_id, Step.ATTENDANCE),
    )


@bp.post("/<uuid:huddle_id>/staffing-note")
@access.unit_staff
@access.stays_open
def note_staffing(unit_id: UUID, huddle_id: UUID) -> Response:
    huddle = queries.get(unit_id, huddle_id)
    form = StaffingNoteForm.about(huddle_id, version=page.note_version(huddle.staffing_note))
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        target=StaffingNote(huddle),
        save=lambda: service.note_staffing(
            huddle, note=form.staffing_note.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step.ATTENDANCE),
    )


@bp.post("/<uuid:huddle_id>/confirmations")
@access.unit_staff
@access.stays_open
def confirm(unit_id: UUID, huddle_id: UUID) -> Response:
    """Somebody asked and there was nothing, or the numbers are right."""
    huddle = queries.get(unit_id, huddle_id)
    form = _tapped(ConfirmStepForm, huddle_id, "step")
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.confirm(huddle, step=Step(form.step.data), actor=current_actor(), now=now()),
        to=lambda _: page.place(unit_id, huddle_id, Step(form.step.data)),
    )


def _tapped(form: type[WriteForm], huddle_id: UUID, field_name: str) -> Any:
    """The one of several such forms that was posted: it names what it is about."""
    posted = form.about(huddle_id)
    return form.about(f"{huddle_id}-{posted[field_name].data}")
