"""Reading handoffs, always of one unit and never older than 48 hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from huddle.accounts.models import User
from huddle.core.db import db, read
from huddle.core.errors import NotFound
from huddle.core.reading import Asked, Statement
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff, HandoffEvent
from huddle.handoffs.rules import EventKind, HandoffStatus, Severity


@dataclass(frozen=True, slots=True)
class Waiting:
    """A handoff that nobody has acknowledged yet. It carries no severity: the receiver judges first."""

    id: UUID
    patient: str
    bed: str
    deadline: datetime
    is_late: bool
    to_person_id: UUID | None
    sent_by: UUID
    sent_at: datetime
    to_name: str | None
    sender: str


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


@dataclass(frozen=True, slots=True)
class Watched:
    """A patient to keep an eye on.

    `severity` is the sicker view of sender and receiver; None while nobody has acknowledged.
    """

    id: UUID
    patient: str
    bed: str
    severity: Severity | None
    deadline: datetime
    sent_at: datetime
    acknowledged_by: UUID | None


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. `seen_at` is when the person who is responsible read it."""

    at: datetime
    text: str
    seen_at: datetime | None


_RECENT = (Handoff.unit_id == bindparam("unit"), Handoff.sent_at > bindparam("since"))
_GET = select(Handoff).where(Handoff.id == bindparam("handoff"), *_RECENT)
_WHO = (Handoff.id, Handoff.patient_id1, Handoff.patient_id2, Handoff.bed)

_RECEIVER, _SENDER = aliased(User), aliased(User)
_WAITING = Statement(
    select(*_WHO, Handoff.answer_by, Handoff.to_person_id, Handoff.sent_by, Handoff.sent_at)
    .add_columns(_RECEIVER.name, _SENDER.name)
    .outerjoin(_RECEIVER, _RECEIVER.id == Handoff.to_person_id)
    .join(_SENDER, _SENDER.id == Handoff.sent_by)
    .where(*_RECENT, Handoff.status == HandoffStatus.SENT)
    .order_by(Handoff.answer_by, Handoff.id)
)
_TAKEN = (
    select(
        *_WHO,
        Handoff.severity,
        Handoff.receiver_severity,
        Handoff.corrections,
        Handoff.corrections_seen,
        Handoff.sent_by,
        Handoff.sent_at,
        Handoff.to_person_id,
        Handoff.acknowledged_by,
        Handoff.acknowledged_at,
    )
    .where(*_RECENT, Handoff.status == HandoffStatus.ACKNOWLEDGED)
    .order_by(Handoff.acknowledged_at.desc(), Handoff.id)
)
_NEWEST = (
    select(
        *_WHO,
        Handoff.severity,
        Handoff.receiver_severity,
        Handoff.answer_by,
        Handoff.sent_at,
        Handoff.acknowledged_by,
        func.row_number()
        .over(
            # What was acknowledged stays beside what is on its way: a newer report that nobody has taken on
            # must not hide a patient whom somebody already holds to be sick.
            partition_by=(Handoff.patient_id1, Handoff.patient_id2, Handoff.acknowledged_at.is_(None)),
            order_by=(Handoff.sent_at.desc(), Handoff.id.desc()),
        )
        .label("age"),
    )
    .where(*_RECENT)
    .subquery()
)
_SICK = (Severity.WATCHER, Severity.UNSTABLE)
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
    )
    .where(_NEWEST.c.age == 1, or_(_NEWEST.c.severity.in_(_SICK), _NEWEST.c.receiver_severity.in_(_SICK)))
    .order_by(_URGENCY, _NEWEST.c.answer_by, _NEWEST.c.id)
)
_READINGS = (EventKind.ACKNOWLEDGED, EventKind.CORRECTED, EventKind.CORRECTION_SEEN)
_OPENED = select(HandoffEvent.seq).where(
    HandoffEvent.handoff_id == bindparam("handoff"),
    HandoffEvent.kind == EventKind.OPENED,
    HandoffEvent.actor_id == bindparam("person"),
    HandoffEvent.at > bindparam("since"),
)


def get(unit_id: UUID, handoff_id: UUID, now: datetime) -> Handoff:
    """One handoff of the unit. Raises NotFound, also for another unit's and after 48 hours."""
    found = db.session.execute(_GET, {"handoff": handoff_id} | _recent(unit_id, now)).scalar_one_or_none()
    if found is None:
        raise NotFound(rules.GONE)
    return found


def waiting(unit_id: UUID, now: datetime) -> list[Waiting]:
    """Everything that nobody has acknowledged, the oldest deadline first."""
    return ask_waiting(unit_id, now).read()


def ask_waiting(unit_id: UUID, now: datetime) -> Asked[list[Waiting]]:
    """`waiting`, to be read together with other questions."""
    return _WAITING.ask(lambda rows: [_waiting(row, now) for row in rows], **_recent(unit_id, now))


def _waiting(row: tuple[Any, ...], now: datetime) -> Waiting:
    id_, initials, last_four, bed, deadline, to_person_id, sent_by, sent_at, to_name, sender = row
    return Waiting(
        id=id_,
        patient=rules.patient_text(initials, last_four),
        bed=rules.bed_text(bed),
        deadline=deadline,
        is_late=rules.is_overdue(deadline, None, now),
        to_person_id=to_person_id,
        sent_by=sent_by,
        sent_at=sent_at,
        to_name=to_name,
        sender=sender,
    )


