"""What the coach says, and what it leaves alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huddle.actions.rules import ChangeType, Lane
from huddle.actions.rules.coach import (
    AT_FOUR,
    Writing,
    about_kinds,
    about_title,
    about_writing,
)

TODAY = date(2026, 11, 16)
FINE = Writing("Move the chair to bay 2", Lane.QUICK_FIX, TODAY, has_owner=True, due_on=TODAY)


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("Remind staff to double check", "remembers"),
        ("Educate nurses on falls", "remembers"),
        ("E-mail everyone about the alarm", "remembers"),
        ("Training on the pump", "remembers"),
        ("Be more careful with insulin", "careful already"),
        ("Pay attention at 4 am", "careful already"),
        ("Remember to lock the cart", "see when this is done"),
        ("Discuss the chair", "see when this is done"),
        ("Look into the alarms", "see when this is done"),
        ("ensure that there is a chair", "see when this is done"),
    ],
)
def test_a_reminder_and_words_without_an_act_get_a_hint_with_something_stronger(title: str, why: str) -> None:
    hint = about_title(title)
    assert hint is not None
    assert why in hint.why
    assert about_title(hint.better.split("“")[1].split("”")[0]) is None, "what is offered is not itself weak"


@pytest.mark.parametrize(
    "title",
    [
        "Move the chair to bay 2",
        "Take the broken pump out of use",
        "Trial two bed alarms on nights",
        "Put a reading lamp in the drug room",
        "نقل الكرسي",
        "",
    ],
)
def test_an_act_is_left_alone(title: str) -> None:
    assert about_title(title) is None


def test_nothing_is_said_of_an_item_that_is_fine() -> None:
    assert about_writing(FINE) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"has_owner": False}, "Nobody has it yet."),
        ({"due_on": TODAY + timedelta(days=31)}, "more than a month"),
        ({"siblings": 3}, "3 action items have come of it already."),
        ({"open_here": 11}, "11 action items are open on this unit."),
    ],
)
def test_each_warning_comes_alone_and_not_a_step_too_early(change: dict[str, object], why: str) -> None:
    values = {name: getattr(FINE, name) for name in FINE.__dataclass_fields__}
    [hint] = about_writing(Writing(**(values | change)))  # type: ignore[arg-type]
    assert why in hint.why
    before: dict[str, object] = {"siblings": 2, "open_here": 10, "due_on": TODAY + timedelta(days=30)}
    assert about_writing(Writing(**(values | before))) == []  # type: ignore[arg-type]


def test_only_weaker_kinds_are_asked_what_would_still_work_at_four() -> None:
    weaker = [ChangeType.TRAINING_OR_REMINDER, ChangeType.LABEL_OR_WARNING, None]
    assert about_kinds(weaker) == AT_FOUR
    assert about_kinds([*weaker, ChangeType.READ_BACK]) == ""
    assert about_kinds([None]) == about_kinds([]) == about_kinds([ChangeType.MAKE_SAFE_NOW]) == ""
