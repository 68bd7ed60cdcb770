"""The life of a concern, its clocks and its words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from huddle.concerns import rules
from huddle.concerns.rules import ConcernStatus, EventKind, Harm, Move, Outcome, Reason, ToldHow, Topic
from huddle.core.errors import FieldRefused, RuleBroken

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""A Saturday."""
TABLE = {
    ("open", "pick_up"): "fixing_here",
    ("open", "escalate"): "escalated",
    ("open", "answer"): "answered",
    ("open", "merge"): "merged",
    ("fixing_here", "pick_up"): "fixing_here",
    ("fixing_here", "escalate"): "escalated",
    ("fixing_here", "answer"): "answered",
    ("fixing_here", "merge"): "merged",
    ("escalated", "pick_up"): "fixing_here",
    ("escalated", "take_higher"): "escalated",
    ("escalated", "give_back"): "fixing_here",
    ("escalated", "answer"): "answered",
    ("answered", "answer"): "answered",
    ("answered", "escalate"): "escalated",
    ("answered", "tell_back"): "closed",
    ("merged", "tell_back"): "closed",
}
"""Written down once more, so that a change of the table is a change here as well."""


@pytest.mark.parametrize("what", Move)
@pytest.mark.parametrize("status", ConcernStatus)
def test_a_concern_moves_only_along_the_table(status: ConcernStatus, what: Move) -> None:
    after = TABLE.get((status.value, what.value))
    assert rules.can(status, what) is (after is not None)
    if after is not None:
        assert rules.move(status, what) == after
    else:
        with pytest.raises(RuleBroken):
            rules.move(status, what)


def test_the_diagram_shows_the_same_moves() -> None:
    assert {(status.value, after.value) for status, all_ in rules.NEXT.items() for after in all_} == {
        (start, after) for (start, _move), after in TABLE.items()
    }


def test_a_concern_cannot_close_in_silence() -> None:
    for status in rules.UNANSWERED:
        with pytest.raises(RuleBroken, match="Answer this concern first"):
            rules.move(status, Move.TELL_BACK)


def test_what_is_not_told_is_carried_over() -> None:
    assert set(ConcernStatus) - set(rules.UNSETTLED) == {ConcernStatus.CLOSED, ConcernStatus.MERGED}


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (rules.TOPIC_LABELS, Topic),
        (rules.OUTCOME_LABELS, Outcome),
        (rules.OUTCOME_WORDS, Outcome),
        (rules.HARM_LABELS, Harm),
        (rules.REASON_LABELS, Reason),
        (rules.TOLD_LABELS, ToldHow),
        (rules.STATUS_LABELS, ConcernStatus),
        (rules.EVENT_LABELS, EventKind),
    ],
)
def test_every_choice_has_words(labels: dict[object, str], words: type) -> None:
    assert set(labels) == set(words)


def test_the_unit_and_the_levels_above_share_no_answer_and_leave_none_out() -> None:
    assert not set(rules.HERE) & set(rules.FROM_ABOVE)
    assert {*rules.HERE, *rules.FROM_ABOVE} == set(Outcome)


@pytest.mark.parametrize(
    ("at", "zone", "due"),
    [
        # An ordinary day: the last minute of it, as the wall clock of the site says.
        (datetime(2026, 11, 16, 7, 5, tzinfo=UTC), LONDON, datetime(2026, 11, 16, 23, 59, tzinfo=UTC)),
        # Late in the evening of New York it is tomorrow in UTC, and still today there.
        (datetime(2026, 11, 17, 4, 30, tzinfo=UTC), NEW_YORK, datetime(2026, 11, 17, 4, 59, tzinfo=UTC)),
        # The days with 25 and with 23 hours.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), LONDON, datetime(2026, 10, 25, 23, 59, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), LONDON, datetime(2026, 3, 29, 22, 59, tzinfo=UTC)),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), NEW_YORK, datetime(2026, 11, 2, 4, 59, tzinfo=UTC)),
        (datetime(2026, 3, 8, 6, 30, tzinfo=UTC), NEW_YORK, datetime(2026, 3, 9, 3, 59, tzinfo=UTC)),
        # A day that ends at the hour in which the clocks change.
        (datetime(2026, 4, 23, 20, tzinfo=UTC), ZoneInfo("Africa/Cairo"), datetime(2026, 4, 23, 21, 59, tzinfo=UTC)),
    ],
)
def test_the_service_answers_on_the_same_day(at: datetime, zone: ZoneInfo, due: datetime) -> None:
    assert rules.response_due(2, at, zone) == due
    assert due.astimezone(zone).date() == at.astimezone(zone).date()


@pytest.mark.parametrize(("tier", "hours"), [(3, 24), (4, 72)])
def test_higher_levels_have_real_hours_also_when_the_clocks_change(tier: int, hours: int) -> None:
    for at in (NOON, datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 3, 28, 20, tzinfo=UTC)):
        assert rules.response_due(tier, at, LONDON) - at == timedelta(hours=hours)


@pytest.mark.parametrize(("tier", "to"), [(1, 1), (2, 2), (3, 2), (4, 5), (1, 0), (1, 5)])
def test_one_asks_only_upwards_and_only_where_somebody_is(tier: int, to: int) -> None:
    with pytest.raises(RuleBroken):
        rules.require_higher(tier, to)


def test_what_may_hurt_today_needs_something_that_makes_it_safe() -> None:
    for harm in Harm:
        if harm in (Harm.LIKELY_TODAY, Harm.NOW):
            with pytest.raises(FieldRefused):
                rules.require_safe_now(harm, "  ")
        else:
            rules.require_safe_now(harm, "")
        rules.require_safe_now(harm, "Two of us go together")


@pytest.mark.parametrize(
    ("days", "outcome", "line"),
    [
        ((4, 1), Outcome.FIXED, "Said on Tuesday, fixed yesterday"),
        ((4, 0), Outcome.FIXED, "Said on Tuesday, fixed today"),
        ((6, 3), Outcome.ACTION, "Said on Sunday, an action began on Wednesday"),
        ((18, 7), Outcome.NOT_NOW, "Said on 3 Nov, answered on 14 Nov"),
        ((0, 0), Outcome.CANNOT_FIX, "Said today, answered today"),
    ],
)
def test_the_line_for_whoever_raised_it(days: tuple[int, int], outcome: Outcome, line: str) -> None:
    raised, done = (NOON - timedelta(days=number) for number in days)
    assert rules.said_and_done(raised, done, outcome, NOON, LONDON) == line
