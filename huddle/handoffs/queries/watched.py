"""Who is watched because of a handoff: for the board and for the watcher step of a huddle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, or_, select

from huddle.core.reading import Asked, Statement
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries.answers import ANSWERED_AT
from huddle.handoffs.queries.reach import at_home_on
from huddle.handoffs.queries.recent import TELLING, WHO, recent
from huddle.handoffs.rules import SETTLED, SICK, HandoffStatus, Severity


@dataclass(frozen=True, slots=True)
class Watched:
    """A patient to keep an eye on.

    `severity` is the sicker view of sender and receiver; None while nobody has acknowledged. `told_at` is when they
    were held to be sick last: a huddle that said "no longer" after that knows better. `acknowledged_by` is also whoever
    kept a patient with an answer by phone.
    """

    id: UUID
    patient: str
    bed: str
    severity: Severity | None
    deadline: datetime
    sent_at: datetime
    acknowledged_by: UUID | None
    told_at: datetime

    def is_over(self, ended: Mapping[str, datetime]) -> bool:
        """Whether a huddle said "no longer" since; `ended` says when it said so of which patient."""
        return self.patient in ended and ended[self.patient] > self.told_at


_NEWEST = (
    select(
        *WHO,
        Handoff.severity,
        Handoff.receiver_severity,
        Handoff.answer_by,
        Handoff.sent_at,
        Handoff.acknowledged_by,
        Handoff.acknowledged_at,
        Handoff.status,
        func.coalesce(Handoff.on_behalf_of, Handoff.sent_by, type_=Handoff.sent_by.type).label("kept_by"),
        case((at_home_on(bindparam("unit")), True), else_=False).label("here"),
        func.row_number()
        .over(
            # What was settled stays beside what is on its way: a newer report that nobody has taken on
            # must not hide a patient whom somebody already holds to be sick.
            partition_by=(Handoff.patient_id1, Handoff.patient_id2, Handoff.status.in_(SETTLED)),
            # Who settled it last knows best; when it was sent counts only as long as nobody has.
            order_by=(
                func.coalesce(Handoff.acknowledged_at, ANSWERED_AT, Handoff.sent_at).desc(),
                Handoff.id.desc(),
            ),
        )
        .label("age"),
    )
    # A patient who went to another unit is newest there, and so no older handoff of them counts here.
    .where(*TELLING, Handoff.status != HandoffStatus.SUPERSEDED)
    .subquery()
)
_URGENCY = case(
    (_NEWEST.c.status.not_in(SETTLED), 0),
    (or_(_NEWEST.c.receiver_severity == Severity.UNSTABLE, _NEWEST.c.severity == Severity.UNSTABLE), 1),
    else_=2,
)
_WATCHING = Statement(
    select(
        _NEWEST.c.id,
        _NEWEST.c.patient_id1,
        _NEWEST.c.patient_id2,
        _NEWEST.c.bed,
        _NEWEST.c.severity,
        _NEWEST.c.receiver_severity,
        _NEWEST.c.answer_by,
        _NEWEST.c.sent_at,
        _NEWEST.c.acknowledged_by,
        _NEWEST.c.acknowledged_at,
        _NEWEST.c.status,
        _NEWEST.c.kept_by,
    )
    .where(_NEWEST.c.age == 1, _NEWEST.c.here, or_(_NEWEST.c.severity.in_(SICK), _NEWEST.c.receiver_severity.in_(SICK)))
    .order_by(_URGENCY, _NEWEST.c.answer_by, _NEWEST.c.id)
)


def watching(unit_id: UUID, now: datetime) -> list[Watched]:
    """Patients whom the sender or the receiver of their newest handoff calls watcher or unstable, each once.

    Where the two differ the sicker view counts. Those that nobody has acknowledged come first, without the
    sender's view, which the receiver must not see; whoever is held to be sick already is told as that.
    """
    return ask_watching(unit_id, now).read()


def ask_watching(unit_id: UUID, now: datetime) -> Asked[list[Watched]]:
    """`watching`, to be read together with other questions."""
    return _WATCHING.ask(_watched, **recent(unit_id, now))


def held_sick(found: Iterable[Watched], ended: Mapping[str, datetime]) -> dict[str, Watched]:
    """Of these, by name, whom somebody has taken on, and of whom no huddle said "no longer" since; see `is_over`."""
    return {row.patient: row for row in found if row.acknowledged_by and not row.is_over(ended)}


def _watched(rows: list[tuple[Any, ...]]) -> list[Watched]:
    found: dict[str, Watched] = {}
    for id_, initials, last_four, bed, sender, receiver, deadline, sent_at, *settled in rows:
        acknowledged_by, acknowledged_at, status, kept_by = settled
        name = rules.patient_text(initials, last_four)
        is_kept = status is HandoffStatus.ANSWERED
        severity = rules.sicker(sender, receiver) if receiver else (sender if is_kept else None)
        has_it, told_at = (kept_by if is_kept else acknowledged_by), acknowledged_at or sent_at
        row = Watched(id_, name, rules.bed_text(bed), severity, deadline, sent_at, has_it, told_at)
        if found.setdefault(name, row).acknowledged_by is None:
            found[name] = row
    return list(found.values())
