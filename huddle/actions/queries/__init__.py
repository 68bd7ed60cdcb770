"""Reading action items. Every name is imported from here."""

from huddle.actions.queries.items import (
    count_for,
    done_recently,
    for_source,
    get,
    history,
    month_counts,
    of_owner,
    open_items,
    promised_for,
    sources_with_items,
)

__all__ = [
    "count_for",
    "done_recently",
    "for_source",
    "get",
    "history",
    "month_counts",
    "of_owner",
    "open_items",
    "promised_for",
    "sources_with_items",
]
