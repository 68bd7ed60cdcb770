"""The words of the access matrix: the cast, what somebody meets at an address, what each marker means."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

PEOPLE = ("nobody", "tablet", "wall", "locked", "bob", "alice", "maria", "charlie", "dana", "quinn")
"""Nobody signed in; a tablet before any PIN; a screen on the wall; Alice on a tablet that locked; then the cast on
computers of their own.

Bob is staff, Alice charge nurse, Maria manager of 5 West. Charlie is staff of 6 East, Dana administrator, Quinn the
quality lead.
"""


class Meets(Enum):
    """What a person meets at an address."""

    PAGE = "the page, or for a form the write contract"
    DOOR = "the way to sign in (a form: 401)"
    GONE = "404, as if it were not there"
    NO = "403, with the reason"


PAGE, DOOR, GONE, NO = Meets


def _all(meets: Meets, **but: Meets) -> dict[str, Meets]:
    return dict.fromkeys(PEOPLE, meets) | {"wall": GONE} | but


_OUTSIDE = {"nobody": DOOR, "tablet": DOOR, "locked": DOOR}
_OF_UNIT = _OUTSIDE | {"charlie": GONE, "dana": GONE, "quinn": GONE}
MARKERS: dict[str, dict[str, Meets]] = {
    "public": _all(PAGE),
    "tablet": _all(PAGE, nobody=DOOR),
    "signed_in": _all(PAGE, **_OUTSIDE),
    "unit_staff": _all(PAGE, **_OF_UNIT),
    "unit_or_named": _all(PAGE, **_OF_UNIT),
    "unit_lead": _all(PAGE, **_OF_UNIT, bob=NO),
    "unit_manager": _all(PAGE, **_OF_UNIT, bob=NO, alice=NO),
    "unit_reader": _all(PAGE, **_OF_UNIT | {"quinn": PAGE}),
    "unit_wall": _all(PAGE, **_OF_UNIT, wall=PAGE),
    "unit_setup": _all(PAGE, **_OF_UNIT | {"dana": PAGE}, bob=NO, alice=NO),
    "unit_paper": _all(PAGE, **_OF_UNIT | {"dana": PAGE}),
    "unit_shape": _all(PAGE, **_OF_UNIT | {"dana": PAGE}, bob=NO),
    "admin": _all(NO, **_OUTSIDE, dana=PAGE),
}


@dataclass(frozen=True)
class Case:
    """One object: by argument the name of a sample; and who meets something else than the marker says."""

    objects: dict[str, str] = field(default_factory=dict)
    but: dict[str, Meets] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One endpoint. `is_tap`: a post that carries no fields and changes nothing but this browser's own session."""

    marker: str
    cases: tuple[Case, ...]
    is_tap: bool = False


def row(marker: str, *cases: Case, is_tap: bool = False) -> Row:
    return Row(marker, cases or (Case(),), is_tap)


def of(argument: str, sample: str, **but: Meets) -> Case:
    return Case({argument: sample}, but)
