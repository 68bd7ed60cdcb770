"""The list of handoffs, as one person sees it."""

from __future__ import annotations

from uuid import UUID

from huddle.handoffs import queries
from huddle.handoffs.routes.blueprint import bp
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.htmx import page_or_partial


@bp.get("")
@access.unit_staff
def index(unit_id: UUID) -> str:
    actor = current_actor()
    me = actor.person_id
    waiting, taken = queries.waiting(unit_id, now()), queries.taken(unit_id, now())
    people: set[UUID | None] = {id_ for row in taken for id_ in (row.acknowledged_by, row.sent_by)}
    people |= {id_ for row in waiting for id_ in (row.sent_by, row.to_person_id, row.responsible)}
    rising = [row for row in waiting if row.rises and row.sent_by != me] if actor.leads(unit_id) else []
    others = [row for row in waiting if row.sent_by != me and row not in rising]
    return page_or_partial(
        "handoffs/index.html",
        "handoffs/_list.html",
        unit_id=unit_id,
        me=me,
        drafts=queries.drafts(unit_id, me, now()),
        rising=rising,
        for_me=[row for row in others if row.to_person_id in (None, me) and row.responsible != me],
        for_others=[row for row in others if row.to_person_id not in (None, me) and row.responsible != me],
        handed_on_for_me=[row for row in waiting if row.responsible == me != row.sent_by],
        sent_waiting=[row for row in waiting if row.sent_by == me],
        sent_taken=[row for row in taken if row.sent_by == me],
        mine=[row for row in taken if row.is_current and row.acknowledged_by == me],
        taken_for_me=[row for row in taken if row.on_behalf_of == me],
        colleagues=[
            row for row in taken if row.is_current and me not in (row.acknowledged_by, row.sent_by, row.on_behalf_of)
        ],
        earlier=[row for row in taken if not row.is_current and me not in (row.sent_by, row.on_behalf_of)],
        names=units.names(people),
    )
