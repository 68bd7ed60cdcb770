"""The measurement of lists, dashboards, search and roll-up still runs: small, and without looking at the time."""

from __future__ import annotations

import pytest

from bench import atsize, filling
from huddle.actions.models import ActionItem, FollowThroughMonth
from huddle.core.db import db
from huddle.reviews.models import Findable

UNITS = 4


def test_a_thousand_rows_can_be_listed_counted_and_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "UNITS", UNITS)
    with atsize.sized(None, "sqlite", 1000) as one:
        assert db.session.query(Findable).count() == 1000
        assert 900 < db.session.query(ActionItem).count() <= 1000, "open ones are multiplied less"
        pages = {name: one.get(path).decode() for name, _what, path in atsize.pages(one)}
        assert pages["list"].count("Ward 00") > 1
        assert pages["search"].count("Lesson ") > 1
        assert "verified" in pages["dashboard"]
        db.session.rollback()
        assert atsize.beside(one).longest_wait_ms > 0
        assert db.session.query(FollowThroughMonth).count() >= 24 * UNITS
