"""The coach beside an action item that is being written: it advises, never blocks, and nothing of it is kept.

Every function gives hints for a person who may put them aside; the words are those that a page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from huddle.actions.rules.kinds import NEEDS_MEASURE, STRENGTH_OF, ChangeType, Strength
from huddle.actions.rules.states import Lane

NEW_AT_ONCE = 3
"""So many new items of one review or one check-in get done; more are too many (domain.md 5.6)."""
OPEN_AT_ONCE = 10
FAR = {Lane.QUICK_FIX: timedelta(days=30), Lane.IMPROVEMENT: timedelta(days=90)}
SAME_THEME = timedelta(days=90)
"""What came up so lately was not settled by what was decided then."""
AT_FOUR = "Good start. What would still work at 4 am with a new colleague on shift?"


@dataclass(frozen=True, slots=True)
class Advice:
    """What is so, and what would be stronger."""

    why: str
    better: str


@dataclass(frozen=True, slots=True)
class Writing:
    """What is known of an item that is being written. `siblings`: others from its review or check-in; `open_here`: of
    the unit.
    """

    title: str
    lane: Lane
    today: date
    has_owner: bool
    due_on: date | None = None
    siblings: int = 0
    open_here: int = 0


_TITLES: tuple[tuple[str, Advice], ...] = (
    (
        r"\bbe(ing)? (more )?(careful|vigilant|aware|attentive|alert)\b|\btake (more|better|extra|greater) care\b"
        r"|\bpay (more |closer )?attention\b|\btry harder\b|\bdo better\b|\braise awareness\b",
        Advice(
            "Everybody here is careful already.",
            "Change the thing, the place or the steps: “Keep the two insulins in different drawers”.",
        ),
    ),
    (
        r"\bremind(s|ed|ers?|ing)?\b|\b(re-?)?educat\w+|^train\b|\b(re-?train|training)\b|\bteach(ing)?\b|\brefreshers?\b"
        r"|\b(e-?mail|tell|inform|counsel) (all|every|staff|nurses|the team|people)\w*|\b(send|write) .*memo\b",
        Advice(
            "This works only while somebody remembers it.",
            "What could stand ready where it is needed? “Put the spare batteries beside the pump”.",
        ),
    ),
    (
        r"^(we )?(remember|try|aim|need) to\b|^(discuss|talk about|look (into|at)|think about|consider|explore|address"
        r"|be aware|keep an eye|follow up|monitor|ensure|make sure|work on|improve|review)\b",
        Advice(
            "Nobody can see when this is done.",
            "Say what will be there afterwards: “Hang a second meter in bay 2”.",
        ),
    ),
)
_FOUND = tuple((re.compile(pattern, re.IGNORECASE), advice) for pattern, advice in _TITLES)


def about_title(title: str) -> Advice | None:
    """What would be stronger than a reminder, than being careful, or than words without an act.

    >>> about_title("Remind staff to check the pump").why
    'This works only while somebody remembers it.'
    >>> about_title("Move the chair to bay 2") is None
    True
    """
    written = title.strip()
    return next((advice for pattern, advice in _FOUND if pattern.search(written)), None)


def about_writing(item: Writing) -> list[Advice]:
    """Everything to say about an item that is being written, the most helpful first."""
    hints = [about_title(item.title), _about_owner(item), _about_day(item), _about_number(item), _about_load(item)]
    return [hint for hint in hints if hint is not None]


def _about_owner(item: Writing) -> Advice | None:
    if item.has_owner or not item.title.strip():
        return None
    return Advice("Nobody has it yet.", "One name, even your own. Others can help.")


def _about_day(item: Writing) -> Advice | None:
    if item.due_on is None or item.due_on - item.today <= FAR[item.lane]:
        return None
    if item.lane is Lane.QUICK_FIX:
        return Advice("That is more than a month away.", "Choose an earlier day, or say under More that it needs more.")
    return Advice("That is more than three months away.", "What could be tried on one shift within two weeks?")


def _about_number(item: Writing) -> Advice | None:
    if item.siblings < NEW_AT_ONCE:
        return None
    return Advice(
        f"{item.siblings} action items have come of it already.", "Few that get done help more. Which one can wait?"
    )


def _about_load(item: Writing) -> Advice | None:
    if item.open_here <= OPEN_AT_ONCE:
        return None
    return Advice(f"{item.open_here} action items are open on this unit.", "Could one be finished or dropped first?")


def about_kinds(kinds: Iterable[ChangeType | None]) -> str:
    """What to ask when all that was chosen in one review is of the weaker kind; nothing otherwise.

    >>> about_kinds([ChangeType.TRAINING_OR_REMINDER, None])
    'Good start. What would still work at 4 am with a new colleague on shift?'
    """
    strengths = {STRENGTH_OF[kind] for kind in kinds if kind is not None}
    return AT_FOUR if Strength.WEAKER in strengths and not strengths & NEEDS_MEASURE else ""
