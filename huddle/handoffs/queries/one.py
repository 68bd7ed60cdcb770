"""One handoff with its parts, and who has its patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, or_, select

from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff, HandoffAction, HandoffEvent, HandoffIfThen
from huddle.handoffs.queries.reach import at_home_on, tells_of
from huddle.handoffs.queries.recent import READABLE, RECENT, recent
from huddle.handoffs.rules import (
    SPEAKING,
    TAKEN,
    WAITING,
    EventKind,
    HandoffStatus,
    IfThen,
    Plan,
    ReadBack,
    Section,
    ToDo,
)

ONE_LIST = timedelta(minutes=90)
"""What one nurse sends to one colleague within this time is one list."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is responsible for a patient now, since when, and by which handoff."""

    person_id: UUID
    since: datetime | None
    handoff_id: UUID


@dataclass(frozen=True, slots=True)
class Said:
    """Words that were added after sending. `seen_at` is when the person who is responsible read them, `seen_by` who."""

    kind: EventKind
    at: datetime
    by: UUID | None
    text: str
    section: Section | None
    seen_at: datetime | None
    seen_by: UUID | None


_GET = select(Handoff).where(Handoff.id == bindparam("handoff"), *READABLE)
_GET_OF_OURS = select(Handoff).where(Handoff.id == bindparam("handoff"), *RECENT)
_DRAFT = select(Handoff).where(
    Handoff.id == bindparam("handoff"),
    Handoff.unit_id == bindparam("unit"),
    Handoff.sent_by == bindparam("person"),
    Handoff.status == HandoffStatus.DRAFT,
    Handoff.started_at > bindparam("since"),
)
_OF_PATIENT = select(Handoff).where(
    tells_of(bindparam("unit")),
    Handoff.patient_id1 == bindparam("initials"),
    Handoff.patient_id2 == bindparam("last_four"),
    Handoff.sent_at > bindparam("since"),
    Handoff.sent_at <= bindparam("now"),  # typing paper in asks who had the patient then
)
_NEWEST_TAKEN = (
    _OF_PATIENT.where(Handoff.status.in_(TAKEN), Handoff.acknowledged_at <= bindparam("now"))
    .order_by(Handoff.acknowledged_at.desc(), Handoff.id)
    .limit(1)
)
_FIRST_BEGUN = (
    _OF_PATIENT.where(
        at_home_on(bindparam("unit")),
        Handoff.status.in_((*WAITING, HandoffStatus.ANSWERED)),
        Handoff.sent_at >= bindparam("left_at"),  # what was answered before the patient left says nothing any more
    )
    .order_by(Handoff.sent_at, Handoff.id)
    .limit(1)
)
_READINGS = (EventKind.ACKNOWLEDGED, EventKind.CORRECTION_SEEN)
_OPENED = select(HandoffEvent.seq).where(
    HandoffEvent.handoff_id == bindparam("handoff"),
    HandoffEvent.kind == EventKind.OPENED,
    HandoffEvent.actor_id == bindparam("person"),
    HandoffEvent.at > bindparam("since"),
)


def get(unit_id: UUID, handoff_id: UUID, now: datetime) -> Handoff:
    """One handoff that the unit's people may read: their own, or one by which a patient comes to them.

    Raises NotFound, also for another unit's, for a draft, and after 48 hours.
    """
    return _one(_GET, unit_id, handoff_id, now)


def get_of_ours(unit_id: UUID, handoff_id: UUID, now: datetime) -> Handoff:
    """The same of a patient who is the unit's now, so that their handoff can be carried on from. Raises NotFound."""
    return _one(_GET_OF_OURS, unit_id, handoff_id, now)


def _one(query: Select[tuple[Handoff]], unit_id: UUID, handoff_id: UUID, now: datetime) -> Handoff:
    found = db.session.execute(query, {"handoff": handoff_id} | recent(unit_id, now)).scalar_one_or_none()
    if found is None:
        raise NotFound(rules.GONE)
    return found


