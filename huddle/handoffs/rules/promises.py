"""What a handoff leaves behind: things to be done that are still open, and what the unit takes on because of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from huddle.core.errors import FieldRefused, RuleBroken

MOST_CARRIED = 24
"""So many open things are decided at once: four new ones in each of six shifts, all that two days leave open."""

_BETWEEN = r"[\s.\-/]*"
_MARKED = r"\s*[.\-/]\s*"
_VOWELS = frozenset("aeiouy")


class Decision(StrEnum):
    """What the sender says of one thing that was to be done and is not ticked off."""

    STILL = "still"
    DONE = "done"
    DROPPED = "dropped"


DECISION_LABELS = {Decision.STILL: "Still to do", Decision.DONE: "Done", Decision.DROPPED: "Drop it"}


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: until when it is still to be done now, or why it will not be done."""

    action_id: UUID
    decision: Decision
    due_at: datetime | None = None
    reason: str = ""

    @property
    def field_name(self) -> str:
        return decision_field(self.action_id)


@dataclass(frozen=True, slots=True)
class Carried:
    """One thing to be done that was handed on, as far as it is counted (H9).

    `first_due_at` is the time it had at first, `due_at` the one it was handed on with; None is "this shift".
    """

    first_asked_at: datetime
    first_due_at: datetime | None
    handed_over_at: datetime
    due_at: datetime | None
    done_at: datetime | None

    @property
    def is_done_by_due(self) -> bool:
        return self.done_at is not None and (self.due_at is None or self.done_at <= self.due_at)


def decision_field(action_id: UUID) -> str:
    """The name of the field in which it is decided what becomes of one thing to be done."""
    return f"open_{action_id.hex}"


def require_decided(still_open: Collection[UUID], decided: Collection[Decided]) -> None:
    """Raises FieldRefused for the first thing of which the sender did not say what becomes of it, or why not."""
    said = {one.action_id for one in decided}
    for action_id in still_open:
        if action_id not in said:
            raise FieldRefused(decision_field(action_id), "Say what becomes of it: still to do, done, or dropped.")
    for one in decided:
        if one.decision is Decision.DROPPED and not one.reason.strip():
            raise FieldRefused(one.field_name.replace("open_", "why_"), "Say in a few words why it is dropped.")


def require_open(*, is_done: bool, is_dropped: bool, is_item: bool) -> None:
    """Raises RuleBroken for a thing to be done that is settled."""
    if is_done:
        raise RuleBroken("This is done already.")
    if is_dropped:
        raise RuleBroken("This was dropped, with the reason beside it.")
    if is_item:
        raise RuleBroken("This is an action item of the unit already.")


def require_no_patient(text: str, initials: str, last_four: str, *, field_name: str) -> None:
    """Raises FieldRefused when the text names the patient by the two identifiers, or by one of them.

    It is the last look, not the only one: nobody but the person who writes can see that a story says who it was.

    >>> require_no_patient("Mend the bell in bay 2", "MK", "4821", field_name="title")
    >>> require_no_patient("Mend the bell of MK", "MK", "4821", field_name="title")
    Traceback (most recent call last):
    huddle.core.errors.FieldRefused: “MK” says who the patient is. Write it without the patient.
    """
    plain = _plain(text)
    patterns = [(rf"(?<!\w){pattern}", how) for pattern, how in _initials_patterns(_plain(initials))]
    patterns += [(_number_pattern(_plain(last_four)), re.IGNORECASE)] if last_four else []
    for pattern, how in patterns:
        if found := re.search(pattern, plain, how):
            raise FieldRefused(field_name, f"“{found.group()}” says who the patient is. Write it without the patient.")


def _plain(text: str) -> str:
    """The same letters and figures however they were typed: no invisible ones, no wide ones, Latin figures."""
    folded = unicodedata.normalize("NFKC", text)
    visible = (letter for letter in folded if unicodedata.category(letter) != "Cf")
    return "".join(str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in visible)


def _number_pattern(last_four: str) -> str:
    """The end of a record number, by itself or at the end of a longer one."""
    return _BETWEEN.join(map(re.escape, last_four)) + r"(?!\w)"


def _initials_patterns(initials: str) -> list[tuple[str, int]]:
    """How initials are written: with dots between, in capitals, or small where no word of the language can be meant.

    A letter that is a word by itself counts only with its dot.
    """
    letters = [re.escape(letter) for letter in initials]
    if not letters:
        return []
    if len(letters) == 1:
        pattern = rf"{letters[0]}\." if initials in "AI" else rf"{letters[0]}(?!\w)"
        return [(pattern, 0)]
    is_word = bool(_VOWELS & set(initials.lower()))
    return [
        (_MARKED.join(letters) + r"(?!\w)", re.IGNORECASE),
        (" ?".join(letters) + r"(?!\w)", 0 if is_word else re.IGNORECASE),
    ]
