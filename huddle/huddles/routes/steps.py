"""Taps in the steps: looking back, counting, notes, "none, we asked"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from werkzeug.wrappers import Response

from huddle.core.dates import clock_text
from huddle.huddles import queries, rules, service
from huddle.huddles.forms import UNDO, AnswerWordsForm, ConfirmStepForm, LookBackForm, MarksForm, NoteForm
from huddle.huddles.routes import page
from huddle.huddles.routes.blueprint import bp
from huddle.huddles.rules import STEP_OF_NOTE, LookBackAnswer, NoteName, Step, SubjectKind
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm
from huddle.web.writes import submit


@bp.post("/<uuid:huddle_id>/look-backs")
@access.unit_staff
@access.stays_open
def look_back(unit_id: UUID, huddle_id: UUID) -> Response:
    """Done, going, stuck, told, or nothing yet."""
    huddle = queries.get(unit_id, huddle_id)
    form = _tapped(LookBackForm, huddle_id, "subject_id")

    def save() -> None:
        about: dict[str, Any] = {"kind": SubjectKind(form.subject_kind.data), "subject_id": UUID(form.subject_id.data)}
        about |= {"actor": current_actor(), "now": now()}
        if form.answer.data == UNDO:
            return service.take_back(huddle, **about)
        return service.look_back(huddle, answer=LookBackAnswer(form.answer.data), **about)

    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=save,
        to=lambda _: page.onward(huddle, Step.LOOK_BACK),
    )


@bp.post("/<uuid:huddle_id>/answers")
@access.unit_staff
@access.stays_open
def answer_words(unit_id: UUID, huddle_id: UUID) -> Response:
    """What is answered to a concern that was said to be done."""
    huddle = queries.get(unit_id, huddle_id)
    form = _tapped(AnswerWordsForm, huddle_id, "subject_id")
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.look_back(
            huddle,
            kind=SubjectKind.CONCERN,
            subject_id=UUID(form.subject_id.data),
            answer=LookBackAnswer.DONE,
            words=form.words.data or form.usual.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step.LOOK_BACK),
    )


@bp.post("/<uuid:huddle_id>/marks")
@access.unit_staff
@access.stays_open
def mark(unit_id: UUID, huddle_id: UUID) -> Response:
    """Count and choose: one tap, or several that a script has gathered."""
    huddle = queries.get(unit_id, huddle_id)
    form = _tapped(MarksForm, huddle_id, "step")
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.mark(
            huddle,
            marks=[rules.read_mark(text) for text in form.mark.data if text],
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step(form.step.data)),
    )


@dataclass(frozen=True, slots=True)
class _Note:
    """One text as a thing of its own, read when it is asked for: only the same text is in conflict with it."""

    huddle_id: UUID
    name: NoteName

    @property
    def _row(self) -> Any:
        return queries.notes(self.huddle_id).get(self.name)

    @property
    def text(self) -> str:
        return str(self._row.text) if self._row else ""

    @property
    def version(self) -> int:
        return int(self._row.version) if self._row else 0

    @property
    def last_change_text(self) -> str:
        row = self._row
        return f"{units.names({row.by})[row.by]}, {clock_text(row.at, zone_here())}" if row else ""


@bp.post(f"/<uuid:huddle_id>/notes/<any({', '.join(NoteName)}):note_name>")
@access.unit_staff
@access.stays_open
def note(unit_id: UUID, huddle_id: UUID, note_name: str) -> Response:
    """Write one of the texts; it is sent by itself while somebody types."""
    huddle, which = queries.get(unit_id, huddle_id), NoteName(note_name)
    target = _Note(huddle_id, which)
    form: NoteForm = NoteForm.about(f"{huddle_id}-{which}", version=target.version)
    form.ask(which)
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        target=target,
        save=lambda: service.note(huddle, name=which, text=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: page.place(unit_id, huddle_id, STEP_OF_NOTE[which]),
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
        to=lambda _: page.onward(huddle, Step(form.step.data)),
    )


def _tapped(form: type[WriteForm], huddle_id: UUID, field_name: str) -> Any:
    """The one of several such forms that was posted: it names what it is about."""
    posted = form.about(huddle_id)
    return form.about(f"{huddle_id}-{posted[field_name].data}")
