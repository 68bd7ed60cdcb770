"""The lists: what waits, what was taken on, what is begun and not sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased

from huddle.accounts.models import User
from huddle.core.db import read
from huddle.core.reading import Asked, Statement
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries.answers import ANSWERED_AT, answered_by
from huddle.handoffs.queries.phone import SAID_AT, TOLD_AT
from huddle.handoffs.queries.recent import READABLE, WHO, patient, recent
from huddle.handoffs.rules import SETTLED, WAITING, HandoffKind, HandoffStatus, ReadBack, Severity
from huddle.handoffs.rules.age import is_still_true
from huddle.handoffs.rules.phone import TO_ROLE, LineRole, role_of, role_text
from huddle.units.models import Unit


@dataclass(frozen=True, slots=True)
class Waiting:
    """A handoff that nobody has acknowledged yet. It carries no severity: the receiver judges first.

    `responsible` has the patient until then; `rises` once whoever is in charge is asked; `asks` while a question waits.
    `told_at` is when it was told by phone, `is_still_true` while the sender's last word is young enough. `to_role`: an
    escalation to somebody who has no account.
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
    to_role: LineRole | None = None

    @property
    def receiver(self) -> str:
        """Whom it waits for, and where, if that is another unit."""
        return f"{self.whom} on {self.goes_to}" if self.goes_to else self.whom

    @property
    def whom(self) -> str:
        """Whom it waits for."""
        return self.to_name or (role_text(self.to_role) if self.to_role else "the next nurse")

    @property
    def held_by(self) -> str:
        """Who has the patient, and where, if that is another unit."""
        return f"{self.holder} on {self.comes_from}" if self.comes_from else self.holder


@dataclass(frozen=True, slots=True)
class Taken:
    """A handoff that was acknowledged, as lists show it. `is_current` until the patient is handed on.

    `answer_id` is the escalation of this patient that was answered by phone since, with when and by whom. Where nobody
    had acknowledged a handoff of them, that escalation stands here itself (`is_answer`): whoever kept the patient has
    them. `corrected_id` is an older handoff of a current patient with a correction that nobody has read.
    """

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
    answer_id: UUID | None = None
    answered_at: datetime | None = None
    answered_by: LineRole | None = None
    corrected_id: UUID | None = None

    @property
    def answerer(self) -> str:
        """By whom it was answered; how, when who it was is erased."""
        return role_text(self.answered_by) if self.answered_by else "phone"

    @property
    def is_answer(self) -> bool:
        """Whether this is the escalation itself, which nobody had to acknowledge."""
        return self.answer_id == self.id


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
    kind: HandoffKind


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
        Handoff.extra[TO_ROLE].as_string(),
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
        ANSWERED_AT,
        _ORIGIN.name.label("origin"),
        _GOAL.name.label("goal"),
    )
    .join(_ORIGIN, _ORIGIN.id == Handoff.unit_id)
    .outerjoin(_GOAL, _GOAL.id == Handoff.to_unit_id)
    .where(*READABLE, Handoff.status.in_(SETTLED))
    .order_by(Handoff.acknowledged_at.desc(), Handoff.id)
)
_DRAFTS = (
    select(
        *WHO,
        Handoff.severity,
        Handoff.started_at,
        Handoff.planned,
        Handoff.to_person_id,
        Handoff.kind,
        _GOAL.name.label("goal"),
    )
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
    questions, answered, read_back, asked_at, to_name, holder, told_at, said_at, to_role, *places = more
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
        to_role=role_of(to_role),
    )


def taken(unit_id: UUID, now: datetime) -> list[Taken]:
    """What was acknowledged, the newest first. Of each patient only the newest is current, if they are still here."""
    rows = sorted(read(_TAKEN, **recent(unit_id, now)), key=_settled_at, reverse=True)
    roles = answered_by([row.id for row in rows if row.status is HandoffStatus.ANSWERED])
    found: list[Taken] = []
    seen: set[tuple[str, str]] = set()
    answers: dict[tuple[str, str], Any] = {}
    for row in rows:
        known_by = (row.patient_id1, row.patient_id2)
        if row.status is HandoffStatus.ANSWERED:
            if known_by not in seen:
                answers.setdefault(known_by, row)
            continue
        went_to, came_from = _away(unit_id, row.unit_id, row.origin, row.goal)
        is_current = not went_to and known_by not in seen
        one = _taken(row, is_current=is_current, went_to=went_to, came_from=came_from)
        found.append(_answered(one, answers.pop(known_by), roles) if is_current and known_by in answers else one)
        seen.add(known_by)
    found += [_answered(_kept(row), row, roles) for row in answers.values()]
    return sorted(_with_corrections(found), key=lambda row: row.acknowledged_at, reverse=True)


def _with_corrections(rows: list[Taken]) -> list[Taken]:
    """A correction of a handoff that was handed on waits for whoever has the patient now."""
    waits: dict[str, UUID] = {}
    for row in rows:
        if row.unseen_corrections and not row.is_current and not row.went_to:
            waits.setdefault(row.patient, row.id)
    return [replace(row, corrected_id=waits.get(row.patient)) if row.is_current else row for row in rows]


def _settled_at(row: Any) -> datetime:
    at: datetime = row.acknowledged_at or row.answered_at
    return at


def _answered(one: Taken, row: Any, roles: Mapping[UUID, LineRole]) -> Taken:
    """What is known of a patient, with the escalation that was answered since."""
    return replace(one, answer_id=row.id, answered_at=row.answered_at, answered_by=roles.get(row.id))


def _kept(row: Any) -> Taken:
    """A patient of whom nobody acknowledged a handoff: whoever kept them has them, and sees them as they said."""
    return Taken(
        id=row.id,
        **patient(row),
        severity=row.severity,
        differs=False,
        unseen_corrections=0,
        sent_by=row.sent_by,
        sent_at=row.sent_at,
        to_person_id=row.to_person_id,
        acknowledged_by=row.on_behalf_of or row.sent_by,
        acknowledged_at=row.answered_at,
        is_current=True,
        on_behalf_of=row.on_behalf_of,
        to_confirm=False,
    )


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
            kind=row.kind,
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
