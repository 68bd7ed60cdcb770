"""Five devices in one huddle on a bad network, the server killed twice in the middle: saved means saved, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.chaos import huddle_under_fire

pytestmark = pytest.mark.browser
LOSS = 0.15
"""More than the 2 % of a bad ward (`make soak`), so that a small sample loses something in every run."""


def test_five_devices_lose_and_double_nothing_while_the_server_dies(browser: Browser, tmp_path: Path) -> None:
    found = huddle_under_fire(browser, tmp_path, rounds=3, loss=LOSS, seed=11)
    assert found.kills == 2
    assert found.failures, "nothing went wrong, so nothing was tried"
    assert found.lost == []
    assert found.doubled == []
    assert found.stored_counts == found.counts
    assert found.dishonest == []
