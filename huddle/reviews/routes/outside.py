"""Somebody of the hospital who does not work on the unit, found by the name that was typed."""

from __future__ import annotations

from uuid import UUID

from huddle.accounts import queries as accounts
from huddle.core.errors import FieldRefused

NOBODY = "Nobody with this name can sign in. Use the whole name, or the username."
SEVERAL = "Several people have this name. Use the username."


def found_outside(typed: str) -> UUID | None:
    """The one person of the hospital whose whole name or username this is; None for an empty field.

    Raises FieldRefused for the field `outside`. Nobody is listed, so that the names of others are not to be had here.
    """
    if not typed:
        return None
    wanted = typed.casefold()
    found = [one for one in accounts.people(typed) if one.active and wanted in (one.name.casefold(), one.username)]
    if len(found) != 1:
        raise FieldRefused("outside", SEVERAL if found else NOBODY)
    return found[0].id
