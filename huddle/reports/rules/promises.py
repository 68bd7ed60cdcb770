"""The figures of follow-through, F1 to F9: their months, their sentences, and the grid of strength and state. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from huddle.actions.rules import BLOCKER_LABELS, Blocker, Lane
from huddle.actions.rules.figures import GRACE, Counts, Grade, Heap, Heaps, Stand, added, total
from huddle.charts.drawing import Better, Drawing, Point, draw
from huddle.charts.measure import FEW, Line, Share
from huddle.core.dates import Month, months_before
from huddle.reports.rules.promise_catalogue import CATALOGUE

SHOWN_MONTHS = 24
COUNTED_MONTHS = 12
PERCENT = "\u00a0%"
GRADE_LABELS = {
    Grade.STRONGER: "Stronger",
    Grade.INTERMEDIATE: "Intermediate",
    Grade.WEAKER: "Weaker",
    Grade.CONTAINMENT: "Made safe for now",
    Grade.UNSAID: "Type not chosen yet",
}
STAND_LABELS = {
    Stand.OPEN: "Open",
    Stand.WAITING: "Done, not verified",
    Stand.SEEN: "Verified",
    Stand.SETTLED: "Works, or closed",
}
FIXES = (Grade.STRONGER, Grade.INTERMEDIATE, Grade.WEAKER)
APART = (Grade.CONTAINMENT, Grade.UNSAID)


@dataclass(frozen=True, slots=True)
class Open:
    """What is open at this moment: how many, the middle of their ages, and what holds some of them up."""

    count: int
    middle_days: Sequence[int]
    blockers: Mapping[Blocker, int]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One strength: how many of the due set stand where, and how many were dropped with a reason."""

    label: str
    counts: tuple[int, ...]
    dropped: int


def shown_months(today: date) -> list[Month]:
    """The months that a chart can show: the last whole ones, the running one last."""
    this = Month.of(today)
    return [*months_before(this, SHOWN_MONTHS), this]


def is_settled(month: Month, today: date) -> bool:
    """Whether everything first due in the month has had its seven days of grace."""
    return month.last_day() + GRACE < today


def counted_months(months: Mapping[Month, Heaps], today: date) -> dict[Month, Heaps]:
    """The last twelve months that have had their time: what all figures but the chart are counted from."""
    over = [month for month in months if is_settled(month, today)][-COUNTED_MONTHS:]
    return {month: months[month] for month in over}


def on_time(heaps: Heaps) -> Share:
    """F1: improvements verified on time, of those due."""
    counts = total(heaps, Lane.IMPROVEMENT)
    return Share(counts.verified_on_time, counts.due)


def chart(months: Mapping[Month, Heaps], today: date) -> Drawing:
    """F1 month by month, from the first month in which an improvement was due."""
    over = [(month, on_time(heaps)) for month, heaps in months.items() if is_settled(month, today)]
    first = next((place for place, (_month, share) in enumerate(over) if share.whole), len(over))
    points = [
        Point(
            f"{month.first_day():%b %Y}",
            100 * share.part / share.whole if share.whole >= FEW else None,
            f"{share.part} of {share.whole}" if share.whole else "none was due",
            on=month.first_day(),
        )
        for month, share in over[first:]
    ]
    return draw(CATALOGUE["F1"].name, points, better=Better.UP, unit=PERCENT, ceiling=100)


def so_far(months: Mapping[Month, Heaps], today: date) -> list[str]:
    """What is not in the figures yet: the running month, and the one before it in its first week."""
    found = [(month, total(heaps, Lane.IMPROVEMENT)) for month, heaps in months.items() if not is_settled(month, today)]
    return [f"{month.label()} so far: {_so_far(counts.verified, counts.due)}." for month, counts in found]


def _so_far(verified: int, due: int) -> str:
    if not due:
        return "no improvement was due"
    if due == 1:
        return f"the one that was due is {'verified' if verified else 'not verified yet'}"
    if not verified:
        return f"none of {due} is verified yet"
    return f"{verified} of {due} {'is' if verified == 1 else 'are'} verified"


def grid(heaps: Heaps) -> tuple[list[GridRow], list[GridRow]]:
    """F5: three strengths by four states; beside it what is no fix, or of which nobody has said what it is."""
    return [_row(heaps, grade) for grade in FIXES], [_row(heaps, grade) for grade in APART]


def _row(heaps: Heaps, grade: Grade) -> GridRow:
    counts = heaps.get(Heap(Lane.IMPROVEMENT, grade), Counts())
    return GridRow(GRADE_LABELS[grade], tuple(getattr(counts, stand.value) for stand in STAND_LABELS), counts.dropped)


def lines(months: Mapping[Month, Heaps], open_now: Open) -> dict[str, Line]:
    """F1 to F9 without the grid, and the quick fixes, by id."""
    heaps = added(months.values())
    counts, fixes = total(heaps, Lane.IMPROVEMENT), total(heaps, Lane.QUICK_FIX)
    due, none = counts.due, "No improvement was due."
    found = (
        _share("F1", Share(counts.verified_on_time, due), none),
        _share("F2", Share(counts.verified, due), none, _dropped(counts)),
        _effect(counts),
        _share("F4", Share(counts.told, counts.verified), "None was verified."),
        _age(open_now),
        _share("F7", Share(counts.moved_often, due), none),
        _stuck(open_now),
        _share("F9", Share(counts.reopened, due), none),
        _share("Q1", Share(fixes.done_on_time, fixes.due), "No quick fix was due.", _done(fixes)),
    )
    return {line.measure.id: line for line in found}


def _share(id_: str, share: Share, none: str, note: str = "") -> Line:
    return Line(CATALOGUE[id_], share.text, note) if share.whole else Line(CATALOGUE[id_], "", none)


def _dropped(counts: Counts) -> str:
    if not counts.dropped:
        return ""
    return f"Of the others {counts.dropped} {'was' if counts.dropped == 1 else 'were'} dropped, and it was said why."


def _done(fixes: Counts) -> str:
    return f"Done by now: {Share(fixes.done, fixes.due).text}." if fixes.due else ""


def _effect(counts: Counts) -> Line:
    """F3; what works in part stands beside what works."""
    first, second = Share(counts.works_30, counts.checks_30), Share(counts.works_90, counts.checks_90)
    if not first.whole:
        return Line(CATALOGUE["F3"], "", "No effect could be looked at yet.")
    parts = [f"In part after 30 days: {counts.partly_30}"]
    if second.whole:
        parts = [*parts, f"After 90 days: {second.text}", f"In part after 90 days: {counts.partly_90}"]
    return Line(CATALOGUE["F3"], first.text, "After 30 days.", tuple(parts))


def _age(now: Open) -> Line:
    if not now.count:
        return Line(CATALOGUE["F6"], "", "No improvement is open.")
    if now.count < FEW:
        return Line(CATALOGUE["F6"], f"{now.count} open", "")
    days = round(median(now.middle_days))
    return Line(CATALOGUE["F6"], f"{days} {'day' if days == 1 else 'days'}", f"{now.count} are open.")


def _stuck(now: Open) -> Line:
    stuck = sum(now.blockers.values())
    if not stuck:
        return Line(CATALOGUE["F8"], "", "Nothing is stuck.")
    known = [(blocker, now.blockers[blocker]) for blocker in Blocker if now.blockers.get(blocker)]
    by_most = sorted(known, key=lambda pair: -pair[1])
    parts = tuple(f"{BLOCKER_LABELS[blocker]}: {count}" for blocker, count in by_most)
    return Line(CATALOGUE["F8"], f"{stuck} of {now.count} open", "", parts)
