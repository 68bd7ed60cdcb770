"""Who a patient is, on two identifiers, and where: the bed is never who."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

BED_LIMIT = 20
INITIALS_LIMIT = 4
LAST_FOUR = 4
VISIBLE_FOR = timedelta(hours=48)
GONE = (
    "This handoff is not here, or it belongs to another unit. "
    "Working handoffs leave the tablet after 48 hours; look in the medical record."
)


def patient_text(initials: str, last_four: str) -> str:
    """
    >>> patient_text("MK", "4821"), patient_text("", "")
    ('MK 4821', 'Erased')
    """
    return f"{initials} {last_four}".strip() or "Erased"


def bed_text(bed: str) -> str:
    """Where the patient lies, as people say it.

    >>> bed_text("12"), bed_text("Bay 2"), bed_text("")
    ('bed 12', 'Bay 2', '')
    """
    has_word = re.search(r"[^\W\d_]{3,}", bed)
    return bed if has_word or not bed else f"bed {bed}"


def patient_at(patient: str, bed: str) -> str:
    """Who and where, in one line: both as the two functions above say them.

    >>> patient_at("MK 4821", "bed 12"), patient_at("MK 4821", "")
    ('MK 4821, bed 12', 'MK 4821')
    """
    return f"{patient}, {bed}" if bed else patient


def clean_identifier(text: str | None) -> str | None:
    """An identifier however it was typed: capitals, without dots, dashes and blanks.

    >>> clean_identifier(" m.k. ")
    'MK'
    """
    return None if text is None else re.sub(r"[\s.\-/]", "", text).upper()


def initials_fault(initials: str) -> str:
    """Why these cannot be initials, as a sentence; empty when they can.

    >>> initials_fault("MK"), initials_fault("Ö")
    ('', '')
    """
    letters = [letter for letter in initials if letter.isalpha()]
    marks = [letter for letter in initials if unicodedata.category(letter).startswith("M")]
    if not 1 <= len(letters) <= INITIALS_LIMIT or len(letters) + len(marks) != len(initials):
        return f"Initials are 1 to {INITIALS_LIMIT} letters, like MK."
    return "" if len(marks) <= len(letters) else f"Initials are 1 to {INITIALS_LIMIT} letters, like MK."


def last_four_fault(last_four: str) -> str:
    """Why this cannot be the end of a record number, as a sentence; empty when it can."""
    if len(last_four) == LAST_FOUR and last_four.isalnum():
        return ""
    return "Use the last four letters or digits of the record number, like 4821."
