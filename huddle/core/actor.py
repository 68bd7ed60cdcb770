"""Who is doing this now: a value, without a session and without the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class UnitRole(StrEnum):
    """What a person does on one unit."""

    STAFF = "staff"
    CHARGE = "charge"
    MANAGER = "manager"


class OrgRole(StrEnum):
    """What a person does for the whole organisation."""

    QUALITY = "quality"
    EXECUTIVE = "executive"
    ADMIN = "admin"


LEADS = frozenset({UnitRole.CHARGE, UnitRole.MANAGER})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or a job of ours) who acts. `units` maps unit ids to the role there."""

    user_id: UUID | None
    name: str
    units: dict[UUID, UnitRole] = field(default_factory=dict)
    org_role: OrgRole | None = None
    device_id: UUID | None = None

    @classmethod
    def system(cls, job: str) -> Actor:
        """One of our own jobs; it belongs to no unit and is never a person."""
        return cls(user_id=None, name=job)

    def works_on(self, unit_id: UUID) -> bool:
        return unit_id in self.units

    def leads(self, unit_id: UUID) -> bool:
        """Charge nurse or manager of the unit."""
        return self.units.get(unit_id) in LEADS

    def manages(self, unit_id: UUID) -> bool:
        return self.units.get(unit_id) is UnitRole.MANAGER

    @property
    def is_admin(self) -> bool:
        return self.org_role is OrgRole.ADMIN

    @property
    def person_id(self) -> UUID:
        """The id of the person acting. Raises ValueError for a job, which never signs anything."""
        if self.user_id is None:
            raise ValueError(f"{self.name} is not a person")
        return self.user_id
