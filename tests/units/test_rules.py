from __future__ import annotations

from datetime import time

import pytest

from huddle.units.rules import DEFAULT_SHIFTS, huddle_is_within


@pytest.mark.parametrize(
    ("starts", "ends", "huddle", "within"),
    [
        (time(7), time(19), time(7), True),
        (time(7), time(19), time(18, 59), True),
        (time(7), time(19), time(19), False),
        (time(19), time(7), time(19, 15), True),
        (time(19), time(7), time(6, 59), True),
        (time(19), time(7), time(12), False),
        (time(8), time(8), time(7, 59), True),
    ],
)
def test_a_huddle_lies_within_its_shift(starts: time, ends: time, huddle: time, within: bool) -> None:
    assert huddle_is_within(starts, ends, huddle) is within


def test_a_new_unit_has_shifts_that_are_in_order() -> None:
    assert all(huddle_is_within(*times) for _name, *times in DEFAULT_SHIFTS)
