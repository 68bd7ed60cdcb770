"""The rows of what is taken out: figures by month, and action items without people. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from huddle.actions.rules import BLOCKER_LABELS, EFFECT_LABELS, STATUS_LABELS, STRENGTH_LABELS, TYPE_LABELS, Lane
from huddle.actions.rules.figures import COUNTED, Counts, Heaps
from huddle.core.dates import Month, local_day
from huddle.reports.rules.cells import Cell
from huddle.reports.rules.promises import GRADE_LABELS

LANE_LABELS = {Lane.QUICK_FIX: "Quick fix", Lane.IMPROVEMENT: "Improvement"}
_COUNT_LABELS = {
    "due": "Due",
    "done": "Done",
    "done_on_time": "Done by the first date",
    "verified_on_time": "Verified on time",
    "open": "Open",
    "waiting": "Done, not verified",
    "seen": "Verified",
    "settled": "Works, or closed",
    "dropped": "Dropped, and said why",
    "told": "Told back",
    "moved_often": "Moved twice or more",
    "reopened": "Opened again",
    "checks_30": "To be looked at after 30 days",
    "works_30": "Works after 30 days",
    "partly_30": "In part after 30 days",
    "checks_90": "To be looked at after 90 days",
    "works_90": "Works after 90 days",
    "partly_90": "In part after 90 days",
}
FIGURES_HEAD: tuple[str, ...] = ("Month first due", "Lane", "Strength", *(_COUNT_LABELS[name] for name in COUNTED))
ITEMS_HEAD = (
    *("Action item", "Lane", "Kind of change", "Strength", "State", "First due", "Due now", "Times moved"),
    *("Opened again", "In the way", "Raised", "Done", "Verified", "After 30 days", "After 90 days", "Told back"),
    "Dropped",
)


def figure_rows(months: Mapping[Month, Heaps]) -> Iterator[list[Cell]]:
    """One row for each month, lane and strength of which something was due."""
    for month, heaps in months.items():
        for heap, counts in sorted(heaps.items()):
            if counts != Counts():
                numbers = [getattr(counts, name) for name in COUNTED]
                yield [str(month), LANE_LABELS[heap.lane], GRADE_LABELS[heap.grade], *numbers]


def item_row(item: Mapping[str, Any], zone: ZoneInfo) -> list[Cell]:
    """One action item, its dates as the unit's calendar had them."""
    return [
        item["title"],
        LANE_LABELS[item["lane"]],
        TYPE_LABELS.get(item["change_type"], ""),
        STRENGTH_LABELS.get(item["strength"], ""),
        STATUS_LABELS[item["status"]],
        _day(item["original_due_on"], zone),
        _day(item["due_on"], zone),
        item["redated_count"],
        item["reopened_count"],
        BLOCKER_LABELS.get(item["blocker"], ""),
        _day(item["created_at"], zone),
        _day(item["done_at"], zone),
        _day(item["verified_at"], zone),
        EFFECT_LABELS.get(item["effect_30"], ""),
        EFFECT_LABELS.get(item["effect_90"], ""),
        _day(item["told_back_at"], zone),
        _day(item["dropped_at"], zone),
    ]


def _day(moment: date | datetime | None, zone: ZoneInfo) -> str:
    if moment is None:
        return ""
    return (local_day(moment, zone) if isinstance(moment, datetime) else moment).isoformat()
