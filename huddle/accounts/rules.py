"""What a PIN, a password and a username may be, and how many wrong tries are too many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

PIN_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Limit:
    """So many wrong tries, then none for so long."""

    tries: int
    blocked_for: timedelta


TRIES = 5
BLOCKED_FOR = timedelta(minutes=15)
PER_PLACE = Limit(TRIES, BLOCKED_FOR)
PER_NAME = Limit(20, timedelta(minutes=10))
"""For one name from all places together: guessing from a thousand addresses is as slow as from a few."""
PASSWORD_LENGTH = 12
PASSWORD_LIMIT = 200
USERNAME_LIMIT = 60
NAME_LIMIT = 80
EMAIL_LIMIT = 254
CODE_LASTS = timedelta(minutes=15)
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that looks like something else
CODE_LENGTH = 8


class DeviceKind(StrEnum):
    """What an enrolled device is: a tablet on which people sign in, or a screen on the wall where nobody does."""

    TABLET = "tablet"
    WALL = "wall"


class Secret(StrEnum):
    """What people prove with who they are."""

    PIN = "pin"
    PASSWORD = "password"  # noqa: S105 - the word, not one


_COMMON_PASSWORDS = frozenset(
    {
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "abcdefghijkl",
        "administrator",
        "changemenow1",
        "changemeplease",
        "correcthorsebatterystaple",
        "hospital1234",
        "iloveyou1234",
        "letmeinplease",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "qwerty123456",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiopasdf",
        "qwertzuiop12",
        "trustno1trustno1",
        "welcome12345",
        "welcometohuddle",
    }
)


def pin_fault(pin: str) -> str:
    """Why this cannot be a PIN, as a sentence; empty when it can.

    >>> pin_fault("123456")
    'Digits in a row, like 123456, are easy to guess. Choose another PIN.'
    >>> pin_fault("274918")
    ''
    """
    if not re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", pin):
        return f"A PIN is {PIN_LENGTH} digits."
    if len(set(pin)) == 1:
        return "The same digit six times is easy to guess. Choose another PIN."
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({1}, {9}):
        return "Digits in a row, like 123456, are easy to guess. Choose another PIN."
    if pin == pin[:2] * 3 or pin == pin[:3] * 2 or pin[::2] == pin[1::2] or len(set(pin)) < 3:
        return "Repeated digits are easy to guess. Choose another PIN."
    if _is_pattern(pin):
        return "A pattern on the keys is easy to guess. Choose another PIN."
    if any(re.match(r"19\d\d|20[0-3]\d", part) for part in (pin, pin[2:])) or _is_date(pin):
        return "A birthday or a year is easy to guess. Choose another PIN."
    return ""


def _is_pattern(pin: str) -> bool:
    """Mirrored (123321), doubled (112233), or two straight lines on the keys (147258, 159753)."""
    halves = (pin[:3], pin[3:])
    lines = all(int(half[1]) - int(half[0]) == int(half[2]) - int(half[1]) for half in halves)
    doubled = all(pin[place] == pin[place + 1] for place in (0, 2, 4))
    return lines or doubled or pin == pin[::-1]


def _is_date(pin: str) -> bool:
    """Whether it can be read as a day in any of the usual orders: 310785, 073185, 850731."""
    first, middle, last = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    orders = ((first, middle), (middle, first), (last, middle))
    return any(1 <= day <= 31 and 1 <= month <= 12 for day, month in orders)


def password_fault(password: str, username: str = "") -> str:
    """Why this cannot be a password, as a sentence; empty when it can."""
    if len(password) < PASSWORD_LENGTH:
        return f"Use at least {PASSWORD_LENGTH} characters. Three or four words make a good password."
    if len(password) > PASSWORD_LIMIT:
        return f"Use at most {PASSWORD_LIMIT} characters."
    plain = password.lower().replace(" ", "")
    if plain in _COMMON_PASSWORDS or len(set(plain)) < 5 or plain.isdigit():
        return "This password is on every list of guesses. Three or four words make a better one."
    if username and username.lower() in plain and len(plain) < len(username) + 8:
        return "Leave your username out of your password."
    return ""


def clean_username(typed: str) -> str:
    """Usernames know no upper case and no blanks around them."""
    return typed.strip().lower()


def username_fault(username: str) -> str:
    """Why this cannot be a username, as a sentence; empty when it can."""
    if not re.fullmatch(rf"[a-z0-9][a-z0-9._@-]{{1,{USERNAME_LIMIT - 1}}}", username):
        return "Use small letters, digits, dots and dashes, like m.okafor."
    return ""


def clean_code(typed: str) -> str:
    """A code as it was made, however it was typed: small letters, dashes and blanks do not matter."""
    return re.sub(r"[\s-]", "", typed).upper()


def code_text(code: str) -> str:
    """
    >>> code_text("ABCDEFGH")
    'ABCD-EFGH'
    """
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def tries_text(left: int) -> str:
    """
    >>> tries_text(1)
    '1 try left.'
    """
    return f"{left} {'try' if left == 1 else 'tries'} left."


def wait_text(until: datetime, now: datetime) -> str:
    """How long somebody still has to wait, in whole minutes, never "0 minutes"."""
    minutes = max(1, -int((now - until).total_seconds() // 60))
    return f"Too many wrong tries. Wait {minutes} {'minute' if minutes == 1 else 'minutes'}, then try again."


def short_name(name: str) -> str:
    """The name as it stands on a tile.

    >>> short_name("Maya Okafor"), short_name("Maya")
    ('Maya O.', 'Maya')
    """
    parts = name.split()
    return f"{parts[0]} {parts[-1][0]}." if len(parts) > 1 else name


def email_fault(address: str) -> str:
    """Why this cannot be an e-mail address, as a sentence; empty when it can.

    >>> email_fault("maya@hospital.example"), email_fault("maya")
    ('', 'Enter an address like maya@hospital.example.')
    """
    name, at, place = address.rpartition("@")
    plain = address.isascii() and address.isprintable() and not any(letter in ' ,;:<>"()[]\\' for letter in address)
    plain = plain and "=?" not in address  # which e-mail headers read as other letters, line ends among them
    if not (plain and at and name and "." in place.strip(".") and "@" not in name and ".." not in place):
        return "Enter an address like maya@hospital.example."
    return f"Use at most {EMAIL_LIMIT} letters." if len(address) > EMAIL_LIMIT else ""
