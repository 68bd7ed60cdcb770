"""What the page says of each measure, over the whole period and week by week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from huddle.charts.drawing import Better, Drawing, Point, draw
from huddle.charts.measure import FEW, Line, Share
from huddle.core.dates import Period, day_text, local_day, monday_of
from huddle.handoffs.rules import measures
from huddle.handoffs.rules.catalogue import CATALOGUE
from huddle.handoffs.rules.measures import Told
from huddle.handoffs.rules.promises import Carried
from huddle.handoffs.rules.report import SECTION_LABELS, SEVERITY_LABELS, HandoffKind, Severity
from huddle.handoffs.rules.template_told import Completeness

One = TypeVar("One")
PERCENT, MINUTES = "\u00a0%", "\u00a0min"


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that the measures of one unit are counted from."""

    over: Period
    zone: ZoneInfo
    now: datetime
    told: Sequence[Told]
    carried: Sequence[Carried]
    completeness: Sequence[Completeness]


def lines(counted: Counted) -> dict[str, Line]:
    """All ten by id."""
    told = counted.told
    back, by_part = measures.sent_back(told)
    parts = tuple(f"{SECTION_LABELS[part]} was missing: {count}" for part, count in by_part.items())
    found = (
        _share("H1", measures.in_time(told, counted.now), "No handoff was sent."),
        _share("H2", measures.said_back(told), "No handoff was acknowledged."),
        _differences(measures.differences(told)),
        _share("H4", measures.looked_ahead(told), "No sick patient was handed over."),
        _complete(measures.complete(counted.completeness)),
        _share("H6", measures.spoken(told), "No handoff was sent."),
        _escalations(told),
        _share("H8", back, "No handoff was sent.", parts=parts),
        _share("H9", measures.carried_on(counted.carried, counted.now), "Nothing was carried over."),
        _time(told),
    )
    return {line.measure.id: line for line in found}


def charts(counted: Counted) -> dict[str, Drawing]:
    """The weeks of those measures that are looked at every week, by id; nothing without one whole week."""
    if not counted.over.mondays:
        return {}
    now = counted.now
    shares: dict[str, Callable[[list[Told]], Share]] = {
        "H1": lambda week: measures.in_time(week, now),
        "H2": measures.said_back,
        "H4": measures.looked_ahead,
    }
    told = _by_week(counted, [(one.sent_at, one) for one in counted.told])
    found = {id_: _chart(id_, _shares(counted, told, share)) for id_, share in shares.items()}
    carried = _by_week(counted, [(one.handed_over_at, one) for one in counted.carried])
    found["H9"] = _chart("H9", _shares(counted, carried, lambda week: measures.carried_on(week, now)))
    found["H7"] = draw(CATALOGUE["H7"].name, _waits(counted, told), better=Better.DOWN, unit=MINUTES)
    return found


def _share(id_: str, share: Share, none: str, note: str = "", parts: tuple[str, ...] = ()) -> Line:
    return Line(CATALOGUE[id_], share.text, note, parts) if share.whole else Line(CATALOGUE[id_], "", none)


def _differences(share: Share) -> Line:
    note = f"That is {100 * share.part / share.whole:.0f} for every hundred." if share.whole >= FEW else ""
    figure = f"{share.part} of {share.whole}" if share.whole else ""
    return Line(CATALOGUE["H3"], figure, note if figure else "No handoff was acknowledged.")


def _complete(mean: measures.Mean) -> Line:
    if not mean.handoffs:
        return Line(CATALOGUE["H5"], "", "No handoff of the last 30 days has its words.")
    figure = f"{mean.parts.part} of {mean.parts.whole} parts in {_count(mean.handoffs, 'handoff')}"
    note = "" if mean.percent is None else f"On average {mean.percent}{PERCENT} of each."
    return Line(CATALOGUE["H5"], figure, note)


def _escalations(told: Sequence[Told]) -> Line:
    share = measures.escalations(told).share
    parts = tuple(
        _waited(severity, measures.escalations([one for one in told if one.severity is severity]))
        for severity in reversed(Severity)
        if any(one.severity is severity and one.kind is HandoffKind.ESCALATION for one in told)
    )
    return _share("H7", share, "Nothing was escalated.", parts=parts)


def _waited(severity: Severity, waited: measures.Waited) -> str:
    """
    >>> _waited(Severity.UNSTABLE, measures.Waited(Share(6, 7), 4))
    'Unstable: 6 of 7, half of them within 4 minutes'
    """
    within = "" if waited.minutes is None else f", half of them within {_count(waited.minutes, 'minute')}"
    return f"{SEVERITY_LABELS[severity]}: {waited.share.part} of {waited.share.whole}{within}"


def _time(told: Sequence[Told]) -> Line:
    wrote, read = measures.writing(told), measures.reading(told)
    if not (wrote.counted or read.counted):
        return Line(CATALOGUE["H10"], "", "No handoff was written here.")
    figure = f"{wrote.counted} written" if wrote.seconds is None else f"{_count(wrote.seconds, 'second')} to write"
    parts = (_took("To write", wrote), _took("To read, say back and sign", read))
    return Line(CATALOGUE["H10"], figure, parts=parts)


def _took(what: str, seconds: measures.Seconds) -> str:
    """
    >>> _took("To write", measures.Seconds(40, 95)), _took("To write", measures.Seconds(3, None))
    ('To write: half of 40 took 95 seconds or less', 'To write: 3 counted')
    """
    if seconds.seconds is None:
        return f"{what}: {seconds.counted} counted"
    return f"{what}: half of {seconds.counted} took {_count(seconds.seconds, 'second')} or less"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _by_week(counted: Counted, dated: Sequence[tuple[datetime, One]]) -> dict[date, list[One]]:
    weeks: dict[date, list[One]] = {monday: [] for monday in counted.over.mondays}
    for at, one in dated:
        weeks.setdefault(monday_of(local_day(at, counted.zone)), []).append(one)
    return {monday: weeks[monday] for monday in counted.over.mondays}


def _shares(counted: Counted, weeks: dict[date, list[One]], share: Callable[[list[One]], Share]) -> list[Point]:
    found = [(monday, share(week)) for monday, week in weeks.items()]
    today = local_day(counted.now, counted.zone)
    return [Point(day_text(monday, today), one.percent, _of(one), on=monday) for monday, one in found]


def _waits(counted: Counted, weeks: dict[date, list[Told]]) -> list[Point]:
    found = [(monday, measures.escalations(week)) for monday, week in weeks.items()]
    today = local_day(counted.now, counted.zone)
    return [Point(day_text(monday, today), one.minutes, _of(one.share), on=monday) for monday, one in found]


def _of(share: Share) -> str:
    return f"{share.part} of {share.whole}" if share.whole else "none"


def _chart(id_: str, points: list[Point]) -> Drawing:
    return draw(CATALOGUE[id_].name, points, better=Better.UP, unit=PERCENT, ceiling=100)
