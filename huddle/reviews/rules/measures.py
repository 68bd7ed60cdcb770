"""How reviews go: the formulas of R1 to R8 over plain rows, and what the page says of each. No names, no words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from huddle.actions.rules import NEEDS_MEASURE, Strength
from huddle.charts.measure import Definition, Line, Share, middle
from huddle.huddles.rules import NOT_HELD_LABELS, NotHeldReason
from huddle.reviews.rules.kinds import FORMAT_LABELS, ReviewFormat, ReviewStatus
from huddle.reviews.rules.voices import share_text

SHARED_WITHIN = timedelta(days=14)
NOT_BEGUN = frozenset({ReviewStatus.SCHEDULED, ReviewStatus.NOT_HELD})
MORE, SOONER, NEITHER = "More is better.", "Sooner is better.", "Neither more nor less is better."
ALL = "It should be all."


class MeasuredReview(NamedTuple):
    """One review of any class. `opened_on` and `event_on` are days of the unit."""

    format: ReviewFormat
    status: ReviewStatus
    reason: NotHeldReason | None
    source_id: UUID | None
    event_on: date
    opened_on: date | None
    event_at: datetime | None
    opened_at: datetime | None
    published_at: datetime | None
    support_shown: bool


class MeasuredItem(NamedTuple):
    """One action item that came of a review that was held."""

    review_id: UUID | None
    strength: Strength | None
    has_measure: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that R1 to R8 of one unit are counted from.

    `triggers` are the sources after which a debrief was offered, `items` the action items that came of the reviews that
    were held. `could_speak` maps a step of the last question to how often it was given.
    """

    now: datetime
    triggers: frozenset[UUID]
    reviews: Sequence[MeasuredReview]
    items: Sequence[MeasuredItem]
    could_speak: Mapping[int, int]


CATALOGUE = {
    row.id: row
    for row in (
        Definition(
            "R1",
            "Debriefs held",
            MORE,
            "Hot debriefs that were begun, of all times when one was offered (after an event in a look back, an "
            "escalation that was taken on, a concern that could do harm) or when somebody asked for one. One without "
            "an answer counts as not held.",
            "It does not tell whether one was needed.",
        ),
        Definition(
            "R2",
            "From the event to the review",
            SOONER,
            "Time from what happened until the review began: hot debriefs from the moment, longer reviews from the "
            "day. Debriefs that came from nothing in Huddle have no moment and are left out.",
            "It does not tell whether everybody could come.",
        ),
        Definition(
            "R3",
            "Reviews of what went well",
            NEITHER,
            "Success reviews, of all reviews that were begun.",
            "It does not tell how much went well.",
        ),
        Definition(
            "R4",
            "Strong changes that say how we shall see it",
            MORE,
            "Action items of these reviews that change the work itself (of a stronger or intermediate type) and say, "
            "beside their owner and day, how we shall see that they work. Of all of these types.",
            "It does not tell whether they were done, or helped. The list of action items does.",
        ),
        Definition(
            "R5",
            "Reviews with a strong change",
            MORE,
            "Reviews from which at least one action item of a stronger or intermediate type came, of all reviews from "
            "which an action item came. The type is chosen when an item is accepted; until then it counts as none.",
            "It does not tell whether a strong change was needed.",
        ),
        Definition(
            "R6",
            "Shared within two weeks",
            MORE,
            "Reviews shared with the unit within 14 days after they began, of all begun. Left out is what is not "
            "shared and still has time.",
            "It does not tell whether anybody read it.",
        ),
        Definition(
            "R7",
            "I could say what I thought",
            MORE,
            "Answers 4 or 5 of 5 to that sentence, of all answers after reviews shared in these weeks. Reviews "
            "that the hospital has marked are not in it. With fewer than five answers nothing is shown, with fewer "
            "than ten no percentage, and never that all said it, or nobody.",
            "It does not tell what those would say who gave no answer.",
        ),
        Definition(
            "R8",
            "Support was shown",
            ALL,
            "Reviews at whose end the page said where support is, of all that have ended.",
            "It does not tell whether anybody needed it, or went there.",
        ),
    )
}
GROUPS = {
    "Holding them": ("R1", "R2", "R3"),
    "What comes of them": ("R4", "R5", "R6"),
    "Those who take part": ("R7", "R8"),
}


def lines(counted: Measured) -> dict[str, Line]:
    """What the page says, by id."""
    held = begun(counted.reviews)
    found = (
        _conversion(counted),
        _time_to(held),
        _share("R3", good_outcomes(held), "No review was begun."),
        _measured_items(counted),
        _strong_reviews(counted),
        _share("R6", shared_in_time(held, counted.now), "No review is old enough to be counted."),
        _could_speak(counted.could_speak),
        _share("R8", support_shown(held), "No review has ended."),
    )
    return {line.measure.id: line for line in found}


def begun(reviews: Iterable[MeasuredReview]) -> list[MeasuredReview]:
    """Reviews that were held, whatever became of them."""
    return [review for review in reviews if review.status not in NOT_BEGUN]


def conversion(triggers: Iterable[UUID], reviews: Iterable[MeasuredReview]) -> Share:
    """R1: debriefs held, of the times when one was offered or asked for."""
    hot = [review for review in reviews if review.format is ReviewFormat.HOT_DEBRIEF]
    asked_for = sum(review.source_id is None for review in hot)
    offered = set(triggers) | {review.source_id for review in hot if review.source_id}
    return Share(len(begun(hot)), asked_for + len(offered))


