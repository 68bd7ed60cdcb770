"""Phrases of words, written as one would say them, made into patterns over words instead of letters.

A phrase is a row of elements:

    word  a|b        this word; one of these words
    <staff>          a word of that class (words.py); <staff>|who mixes both
    word?            may be missing
    ..3              up to three words of the same sentence, none of them a thing, a patient or the start of a clause
    **3              up to three words of any kind in the same sentence
    ( a b / c )      one of several phrases; ( a b )? may be missing
    !<neg>           the next word is none of these
    !!3<neg>         none of the three words before is one of these
    ^  $             the sentence begins or ends here; a lone ? is the end of a question

Each word of a text is one letter of a private alphabet, so a pattern of five words looks at five letters. All gaps have
an end: the work grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huddle.language.tokens import BREAK, COMMA, ENDS, Token

Classes = Mapping[str, frozenset[str]]

_PRIVATE = 0xE000
_OTHER, _CAPITAL, _NUMBER, _PAST, _DOING, _MANNER = "oCNEGL"
_SIGNS = {"(": "(?:", "/": "|", ")": ")", ")?": ")?", "?": r"\?", "^": "(?<![^.?])", "$": "(?![^.?])"}
_ENDINGS = {"ed": _PAST, "ing": _DOING, "ly": _MANNER}
_KINDS = {**_ENDINGS, "name": _CAPITAL, "number": _NUMBER, "other": _OTHER}
"""Classes that take in words by their ending, and those which stand in no list by their capital or digits."""


@dataclass(frozen=True)
class Phrase:
    """A compiled phrase, and letters of which one at least must be there for it to be found at all."""

    pattern: re.Pattern[str]
    needs: frozenset[str]


class Alphabet:
    """One letter for each word that some phrase or class names."""

    def __init__(self, classes: Classes, phrases: Iterable[str]) -> None:
        known = {word for words in classes.values() for word in words}
        for phrase in phrases:
            for element in phrase.split():
                known.update(_literals(element))
        self._classes = dict(classes)
        for ending in _ENDINGS:
            self._classes[ending] = frozenset(word for word in known if _ends(word, ending))
        self._letters = {mark: mark for mark in (*ENDS, BREAK, COMMA)}
        self._letters |= {word: chr(_PRIVATE + at) for at, word in enumerate(sorted(known - set(self._letters)))}

    def write(self, tokens: list[Token]) -> str:
        """The words in letters of this alphabet, one each."""
        known = self._letters
        return "".join(known.get(token.word) or _unknown(token) for token in tokens)

    def compile(self, phrase: str) -> Phrase:
        """The pattern of a phrase. Raises KeyError for a class that is not there."""
        elements = phrase.split()
        pattern = re.compile("".join(self._element(element) for element in elements))
        return Phrase(pattern, min(self._needed(elements), key=len, default=frozenset()))

    def _needed(self, elements: list[str]) -> Iterator[frozenset[str]]:
        """The letters of each part of a phrase that cannot be missing; for a group, those of all its phrases."""
        depth, group = 0, ""
        for element in elements:
            if element == "(":
                depth += 1
            elif element.startswith(")"):
                depth -= 1
                if not depth:
                    if element == ")":
                        yield frozenset(group)
                    group = ""
            elif _is_needed(element):
                letters = self._letters_of(element)
                if depth:
                    group += letters
                else:
                    yield frozenset(letters)

    def _element(self, element: str) -> str:
        if element in _SIGNS:
            return _SIGNS[element]
        if element[:2] in ("..", "**"):
            barred = ".?:" + (self._letters_of("<thing>|<patient>|<clause>") if element[0] == "." else "")
            return f"[^{barred}]{{0,{int(element[2:])}}}?"
        if element.startswith("!!"):
            letters = self._letters_of(element[3:])
            return "".join(f"(?<![{letters}]{'[^.?]' * back})" for back in range(int(element[2])))
        if element.startswith("!"):
            return f"(?![{self._letters_of(element[1:])}])"
        return f"[{self._letters_of(element.rstrip('?'))}]" + ("?" if element.endswith("?") else "")

    def _letters_of(self, element: str) -> str:
        letters: set[str] = set()
        for word in element.split("|"):
            if word.startswith("<"):
                name = word[1:-1]
                letters.update(self._letters[each] for each in self._classes[name])
                letters.update(_KINDS.get(name, ""))
            else:
                letters.add(self._letters[word])
        return "".join(sorted(letters))


def _literals(element: str) -> list[str]:
    if element in _SIGNS or element[:2] in ("..", "**"):
        return []
    bare = element[3:] if element.startswith("!!") else element.lstrip("!")
    return [word for word in bare.rstrip("?").split("|") if not word.startswith("<")]


def _is_needed(element: str) -> bool:
    return bool(_literals(element) or element.startswith("<")) and element[0] != "!" and element[-1] != "?"


def _ends(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) > len(ending) + 2


def _unknown(token: Token) -> str:
    word = token.word
    if word[0].isdigit():
        return _NUMBER
    for ending, kind in _ENDINGS.items():
        if _ends(word, ending):
            return kind
    return _CAPITAL if token.is_capital else _OTHER
