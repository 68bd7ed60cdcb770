"""Notes from everyone, as whoever leads the review sees them: the code to scan, the notes, hiding and answering."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.reviews import policy
from huddle.reviews import queries as reviews
from huddle.reviews.forms.voices import (
    CloseNotesForm,
    HideNoteForm,
    LastQuestionsForm,
    OpenNotesForm,
    ShowNoteForm,
)
from huddle.reviews.queries import voices as queries
from huddle.reviews.routes import bp
from huddle.reviews.routes.notes import address_of, installation_key
from huddle.reviews.rules import QUESTIONS, WRITTEN
from huddle.reviews.rules import voices as rules
from huddle.reviews.service import voices as service
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.qr import qr_picture
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review


def _review(unit_id: UUID, review_id: UUID) -> Review:
    """The review, for those who may change it: the others see nothing of its notes."""
    review = reviews.get_for(current_actor(), unit_id, review_id)
    policy.can_edit(current_actor(), review).require()
    return review


def _here(review: Review) -> str:
    return url_for("reviews.voices", unit_id=review.unit_id, review_id=review.id)


@bp.context_processor
def _for_those_who_lead() -> dict[str, object]:
    return {"leads_to_voices": _leads_to_voices}


def _leads_to_voices(review: Review) -> bool:
    """Whether this person finds anything on the page: notes can be opened still, or there were some, or answers."""
    if not policy.can_edit(current_actor(), review):
        return False
    has_some = queries.room_of(review.id) is not None or bool(queries.check_counts(review.id))
    return review.status in WRITTEN or has_some


@bp.get("/<uuid:review_id>/voices")
@access.unit_or_named
@access.stays_open
def voices(unit_id: UUID, review_id: UUID) -> str:
    return _page(_review(unit_id, review_id))


@bp.get("/<uuid:review_id>/voices/news")
@access.unit_or_named
@access.passive
def voices_news(unit_id: UUID, review_id: UUID) -> str:
    """The part of the page that changes while notes come in."""
    return render_template("reviews/_voice_notes.html", **_context(_review(unit_id, review_id)))


def _context(review: Review) -> dict[str, Any]:
    found = queries.voices(review, now())
    shown = queries.shown_check(review, now())
    return {
        "unit_id": review.unit_id,
        "review": review,
        "voices": found,
        "how_many": rules.how_many_text(found.total, len(found.notes), takes_notes=found.takes_notes),
        "limit": rules.limit_text(queries.present(review.id)) if found.takes_notes else "",
        "questions": QUESTIONS,
        "forms": {note.id: (ShowNoteForm if note.hidden else HideNoteForm).beside(note.id) for note in found.notes},
        "results": rules.check_results(shown) if shown else [],
    }


def _page(review: Review, form: WriteForm | None = None) -> str:
    room = queries.room_of(review.id)
    context = _context(review)
    address = address_of(rules.room_token(installation_key(), room.nonce)) if room else ""
    return render_template(
        "reviews/voices.html",
        **context,
        room=room,
        address=address,
        code=qr_picture(address) if context["voices"].takes_notes else "",
        can_open=review.status in WRITTEN,
        was_asked=bool(queries.check_counts(review.id)),
        open_form=OpenNotesForm.beside(review.id),
        close_form=CloseNotesForm.beside(review.id),
        ask_form=LastQuestionsForm.beside(review.id),
        form=form,
    )


def _tap(
    unit_id: UUID, review_id: UUID, kind: type[WriteForm], change: Callable[..., object], notice: str = "", **facts: Any
) -> Response:
    """One button of the page; `change` is the service that it stands for."""
    review = _review(unit_id, review_id)
    form = kind.about(review_id)
    return submit(
        form,
        page=lambda: _page(review, form),
        save=lambda: change(review, actor=current_actor(), now=now(), **facts),
        to=lambda _: _here(review),
        notice=notice,
    )


@bp.post("/<uuid:review_id>/voices")
@access.unit_or_named
@access.stays_open
def open_voices(unit_id: UUID, review_id: UUID) -> Response:
    return _tap(unit_id, review_id, OpenNotesForm, service.open_notes, key=installation_key())


@bp.post("/<uuid:review_id>/voices/closing")
@access.unit_or_named
@access.stays_open
def close_voices(unit_id: UUID, review_id: UUID) -> Response:
    return _tap(unit_id, review_id, CloseNotesForm, service.close_notes, "Closed. The address leads nowhere any more.")


@bp.post("/<uuid:review_id>/voices/last-questions")
@access.unit_or_named
@access.stays_open
def ask_last_questions(unit_id: UUID, review_id: UUID) -> Response:
    notice = "Phones now find the two last questions at the same address."
    return _tap(unit_id, review_id, LastQuestionsForm, service.ask_last_questions, notice)
