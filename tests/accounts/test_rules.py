from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huddle.accounts import hashing, rules

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "pin",
    [
        *("000000", "123456", "987654", "890123", "121212", "123123", "112233", "112211", "199012", "311987", "202612"),
        *("123321", "147258", "159753", "135246", "223344", "310785", "073185", "850731", "010203"),
    ],
)
def test_a_pin_that_is_easy_to_guess_is_refused_with_a_reason(pin: str) -> None:
    assert rules.pin_fault(pin).endswith("Choose another PIN.")


@pytest.mark.parametrize(
    "pin",
    ["", "12345", "1234567", "12a456", "12 456", "\uff11\uff12\uff13\uff14\uff15\uff16", "27491\n", "😀😀😀😀😀😀"],
)
def test_a_pin_is_six_plain_digits(pin: str) -> None:
    assert rules.pin_fault(pin) == "A PIN is 6 digits."


@pytest.mark.parametrize("pin", ["274918", "583102", "904417"])
def test_an_ordinary_pin_is_fine(pin: str) -> None:
    assert rules.pin_fault(pin) == ""


def test_the_rules_refuse_few_of_all_pins() -> None:
    refused = sum(1 for number in range(0, 1_000_000, 7) if rules.pin_fault(f"{number:06d}"))

    assert refused < 1_000_000 / 7 * 0.16


def test_made_pins_and_codes_follow_our_own_rules() -> None:
    assert not any(rules.pin_fault(hashing.new_pin()) for _ in range(200))
    assert rules.password_fault(hashing.new_password()) == ""
    assert set(hashing.new_code()) <= set(rules.CODE_LETTERS)
    assert len(hashing.new_code()) == rules.CODE_LENGTH


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaa", "password1234", "123456789012345", "Pass word 1234"])
def test_a_weak_password_is_refused(password: str) -> None:
    assert rules.password_fault(password)


def test_a_password_is_not_the_username_with_an_ending() -> None:
    assert rules.password_fault("maya.okafor2026", "maya.okafor")
    assert not rules.password_fault("three grey herons", "maya.okafor")


@given(st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_typed_where_a_pin_or_a_code_belongs(text: str) -> None:
    rules.pin_fault(text)
    rules.clean_code(text)
    rules.username_fault(rules.clean_username(text))


def test_a_code_is_the_same_however_it_is_typed() -> None:
    assert rules.clean_code(" abcd-efgh ") == rules.clean_code("ABCD EFGH") == "ABCDEFGH"


def test_waiting_is_told_in_whole_minutes_and_never_as_none() -> None:
    assert rules.wait_text(NOON + timedelta(minutes=15), NOON).endswith("Wait 15 minutes, then try again.")
    assert "Wait 1 minute," in rules.wait_text(NOON + timedelta(seconds=1), NOON)
