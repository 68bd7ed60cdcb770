"""Refusals, as types. `str(error)` is a sentence for the person on the screen; only the edge makes HTTP of it."""

from __future__ import annotations

from dataclasses import dataclass


class HuddleError(Exception):
    """Something a person may be told in one sentence."""


class NotPermitted(HuddleError):
    """Known to this person, but not theirs to do."""


class NotFound(HuddleError):
    """Not there, or not theirs to know about: the two look the same."""

    def __init__(self, message: str = "This page is not here, or it belongs to another unit.") -> None:
        super().__init__(message)


class RuleBroken(HuddleError):
    """The thing is not in a state in which this can be done."""


class FieldRefused(HuddleError):
    """The words or choices in one named form field are not acceptable."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__(message)
        self.field_name = field_name


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two texts for one field: what this person wrote, and what is stored now.

    `choice` is what a form sends for this person's choice, where they chose and did not write: nobody keeps both then.
    """

    field_name: str
    label: str
    mine: str
    theirs: str
    who_when: str
    choice: str | None = None


class StaleEdit(HuddleError):
    """Somebody else changed the row since the form was opened."""

    def __init__(self, message: str = "Somebody changed this while you were writing.") -> None:
        super().__init__(message)


class SavedAtOnce(StaleEdit):
    """Somebody else changed the row in the very moment between our reading and our writing of it."""
