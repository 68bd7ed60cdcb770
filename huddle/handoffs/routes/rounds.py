"""From patient to patient: my list to hand over, the sickest first, and the handoffs that wait for me, the soonest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from huddle.handoffs import queries
from huddle.handoffs.queries.mine import may_take
from huddle.handoffs.rules import HandoffKind, by_sickness
from huddle.web.context import current_actor, now


@dataclass(frozen=True, slots=True)
class Stop:
    """One patient of a list; `id` is that of the handoff that its page is about."""

    id: UUID
    patient: str
    url: str
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """Where one page stands in a list: `place` from 1 on, or 0 for one that is not in it; what is before and after."""

    of: int
    place: int = 0
    previous: Stop | None = None
    next: Stop | None = None


def to_hand_over(unit_id: UUID) -> list[Stop]:
    """Everybody whom I am handing over: begun, ready to send, and still to be written."""
    me = current_actor().person_id
    drafts = queries.drafts(unit_id, me, now())
    rows = [
        *((row.severity, row.patient, Stop(row.id, row.patient, _url(unit_id, row.id), row.planned)) for row in drafts),
        *(
            (row.severity, row.patient, Stop(row.id, row.patient, _new_url(unit_id, row.id)))
            for row in _left(unit_id, drafts)
        ),
    ]
    return [stop for _, _, stop in sorted(rows, key=lambda row: (by_sickness(row[0]), row[1]))]


def still_to_write(unit_id: UUID) -> list[queries.Taken]:
    """My patients of whom no handoff is begun or on its way, the sickest first. A call for help hands nobody over."""
    return _left(unit_id, queries.drafts(unit_id, current_actor().person_id, now()))


def _left(unit_id: UUID, drafts: Sequence[queries.Draft]) -> list[queries.Taken]:
    me = current_actor().person_id
    own: list[queries.Draft | queries.Waiting] = [*drafts]
    own += [row for row in queries.waiting(unit_id, now()) if not row.comes_from]
    on_their_way = {row.patient for row in own if row.kind is not HandoffKind.ESCALATION}
    mine = [row for row in queries.taken(unit_id, now()) if row.is_current and row.acknowledged_by == me]
    left = [row for row in mine if row.patient not in on_their_way]
    return sorted(left, key=lambda row: (by_sickness(row.severity), row.patient))


def of_mine(unit_id: UUID, kind: HandoffKind) -> list[queries.Taken | queries.Waiting]:
    """Of whom I may begin a handoff of this kind: those still to be written; of whom I call for help, all of mine."""
    if kind is not HandoffKind.ESCALATION:
        return [*still_to_write(unit_id)]
    me = current_actor().person_id
    held = [row for row in queries.taken(unit_id, now()) if row.is_current and row.acknowledged_by == me]
    known = {row.patient for row in held}
    on_their_way: dict[str, queries.Taken | queries.Waiting] = {}
    for row in queries.waiting(unit_id, now()):
        if row.responsible == me and not row.comes_from and row.patient not in known:
            on_their_way.setdefault(row.patient, row)
    return [*sorted(held, key=lambda row: (by_sickness(row.severity), row.patient)), *on_their_way.values()]


def waiting_for_me(unit_id: UUID) -> list[Stop]:
    """What I may take on: first what is addressed to me, each the soonest first."""
    me = current_actor().person_id
    rows = [row for row in queries.waiting(unit_id, now()) if may_take(row, me)]
    rows.sort(key=lambda row: (row.to_person_id is None, row.deadline, row.id))
    return [Stop(row.id, row.patient, url_for("handoffs.show", unit_id=unit_id, handoff_id=row.id)) for row in rows]


def at(stops: Sequence[Stop], here: UUID | None) -> Round | None:
    """Where the page about this handoff stands among them; None when there is nowhere to go from it."""
    ids = [stop.id for stop in stops]
    if here not in ids:
        return Round(len(stops), next=stops[0]) if stops else None
    place = ids.index(here)
    if len(stops) == 1:
        return None
    before = stops[place - 1] if place else None
    after = stops[place + 1] if place + 1 < len(stops) else None
    return Round(len(stops), place + 1, before, after)


def next_to_write(stops: Sequence[Stop], here: UUID) -> Stop | None:
    """Who comes after this patient and is not written to the end; from the end of the list on, its beginning."""
    place = next((number for number, stop in enumerate(stops) if stop.id == here), -1)
    around = [*stops[place + 1 :], *stops[: max(place, 0)]]
    return next((stop for stop in around if not stop.is_written), None)


def _url(unit_id: UUID, draft_id: UUID) -> str:
    return url_for("handoffs.plan", unit_id=unit_id, handoff_id=draft_id)


def _new_url(unit_id: UUID, source_id: UUID) -> str:
    return url_for("handoffs.new", unit_id=unit_id, **{"from": source_id})  # type: ignore[arg-type]
