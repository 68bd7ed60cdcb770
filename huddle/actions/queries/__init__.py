"""Reading action items. Every name is imported from here."""

from huddle.actions.queries.figures import month_counts
from huddle.actions.queries.items import (
    for_source,
    for_sources,
    get,
    history,
    of_owner,
    open_items,
    promised_for,
    sources_with_items,
)
from huddle.actions.queries.said import (
    Piece,
    can_take,
    comments,
    count_evidence,
    evidence_of,
    locked,
    merged_into,
    picture,
)

__all__ = [
    "Piece",
    "can_take",
    "comments",
    "count_evidence",
    "evidence_of",
    "for_source",
    "for_sources",
    "get",
    "history",
    "locked",
    "merged_into",
    "month_counts",
    "of_owner",
    "open_items",
    "picture",
    "promised_for",
    "sources_with_items",
]
