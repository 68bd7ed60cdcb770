"""Taking figures or the list of action items out of Huddle."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from huddle.core.errors import FieldRefused

REASON_LIMIT = 160
OPEN_FOR = timedelta(hours=1)
"""So long whoever gave the reason can fetch the file."""


class What(StrEnum):
    FIGURES = "figures"
    ITEMS = "items"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


WHAT_LABELS = {What.FIGURES: "These figures, by month", What.ITEMS: "The list of action items"}
FORMAT_LABELS = {Format.CSV: "CSV, for any program", Format.XLSX: "XLSX, for spreadsheets"}


def require_reason(reason: str) -> None:
    """Raise FieldRefused when nobody says what it is for."""
    if not reason.strip():
        raise FieldRefused("reason", "Say what it is for, in a few words.")
