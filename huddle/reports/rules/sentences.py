"""What the page says of each measure: "12 of 14 (86 %)", and a sentence beside it where the figure needs one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from huddle.charts.measure import FEW, Line, Share
from huddle.charts.rules import days_between
from huddle.concerns.rules import TOPIC_LABELS, MeasuredConcern, MeasuredEvent, Topic
from huddle.core.dates import Period, day_text
from huddle.huddles.rules import HeldHuddle, NamedWatcher, ShiftCount
from huddle.reports.rules import formulas
from huddle.reports.rules.catalogue import CATALOGUE

LAST_GAPS = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that the measures of one unit are counted from."""

    over: Period
    now: datetime
    today: date
    shifts: Sequence[ShiftCount]
    huddles: Sequence[HeldHuddle]
    watchers: Sequence[NamedWatcher]
    concerns: Sequence[MeasuredConcern]
    escalations: Sequence[MeasuredEvent]
    events: Sequence[tuple[date, Topic | None]]


def lines(counted: Counted) -> dict[str, Line]:
    """All thirteen by id."""
    huddles, over = counted.huddles, counted.over
    raised = formulas.raised_in(counted.concerns, over.start, over.end)
    within = formulas.within_budget(huddles)
    usual = f"Half of them took {_minutes(within.median)} or less." if within.median else ""
    escalated = formulas.in_time(counted.escalations, over.start, over.end, counted.now)
    found = (
        _share("U1", formulas.held_of_planned(counted.shifts), "No huddle was planned.", _by_shift(counted.shifts)),
        _share("U2", formulas.on_time(huddles), "No planned huddle was held."),
        _share("U3", within.share, "No huddle was closed.", usual),
        _staff_minutes(huddles),
        _share("U4", formulas.role_reach(huddles), _no_roles(huddles)),
        _leaders(huddles),
        _share("U6", formulas.voices(huddles), "No huddle asked whether everybody had a turn."),
        _share("U7", formulas.planned_for(counted.watchers), "Nobody was put on the list."),
        _concerns(len(raised), len(huddles)),
        _share("U9", formulas.fixed_here(raised), "No concern was raised."),
        _share("U10", escalated, "No answer from above was due."),
        _share("U11", formulas.told_back(counted.concerns, over.start, over.end), "No concern was answered."),
        _events(counted.events, counted.today),
    )
    return {line.measure.id: line for line in found}


def _share(id_: str, share: Share, none: str, note: str = "") -> Line:
    if not share.whole:
        return Line(CATALOGUE[id_], "", none)
    return Line(CATALOGUE[id_], share.text, note)


def _no_roles(huddles: Sequence[HeldHuddle]) -> str:
    if any(huddle.needed for huddle in huddles):
        return "No huddle that needs certain roles counted who was there."
    return "“Our huddle” does not say yet which roles should be there."


def _by_shift(shifts: Sequence[ShiftCount]) -> str:
    """
    >>> _by_shift([ShiftCount("Day", 14, 12), ShiftCount("Night", 4, 3)])
    'Day 12 of 14 (86\\xa0%), Night 3 of 4.'
    """
    return ", ".join(f"{shift.name} {Share(shift.held, shift.scheduled).text}" for shift in shifts) + "."


def _staff_minutes(huddles: Sequence[HeldHuddle]) -> Line:
    cost = formulas.staff_minutes(huddles)
    if not cost.huddles:
        return Line(CATALOGUE["U12"], "", "No huddle was closed with a count of who was there.")
    figure = f"{_minutes(cost.total)} in {cost.huddles} {_plural(cost.huddles, 'huddle')}"
    return Line(CATALOGUE["U12"], figure, f"Half of them cost {_minutes(cost.median)} or less." if cost.median else "")


def _minutes(minutes: int) -> str:
    """
    >>> _minutes(1), _minutes(95), _minutes(4210)
    ('1 minute', '95 minutes', '70 hours')
    """
    return f"{minutes} {_plural(minutes, 'minute')}" if minutes < 180 else f"{round(minutes / 60)} hours"


def _leaders(huddles: Sequence[HeldHuddle]) -> Line:
    found = formulas.leaders(huddles)
    if not found.distinct:
        return Line(CATALOGUE["U5"], "", "No huddle was held.")
    people = "1 person" if found.distinct == 1 else f"{found.distinct} people"
    held = found.top.whole
    # The share of one among a few would be a figure about a person.
    note = f"Whoever led most led {found.top.text}." if found.distinct >= FEW else ""
    return Line(CATALOGUE["U5"], f"{people} in {held} {_plural(held, 'huddle')}", note)


def _concerns(raised: int, held: int) -> Line:
    if not held:
        return Line(CATALOGUE["U8"], f"{raised}" if raised else "", "No huddle was held.")
    figure = f"{raised} in {held} {_plural(held, 'huddle')}"
    return Line(CATALOGUE["U8"], figure, f"That is {10 * raised / held:.1f} for every ten." if held >= FEW else "")


def _events(events: Sequence[tuple[date, Topic | None]], today: date) -> Line:
    days = [day for day, _topic in events]
    if not days:
        return Line(CATALOGUE["U13"], "", "No such event was recorded.")
    gaps, last = days_between(days), f"The last one was {day_text(days[-1], today)}."
    figure, parts = _since(days[-1], today), _by_topic(events, today)
    if not gaps:
        return Line(CATALOGUE["U13"], figure, f"{last} It is the only one so far.", parts)
    before = ", ".join(str(gap) for gap in gaps[-LAST_GAPS:])
    usual = f" Half of all {len(gaps)} were {round(median(gaps))} or less." if len(gaps) >= FEW else ""
    return Line(CATALOGUE["U13"], figure, f"{last} Days between those before it: {before}.{usual}", parts)


def _since(day: date, today: date) -> str:
    days = (today - day).days
    return f"{days} {_plural(days, 'day')} since the last one"


def _by_topic(events: Sequence[tuple[date, Topic | None]], today: date) -> tuple[str, ...]:
    """What was said to be about a topic, topic by topic."""
    found: dict[Topic, list[date]] = {}
    for day, topic in events:
        if topic:
            found.setdefault(topic, []).append(day)
    return tuple(f"{TOPIC_LABELS[topic]}: {_since(found[topic][-1], today)}" for topic in Topic if topic in found)


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"
