"""What is looked for and what is found, in the same words on every database: pure.

A text becomes a bag of plain words before it is stored, and so does what somebody types. So no text of theirs is ever
read as a query, and both databases find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum
from uuid import UUID

EVERYBODY = "_all"
"""In the bag of what everybody may find. No typed word has such a line in it."""
ASKED_AT_MOST = 40
WORD_LIMIT = 40
BEGINS_FROM = 4
"""A typed word of so many letters also finds longer ones that begin with it."""
LONG_FROM = 12
"""A text of so many telling words shares two with almost anything."""
_WORD = re.compile(r"[^\W_]+")
_COMMON_WORDS = """
a about after all also am an and any are as at be because been before being but by can could did do
does done for from get go got had has have he her here him his how i if in into is it its just me
more my no nor not of on one or our out over she so some than that the their them then there they
this to too up us very was we were what when where which who why will with would you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_EVERYWHERE = """
again another bed both call called came cannot check checked come day each every everybody everyone fifth find first
five found four gave give given goe going gone half hour huddle kept knew know known last late look looked made make
many may minute must near need needed never next night nobody nurse once other patient put said same saw say second see
seen shift six somebody someone staff stay stayed take taken team tell ten think third three time told took twice two
unit ward went whoever without
"""
_SAYS_LITTLE = frozenset(_EVERYWHERE.split())
"""In every second review: they can be looked for, but make no two reviews alike."""


class FoundKind(StrEnum):
    """What can be found."""

    REVIEW = "review"
    LESSON = "lesson"


def words(text: str) -> list[str]:
    """The words of a text that can be looked for, in order, each once: small letters, no accents, no plural.

    >>> words("The wide chairs' place; Café, deliveries & falls")
    ['wide', 'chair', 'place', 'cafe', 'delivery', 'fall']
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    found = (_one(word[:WORD_LIMIT]) for word in _WORD.findall(plain) if word not in _COMMON and len(word) > 1)
    return list(dict.fromkeys(found))


def _one(word: str) -> str:
    """One of several: so that "falls" finds "fall"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def telling(found: Iterable[str]) -> list[str]:
    """Those that say what something is about.

    >>> telling(words("The patient came late, the chart later"))
    ['chart', 'later']
    """
    return [word for word in found if word not in _SAYS_LITTLE]


def bag(texts: Iterable[str], *, scope: str) -> str:
    """What is stored for one thing that can be found: its scope and the words of its texts."""
    return " ".join([scope, *sorted(words(" ".join(texts)))])


def scope_of(unit_id: UUID) -> str:
    """In the bag of what only one unit finds."""
    return f"_{unit_id.hex}"


def begins(word: str, *, last: bool) -> bool:
    """Whether longer words that begin with it are found too: while somebody still types, and for long words."""
    return last or len(word) >= BEGINS_FROM


def matches(asked: Collection[str], stored: Collection[str]) -> int:
    """How many of the words that were asked for a bag has."""
    return sum(
        word in stored or (len(word) >= BEGINS_FROM and any(each.startswith(word) for each in stored)) for word in asked
    )


def alike_from(asked: Collection[str]) -> int:
    """How many of these words have to be the same before something counts as similar.

    >>> alike_from(["wide", "chair"]), alike_from([str(number) for number in range(20)])
    (2, 3)
    """
    return 3 if len(asked) >= LONG_FROM else 2


def fate(done: int, total: int) -> str:
    """What came of the action items of a review.

    >>> fate(0, 0), fate(1, 1), fate(1, 3)
    ('No action item came of it', 'Its action item is done', '1 of 3 action items done')
    """
    if total == 0:
        return "No action item came of it"
    if total == 1:
        return "Its action item is done" if done else "Its action item is not done yet"
    return f"{done} of {total} action items done"
