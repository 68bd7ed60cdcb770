"""Who can see a review: marking it, its list, who opened it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.core.errors import NotFound
from huddle.reviews import policy, queries, rules, service
from huddle.reviews.forms.protection import MarkForm, MarkOffForm, ReaderForm, ReaderOffForm
from huddle.reviews.routes import bp
from huddle.reviews.routes.outside import found_outside
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.writes import same_answer, submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review


@bp.get("/<uuid:review_id>/readers")
@access.unit_or_named
def readers(unit_id: UUID, review_id: UUID) -> str:
    return _page(queries.get_for(current_actor(), unit_id, review_id))


def _page(review: Review, refused: WriteForm | None = None) -> str:
    """`refused` is the form that came back with an error, if one did."""
    actor, is_marked = current_actor(), policy.is_marked(review)
    adding = ReaderForm.beside(review.id)
    changes_list = policy.can_change_list(actor, review)
    adding.offer(queries.can_be_listed(review, now()) if is_marked and changes_list else [])
    forms: dict[str, WriteForm] = {
        "mark": _fit(review, MarkForm.beside(review.id, version=review.version)),
        "mark_off": MarkOffForm.beside(review.id, version=review.version),
        "add": adding,
    }
    return render_template(
        "reviews/readers.html",
        unit_id=review.unit_id,
        review=review,
        is_marked=is_marked,
        is_alone=is_marked and queries.is_alone(review),
        is_draft=review.status not in rules.SHARED and review.format is not rules.ReviewFormat.HOT_DEBRIEF,
        banner=banner(),
        forms={name: refused if type(refused) is type(form) else form for name, form in forms.items()},
        off={one.id: ReaderOffForm.beside(f"{review.id}:{one.id}") for one in queries.listed(review)},
        not_taken_off=refused if isinstance(refused, ReaderOffForm) else None,
        listed=queries.listed(review),
        marks=queries.marks(review.id),
        openings=queries.openings(review.id) if is_marked else [],
        exports=queries.exports(review.id),
        can_mark=policy.can_mark(actor, review),
        can_change_list=changes_list,
        can_take_mark_off=policy.can_take_mark_off(actor, review),
    )


def _fit(review: Review, form: MarkForm) -> Any:
    """Ask what this review needs before it is marked: a lead who can open it, and of a published one two people."""
    if policy.is_marked(review) or not policy.can_mark(current_actor(), review):
        return form.fit([], [])
    me, shared = current_actor().person_id, review.status in rules.SHARED
    leads = (
        [(one.id, one.name) for one in queries.can_lead(review.unit_id, now())] if _led_by_administrator(review) else []
    )
    readers = queries.can_be_listed(review, now()) if shared and queries.is_alone(review, me) else []
    return form.fit(leads, [one for one in readers if one[0] != me])


def _led_by_administrator(review: Review) -> bool:
    """Whether whoever leads it could not open it once it is marked."""
    return policy.is_administrator(accounts.person(review.facilitator_id))


def protection_of(review: Review) -> dict[str, Any]:
    """What `reviews/_protection.html` says of it to this person."""
    is_marked = policy.is_marked(review)
    return {
        "is_marked": is_marked,
        "banner": banner() if is_marked else "",
        "alone": rules.ALONE if is_marked and review.status in rules.WRITTEN and queries.is_alone(review) else "",
        "entered_at": queries.entered_at(review.id) if is_marked else None,
        "can_mark": policy.can_mark(current_actor(), review),
        "can_export": review.status in rules.SHARED and policy.can_export(current_actor(), review),
        "back": _back(review),
        "shown_to": rules.SHOWN_TO[review.confidentiality],
    }


def _back(review: Review) -> str:
    """Who works elsewhere has come by a list of their own."""
    if policy.can_look(current_actor(), review.unit_id):
        return url_for("reviews.index", unit_id=review.unit_id)
    return url_for("marked.mine")


def banner() -> str:
    """What the hospital says of a review that it has marked."""
    organisation = units.organisation()
    return organisation.review_banner if organisation else ""


@bp.post("/<uuid:review_id>/mark")
@access.unit_or_named
def mark(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = _fit(review, MarkForm.about(review_id, version=review.version))
    return submit(
        form,
        page=lambda: _page(review, form),
        target=review,
        save=lambda: service.mark(
            review,
            leads_id=form.chosen("leads_id"),
            reader_id=form.chosen("reader_id"),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: _readers_url(unit_id, review_id),
        notice="Marked. From now on only the people on its list can see it.",
    )


@bp.post("/<uuid:review_id>/mark/removal")
@access.unit_or_named
def take_mark_off(unit_id: UUID, review_id: UUID) -> Response:
    if again := same_answer(MarkOffForm.about(review_id)):
        return again
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = MarkOffForm.about(review_id, version=review.version)
    return submit(
        form,
        page=lambda: _page(review, form),
        target=review,
        save=lambda: service.take_mark_off(review, reason=form.reason.data or "", actor=current_actor(), now=now()),
        to=lambda _: _where_after(review),
        notice="The mark is taken off.",
    )


def _where_after(review: Review) -> str:
    """Whoever took the mark, or themselves, off may have seen it by its list alone."""
    if policy.can_read(current_actor(), review):
        return _readers_url(review.unit_id, review.id)
    return url_for("marked.mine")


@bp.post("/<uuid:review_id>/readers")
@access.unit_or_named
def put_on_list(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = ReaderForm.about(review_id)
    form.offer(queries.can_be_listed(review, now()))
    return submit(
        form,
        page=lambda: _page(review, form),
        save=lambda: service.put_on_list(
            review,
            person_id=found_outside(form.outside.data or "") or form.chosen,
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: _readers_url(unit_id, review_id),
        notice="They can see this review now.",
    )


@bp.post("/<uuid:review_id>/readers/<uuid:person_id>/removal")
@access.unit_or_named
def take_off_list(unit_id: UUID, review_id: UUID, person_id: UUID) -> Response:
    if again := same_answer(ReaderOffForm.about(f"{review_id}:{person_id}")):
        return again
    review = queries.get_for(current_actor(), unit_id, review_id)
    if person_id not in queries.ever_listed_ids(review):
        raise NotFound
    form = ReaderOffForm.about(f"{review_id}:{person_id}")
    return submit(
        form,
        page=lambda: _page(review, form),
        save=lambda: service.take_off_list(review, person_id=person_id, actor=current_actor(), now=now()),
        to=lambda _: _where_after(review),
        notice="They cannot see this review any more.",
    )


def _readers_url(unit_id: UUID, review_id: UUID) -> str:
    return url_for(".readers", unit_id=unit_id, review_id=review_id)
