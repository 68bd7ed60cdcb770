"""Text as words with their places: contractions opened, accents folded, sentence ends told from abbreviations."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

STOP = "."
QUESTION = "?"
BREAK = ":"
COMMA = ","
ENDS = (STOP, QUESTION)

_PIECE = re.compile(
    r"[^\W\d_]\d\b|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+(?:[.,:/]\d+)*|[.!?…\n]+|,|[;:()\[\]\u2013\u2014\"“”«»]|(?<!\w)-+(?!\w)"
)
_SHORT = frozenset(("dr", "mr", "mrs", "ms", "prof", "st", "no", "pt", "vs", "approx", "nr", "tel", "ext"))
"""Words after which a full stop ends nothing."""
_OPENED = {
    "cannot": (3, "not"),
    "im": (1, "'m"),
    "ive": (1, "'ve"),
    "theyre": (4, "'re"),
    "youre": (3, "'re"),
    "thats": (4, "'s"),
    "whos": (3, "'s"),
}
"""Two words written as one: where to cut, and what the second one is."""
_NOT = re.compile(r"(do|does|did|is|are|was|were|has|have|had|should|could|would|ca|wo|must|need|ought)n'?t$")
_HAVE = re.compile(r"(should|could|would|might|must)('?ve|a)$")
_TAIL = re.compile(r"(.+)('(?:ve|d|ll|re|m|s))$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or stop; `text[start:end]` is what was written."""

    word: str
    start: int
    end: int
    is_capital: bool = False


def fold(text: str) -> str:
    """The text in small letters, without accents and with straight apostrophes."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.replace("\u2019", "'").lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def tokens(text: str) -> list[Token]:
    """The words of a text in order, with its sentence ends, commas and breaks."""
    found: list[Token] = []
    for piece in _PIECE.finditer(text):
        written, start, end = piece[0], piece.start(), piece.end()
        if written[0].isalpha():
            found.extend(_words(written, start, end))
        elif written[0].isdigit() or written == COMMA:
            found.append(Token(written, start, end))
        elif written[0] in ".!?…\n":
            if not _is_abbreviation(written, found, start):
                found.append(Token(QUESTION if "?" in written else STOP, start, end))
        else:
            found.append(Token(BREAK, start, end))
    return found


def _is_abbreviation(written: str, before: list[Token], start: int) -> bool:
    """Whether a full stop follows a title or an initial."""
    if written != "." or not before or before[-1].end != start:
        return False
    last = before[-1].word
    return last in _SHORT or (len(last) == 1 and last.isalpha())


def _words(written: str, start: int, end: int) -> list[Token]:
    word, is_capital = fold(written), written[0].isupper()
    cut, second = _second_word(word)
    if not second:
        return [Token(word, start, end, is_capital)]
    return [Token(word[:cut], start, start + cut, is_capital), Token(second, start + cut, end)]


def _second_word(word: str) -> tuple[int, str]:
    if word in _OPENED:
        return _OPENED[word]
    if hit := _NOT.match(word):
        return hit.end(1), "not"
    if hit := _HAVE.match(word):
        return hit.end(1), "have"
    if hit := _TAIL.match(word):
        return hit.end(1), "have" if hit[2] == "'ve" else hit[2]
    return 0, ""
