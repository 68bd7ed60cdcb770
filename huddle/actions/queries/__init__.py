"""Reading action items. Every name is imported from here."""

from huddle.actions.queries.items import (
    count_for,
    done_recently,
    for_source,
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
    "count_for",
    "Piece",
    "can_take",
    "comments",
    "count_evidence",
    "done_recently",
    "for_source",
    "evidence_of",
    "get",
    "history",
    "month_counts",
    "locked",
    "merged_into",
    "of_owner",
    "open_items",
    "promised_for",
    "picture",
    "sources_with_items",
]
