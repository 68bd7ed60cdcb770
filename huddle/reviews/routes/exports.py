"""Taking one review out of Huddle: a reason first, then a page to print or plain text, with a watermark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import make_response, render_template, url_for
from werkzeug.wrappers import Response

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.huddles.rules import ROLE_LABELS
from huddle.reviews import policy, queries, rules, service
from huddle.reviews.forms.protection import ExportForm
from huddle.reviews.queries import story
from huddle.reviews.routes import bp
from huddle.reviews.routes.protection import banner
from huddle.reviews.rules import Question
from huddle.reviews.rules.following import TALKED_OVER
from huddle.reviews.rules.protection import ExportKind
from huddle.reviews.rules.story import ELEMENT_LABELS, POLARITY_LABELS
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review, ReviewAnswer, ReviewExport, ReviewFactor, ReviewMoment


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of an export with what stands under it."""

    title: str
    lines: list[str]


@bp.get("/<uuid:review_id>/exports/new")
@access.unit_or_named
def new_export(unit_id: UUID, review_id: UUID) -> str:
    review = _of_mine(unit_id, review_id)
    rules.require_shared(review.status)
    return _page(review, ExportForm.about(review_id, data={"kind": ExportKind.PAGE.value}))


def _of_mine(unit_id: UUID, review_id: UUID) -> Review:
    """Raises NotFound where it may not be read, NotPermitted where it may not be taken out."""
    review = queries.get_for(current_actor(), unit_id, review_id)
    policy.can_export(current_actor(), review).require()
    return review


def _page(review: Review, form: ExportForm) -> str:
    return render_template("reviews/export.html", unit_id=review.unit_id, review=review, form=form)


@bp.post("/<uuid:review_id>/exports")
@access.unit_or_named
def export(unit_id: UUID, review_id: UUID) -> Response:
    review = _of_mine(unit_id, review_id)
    form = ExportForm.about(review_id)
    return submit(
        form,
        page=lambda: _page(review, form),
        save=lambda: service.export(
            review,
            kind=ExportKind(form.kind.data),
            reason=form.reason.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda made: url_for(".exported", unit_id=unit_id, review_id=review_id, export_id=made.id),
    )


@bp.get("/<uuid:review_id>/exports/<uuid:export_id>")
@access.unit_or_named
def exported(unit_id: UUID, review_id: UUID, export_id: UUID) -> Response:
    """For whoever gave the reason, within the hour."""
    review = _of_mine(unit_id, review_id)
    made = queries.export_of(current_actor(), review, export_id, now())
    whole = _whole(review, made)
    if made.kind is ExportKind.PAGE:
        return make_response(render_template("reviews/exported.html", **whole))
    answer = make_response(render_template("reviews/exported.txt", **whole))
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=review.txt"
    return answer


def _whole(review: Review, made: ReviewExport) -> dict[str, Any]:
    """Everything that is kept of it as learning, and the line that says who took it out."""
    is_marked = policy.is_marked(review)
    marked_at = queries.entered_at(review.id) if is_marked else None
    return {
        "unit_id": review.unit_id,
        "review": review,
        "by": units.names({made.by})[made.by],
        "at": _dated(made.at),
        "class_words": rules.CLASS_LABELS[review.confidentiality],
        "marked_at": _dated(marked_at) if marked_at else "",
        "banner": banner() if is_marked else "",
        "unit_name": units.facts(review.unit_id).name,
        "happened": f"{review.event_on.day} {review.event_on:%B %Y}",
        "parts": [part for part in _parts(review) if part.lines],
    }


def _dated(moment: datetime) -> str:
    """Paper is read on other days, so it says which."""
    local = moment.astimezone(zone_here())
    return f"{local.day} {local:%B %Y, %H:%M}"


def _parts(review: Review) -> list[Part]:
    """The whole review in the order in which it was written."""
    items = actions.for_source(SourceKind.REVIEW, review.id)
    return [
        *[
            Part(rules.QUESTIONS[asked], [words for words in (row.text, row.aside) if words])
            for asked, row in _answers(review)
        ],
        Part("When", [_moment(row) for row in story.timeline(review, zone_here())]),
        Part("The work around it", [_factor(row) for row in story.factors(review.id).values() if row.polarity]),
        Part("What we will do", [item.title for item in items] or _nothing_needed(review)),
        Part("Who was there", _company(review)),
        Part("Added later", [note.text for note in queries.notes(review.id)]),
    ]


def _answers(review: Review) -> Iterable[tuple[Question, ReviewAnswer]]:
    return queries.answers(review.id).items()


def _moment(row: ReviewMoment) -> str:
    known_from = f"({row.known_from})" if row.known_from else ""
    return " ".join(filter(None, (row.clock, row.what, known_from)))


def _nothing_needed(review: Review) -> list[str]:
    return [f"Nothing needs to change, because: {review.nothing_needed}"] if review.nothing_needed else []


def _company(review: Review) -> list[str]:
    """Roles and counts, and whose voice is missing; nothing where the format does not ask."""
    if review.format not in TALKED_OVER:
        return []
    row = story.company(review.id)
    here = [f"{ROLE_LABELS[role]} {count}" for role, count in row.present.items()]
    absent = ", ".join(ROLE_LABELS[role].lower() for role in row.absent)
    asked = f" They will be asked: {row.asked}" if row.asked else ""
    return [*here, f"Not there: {absent}.{asked}"] if absent else here


def _factor(row: ReviewFactor) -> str:
    words = f"{ELEMENT_LABELS[row.element]}: {POLARITY_LABELS[row.polarity].lower()}" if row.polarity else ""
    return f"{words}. {row.text}" if row.text else words
