"""What is tapped and written in a hot debrief."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from huddle.core.dates import local_day
from huddle.reviews import service
from huddle.reviews.forms.debriefs import (
    END,
    STOP,
    BoxForm,
    DebriefItemForm,
    DebriefTitleForm,
    MoveForm,
    ShareForm,
    WellbeingForm,
)
from huddle.reviews.routes import bp, debrief_page
from huddle.reviews.routes.debriefs import debrief_of
from huddle.reviews.rules import QUESTIONS, QUESTIONS_OF, Question, ReviewFormat, Wellbeing
from huddle.reviews.service import debriefs as steps
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.writes import submit

BOX = f"<any({','.join(QUESTIONS_OF[ReviewFormat.HOT_DEBRIEF])}):box>"


@bp.post("/<uuid:review_id>/debrief/wellbeing")
@access.unit_or_named
@access.stays_open
def say_how_we_are(unit_id: UUID, review_id: UUID) -> Response:
    review = debrief_of(unit_id, review_id)
    form: WellbeingForm = WellbeingForm.about(review_id)
    return submit(
        form,
        page=lambda: debrief_page.whole(review, form),
        save=lambda: steps.say_how_we_are(
            review, wellbeing=Wellbeing(form.wellbeing.data or ""), actor=current_actor(), now=now()
        ),
        to=lambda _: debrief_page.address(review),
    )


@bp.post(f"/<uuid:review_id>/debrief/boxes/{BOX}")
@access.unit_or_named
@access.stays_open
def write_box(unit_id: UUID, review_id: UUID, box: str) -> Response:
    """Write in one box; it is sent by itself while somebody types."""
    review, asked = debrief_of(unit_id, review_id), Question(box)
    target = debrief_page.Box(review_id, asked)
    form: BoxForm = BoxForm.about(f"{review_id}-{box}", version=target.version)
    form.text.label.text = QUESTIONS[asked]
    return submit(
        form,
        page=lambda: debrief_page.whole(review, form),
        target=target,
        save=lambda: service.answer(review, asked, text=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: debrief_page.address(review),
    )


@bp.post("/<uuid:review_id>/debrief/title")
@access.unit_or_named
@access.stays_open
def rename_debrief(unit_id: UUID, review_id: UUID) -> Response:
    review = debrief_of(unit_id, review_id)
    target = debrief_page.Title(review)
    form: DebriefTitleForm = DebriefTitleForm.about(f"{review_id}-title", version=target.version)
    return submit(
        form,
        page=lambda: debrief_page.whole(review, form),
        target=target,
        save=lambda: steps.rename(review, title=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: debrief_page.address(review),
    )


@bp.post("/<uuid:review_id>/debrief/action-items")
@access.unit_or_named
@access.stays_open
def promise_in_debrief(unit_id: UUID, review_id: UUID) -> Response:
    review = debrief_of(unit_id, review_id)
    form: DebriefItemForm = DebriefItemForm.about(review_id)
    form.offer(units.people(unit_id, now()))
    return submit(
        form,
        page=lambda: debrief_page.whole(review, form),
        save=lambda: steps.promise(
            review,
            **form.promised(local_day(now(), zone_here())),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: debrief_page.address(review) + "#box-do",
    )


@bp.post("/<uuid:review_id>/debrief/moves")
@access.unit_or_named
@access.stays_open
def move_debrief(unit_id: UUID, review_id: UUID) -> Response:
    """We are done; we write on, or hold it after all; we stop here."""
    review = debrief_of(unit_id, review_id)
    form: MoveForm = MoveForm.about(review_id)
    move = {END: steps.end, STOP: steps.stop}
    return submit(
        form,
        page=lambda: debrief_page.whole(review, form),
        save=lambda: move.get(form.to.data or "", steps.open_again)(review, actor=current_actor(), now=now()),
        to=lambda _: debrief_page.address(review),
    )


@bp.post("/<uuid:review_id>/debrief/publication")
@access.unit_or_named
@access.stays_open
def share_debrief(unit_id: UUID, review_id: UUID) -> Response:
    """The unit reads it from now on."""
    review = debrief_of(unit_id, review_id)
    form = ShareForm.about(review_id)
    return submit(
        form,
        page=lambda: debrief_page.whole(review, form),
        save=lambda: service.publish(review, actor=current_actor(), now=now()),
        to=lambda _: url_for(".show", unit_id=unit_id, review_id=review_id),
        notice="Shared. Everybody on the unit and the quality team can read it now.",
    )
