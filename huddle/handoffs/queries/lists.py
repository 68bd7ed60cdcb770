"""The lists: what waits, what was taken on, who is watched, what is begun and not sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from huddle.accounts.models import User
from huddle.core.db import read
from huddle.core.reading import Asked, Statement
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries.phone import SAID_AT, TOLD_AT
from huddle.handoffs.queries.reach import at_home_on
from huddle.handoffs.queries.recent import READABLE, TELLING, WHO, patient, recent
from huddle.handoffs.rules import SICK, TAKEN, WAITING, HandoffKind, HandoffStatus, ReadBack, Severity
from huddle.handoffs.rules.age import is_still_true
from huddle.units.models import Unit


@dataclass(frozen=True, slots=True)
class Waiting:
    """A handoff that nobody has acknowledged yet. It carries no severity: the receiver judges first.

    `responsible` has the patient until then; `rises` once whoever is in charge is asked; `asks` while a question waits.
    `told_at` is when it was told by phone, `is_still_true` while the sender's last word is young enough.
    """

    id: UUID
    patient: str
    bed: str
    deadline: datetime
    is_late: bool
    to_person_id: UUID | None
    sent_by: UUID
    sent_at: datetime
    responsible: UUID
    status: HandoffStatus
    kind: HandoffKind
    asks: bool
    rises: bool
    read_back: ReadBack
    to_name: str | None
    holder: str
    told_at: datetime | None
    is_still_true: bool
    goes_to: str = ""
    comes_from: str = ""

    @property
    def receiver(self) -> str:
        """Whom it waits for, and where, if that is another unit."""
        name = self.to_name or "the next nurse"
        return f"{name} on {self.goes_to}" if self.goes_to else name

    @property
    def held_by(self) -> str:
        """Who has the patient, and where, if that is another unit."""
        return f"{self.holder} on {self.comes_from}" if self.comes_from else self.holder


@dataclass(frozen=True, slots=True)
class Taken:
    """A handoff that was acknowledged, as lists show it. `is_current` until the patient is handed on."""

    id: UUID
    patient: str
    bed: str
    severity: Severity
    differs: bool
    unseen_corrections: int
    sent_by: UUID
    sent_at: datetime
    to_person_id: UUID | None
    acknowledged_by: UUID
    acknowledged_at: datetime
    is_current: bool
    on_behalf_of: UUID | None
    to_confirm: bool
    went_to: str = ""
    came_from: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """A patient to keep an eye on.

    `severity` is the sicker view of sender and receiver; None while nobody has acknowledged. `told_at` is when they
    were held to be sick last: a huddle that said "no longer" after that knows better.
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A handoff that is begun and not sent, for its author."""

    id: UUID
    patient: str
    bed: str
    severity: Severity
    started_at: datetime
    planned: bool
    goes_to: str
    to_person_id: UUID | None


_RECEIVER, _HOLDER = aliased(User), aliased(User)
_ORIGIN, _GOAL = aliased(Unit), aliased(Unit)
_PLACES = (Handoff.unit_id, _ORIGIN.name, _GOAL.name)
"""Where it was written and, for a patient who goes to another unit, where to; `_away` takes it apart."""
_WAITING = Statement(
    select(
        *WHO,
        Handoff.answer_by,
        Handoff.to_person_id,
        Handoff.sent_by,
        Handoff.sent_at,
        Handoff.on_behalf_of,
        Handoff.status,
        Handoff.kind,
        Handoff.questions,
        Handoff.questions_answered,
        Handoff.read_back,
        Handoff.asked_at,
        _RECEIVER.name,
        _HOLDER.name,
        TOLD_AT,
        SAID_AT,
        *_PLACES,
    )
    .join(_ORIGIN, _ORIGIN.id == Handoff.unit_id)
    .outerjoin(_GOAL, _GOAL.id == Handoff.to_unit_id)
    .outerjoin(_RECEIVER, _RECEIVER.id == Handoff.to_person_id)
    .join(_HOLDER, _HOLDER.id == func.coalesce(Handoff.on_behalf_of, Handoff.sent_by))
    .where(*READABLE, Handoff.status.in_(WAITING))
    .order_by(Handoff.answer_by, Handoff.id)
)
_TAKEN = (
    select(
        *WHO,
        Handoff.severity,
        Handoff.receiver_severity,
        Handoff.corrections,
        Handoff.corrections_seen,
        Handoff.sent_by,
        Handoff.sent_at,
        Handoff.to_person_id,
        Handoff.acknowledged_by,
        Handoff.acknowledged_at,
        Handoff.on_behalf_of,
        Handoff.to_confirm,
        Handoff.confirmed_at,
        Handoff.status,
        Handoff.unit_id,
        _ORIGIN.name.label("origin"),
        _GOAL.name.label("goal"),
    )
    .join(_ORIGIN, _ORIGIN.id == Handoff.unit_id)
    .outerjoin(_GOAL, _GOAL.id == Handoff.to_unit_id)
    .where(*READABLE, Handoff.status.in_(TAKEN))
    .order_by(Handoff.acknowledged_at.desc(), Handoff.id)
)
_DRAFTS = (
    select(*WHO, Handoff.severity, Handoff.started_at, Handoff.planned, Handoff.to_person_id, _GOAL.name.label("goal"))
    .outerjoin(_GOAL, _GOAL.id == Handoff.to_unit_id)
    .where(
        Handoff.unit_id == bindparam("unit"),
        Handoff.status == HandoffStatus.DRAFT,
        Handoff.sent_by == bindparam("person"),
        Handoff.started_at > bindparam("since"),
    )
    .order_by(
        case((Handoff.severity == Severity.UNSTABLE, 0), (Handoff.severity == Severity.WATCHER, 1), else_=2),
        Handoff.started_at,
        Handoff.id,
    )
)
_NEWEST = (
    select(
        *WHO,
        Handoff.severity,
        Handoff.receiver_severity,
        Handoff.answer_by,
        Handoff.sent_at,
        Handoff.acknowledged_by,
        Handoff.acknowledged_at,
        case((at_home_on(bindparam("unit")), True), else_=False).label("here"),
        func.row_number()
        .over(
            # What was acknowledged stays beside what is on its way: a newer report that nobody has taken on
            # must not hide a patient whom somebody already holds to be sick.
            partition_by=(Handoff.patient_id1, Handoff.patient_id2, Handoff.acknowledged_at.is_(None)),
            order_by=(Handoff.sent_at.desc(), Handoff.id.desc()),
        )
        .label("age"),
    )
    # A patient who went to another unit is newest there, and so no older handoff of them counts here.
    .where(*TELLING, Handoff.status != HandoffStatus.SUPERSEDED)
    .subquery()
)
_URGENCY = case(
    (_NEWEST.c.receiver_severity.is_(None), 0),
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
    )
    .where(_NEWEST.c.age == 1, _NEWEST.c.here, or_(_NEWEST.c.severity.in_(SICK), _NEWEST.c.receiver_severity.in_(SICK)))
    .order_by(_URGENCY, _NEWEST.c.answer_by, _NEWEST.c.id)
)


def waiting(unit_id: UUID, now: datetime) -> list[Waiting]:
    """Everything that nobody has acknowledged, the oldest deadline first; also who comes from another unit."""
    return ask_waiting(unit_id, now).read()


def ask_waiting(unit_id: UUID, now: datetime) -> Asked[list[Waiting]]:
    """`waiting`, to be read together with other questions."""
    return _WAITING.ask(lambda rows: [_waiting(row, unit_id, now) for row in rows], **recent(unit_id, now))


def _away(unit_id: UUID, origin_id: UUID, origin: str, goal: str | None) -> tuple[str, str]:
    """For people of a unit: where the patient goes, and where they come from. Empty for one who stays."""
    if goal is None:
        return "", ""
    return (goal, "") if origin_id == unit_id else ("", origin)


def _waiting(row: tuple[Any, ...], unit_id: UUID, now: datetime) -> Waiting:
    id_, initials, last_four, bed, answer_by, to_person_id, sent_by, sent_at, behalf, status, kind, *more = row
    questions, answered, read_back, asked_at, to_name, holder, told_at, said_at, *places = more
    goes_to, comes_from = _away(unit_id, *places)
    return Waiting(
        id=id_,
        patient=rules.patient_text(initials, last_four),
        bed=rules.bed_text(bed),
        deadline=answer_by,
        is_late=rules.is_overdue(answer_by, None, now),
        to_person_id=to_person_id,
        sent_by=sent_by,
        sent_at=sent_at,
        responsible=behalf or sent_by,
        status=status,
        kind=kind,
        asks=questions > answered,
        rises=rules.has_risen(status, asked_at, answer_by, now),
        read_back=read_back,
        to_name=to_name,
        holder=holder,
        told_at=told_at,
        is_still_true=is_still_true(max(sent_at, said_at or sent_at), now),
        goes_to=goes_to,
        comes_from=comes_from,
    )


def taken(unit_id: UUID, now: datetime) -> list[Taken]:
    """What was acknowledged, the newest first. Of each patient only the newest is current, if they are still here."""
    found: list[Taken] = []
    seen: set[tuple[str, str]] = set()
    for row in read(_TAKEN, **recent(unit_id, now)):
        known_by = (row.patient_id1, row.patient_id2)
        went_to, came_from = _away(unit_id, row.unit_id, row.origin, row.goal)
        is_current = not went_to and known_by not in seen
        found.append(_taken(row, is_current=is_current, went_to=went_to, came_from=came_from))
        seen.add(known_by)
    return found


def _taken(row: Any, *, is_current: bool, went_to: str, came_from: str) -> Taken:
    is_open = row.status is not HandoffStatus.CLOSED and row.confirmed_at is None
    return Taken(
        id=row.id,
        **patient(row),
        severity=row.receiver_severity,
        differs=is_open and rules.severity_differs(row.severity, row.receiver_severity),
        unseen_corrections=row.corrections - row.corrections_seen,
        sent_by=row.sent_by,
        sent_at=row.sent_at,
        to_person_id=row.to_person_id,
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        is_current=is_current,
        on_behalf_of=row.on_behalf_of,
        to_confirm=is_open and row.to_confirm,
        went_to=went_to,
        came_from=came_from,
    )


def drafts(unit_id: UUID, person_id: UUID, now: datetime) -> list[Draft]:
    """What this person began to hand over and has not sent, the sickest first."""
    return [
        Draft(
            row.id,
            **patient(row),
            severity=row.severity,
            started_at=row.started_at,
            planned=row.planned,
            goes_to=row.goal or "",
            to_person_id=row.to_person_id,
        )
        for row in read(_DRAFTS, person=person_id, **recent(unit_id, now))
    ]


def stable_since(unit_id: UUID, now: datetime) -> dict[str, datetime]:
    """The patients of the unit whom sender and receiver of the newest handoff call stable, and since when."""
    return {
        row.patient: row.acknowledged_at
        for row in taken(unit_id, now)
        if row.is_current and row.severity is Severity.STABLE and not row.differs
    }


def watching(unit_id: UUID, now: datetime) -> list[Watched]:
    """Patients whom the sender or the receiver of their newest handoff calls watcher or unstable, each once.

    Where the two differ the sicker view counts. Those that nobody has acknowledged come first, without the
    sender's view, which the receiver must not see; whoever is held to be sick already is told as that.
    """
    return ask_watching(unit_id, now).read()


def ask_watching(unit_id: UUID, now: datetime) -> Asked[list[Watched]]:
    """`watching`, to be read together with other questions."""
    return _WATCHING.ask(_watched, **recent(unit_id, now))


def _watched(rows: list[tuple[Any, ...]]) -> list[Watched]:
    found: dict[str, Watched] = {}
    for id_, initials, last_four, bed, sender, receiver, deadline, sent_at, acknowledged_by, acknowledged_at in rows:
        name = rules.patient_text(initials, last_four)
        severity = rules.sicker(sender, receiver) if receiver else None
        told_at = acknowledged_at or sent_at
        row = Watched(id_, name, rules.bed_text(bed), severity, deadline, sent_at, acknowledged_by, told_at)
        if found.setdefault(name, row).acknowledged_by is None:
            found[name] = row
    return list(found.values())
