"""Taps that raise a concern, park a talk, promise an action, or say thanks."""

from __future__ import annotations

from uuid import UUID

from werkzeug.wrappers import Response

from huddle.actions.rules import DueIn, due_day
from huddle.concerns.forms import RaiseConcernForm
from huddle.concerns.rules import Topic
from huddle.core.dates import local_day
from huddle.huddles import queries, service
from huddle.huddles.forms import HuddleActionForm, ParkForm
from huddle.huddles.routes import page
from huddle.huddles.routes.blueprint import bp
from huddle.huddles.rules import Step
from huddle.recognition.forms import ThankForm
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.writes import submit


@bp.post("/<uuid:huddle_id>/concerns")
@access.unit_staff
@access.stays_open
def raise_concern(unit_id: UUID, huddle_id: UUID) -> Response:
    huddle = queries.get(unit_id, huddle_id)
    form = RaiseConcernForm.about(unit_id)
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.raise_concern(
            huddle,
            text=form.text.data or "",
            topic=Topic(form.topic.data),
            unnamed=form.unnamed.data,
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step.CONCERNS),
    )


@bp.post("/<uuid:huddle_id>/parked-talks")
@access.unit_staff
@access.stays_open
def park(unit_id: UUID, huddle_id: UUID) -> Response:
    """Leave a talk for later in one tap: it becomes a concern."""
    huddle = queries.get(unit_id, huddle_id)
    form = ParkForm.about(huddle_id)
    step = Step(form.step.data) if form.step.data in set(Step) else None
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.park(huddle, step=step, text=form.park_text.data or "", actor=current_actor(), now=now()),
        to=lambda _: page.place(unit_id, huddle_id, step),
        notice="Parked as a concern. It comes back in the next look back.",
    )


@bp.post("/<uuid:huddle_id>/action-items")
@access.unit_staff
@access.stays_open
def open_action(unit_id: UUID, huddle_id: UUID) -> Response:
    huddle = queries.get(unit_id, huddle_id)
    form = HuddleActionForm.about(huddle_id)
    form.offer(names(unit_id))
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.open_action(
            huddle,
            title=form.title.data or "",
            owner_id=UUID(form.owner_id.data),
            due_on=due_day(DueIn(form.due.data), local_day(now(), zone_here())),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step.CONCERNS),
    )


@bp.post("/<uuid:huddle_id>/thanks")
@access.unit_staff
@access.stays_open
def thank(unit_id: UUID, huddle_id: UUID) -> Response:
    huddle = queries.get(unit_id, huddle_id)
    form = ThankForm.about(unit_id)
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.thank(
            huddle, to_whom=form.to_whom.data, what=form.what.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: page.place(unit_id, huddle_id, Step.THANKS),
    )


def names(unit_id: UUID) -> dict[str, str]:
    """Names by id of those who work on the unit, for a list to choose from."""
    return {str(person.id): person.name for person in units.people(unit_id, now())}
