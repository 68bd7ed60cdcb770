"""Leaving late is counted for a unit and a month, and nothing else of it is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from huddle.audit.models import AuditEvent
from huddle.core.dates import Month
from huddle.core.db import db
from huddle.core.errors import NotPermitted
from huddle.core.transaction import transaction
from huddle.leaving import policy, queries, service
from huddle.leaving.models import LeftLate
from huddle.leaving.rules import REASON_LABELS, LateReason, month_words
from tests.checkins.months import drafted
from tests.support.ward import Ward

NOVEMBER = Month(2026, 11)


def left(ward: Ward, *reasons: LateReason) -> None:
    with transaction():
        for reason in reasons:
            service.count(ward.unit_id, reason, actor=ward.bob, now=ward.now)


def test_every_reason_has_words() -> None:
    assert set(REASON_LABELS) == set(LateReason)
    for reason in LateReason:
        assert "because" in month_words({reason.value: 5})


def test_a_reason_is_told_from_five_times_on_and_only_when_one_is_the_most_common() -> None:
    assert month_words({"emergency": 4}) == "4 times"
    assert month_words({"emergency": 4, "handoff": 1}) == "5 times, most often because there was an emergency"
    assert month_words({"emergency": 3, "handoff": 3}) == "6 times"


def test_each_time_adds_one_to_its_unit_month_and_reason(ward: Ward) -> None:
    left(ward, LateReason.HANDOFF, LateReason.HANDOFF, LateReason.OTHER)
    assert queries.month_counts(ward.unit_id, NOVEMBER) == {"handoff": 2, "other": 1}
    assert queries.month_counts(ward.unit_id, NOVEMBER.next()) == {}
    assert queries.month_counts(ward.other_unit_id, NOVEMBER) == {}


def test_the_month_is_that_of_the_unit_s_own_clock(ward: Ward) -> None:
    with transaction():
        at = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)  # half past midnight in London
        service.count(ward.unit_id, LateReason.OTHER, actor=ward.bob, now=at)
    assert queries.month_counts(ward.unit_id, Month(2026, 8)) == {"other": 1}


def test_nothing_tells_who_or_on_which_day(ward: Ward) -> None:
    before = db.session.execute(select(func.count(AuditEvent.seq))).scalar_one()
    left(ward, LateReason.NO_RELIEF)
    assert db.session.execute(select(func.count(AuditEvent.seq))).scalar_one() == before
    assert set(LeftLate.__table__.columns.keys()) == {"unit_id", "month", "reason", "times"}


def test_people_of_other_units_count_nothing(ward: Ward) -> None:
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        assert not policy.can_say(outsider, ward.unit_id)
        with pytest.raises(NotPermitted), transaction():
            service.count(ward.unit_id, LateReason.OTHER, actor=outsider, now=ward.now)
    assert queries.month_counts(ward.unit_id, NOVEMBER) == {}


def test_a_time_later_counts_in_its_own_month(ward: Ward) -> None:
    left(ward, LateReason.EMERGENCY)
    ward.clock.tick(timedelta(days=30))
    left(ward, LateReason.EMERGENCY)
    assert queries.month_counts(ward.unit_id, NOVEMBER) == {"emergency": 1}
    assert queries.month_counts(ward.unit_id, NOVEMBER.next()) == {"emergency": 1}


def test_the_check_in_of_the_month_tells_it(ward: Ward) -> None:
    with transaction():
        for reason in [LateReason.HANDOFF] * 4 + [LateReason.EMERGENCY]:
            service.count(ward.unit_id, reason, actor=ward.bob, now=ward.now - timedelta(days=25))
    check_in = drafted(ward)
    assert check_in.snapshot["left_late"] == {"handoff": 4, "emergency": 1}
    page = ward.client(ward.bob).get(f"/units/{ward.unit_id}/check-ins/{check_in.month}")
    assert "5 times, most often because the handoff took longer. Counts only" in page.text


def test_a_month_of_which_nobody_said_so_says_that(ward: Ward) -> None:
    check_in = drafted(ward)
    assert "left_late" not in check_in.snapshot, "older months, rolled up before there was a count, stay the same"
    page = ward.client(ward.bob).get(f"/units/{ward.unit_id}/check-ins/{check_in.month}")
    assert "Nobody said so." in page.text
