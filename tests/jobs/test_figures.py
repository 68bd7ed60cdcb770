"""The job that counts the months of follow-through anew."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from huddle.actions.queries import figures
from huddle.core.transaction import transaction
from huddle.jobs import tasks
from huddle.jobs.tasks import KEPT_MONTHS, TASKS
from tests.actions.twelve import BY_HAND, OCTOBER, store
from tests.support.ward import Ward


def test_every_night_counts_two_years_of_every_unit_and_one_failure_stops_nobody(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        store(ward.unit_id, ward.bob, ward.alice, ZoneInfo("Europe/London"))
    keep = tasks.keep_month

    def fails_elsewhere(unit_id: object, *args: object, **more: object) -> None:
        if unit_id == ward.other_unit_id:
            raise OSError
        keep(unit_id, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks, "keep_month", fails_elsewhere)
    assert TASKS["figures"](now=ward.now) == {"months": KEPT_MONTHS, "failed": KEPT_MONTHS}
    kept, counted_at = figures.kept(ward.unit_id, OCTOBER, OCTOBER)
    assert (kept[OCTOBER], counted_at) == (BY_HAND, ward.now)
