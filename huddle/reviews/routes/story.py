"""One row of the timeline, one part of the work, who was there: each on a small page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.huddles.rules import ROLE_LABELS
from huddle.reviews import policy, queries, rules, service
from huddle.reviews.forms import HERE, CompanyForm, FactorForm, MomentForm, RemoveMomentForm
from huddle.reviews.queries.story import moment_if_there
from huddle.reviews.routes import bp
from huddle.reviews.routes.wording import hints_for
from huddle.reviews.rules import Question
from huddle.reviews.rules.story import ELEMENT_HINTS, ELEMENT_LABELS, FACTOR_LIMIT, Element, Polarity
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import same_answer, submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review, ReviewMoment

ELEMENT = f"<any({','.join(Element)}):element>"


def _written(unit_id: UUID, review_id: UUID) -> Review:
    review = queries.get_for(current_actor(), unit_id, review_id)
    rules.require_written(review.status)
    policy.can_edit(current_actor(), review).require()
    return review


def _question(review: Review, name: Question) -> str:
    return url_for("reviews.question", unit_id=review.unit_id, review_id=review.id, name=name.value)


@bp.get("/<uuid:review_id>/moments/<uuid:moment_id>")
@access.unit_or_named
@access.stays_open
def moment(unit_id: UUID, review_id: UUID, moment_id: UUID) -> str:
    review = _written(unit_id, review_id)
    row = queries.moment(review_id, moment_id)
    form = MomentForm.about(moment_id, version=row.version, data=_typed(row))
    return _moment_page(review, form, RemoveMomentForm.beside(moment_id, version=row.version))


def _typed(row: ReviewMoment) -> dict[str, str]:
    return {"clock": row.clock, "what": row.what, "known_from": row.known_from}


def _moment_page(review: Review, form: MomentForm, removal: RemoveMomentForm | None) -> str:
    """Without `removal` a colleague has taken the row out, and saving puts it back."""
    return render_template(
        "reviews/moment.html",
        unit_id=review.unit_id,
        review=review,
        moment_id=form.object_id,
        form=form,
        removal=removal,
        back=_question(review, Question.HAPPENED),
    )


@bp.post("/<uuid:review_id>/moments/<uuid:moment_id>")
@access.unit_or_named
@access.stays_open
def change_moment(unit_id: UUID, review_id: UUID, moment_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    row = moment_if_there(review_id, moment_id)
    if row is None:
        return _put_back(review, MomentForm.about(moment_id))
    form = MomentForm.about(moment_id, version=row.version)
    return submit(
        form,
        page=lambda: _moment_page(review, form, RemoveMomentForm.beside(moment_id, version=row.version)),
        target=row,
        save=lambda: service.change_moment(review, row, **_said(form), actor=current_actor(), now=now()),
        to=lambda _: _question(review, Question.HAPPENED),
    )


def _said(form: MomentForm) -> dict[str, str]:
    return {"clock": form.clock.data or "", "what": form.what.data or "", "known_from": form.known_from.data or ""}


@dataclass(frozen=True, slots=True)
class _TakenOut:
    """A row that is there no more: a page that says so carries this version, which no row ever has."""

    version: int = 0


def _put_back(review: Review, form: Any) -> Response:
    """What was typed into a row that a colleague took out meanwhile: shown first, and added when it is sent again."""
    form.as_it_stands = True
    return submit(
        form,
        page=lambda: _moment_page(review, form, None),
        target=_TakenOut(),
        save=lambda: service.add_moment(review, **_said(form), actor=current_actor(), now=now()),
        to=lambda _: _question(review, Question.HAPPENED),
    )


@bp.post("/<uuid:review_id>/moments/<uuid:moment_id>/removal")
@access.unit_or_named
@access.stays_open
def remove_moment(unit_id: UUID, review_id: UUID, moment_id: UUID) -> Response:
    if again := same_answer(RemoveMomentForm.about(moment_id)):
        return again
    review = queries.get_for(current_actor(), unit_id, review_id)
    row = queries.moment(review_id, moment_id)
    form = RemoveMomentForm.about(moment_id, version=row.version)
    return submit(
        form,
        page=lambda: _moment_page(review, MomentForm.beside(moment_id, version=row.version, data=_typed(row)), form),
        target=row,
        save=lambda: service.remove_moment(review, row, actor=current_actor(), now=now()),
        to=lambda _: _question(review, Question.HAPPENED),
    )


@bp.get(f"/<uuid:review_id>/factors/{ELEMENT}")
@access.unit_or_named
@access.stays_open
def factor(unit_id: UUID, review_id: UUID, element: str) -> str:
    review = _written(unit_id, review_id)
    row = queries.factor(review_id, Element(element))
    data = {"polarity": row.polarity, "text": row.text}
    return _factor_page(
        review, Element(element), FactorForm.about(f"{review_id}:{element}", version=row.version, data=data)
    )


def _factor_page(review: Review, element: Element, form: FactorForm) -> str:
    return render_template(
        "reviews/factor.html",
        unit_id=review.unit_id,
        review=review,
        element=element,
        heading=ELEMENT_LABELS[element],
        hint=ELEMENT_HINTS[element],
        form=form,
        limit=FACTOR_LIMIT,
        hints=hints_for(review.unit_id, {"text": form.text.data})["text"],
        back=_question(review, Question.WHY),
    )


@bp.post(f"/<uuid:review_id>/factors/{ELEMENT}")
@access.unit_or_named
@access.stays_open
def weigh(unit_id: UUID, review_id: UUID, element: str) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    row = queries.factor(review_id, Element(element))
    form = FactorForm.about(f"{review_id}:{element}", version=row.version)
    return submit(
        form,
        page=lambda: _factor_page(review, Element(element), form),
        target=row,
        save=lambda: service.weigh(
            review,
            Element(element),
            polarity=Polarity(form.polarity.data) if form.polarity.data else None,
            text=form.text.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: _question(review, Question.WHY),
    )


@bp.get("/<uuid:review_id>/company")
@access.unit_or_named
@access.stays_open
def company(unit_id: UUID, review_id: UUID) -> str:
    review = _written(unit_id, review_id)
    row = queries.company(review_id)
    data = {HERE + role: count for role, count in row.present.items()}
    data |= {"absent": list(row.absent), "asked": row.asked}
    return _company_page(review, CompanyForm.about(review_id, version=row.version, data=data))


def _company_page(review: Review, form: CompanyForm) -> str:
    return render_template("reviews/company.html", unit_id=review.unit_id, review=review, form=form)


@bp.post("/<uuid:review_id>/company")
@access.unit_or_named
@access.stays_open
def say_who(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    row = queries.company(review_id)
    form = CompanyForm.about(review_id, version=row.version)
    return submit(
        form,
        page=lambda: _company_page(review, form),
        target=row,
        save=lambda: service.say_who(
            review,
            present=form.present(),
            absent=set(form.absent.data or ()) & set(ROLE_LABELS),
            asked=form.asked.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for("reviews.show", unit_id=unit_id, review_id=review_id),
    )
