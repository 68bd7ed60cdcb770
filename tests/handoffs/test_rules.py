"""The life, the clocks and the words of a handoff."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huddle.core.errors import RuleBroken
from huddle.handoffs import rules
from huddle.handoffs.rules import ACKNOWLEDGE_WITHIN, NEXT, SEVERITY_LABELS, HandoffStatus, Severity, move

SEVEN = datetime(2026, 11, 16, 7, tzinfo=UTC)
ALL_PAIRS = [(start, end) for start in HandoffStatus for end in HandoffStatus]


@pytest.mark.parametrize(("start", "end"), ALL_PAIRS)
def test_a_handoff_moves_only_along_the_table(start: HandoffStatus, end: HandoffStatus) -> None:
    if end in NEXT[start]:
        assert move(start, end) is end
    else:
        with pytest.raises(RuleBroken):
            move(start, end)


def test_an_acknowledged_handoff_stays_acknowledged() -> None:
    assert NEXT[HandoffStatus.ACKNOWLEDGED] == frozenset()


def test_every_severity_has_a_word_and_a_clock() -> None:
    assert set(SEVERITY_LABELS) == set(Severity)
    assert set(ACKNOWLEDGE_WITHIN) == set(Severity)


@pytest.mark.parametrize(
    ("severity", "minutes"), [(Severity.STABLE, 30), (Severity.WATCHER, 15), (Severity.UNSTABLE, 5)]
)
def test_the_sicker_the_patient_the_sooner_the_answer(severity: Severity, minutes: int) -> None:
    assert rules.answer_by(severity, SEVEN) == SEVEN + timedelta(minutes=minutes)


def test_a_handoff_is_overdue_after_its_time_and_not_at_it() -> None:
    deadline = SEVEN + timedelta(minutes=5)
    assert not rules.is_overdue(deadline, None, deadline)
    assert rules.is_overdue(deadline, None, deadline + timedelta(seconds=1))
    assert not rules.is_overdue(deadline, SEVEN, deadline + timedelta(hours=1))


def test_two_views_differ_only_once_there_are_two() -> None:
    assert not rules.severity_differs(Severity.UNSTABLE, None)
    assert not rules.severity_differs(Severity.UNSTABLE, Severity.UNSTABLE)
    assert rules.severity_differs(Severity.UNSTABLE, Severity.STABLE)


@pytest.mark.parametrize(("typed", "stored"), [("mk", "MK"), (" m.k. ", "MK"), ("48 21", "4821"), (None, None)])
def test_identifiers_are_taken_however_they_were_typed(typed: str | None, stored: str | None) -> None:
    assert rules.clean_identifier(typed) == stored


@pytest.mark.parametrize("initials", ["M", "MK", "ABCD", "Ö", "م", "王", "कि"])
def test_initials_are_letters_of_any_script(initials: str) -> None:
    assert rules.initials_fault(initials) == ""


@pytest.mark.parametrize("initials", ["", "ABCDE", "M1", "😀", "‮MK", "a" + "́" * 5])
def test_what_is_not_initials_is_said_kindly(initials: str) -> None:
    assert "1 to 4 letters" in rules.initials_fault(initials)


@pytest.mark.parametrize(("last_four", "good"), [("4821", True), ("48A1", True), ("482", False), ("48210", False)])
def test_the_end_of_a_record_number_is_four_signs(last_four: str, good: bool) -> None:
    assert (rules.last_four_fault(last_four) == "") is good


@pytest.mark.parametrize(("bed", "said"), [("512-A", "bed 512-A"), ("Room 4", "Room 4"), ("", "")])
def test_a_bed_is_said_as_people_say_it(bed: str, said: str) -> None:
    assert rules.bed_text(bed) == said
