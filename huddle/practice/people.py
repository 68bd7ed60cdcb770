"""Who works where in the practice hospital. All names are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from huddle.core.actor import OrgRole, UnitRole
from huddle.units.rules import GuestRole

PASSWORD = "practice-ward-2026"  # noqa: S105 - printed in docs/practice.md; nothing real is behind it
PIN = "274916"


@dataclass(frozen=True, slots=True)
class PracticeUnit:
    """One unit of the practice hospital, with the code that enrols a tablet to it."""

    name: str
    service: str
    site: str
    phone: str
    code: str
    shifts: tuple[tuple[str, time, time, time], ...]
    manager: str
    charge: tuple[str, ...]
    staff: tuple[str, ...]


SITES = {"Riverside": "Europe/London", "Harbour": "America/New_York"}

TWO_SHIFTS = (
    ("Day", time(7, 0), time(19, 30), time(7, 15)),
    ("Night", time(19, 0), time(7, 30), time(19, 15)),
)
THREE_SHIFTS = (
    ("Early", time(6, 45), time(14, 45), time(7, 0)),
    ("Late", time(14, 15), time(22, 15), time(14, 30)),
    ("Night", time(21, 45), time(7, 0), time(22, 0)),
)

UNITS = (
    PracticeUnit(
        name="5 West",
        service="Medicine",
        site="Riverside",
        phone="5-1234",
        code="WEST5555",
        shifts=TWO_SHIFTS,
        manager="Maya Okafor",
        charge=("Ana Silva", "Tom Whitfield", "Priya Nair"),
        staff=(
            "Ben Carter",
            "Chloe Dubois",
            "Daniel Osei",
            "Elif Kaya",
            "Femi Adewale",
            "Grace Lim",
            "Hanna Virtanen",
            "Ivan Petrov",
            "Jade Thompson",
            "Kofi Mensah",
            "Lucia Moretti",
        ),
    ),
    PracticeUnit(
        name="3 North",
        service="Surgery",
        site="Riverside",
        phone="5-1330",
        code="NRTH3333",
        shifts=TWO_SHIFTS,
        manager="Oliver Grant",
        charge=("Nadia Rahman", "Sean Doyle"),
        staff=(
            "Amir Haddad",
            "Bethan Price",
            "Carlos Vega",
            "Dilys Owen",
            "Emeka Obi",
            "Freya Larsen",
            "Gita Sharma",
            "Hugo Martins",
            "Isla Murray",
            "Joon Park",
            "Katya Sokol",
        ),
    ),
    PracticeUnit(
        name="Harbour 2",
        service="Medicine",
        site="Harbour",
        phone="7-2002",
        code="HARB2222",
        shifts=THREE_SHIFTS,
        manager="Denise Walker",
        charge=("Luis Romero", "Mei Tanaka"),
        staff=(
            "Aaron Blake",
            "Bianca Costa",
            "Cody Nguyen",
            "Dara Singh",
            "Esther Cohen",
            "Frank Kowalski",
            "Gloria Reyes",
            "Hassan Ali",
            "Imani Brooks",
            "Jorge Castillo",
            "Kelly Novak",
        ),
    ),
    PracticeUnit(
        name="Maternity",
        service="Women and children",
        site="Harbour",
        phone="7-2110",
        code="MATY7777",
        shifts=TWO_SHIFTS,
        manager="Ruth Abrams",
        charge=("Simone Laurent", "Tanya Ivanova"),
        staff=(
            "Alice Zhou",
            "Brenda Ortiz",
            "Cynthia Bell",
            "Dolores Pena",
            "Eve Jacobs",
            "Fatima Noor",
            "Gwen Hughes",
            "Heather Quinn",
            "Ines Duarte",
            "Joyce Kamau",
            "Kim Tran",
        ),
    ),
)

GUESTS = {"5 West": ("Wren Castellano", GuestRole.NURSE)}
"""Who is here for one shift, let in by the person in charge: a nurse of an agency."""

ORGANISATION_STAFF = (
    ("Alex Admin", OrgRole.ADMIN),
    ("Quentin Shaw", OrgRole.QUALITY),
    ("Evelyn Marsh", OrgRole.EXECUTIVE),
)


SERVICE_RECEIVERS = {
    ("Riverside", "Medicine"): ("Rachel Boateng", "5-2000"),
    ("Riverside", "Surgery"): ("Peter Lindqvist", "5-2100"),
    ("Harbour", "Medicine"): ("Nora Feldman", "7-2900"),
    ("Harbour", "Women and children"): ("Sofia Andrade", "7-2950"),
}
SITE_RECEIVERS = {"Riverside": ("Martin Hale", "5-9000"), "Harbour": ("Judith Osman", "7-9000")}
ORGANISATION_RECEIVER = ("Evelyn Marsh", "5-9900")
"""Who answers what is escalated to a level, and the number to call."""


def username(name: str) -> str:
    """
    >>> username("Ana Silva")
    'ana.silva'
    """
    return name.lower().replace(" ", ".")


def members(unit: PracticeUnit) -> list[tuple[str, UnitRole]]:
    """Everybody on one unit with the role there: manager, charge nurses, staff."""
    return [
        (unit.manager, UnitRole.MANAGER),
        *((name, UnitRole.CHARGE) for name in unit.charge),
        *((name, UnitRole.STAFF) for name in unit.staff),
    ]
