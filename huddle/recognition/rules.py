"""Words and limits of a thank-you."""

from __future__ import annotations

TO_LIMIT = 60
WHAT_LIMIT = 200
TO_WHOM = (
    "The whole team",
    "A nurse",
    "A care assistant",
    "A student",
    "A doctor",
    "Housekeeping",
    "Another team",
)
"""Offered first; anything of at most TO_LIMIT letters is taken."""
