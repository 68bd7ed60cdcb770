"""What somebody who leaves a unit still has there, feature by feature."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import url_for

from huddle.actions import queries as actions
from huddle.concerns import queries as concerns
from huddle.handoffs import queries as handoffs
from huddle.units.duties import Duty, Finder


def _items(unit_id: UUID, person_id: UUID, _now: datetime) -> list[Duty]:
    return [
        Duty("Action item", item.title, url_for("actions.show", unit_id=unit_id, item_id=item.id))
        for item in actions.of_owner(person_id)
        if item.unit_id == unit_id
    ]


def _handoffs(unit_id: UUID, person_id: UUID, now: datetime) -> list[Duty]:
    """Those that wait for this person, and those of theirs that nobody has taken: still theirs to answer for."""
    return [
        Duty("Handoff", row.patient, url_for("handoffs.show", unit_id=unit_id, handoff_id=row.id))
        for row in handoffs.waiting(unit_id, now)
        if person_id in {None if row.goes_to else row.to_person_id, None if row.comes_from else row.sent_by}
    ]


def _concerns(unit_id: UUID, person_id: UUID, _now: datetime) -> list[Duty]:
    return [
        Duty("Concern", row.text, url_for("concerns.show", unit_id=unit_id, concern_id=row.concern_id))
        for row in concerns.waiting_on(person_id)
        if row.unit_id == unit_id and row.level is None
    ]


DUTIES: tuple[Finder, ...] = (_items, _handoffs, _concerns)
