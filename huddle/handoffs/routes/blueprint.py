"""The blueprint that all screens of handoffs share."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from huddle.units import queries as units
from huddle.web.context import current_actor, now

bp = Blueprint("handoffs", __name__, url_prefix="/units/<uuid:unit_id>/handoffs")


def colleagues(unit_id: UUID) -> list[tuple[UUID, str]]:
    """Everybody else who works on the unit, whoever is on shift first."""
    people = units.people(unit_id, now())
    here = units.on_shift(unit_id, now(), among=people)
    others = [person for person in people if person.id != current_actor().user_id]
    others.sort(key=lambda person: person.id not in here)
    return [(person.id, person.name) for person in others]
