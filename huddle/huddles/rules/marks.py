"""What is counted or chosen with one tap: who is here, who was planned, beds, workload, who spoke."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from huddle.core.errors import RuleBroken
from huddle.huddles.rules.steps import Step

COUNT_LIMIT = 99


class Tally(StrEnum):
    """A group of marks. `named` is there only where the unit has switched names on."""

    HERE = "here"
    PLANNED = "planned"
    BEDS = "beds"
    CHOSEN = "chosen"
    SPOKE = "spoke"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Mark:
    """One tap: a number for a role or a kind of bed, a word for a choice (empty takes it back), 0 or 1 for a tick."""

    tally: Tally
    key: str
    value: int | str

    @property
    def clears(self) -> bool:
        return self.value in {0, ""}


ROLE_LABELS = {
    "charge_nurse": "Charge nurse",
    "nurse": "Nurse",
    "care_assistant": "Care assistant",
    "student": "Student",
    "doctor": "Doctor",
    "lpn_en": "Practical nurse",
    "app_np_pa": "Nurse practitioner, PA",
    "pharmacist": "Pharmacist",
    "therapist": "Therapist",
    "respiratory": "Respiratory",
    "dietetics_catering": "Food and diet",
    "housekeeping": "Housekeeping",
    "clerk_admin": "Clerk",
    "porter_transport": "Porter",
    "social_case_mgmt": "Social work",
    "unit_manager": "Unit manager",
    "senior_leader_visitor": "Visiting leader",
    "interpreter": "Interpreter",
    "other": "Somebody else",
}
FIRST_ROLES = ("charge_nurse", "nurse", "care_assistant", "student", "doctor")
SPEAKING_ORDER = ("student", "housekeeping", "clerk_admin", "porter_transport", "interpreter", "dietetics_catering")
"""Least heard first; care assistants after them, doctors and leaders last."""
_HEARD_LAST = ("doctor", "app_np_pa", "charge_nurse", "unit_manager", "senior_leader_visitor")
BED_LABELS = {
    "patients": "Patients",
    "open": "Beds open",
    "admits": "Coming in",
    "discharges": "Going home",
}
LOAD_LABELS = {"light": "Light", "usual": "As usual", "heavy": "Heavy", "unsafe": "Not safe"}
BREAK_LABELS = {"yes": "Yes", "partly": "Partly", "no": "No"}
CHOICES = {"load": LOAD_LABELS, "breaks": BREAK_LABELS}
CHOICE_LABELS = {"load": "Workload", "breaks": "Breaks covered"}


def counted_here(
    here: Mapping[str, int], *, asked: Container[str], counts: Mapping[str, Any]
) -> Mapping[str, int] | None:
    """How many people of which role were here, where somebody in this huddle confirmed or changed a number.

    Every huddle begins with the numbers of the last one: until then nobody has counted, and this is None. Nor is it
    a count when somebody went on without any number. `asked` are the steps that were answered.
    """
    # Before "counted" was kept, the last tap alone can tell.
    tapped = "counted" in counts or counts.get("last", {}).get("tally") == Tally.HERE
    return here or None if Step.STAFFING in asked or tapped else None


def speaking_order(roles: set[str]) -> list[str]:
    """These roles in the order in which they speak: least heard first, leader last."""
    order = (
        *SPEAKING_ORDER,
        "care_assistant",
        *(role for role in ROLE_LABELS if role not in {*SPEAKING_ORDER, *_HEARD_LAST, "care_assistant"}),
        *_HEARD_LAST,
    )
    return [role for role in order if role in roles]


def read_mark(text: str) -> Mark:
    """Read "here:nurse:4". Raises RuleBroken for what cannot be."""
    tally, _, rest = text.partition(":")
    key, _, value = rest.partition(":")
    try:
        mark = _mark(Tally(tally), key, value)
    except (ValueError, KeyError):
        raise RuleBroken("That is not a number of people in a role. Try once more.") from None
    return mark


def _mark(tally: Tally, key: str, value: str) -> Mark:
    if tally is Tally.CHOSEN:
        if value and value not in CHOICES[key]:
            raise ValueError
        return Mark(tally, key, value)
    if tally is Tally.NAMED:
        key = str(UUID(key))
    elif key not in (BED_LABELS if tally is Tally.BEDS else ROLE_LABELS):
        raise ValueError
    limit = 1 if tally in {Tally.SPOKE, Tally.NAMED} else COUNT_LIMIT
    if not value.isascii() or not value.isdigit() or int(value) > limit:
        raise ValueError
    return Mark(tally, key, int(value))
