"""Whom an escalation calls: a colleague, or somebody without an account by their role. Nobody is chosen beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from huddle.handoffs.rules.phone import LINE_ROLE_LABELS, LineRole

Offered = dict[str, dict[str, str]]
ANYBODY = "anybody"
_ROLE = "role:"
_COLLEAGUES, _NO_ACCOUNT = "Colleagues here", "No account here"


def people_and_roles(colleagues: Sequence[tuple[UUID, str]]) -> Offered:
    """Colleagues by name; whoever has no account here by a role and never by name."""
    return {
        "": {"": "Choose"},
        _COLLEAGUES: {str(id_): name for id_, name in colleagues},
        _NO_ACCOUNT: {role_value(role): label for role, label in LINE_ROLE_LABELS.items()},
    }


def whom_to_call(colleagues: Sequence[tuple[UUID, str]]) -> Offered:
    """The same for an escalation, which is mostly a call to somebody without an account."""
    offered = people_and_roles(colleagues)
    anybody = {ANYBODY: "Any colleague who is free"}
    return {"": offered[""], _NO_ACCOUNT: offered[_NO_ACCOUNT], _COLLEAGUES: offered[_COLLEAGUES] | anybody}


def role_value(role: LineRole) -> str:
    """How a role stands in a choice beside people."""
    return f"{_ROLE}{role.value}"


def role_in(chosen: str | None) -> LineRole | None:
    """The role that was chosen, if it was one."""
    return LineRole(chosen.removeprefix(_ROLE)) if chosen and chosen.startswith(_ROLE) else None


def person_in(chosen: str | None) -> UUID | None:
    """The person who was chosen, if it was one."""
    return UUID(chosen) if chosen and chosen != ANYBODY and not chosen.startswith(_ROLE) else None
