"""One note from everyone: answering it, putting it out of sight and back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.reviews import policy
from huddle.reviews import queries as reviews
from huddle.reviews.forms.voices import AnswerNoteForm, HideNoteForm, ShowNoteForm
from huddle.reviews.queries import voices as queries
from huddle.reviews.routes import bp
from huddle.reviews.rules import QUESTIONS
from huddle.reviews.service import voices as service
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review, VoiceNote

NOTE = "/<uuid:review_id>/voices/<uuid:note_id>"


def _found(unit_id: UUID, review_id: UUID, note_id: UUID) -> tuple[Review, VoiceNote]:
    review = reviews.get_for(current_actor(), unit_id, review_id)
    policy.can_edit(current_actor(), review).require()
    return review, queries.voice_note(review, note_id, now())


def _all(unit_id: UUID, review_id: UUID) -> str:
    return url_for("reviews.voices", unit_id=unit_id, review_id=review_id, _anchor="notes")


@bp.get(NOTE)
@access.unit_or_named
@access.stays_open
def voice_note(unit_id: UUID, review_id: UUID, note_id: UUID) -> str:
    review, note = _found(unit_id, review_id, note_id)
    return _page(review, note)


def _page(review: Review, note: VoiceNote, form: WriteForm | None = None) -> str:
    answer = AnswerNoteForm.beside(note.id, version=note.version, data={"answer": note.answer})
    return render_template(
        "reviews/voice_note.html",
        unit_id=review.unit_id,
        review=review,
        note=note,
        about=QUESTIONS[note.question] if note.question else "",
        answer_form=form if isinstance(form, AnswerNoteForm) else answer,
        form=form,
    )


@bp.post(f"{NOTE}/answer")
@access.unit_or_named
@access.stays_open
def answer_voice(unit_id: UUID, review_id: UUID, note_id: UUID) -> Response:
    review, note = _found(unit_id, review_id, note_id)
    form = AnswerNoteForm.about(note_id, version=note.version)
    return submit(
        form,
        page=lambda: _page(review, note, form),
        save=lambda: service.answer_note(
            review, note_id, text=form.answer.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: _all(unit_id, review_id),
        target=note,
        notice="The answer can be read with the code of the note.",
    )


@bp.post(f"{NOTE}/hiding")
@access.unit_or_named
@access.stays_open
def hide_voice(unit_id: UUID, review_id: UUID, note_id: UUID) -> Response:
    return _put(HideNoteForm, unit_id, review_id, note_id, hidden=True)


@bp.post(f"{NOTE}/showing")
@access.unit_or_named
@access.stays_open
def show_voice(unit_id: UUID, review_id: UUID, note_id: UUID) -> Response:
    return _put(ShowNoteForm, unit_id, review_id, note_id, hidden=False)


def _put(kind: type[WriteForm], unit_id: UUID, review_id: UUID, note_id: UUID, *, hidden: bool) -> Response:
    review, note = _found(unit_id, review_id, note_id)
    form = kind.about(note_id)
    return submit(
        form,
        page=lambda: _page(review, note, form),
        save=lambda: service.hide_note(review, note_id, hidden=hidden, actor=current_actor(), now=now()),
        to=lambda _: _all(unit_id, review_id),
        notice="Out of sight. You can show it again." if hidden else "",
    )
