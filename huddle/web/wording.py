"""Wording help as a page shows it: few phrases at a time, and nothing of it kept anywhere (docs/wording.md)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from huddle.language import Level, check

SHOWN = 3
"""How many stand under a field when a page comes."""
TO_FOLLOW = 12
"""How many the script gets at a time: it shows the next one when one is put away."""
READ = 10_000
"""How much of a text is looked at. No field of a review takes more."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One phrase with words to use instead; `is_care` when somebody blames themselves: then nothing is corrected."""

    phrase: str
    why: str
    better: str
    is_care: bool


@dataclass(frozen=True, slots=True)
class Hints:
    """What is shown for one text, and how many phrases more there are."""

    shown: tuple[Hint, ...] = ()
    more: int = 0


def hints(text: str | None, names: Collection[str] = (), *, at_most: int = SHOWN) -> Hints:
    """The advice for a text, the strongest first, each phrase once. Care stands before all else."""
    read = (text or "")[:READ]
    found = sorted(check(read, names), key=lambda finding: _ORDER[finding.level])
    once = {read[each.start : each.end].casefold(): each for each in reversed(found)}
    each_once = [each for each in found if once[read[each.start : each.end].casefold()] is each]
    shown = tuple(
        Hint(read[each.start : each.end], each.why, each.better, each.level == Level.CARE)
        for each in each_once[:at_most]
    )
    return Hints(shown, len(each_once) - len(shown))


_ORDER = {Level.CARE.value: 0, Level.REWRITE.value: 1, Level.NUDGE.value: 2}
