"""Which mail servers are refused before anything is sent."""

from __future__ import annotations

import pytest

from config import MailSettings

ENV = {"HUDDLE_MAIL_FROM": "huddle@hospital.example", "HUDDLE_SMTP_SECURITY": "none"}


@pytest.mark.parametrize(
    ("host", "user", "refused"),
    [
        ("mail.hospital.example", "huddle", True),
        ("10.0.0.5", "huddle", True),
        ("mail.hospital.example", "", False),
        ("localhost", "huddle", False),
        ("127.0.0.1", "huddle", False),
        ("::1", "huddle", False),
    ],
)
def test_a_password_is_not_sent_readable_to_another_machine(host: str, user: str, refused: bool) -> None:
    faults: list[str] = []
    env = ENV | {"HUDDLE_SMTP_HOST": host, "HUDDLE_SMTP_USER": user}
    found = MailSettings.from_env(env, ("https://huddle.example",), faults)
    assert (found is None, len(faults)) == (refused, int(refused))
