"""Words and limits of a review that the hospital has marked: pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from huddle.core.errors import FieldRefused, RuleBroken
from huddle.reviews.rules.kinds import Confidentiality
from huddle.reviews.rules.questions import GROUND_RULES

REASON_LIMIT = 200
OPENED = "review.opened"
OPENED_AGAIN_AFTER = timedelta(minutes=15)
"""A page that is read again within this time is the same reading."""
SHOWN_TO = {
    Confidentiality.LEARNING: "everybody on the unit and the quality team",
    Confidentiality.PROTECTED: "only the people on its list",
}
"""Who can read it once it is published, in a sentence of ours."""
WHO_READS = "When we publish it, {} can read it."
CLASS_LABELS = {
    Confidentiality.LEARNING: "For learning",
    Confidentiality.PROTECTED: "Marked by the hospital",
}
KEEPS_TWO = (
    "At least two people have to be able to open a published review. Put another one on its list first, then take "
    "this one off."
)
SECOND_READER = "Choose a second person who may see it: when the only one leaves, nobody can open this review."
ALONE = "Put a second person on the list before you publish: when the only one leaves, nobody can open this review."
UNNAMED = "A review"
"""What a page that no reader list guards may call a marked review: it never tells the title."""


class ExportKind(StrEnum):
    """How somebody takes a review out of Huddle."""

    PAGE = "page"
    TEXT = "text"


EXPORT_LABELS = {ExportKind.PAGE: "A page to print", ExportKind.TEXT: "Plain text"}


def ground_rules(confidentiality: Confidentiality) -> tuple[str, ...]:
    """The ground rules, with who will read this one."""
    of_all = WHO_READS.format(SHOWN_TO[Confidentiality.LEARNING])
    here = WHO_READS.format(SHOWN_TO[confidentiality])
    return tuple(here if rule == of_all else rule for rule in GROUND_RULES)


def require_reason(reason: str) -> None:
    """Raise FieldRefused unless something is said, in as many letters as there is room for."""
    if not reason.strip():
        raise FieldRefused("reason", "Say why, in a few words.")
    if len(reason) > REASON_LIMIT:
        raise FieldRefused("reason", f"Use at most {REASON_LIMIT} letters.")


def require_marked(confidentiality: Confidentiality) -> None:
    """Raise RuleBroken for a review that is not marked: it has no list."""
    if confidentiality is not Confidentiality.PROTECTED:
        raise RuleBroken("This review is not marked, so it has no list.")
