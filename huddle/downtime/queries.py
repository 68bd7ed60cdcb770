"""Reading paper forms, always of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, select

from huddle.accounts.models import User
from huddle.core.db import db, read
from huddle.core.errors import NotFound
from huddle.downtime import rules
from huddle.downtime.models import PaperForm
from huddle.downtime.rules import PaperKind
from huddle.handoffs import queries as handoffs
from huddle.units import queries as units
from huddle.units.rules import runs_between

LISTED_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class FromPaper:
    """That something was written on paper first: which sheet, who typed it in, when."""

    number: str
    entered_by: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Pack:
    """Sheets that were printed together: how many, and how many of them were typed in."""

    id: UUID
    made_at: datetime
    sheets: int
    entered: int


_NOTE = (
    select(PaperForm.number, User.name, PaperForm.entered_at)
    .join(User, User.id == PaperForm.entered_by)
    .where(PaperForm.object_id == bindparam("object"))
)


def get(unit_id: UUID, form_id: UUID) -> PaperForm:
    """One sheet of the unit. Raises NotFound."""
    query = select(PaperForm).where(PaperForm.unit_id == unit_id, PaperForm.id == form_id)
    return _one(db.session.execute(query).scalar_one_or_none())


def numbered(unit_id: UUID, number: str) -> PaperForm:
    """The sheet with this number. Raises NotFound."""
    query = select(PaperForm).where(PaperForm.unit_id == unit_id, PaperForm.number == number)
    return _one(db.session.execute(query).scalar_one_or_none())


def _one(form: PaperForm | None) -> PaperForm:
    if form is None:
        raise NotFound
    return form


def pack(unit_id: UUID, pack_id: UUID) -> Sequence[PaperForm]:
    """The sheets that were made in one go, in the order of their numbers. Raises NotFound."""
    query = select(PaperForm).where(PaperForm.unit_id == unit_id, PaperForm.pack_id == pack_id)
    found = db.session.execute(query.order_by(func.length(PaperForm.number), PaperForm.number)).scalars().all()
    if not found:
        raise NotFound
    return found


def typed_in(unit_id: UUID, now: datetime) -> Sequence[PaperForm]:
    """What was typed in lately, newest first."""
    query = select(PaperForm).where(PaperForm.unit_id == unit_id, PaperForm.entered_at > now - LISTED_FOR)
    return db.session.execute(query.order_by(PaperForm.entered_at.desc(), PaperForm.id)).scalars().all()


def packs(unit_id: UUID, now: datetime) -> list[Pack]:
    """The packs of the last two weeks, newest first."""
    query = (
        select(PaperForm.pack_id, PaperForm.made_at, func.count(), func.count(PaperForm.entered_at))
        .where(PaperForm.unit_id == unit_id, PaperForm.made_at > now - LISTED_FOR, PaperForm.pack_id.is_not(None))
        .group_by(PaperForm.pack_id, PaperForm.made_at)
        .order_by(PaperForm.made_at.desc(), PaperForm.pack_id)
    )
    return [Pack(*row) for row in db.session.execute(query)]


def made_on(unit_id: UUID, day: date, code: str) -> int:
    """How many numbers of this day are taken."""
    prefix = rules.form_number(code, day, 0).rpartition("-")[0]
    query = select(func.count()).where(
        PaperForm.unit_id == unit_id, PaperForm.number.startswith(f"{prefix}-", autoescape=True)
    )
    return db.session.execute(query).scalar_one()


def default_copies(unit_id: UUID, now: datetime) -> dict[PaperKind, int]:
    """How many sheets of each kind eight hours need on this unit."""
    end = now + timedelta(hours=rules.PRINTED_HOURS)
    starts = len(runs_between(units.shifts(unit_id), now, end, units.facts(unit_id).zone))
    patients = handoffs.patients_lately(unit_id, now)
    return {kind: rules.default_copies(kind, shift_starts=starts, patients=patients) for kind in PaperKind}


def note(object_id: UUID) -> FromPaper | None:
    """Where a handoff, huddle or review came from, when it came from paper."""
    rows = read(_NOTE, object=object_id)
    return FromPaper(*rows[0]) if rows else None
