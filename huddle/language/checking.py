"""The one question asked of a text: which words might hurt or name somebody, and what might one write instead."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from huddle.language import names as people
from huddle.language.advice import ADVICE, Advice, Kind, Level
from huddle.language.phrases import Alphabet, Phrase
from huddle.language.tokens import BREAK, COMMA, ENDS, Token, tokens
from huddle.language.words import CLASSES

_MARKS = frozenset((*ENDS, BREAK, COMMA))
_QUOTED = re.compile(r"“[^“”\n]{1,300}”|\"[^\"\n]{1,300}\"|«[^«»\n]{1,300}»")
_NAMING = frozenset({Kind.PERSON_NAMING, Kind.PATIENT_IDENTIFIER})
_WEIGHT = {Level.CARE: 2, Level.REWRITE: 1, Level.NUDGE: 0}


@dataclass(frozen=True, slots=True)
class Finding:
    """One phrase, `text[start:end]`, why it may hurt, and words to use instead."""

    id: str
    kind: str
    level: str
    start: int
    end: int
    why: str
    better: str


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    advice: Advice


def check(text: str, names: Collection[str] = ()) -> list[Finding]:
    """The phrases of a text about learning that call for advice, in order and without overlaps.

    `names` are the unit's staff: whoever is named gets a role suggested. Where somebody blames themselves, that
    sentence gets care and nothing is corrected in it. Quoted words are left alone, except for names and identifiers.
    """
    words = tokens(text)
    quoted = [(each.start(), each.end()) for each in _QUOTED.finditer(text)]
    spoken = [hit for hit in _phrases(words) if not any(start < hit.end and hit.start < end for start, end in quoted)]
    naming = [_Hit(start, end, advice) for start, end, advice in people.named(text, words, names)]
    hits = _apart([*naming, *_care_first(spoken, words)])
    return [_finding(hit) for hit in hits]


def _finding(hit: _Hit) -> Finding:
    said = hit.advice
    return Finding(said.id, said.kind.value, said.level.value, hit.start, hit.end, said.why, said.better)


@cache
def _compiled() -> tuple[Alphabet, tuple[tuple[Phrase, Advice], ...]]:
    lists = files("huddle.language") / "lists"
    phrases = [
        (phrase, advice)
        for advice in ADVICE
        for phrase in (lists / f"{advice.id}.txt").read_text(encoding="utf-8").splitlines()
    ]
    alphabet = Alphabet(CLASSES, [phrase for phrase, _ in phrases])
    return alphabet, tuple((alphabet.compile(phrase), advice) for phrase, advice in phrases)


def _phrases(words: list[Token]) -> Iterable[_Hit]:
    alphabet, phrases = _compiled()
    written = alphabet.write(words)
    letters = frozenset(written)
    for phrase, advice in phrases:
        if phrase.needs and phrase.needs.isdisjoint(letters):
            continue
        for match in phrase.pattern.finditer(written):
            if hit := _without_marks(words, match.start(), match.end(), advice):
                yield hit


def _without_marks(words: list[Token], first: int, last: int, advice: Advice) -> _Hit | None:
    """The hit from its first word to its last; the stops and commas around it stay outside."""
    while first < last and words[first].word in _MARKS:
        first += 1
    while first < last and words[last - 1].word in _MARKS:
        last -= 1
    return _Hit(words[first].start, words[last - 1].end, advice) if first < last else None


def _care_first(hits: list[_Hit], words: list[Token]) -> list[_Hit]:
    """Without the hits in a sentence in which somebody blames themselves, but for the first one of care."""
    ends = [word.start for word in words if word.word in ENDS]
    cared: dict[int, _Hit] = {}
    for hit in hits:
        sentence = bisect_right(ends, hit.start)
        if hit.advice.level is Level.CARE and (sentence not in cared or hit.start < cared[sentence].start):
            cared[sentence] = hit
    others = [hit for hit in hits if bisect_right(ends, hit.start) not in cared]
    return [*others, *cared.values()]


def _apart(hits: list[_Hit]) -> list[_Hit]:
    """Of those that overlap, names before all, then the longest, then the strongest; in the order of the text."""
    chosen: list[_Hit] = []
    taken = bytearray(max((hit.end for hit in hits), default=0))
    for hit in sorted(hits, key=_rank):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def _rank(hit: _Hit) -> tuple[bool, int, int, int]:
    said = hit.advice
    return said.kind not in _NAMING, hit.start - hit.end, -_WEIGHT[said.level], hit.start
