"""Telling the boards of a unit that something changed, and in which areas."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, text

from huddle.audit.models import UnitRevision
from huddle.core.storing import Change
from huddle.core.written import ALL, AREAS, LAST_STEPS, Written, writes

_UNIT = bindparam("unit_id", type_=UnitRevision.__table__.c.unit_id.type)
_GROW = ", ".join(f"{area} = unit_revision.{area} + :{area}" for area in AREAS)
# Only names of our own columns are put into the SQL.
_BUMP = Change(
    text(
        f"INSERT INTO unit_revision (unit_id, revision, {', '.join(AREAS)}) "  # noqa: S608
        f"VALUES (:unit_id, 1, {', '.join('1' for _ in AREAS)}) "
        f"ON CONFLICT (unit_id) DO UPDATE SET revision = unit_revision.revision + 1, {_GROW}"
    ).bindparams(_UNIT)
)
_GROW_ALL = ", ".join(f"{area} = {area} + 1" for area in AREAS)
_BUMP_ALL = Change(text(f"UPDATE unit_revision SET revision = revision + 1, {_GROW_ALL}"))  # noqa: S608
_LATER = Change(text(f"UPDATE unit_revision SET {_GROW} WHERE unit_id = :unit_id").bindparams(_UNIT))  # noqa: S608


def bump(unit_id: UUID) -> None:
    """Something changed on this unit: in the areas in which the transaction has written so far."""
    written = writes.get()
    areas = written.areas if written else ALL
    _BUMP.run(unit_id=unit_id, **_bits(areas))
    if written is not None:
        written.told[unit_id] = written.told.get(unit_id, 0) | areas


def bump_all() -> None:
    """Something changed that may stand on any board, in any of its parts."""
    _BUMP_ALL.run()


def _tell_the_rest(written: Written) -> None:
    """What was written after a unit was told counts for it too."""
    for unit_id, told in written.told.items():
        if later := written.areas & ~told:
            _LATER.run(unit_id=unit_id, **_bits(later))


LAST_STEPS.append(_tell_the_rest)


def _bits(areas: int) -> dict[str, int]:
    return {area: areas >> place & 1 for place, area in enumerate(AREAS)}
