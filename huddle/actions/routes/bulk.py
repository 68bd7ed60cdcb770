"""Handing over everything of somebody who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.actions import queries
from huddle.actions.forms.lists import HandAllForm, field_of, hand_all_form
from huddle.actions.routes import bp
from huddle.actions.routes.items import today
from huddle.actions.rules import Lane
from huddle.actions.rules.views import tag_of
from huddle.actions.service import many
from huddle.core.errors import NotFound
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import same_answer, submit

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem


@dataclass(frozen=True, slots=True)
class _Pile:
    """Everything of one person as it stands: any change of any of them makes it another version."""

    items: Sequence[ActionItem]

    @property
    def version(self) -> int:
        return sum(item.version for item in self.items) * 1000 + len(self.items)


@bp.get("/of/<uuid:person_id>")
@access.unit_lead
def everything_of(unit_id: UUID, person_id: UUID) -> str:
    pile = _pile(unit_id, person_id)
    return _page(unit_id, person_id, pile, _form(unit_id, person_id, pile))


@bp.post("/of/<uuid:person_id>")
@access.unit_lead
def hand_over_everything(unit_id: UUID, person_id: UUID) -> Response:
    """In one transaction: all of it, each with a line in its history, or nothing."""
    if before := same_answer(_form(unit_id, person_id, _Pile(()))):
        return before
    pile = _pile(unit_id, person_id)
    form = _form(unit_id, person_id, pile)
    return submit(
        form,
        page=lambda: _page(unit_id, person_id, pile, form),
        target=pile,
        save=lambda: many.hand_over_all(
            pile.items, form.chosen([item.id for item in pile.items]), actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".index", unit_id=unit_id),
        notice=lambda count: f"{count} action item{'' if count == 1 else 's'} handed over.",
    )


def _pile(unit_id: UUID, person_id: UUID) -> _Pile:
    """What this person still has to do on this unit. Raises NotFound for nobody of whom anything is here."""
    items = [item for item in queries.of_owner(person_id) if item.unit_id == unit_id]
    if not items and person_id not in {person.id for person in units.people(unit_id, now())}:
        raise NotFound
    return _Pile(items)


def _form(unit_id: UUID, person_id: UUID, pile: _Pile) -> HandAllForm:
    people = [person for person in units.people(unit_id, now()) if person.id != person_id]
    made = hand_all_form({item.id: item.title for item in pile.items}, people)
    form: HandAllForm = made.about(person_id, version=pile.version)
    return form


def _page(unit_id: UUID, person_id: UUID, pile: _Pile, form: HandAllForm) -> str:
    return render_template(
        "actions/everything_of.html",
        unit_id=unit_id,
        name=units.names({person_id})[person_id],
        rows=[(item, form[field_of(item.id)], tag_of(item, today())) for item in pile.items],
        improvements=sum(item.lane is Lane.IMPROVEMENT for item in pile.items),
        form=form,
    )
