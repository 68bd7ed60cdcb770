"""Guessing at passwords from many places, and from the many addresses of one place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.accounts import door, rules, throttle
from huddle.accounts.throttle import TooManyTries
from huddle.core.errors import FieldRefused
from tests.support.secrets import PASSWORD, WRONG, give_password
from tests.support.ward import Ward

TEN_MINUTES = rules.PER_NAME.blocked_for


def tries(ward: Ward, address: str, password: str = WRONG, name: str = "alice") -> str:
    with ward.app.test_request_context():
        try:
            door.by_password(name, password, address=address, now=ward.now)
        except TooManyTries:
            return "wait"
        except FieldRefused:
            return "wrong"
        return "in"


def from_everywhere(ward: Ward, name: str = "alice") -> list[str]:
    return [tries(ward, f"192.0.2.{number}", name=name) for number in range(rules.PER_NAME.tries)]


def test_the_addresses_of_one_ipv6_line_count_as_one_place(ward: Ward) -> None:
    found = [tries(ward, f"2001:db8:1:2::{number:x}") for number in range(1, 7)]
    assert found == ["wrong"] * 5 + ["wait"]
    assert tries(ward, "2001:db8:1:3::1") == "wrong"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("not an address", "not an address"),
    ],
)
def test_a_place_is_an_address_or_a_line(address: str, place: str) -> None:
    assert throttle.place(address) == place


def test_guessing_at_one_name_from_everywhere_is_stopped_for_a_while(ward: Ward) -> None:
    give_password(ward, ward.alice)
    assert from_everywhere(ward) == ["wrong"] * rules.PER_NAME.tries
    assert tries(ward, "198.51.100.1") == "wait"
    assert tries(ward, "198.51.100.1", PASSWORD) == "wait"
    assert tries(ward, "198.51.100.1", name="bob") == "wrong"
    ward.clock.tick(TEN_MINUTES)
    assert tries(ward, "198.51.100.1", PASSWORD) == "in"


def test_it_tells_nobody_whether_there_is_such_a_name(ward: Ward) -> None:
    assert from_everywhere(ward, "nobody") == ["wrong"] * rules.PER_NAME.tries
    assert tries(ward, "198.51.100.1", name="nobody") == "wait"


def test_guessing_from_elsewhere_locks_nobody_out_of_their_usual_computer(ward: Ward) -> None:
    give_password(ward, ward.alice)
    assert tries(ward, "203.0.113.9", PASSWORD) == "in"
    from_everywhere(ward)
    assert tries(ward, "198.51.100.1", PASSWORD) == "wait"
    assert tries(ward, "203.0.113.9", PASSWORD) == "in"


def test_a_usual_computer_still_has_five_tries(ward: Ward) -> None:
    give_password(ward, ward.alice)
    tries(ward, "203.0.113.9", PASSWORD)
    assert [tries(ward, "203.0.113.9") for _ in range(6)] == ["wrong"] * 5 + ["wait"]


def test_after_a_day_a_computer_is_usual_no_more(ward: Ward) -> None:
    give_password(ward, ward.alice)
    tries(ward, "203.0.113.9", PASSWORD)
    ward.clock.tick(timedelta(hours=25))
    from_everywhere(ward)
    assert tries(ward, "203.0.113.9", PASSWORD) == "wait"