def draft(unit_id: UUID, handoff_id: UUID, person_id: UUID, now: datetime) -> Handoff:
    """A handoff that this person began and has not sent. Raises NotFound: nobody else's drafts are there."""
    asked = {"handoff": handoff_id, "unit": unit_id, "person": person_id, "since": now - rules.VISIBLE_FOR}
    found = db.session.execute(_DRAFT, asked).scalar_one_or_none()
    if found is None:
        raise NotFound("This handoff was sent or thrown away, or it belongs to somebody else.")
    return found


def actions(handoff_id: UUID) -> Sequence[HandoffAction]:
    """What is to be done, in the sender's order."""
    query = select(HandoffAction).where(HandoffAction.handoff_id == handoff_id)
    return db.session.execute(query.order_by(HandoffAction.number)).scalars().all()


def numbered_action(handoff_id: UUID, number: int) -> HandoffAction:
    """One thing to be done. Raises NotFound."""
    query = select(HandoffAction).where(HandoffAction.handoff_id == handoff_id, HandoffAction.number == number)
    found = db.session.execute(query.order_by(HandoffAction.id)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def if_thens(handoff_id: UUID) -> Sequence[HandoffIfThen]:
    """What to look out for, in the sender's order."""
    query = select(HandoffIfThen).where(HandoffIfThen.handoff_id == handoff_id)
    return db.session.execute(query.order_by(HandoffIfThen.number)).scalars().all()


def plan_of(handoff: Handoff) -> Plan:
    """The plan as it is stored."""
    return Plan(
        actions=tuple(ToDo(row.what, row.due_at, row.from_action_id) for row in actions(handoff.id)),
        if_thens=tuple(IfThen(row.sign, row.response) for row in if_thens(handoff.id)),
        checks=handoff.checks,
        checks_note=handoff.checks_note,
        mode=handoff.mode,
        written_reason=handoff.written_reason,
    )


def holder(unit_id: UUID, patient_id1: str, patient_id2: str, now: datetime) -> Holder | None:
    """Who of the unit has a patient: whoever took the newest handoff on, else whoever began handing over.

    None when unknown, and when the patient went to another unit: who has them there is not told here.
    """
    taken = _newest_taken(unit_id, patient_id1, patient_id2, now)
    if taken and taken.home_id == unit_id:
        assert taken.acknowledged_by is not None  # noqa: S101 - a CHECK of the table
        return Holder(taken.acknowledged_by, taken.acknowledged_at, taken.id)
    asked = _patient(unit_id, patient_id1, patient_id2, now)
    left_at = (taken.acknowledged_at if taken else None) or asked["since"]
    if sent := db.session.execute(_FIRST_BEGUN, asked | {"left_at": left_at}).scalar_one_or_none():
        return Holder(sent.responsible_until_taken, None, sent.id)
    return None


def gone_to(unit_id: UUID, patient_id1: str, patient_id2: str, now: datetime) -> Handoff | None:
    """The handoff by which a patient of the unit went to another one; None while they are here, or nobody knows."""
    taken = _newest_taken(unit_id, patient_id1, patient_id2, now)
    return taken if taken and taken.home_id != unit_id else None


def _newest_taken(unit_id: UUID, patient_id1: str, patient_id2: str, now: datetime) -> Handoff | None:
    asked = _patient(unit_id, patient_id1, patient_id2, now)
    return db.session.execute(_NEWEST_TAKEN, asked).scalar_one_or_none()


def _patient(unit_id: UUID, patient_id1: str, patient_id2: str, now: datetime) -> dict[str, Any]:
    """The values of _OF_PATIENT."""
    since = now - rules.VISIBLE_FOR
    return {"unit": unit_id, "initials": patient_id1, "last_four": patient_id2, "since": since, "now": now}


def waiting_of_patient(handoff: Handoff) -> Sequence[Handoff]:
    """Other handoffs of the same patient that nobody has acknowledged and that this one ends, oldest first."""
    query = _before(handoff).where(Handoff.status.in_(WAITING))
    return db.session.execute(query.order_by(Handoff.sent_at, Handoff.id)).scalars().all()


def still_waiting(handoff: Handoff) -> Sequence[Handoff]:
    """Handoffs of the same patient that this one does not end and nobody has acknowledged: sent later, oldest first."""
    query = _same_patient(handoff).where(at_home_on(handoff.home_id), Handoff.status.in_(WAITING))
    query = query.where(Handoff.sent_at > handoff.sent_at)
    return db.session.execute(query.order_by(Handoff.sent_at, Handoff.id)).scalars().all()


def to_close(handoff: Handoff) -> Sequence[Handoff]:
    """Handoffs of the same patient that were acknowledged, of which this one hands the patient on."""
    query = _before(handoff).where(Handoff.status.in_((HandoffStatus.ACKNOWLEDGED, HandoffStatus.CONFIRMED)))
    return db.session.execute(query.order_by(Handoff.sent_at, Handoff.id)).scalars().all()


def has_later(handoff: Handoff, *statuses: HandoffStatus) -> bool:
    """Whether a handoff of the same patient was sent after this one and stands like that."""
    query = _same_patient(handoff).where(tells_of(handoff.unit_id), Handoff.status.in_(statuses))
    query = query.where(Handoff.sent_at > handoff.sent_at)
    return db.session.execute(query.order_by(Handoff.sent_at, Handoff.id).limit(1)).first() is not None


def _same_patient(handoff: Handoff) -> Select[tuple[Handoff]]:
    return select(Handoff).where(
        Handoff.patient_id1 == handoff.patient_id1,
        Handoff.patient_id2 == handoff.patient_id2,
        Handoff.id != handoff.id,
    )


def _before(handoff: Handoff) -> Select[tuple[Handoff]]:
    """What this one ends: what is older on its unit; of a patient who has moved also all on the one that they left."""
    older = and_(at_home_on(handoff.home_id), Handoff.sent_at <= handoff.sent_at)
    has_moved = handoff.home_id != handoff.unit_id
    return _same_patient(handoff).where(or_(older, at_home_on(handoff.unit_id)) if has_moved else older)


def handed_on(unit_id: UUID, handoff: Handoff) -> Handoff | None:
    """The newest later handoff of the same patient that was acknowledged, as far as the unit knows of it."""
    since = handoff.sent_at if handoff.status is HandoffStatus.ANSWERED else handoff.acknowledged_at
    if since is None:
        return None
    query = _same_patient(handoff).where(tells_of(unit_id), Handoff.acknowledged_at > since)
    newest = query.order_by(Handoff.acknowledged_at.desc(), Handoff.id).limit(1)
    return db.session.execute(newest).scalar_one_or_none()


def read_back(handoff: Handoff) -> ReadBack:
    """How much this handoff is read back: by its risk, or because of its list it is the one that was drawn."""
    if handoff.read_back is ReadBack.FULL:
        return ReadBack.FULL
    query = select(Handoff.id).where(
        Handoff.unit_id == handoff.unit_id,
        Handoff.sent_by == handoff.sent_by,
        Handoff.to_person_id.is_not_distinct_from(handoff.to_person_id),
        Handoff.sent_at.between(handoff.sent_at - ONE_LIST, handoff.sent_at + ONE_LIST),
        Handoff.status != HandoffStatus.SUPERSEDED,
        Handoff.severity == handoff.severity,
        Handoff.kind == handoff.kind,
    )
    ids = db.session.execute(query.order_by(Handoff.id)).scalars().all()
    return ReadBack.FULL if rules.drawn(ids) == handoff.id else ReadBack.LIGHT


def said(handoff: Handoff) -> list[Said]:
    """What was added, asked and answered since it was sent, oldest first."""
    query = select(HandoffEvent).where(
        HandoffEvent.handoff_id == handoff.id, HandoffEvent.kind.in_((*SPEAKING, *_READINGS))
    )
    found, seen_at, seen_by = list[Said](), None, None
    for event in db.session.execute(query.order_by(HandoffEvent.seq.desc())).scalars():
        if event.kind in _READINGS:
            seen_at, seen_by = event.at, event.actor_id
        else:
            found.append(Said(event.kind, event.at, event.actor_id, event.text, event.section, seen_at, seen_by))
    return found[::-1]


def is_opened_lately(handoff_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Whether this person's reading was written down a moment ago, so that a reload adds nothing."""
    known = {"handoff": handoff_id, "person": person_id, "since": now - rules.OPENED_AGAIN_AFTER}
    return db.session.execute(_OPENED.limit(1), known).first() is not None