def good_outcomes(held: Sequence[MeasuredReview]) -> Share:
    """R3: success reviews, of all held."""
    return Share(sum(review.format is ReviewFormat.SUCCESS for review in held), len(held))


def shared_in_time(held: Iterable[MeasuredReview], now: datetime) -> Share:
    """R6: shared within two weeks, of those that were shared or had two weeks."""
    kept = [
        review.published_at is not None and review.published_at - review.opened_at <= SHARED_WITHIN
        for review in held
        if review.opened_at is not None and (review.published_at is not None or now - review.opened_at > SHARED_WITHIN)
    ]
    return Share(sum(kept), len(kept))


def support_shown(held: Iterable[MeasuredReview]) -> Share:
    """R8: reviews at whose end support was shown, of those that have ended."""
    ended = [review for review in held if review.status is not ReviewStatus.OPEN]
    return Share(sum(review.support_shown for review in ended), len(ended))


def minutes_to_debrief(held: Iterable[MeasuredReview]) -> list[float]:
    """R2 for hot debriefs of which the moment is known."""
    return [
        (review.opened_at - review.event_at).total_seconds() / 60
        for review in held
        if review.format is ReviewFormat.HOT_DEBRIEF and review.event_at is not None and review.opened_at is not None
    ]


def days_to_review(held: Iterable[MeasuredReview]) -> list[int]:
    """R2 for longer reviews."""
    return [
        (review.opened_on - review.event_on).days
        for review in held
        if review.format is not ReviewFormat.HOT_DEBRIEF and review.opened_on is not None
    ]


def _conversion(counted: Measured) -> Line:
    share = conversion(counted.triggers, counted.reviews)
    if not share.whole:
        return Line(
            CATALOGUE["R1"], "", "Nothing was noted after which a debrief is offered, and nobody asked for one."
        )
    hot = [review for review in counted.reviews if review.format is ReviewFormat.HOT_DEBRIEF]
    reasons = Counter(review.reason for review in hot if review.status is ReviewStatus.NOT_HELD)
    said = tuple(
        f"Not held, {_lower(NOT_HELD_LABELS[reason])}: {reasons[reason]}" for reason in NotHeldReason if reasons[reason]
    )
    silent = share.whole - share.part - reasons.total()
    return Line(CATALOGUE["R1"], share.text, "", (*said, f"Not held, nobody said why: {silent}") if silent else said)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _time_to(held: Sequence[MeasuredReview]) -> Line:
    minutes, days = minutes_to_debrief(held), days_to_review(held)
    if not minutes and not days:
        return Line(CATALOGUE["R2"], "", "No review began of which we know when it happened.")
    hot, longer = FORMAT_LABELS[ReviewFormat.HOT_DEBRIEF], "Longer reviews"
    parts = [f"{hot}s: {_half(minutes, _lasted)}"] if minutes else []
    parts += [f"{longer}: {_half(days, _days)}"] if days else []
    count = len(minutes) + len(days)
    return Line(CATALOGUE["R2"], f"{count} {'review' if count == 1 else 'reviews'}", "", tuple(parts))


def _half(values: Sequence[float], words: Callable[[int], str]) -> str:
    usual = middle(values)
    if usual is None:
        return f"{len(values)}, too few for a median."
    return f"half of {len(values)} began within {words(usual)}."


def _lasted(minutes: int) -> str:
    """
    >>> _lasted(35), _lasted(200)
    ('35 minutes', '3 hours')
    """
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}" if minutes < 180 else f"{round(minutes / 60)} hours"


def _days(days: int) -> str:
    return f"{days} {'day' if days == 1 else 'days'}"


def with_measure(items: Iterable[MeasuredItem]) -> Share:
    """R4: strong changes that say how we shall see that they work."""
    strong = [item for item in items if item.strength in NEEDS_MEASURE]
    return Share(sum(item.has_measure for item in strong), len(strong))


def with_strong_change(items: Sequence[MeasuredItem]) -> Share:
    """R5: reviews with a strong change, of those from which any action item came."""
    strong = {item.review_id for item in items if item.strength in NEEDS_MEASURE}
    return Share(len(strong), len({item.review_id for item in items}))


def _measured_items(counted: Measured) -> Line:
    untyped = sum(item.strength is None for item in counted.items)
    note = f"{untyped} of {len(counted.items)} action items have no type yet." if untyped else ""
    none = "No action item of a stronger or intermediate type came of these reviews."
    line = _share("R4", with_measure(counted.items), none, note)
    return line if line.figure or not note else replace(line, note=f"{none} {note}")


def _strong_reviews(counted: Measured) -> Line:
    if counted.items and all(item.strength is None for item in counted.items):
        return Line(CATALOGUE["R5"], "", "No action item of these reviews has a type yet.")
    share = with_strong_change(counted.items)
    note = f"Action items came of {share.whole} of {len(begun(counted.reviews))} reviews."
    return _share("R5", share, "No action item came of these reviews.", note)


def _could_speak(steps: Mapping[int, int]) -> Line:
    """No more exactly than the review itself says it: it may be the only one in these weeks."""
    share = share_text(steps)
    return Line(CATALOGUE["R7"], share, "" if share else "Fewer than five answers, so nothing is shown.")


def _share(id_: str, share: Share, none: str, note: str = "") -> Line:
    return Line(CATALOGUE[id_], share.text, note) if share.whole else Line(CATALOGUE[id_], "", none)
