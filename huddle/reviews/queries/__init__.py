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
from huddle.reviews.queries.visible import OPEN_TO_UNIT, visible_to

__all__ = [
    "OPEN_TO_UNIT",
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
    "visible_to",
]
