"""Sentences with known kinds, and how many of them the help finds (docs/wording.md says how they were written)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huddle.language import check

FOLDER = Path(__file__).parent
SETS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True)
class Rates:
    """Found of all, found of the strong ones, false alarms on hard negatives and on plain clinical prose."""

    blame: tuple[int, int]
    strong: tuple[int, int]
    hard: tuple[int, int]
    prose: tuple[int, int]


def read(name: str) -> dict[str, list[Any]]:
    """One set: `blame` with kinds, `hard_negatives`, and `prose` where it has some."""
    sentences: dict[str, list[Any]] = json.loads((FOLDER / f"heldout_{name}.json").read_text(encoding="utf-8"))
    return sentences


def rates(name: str) -> Rates:
    """How the help does on one set."""
    sentences = read(name)
    found = [(row["strong"], bool(check(row["text"], row.get("names", ())))) for row in sentences["blame"]]
    strong = [is_found for is_strong, is_found in found if is_strong]
    return Rates(
        (sum(is_found for _, is_found in found), len(found)),
        (sum(strong), len(strong)),
        _alarms(sentences["hard_negatives"]),
        _alarms(sentences.get("prose", [])),
    )


def _alarms(texts: list[str]) -> tuple[int, int]:
    return sum(bool(check(text)) for text in texts), len(texts)


def share(part: tuple[int, int]) -> float:
    """The first of two counts over the second."""
    return part[0] / part[1] if part[1] else 0.0
