"""What goes into the cells of a file that somebody will open in a spreadsheet. Pure."""

from __future__ import annotations

import unicodedata

Cell = str | int
STARTS_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""With one of these, also in their wide forms, a program may take a text for something to compute."""


def plain(value: Cell) -> Cell:
    """A cell without line breaks, tabs and other control characters; numbers stay numbers.

    >>> plain("Move the\\tchairs\\r\\n"), plain(12)
    ('Move the chairs', 12)
    """
    if isinstance(value, int):
        return value
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in value).split())


def defused(value: Cell) -> Cell:
    """A cell of a CSV file, which cannot say of itself that it is text: a leading apostrophe says it instead.

    >>> defused("=HYPERLINK(1)"), defused(" \\t+1"), defused("-"), defused("A = B"), defused(-3)
    ("'=HYPERLINK(1)", "'+1", "'-", 'A = B', -3)
    """
    text = plain(value)
    if isinstance(text, str) and text[:1] in STARTS_FORMULA:
        return f"'{text}"
    return text
