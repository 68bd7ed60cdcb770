"""Reading reviews, always of one unit."""

from huddle.reviews.queries.reading import (
    Published,
    answers,
    drafts_for,
    get,
    get_for,
    history,
    learned,
    month_counts,
    month_list,
    notes,
    published,
)

__all__ = [
    "Published",
    "answers",
    "drafts_for",
    "get",
    "get_for",
    "history",
    "learned",
    "month_counts",
    "month_list",
    "notes",
    "published",
]