def taken(unit_id: UUID, now: datetime) -> list[Taken]:
    """What was acknowledged, the newest first. Of each patient only the newest is current."""
    found: list[Taken] = []
    seen: set[tuple[str, str]] = set()
    for row in read(_TAKEN, **_recent(unit_id, now)):
        patient = (row.patient_id1, row.patient_id2)
        found.append(
            Taken(
                id=row.id,
                **_patient(row),
                severity=row.receiver_severity,
                differs=rules.severity_differs(row.severity, row.receiver_severity),
                unseen_corrections=row.corrections - row.corrections_seen,
                sent_by=row.sent_by,
                sent_at=row.sent_at,
                to_person_id=row.to_person_id,
                acknowledged_by=row.acknowledged_by,
                acknowledged_at=row.acknowledged_at,
                is_current=patient not in seen,
            )
        )
        seen.add(patient)
    return found


def handed_on(handoff: Handoff) -> Handoff | None:
    """The newest later handoff of the same patient that was acknowledged: whose the patient is now."""
    if handoff.acknowledged_at is None:
        return None
    query = select(Handoff).where(
        Handoff.unit_id == handoff.unit_id,
        Handoff.patient_id1 == handoff.patient_id1,
        Handoff.patient_id2 == handoff.patient_id2,
        Handoff.acknowledged_at > handoff.acknowledged_at,
    )
    return db.session.execute(query.order_by(Handoff.acknowledged_at.desc(), Handoff.id).limit(1)).scalar_one_or_none()


def watching(unit_id: UUID, now: datetime) -> list[Watched]:
    """Patients whom the sender or the receiver of their newest handoff calls watcher or unstable, each once.

    Where the two differ the sicker view counts. Those that nobody has acknowledged come first, without the
    sender's view, which the receiver must not see.
    """
    return ask_watching(unit_id, now).read()


def ask_watching(unit_id: UUID, now: datetime) -> Asked[list[Watched]]:
    """`watching`, to be read together with other questions."""
    return _WATCHING.ask(_watched, **_recent(unit_id, now))


def _watched(rows: list[tuple[Any, ...]]) -> list[Watched]:
    found: dict[str, Watched] = {}
    for id_, initials, last_four, bed, sender, receiver, deadline, sent_at, acknowledged_by in rows:
        patient = rules.patient_text(initials, last_four)
        severity = rules.sicker(sender, receiver) if receiver else None
        row = Watched(id_, patient, rules.bed_text(bed), severity, deadline, sent_at, acknowledged_by)
        found.setdefault(patient, row)
    return list(found.values())


def corrections(handoff: Handoff) -> list[Correction]:
    """The corrections of a handoff, oldest first, each with when the person responsible read it."""
    query = select(HandoffEvent).where(HandoffEvent.handoff_id == handoff.id, HandoffEvent.kind.in_(_READINGS))
    found, seen_at = list[Correction](), None
    for event in db.session.execute(query.order_by(HandoffEvent.seq.desc())).scalars():
        if event.kind is EventKind.CORRECTED:
            found.append(Correction(event.at, event.text, seen_at))
        else:
            seen_at = event.at
    return found[::-1]


def is_opened_lately(handoff_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Whether this person's reading was written down a moment ago, so that a reload adds nothing."""
    known = {"handoff": handoff_id, "person": person_id, "since": now - rules.OPENED_AGAIN_AFTER}
    return db.session.execute(_OPENED.limit(1), known).first() is not None


def month_counts(unit_id: UUID, start: datetime, end: datetime) -> dict[str, int]:
    """Of the handoffs sent in [start, end): how many, how many acknowledged, in time, and seen differently."""
    query = select(
        func.count(Handoff.id),
        func.count(Handoff.acknowledged_at),
        func.count(case((Handoff.acknowledged_at <= Handoff.answer_by, 1))),
        func.count(case((Handoff.receiver_severity != Handoff.severity, 1))),
    ).where(Handoff.unit_id == unit_id, Handoff.sent_at >= start, Handoff.sent_at < end)
    counted = db.session.execute(query).one()
    return dict(zip(("sent", "acknowledged", "in_time", "severity_differs"), counted, strict=True))


def patients_lately(unit_id: UUID, now: datetime) -> int:
    """How many different patients were handed over on this unit in the last 24 hours."""
    query = select(Handoff.patient_id1, Handoff.patient_id2).where(
        Handoff.unit_id == unit_id, Handoff.sent_at > now - timedelta(hours=24)
    )
    return db.session.execute(select(func.count()).select_from(query.distinct().subquery())).scalar_one()


def _recent(unit_id: UUID, now: datetime) -> dict[str, Any]:
    return {"unit": unit_id, "since": now - rules.VISIBLE_FOR}


def _patient(row: Any) -> dict[str, str]:
    return {"patient": rules.patient_text(row.patient_id1, row.patient_id2), "bed": rules.bed_text(row.bed)}
