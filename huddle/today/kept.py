"""What a board read and made of it, kept while nothing is written where it comes from (ADR 22)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from huddle.core.db import db
from huddle.core.reading import Asked, together

Made = TypeVar("Made")
Since = tuple[int | None, ...]
"""The minute and the counters under which something was read."""


class Fresh:
    """Reads and makes everything anew."""

    def read(self, *asked: Asked[Any]) -> list[Any]:
        """The answers to all questions of a board, in order."""
        return together(*asked)

    def made(self, _name: str, make: Callable[[], Made], *_of: object) -> Made:
        """What `make` makes of these answers and of nothing else that can change within a minute."""
        return make()


FRESH = Fresh()


class Kept:
    """The newest answers of one unit, and what was made of them."""

    def __init__(self) -> None:
        self.answers: dict[int, tuple[Since, Any]] = {}
        self.made: dict[str, tuple[tuple[object, ...], Any]] = {}


class At(Fresh):
    """A board at one moment. `areas` counts the changes of its unit by area; read before this, with the visit."""

    def __init__(self, kept: Kept, areas: Sequence[int], minute: int) -> None:
        self._kept, self._areas, self._minute = kept, areas, minute

    def read(self, *asked: Asked[Any]) -> list[Any]:
        dialect, known = db.engine.dialect, self._kept.answers
        since: dict[int, Since] = {}
        answers: list[Any] = []
        missing: list[tuple[int, int]] = []
        for place, one in enumerate(asked):
            bits = one.statement.compiled(dialect, one.values).areas
            if bits not in since:
                since[bits] = self._since(bits)
            kept = known.get(place)
            if kept is None or kept[0] != since[bits]:
                missing.append((place, bits))
            answers.append(kept[1] if kept else None)
        for (place, bits), answer in zip(missing, together(*(asked[place] for place, _ in missing)), strict=True):
            answers[place] = answer
            known[place] = (since[bits], answer)
        return answers

    def _since(self, bits: int) -> Since:
        return (self._minute, *(count for area, count in enumerate(self._areas) if bits >> area & 1))

    def made(self, name: str, make: Callable[[], Made], *of: object) -> Made:
        kept = self._kept.made.get(name)
        if kept is not None and all(now is before for now, before in zip(of, kept[0], strict=True)):
            result: Made = kept[1]
            return result
        result = make()
        self._kept.made[name] = (of, result)
        return result
