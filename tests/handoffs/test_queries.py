"""What lists, board and month read of handoffs, on both databases."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from huddle.core.errors import NotFound
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.rules import Severity
from tests.handoffs.test_service import acknowledged, corrected, sent
from tests.support.ward import Ward


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def test_the_oldest_deadline_comes_first(ward: Ward) -> None:
    stable = sent(ward, ward.alice, severity=Severity.STABLE, last_four="0001")
    ward.clock.tick(minutes(20))
    unstable = sent(ward, ward.alice, severity=Severity.UNSTABLE, last_four="0002")
    watcher = sent(ward, ward.alice, severity=Severity.WATCHER, last_four="0003", to=ward.bob)
    found = queries.waiting(ward.unit_id, ward.now)
    assert [row.id for row in found] == [unstable.id, stable.id, watcher.id]
    assert [row.to_person_id for row in found] == [None, None, ward.bob.user_id]


def test_late_is_said_after_the_deadline(ward: Ward) -> None:
    sent(ward, ward.alice)
    assert not queries.waiting(ward.unit_id, ward.now + minutes(5))[0].is_late
    assert queries.waiting(ward.unit_id, ward.now + minutes(6))[0].is_late


def test_another_unit_reads_nothing(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    sent(ward, ward.alice)
    for read in (queries.waiting, queries.taken, queries.watching):
        assert read(ward.other_unit_id, ward.now) == []
    with pytest.raises(NotFound):
        queries.get(ward.other_unit_id, handoff.id, ward.now)
    with pytest.raises(NotFound):
        queries.get(ward.unit_id, uuid4(), ward.now)


def test_patients_leave_every_list_after_forty_eight_hours(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    sent(ward, ward.alice)
    last = ward.now + timedelta(hours=48) - timedelta(seconds=1)
    assert queries.get(ward.unit_id, handoff.id, last).id == handoff.id
    assert [len(read(ward.unit_id, last)) for read in (queries.waiting, queries.taken)] == [1, 1]
    after = ward.now + timedelta(hours=48)
    for read in (queries.waiting, queries.taken, queries.watching):
        assert read(ward.unit_id, after) == []
    with pytest.raises(NotFound, match="after 48 hours"):
        queries.get(ward.unit_id, handoff.id, after)


def test_where_two_views_differ_the_sicker_one_decides_who_is_watched(ward: Ward) -> None:
    calmed = acknowledged(ward, sent(ward, ward.alice, last_four="0001"), ward.bob, Severity.STABLE)
    stable = sent(ward, ward.alice, last_four="0002", severity=Severity.STABLE)
    acknowledged(ward, stable, ward.bob, Severity.WATCHER)
    sicker = acknowledged(ward, sent(ward, ward.alice, last_four="0003"), ward.bob, Severity.UNSTABLE)
    found = {row.id: row.severity for row in queries.watching(ward.unit_id, ward.now)}
    assert found == {sicker.id: Severity.UNSTABLE, stable.id: Severity.WATCHER, calmed.id: calmed.severity}


def test_a_newer_report_on_its_way_does_not_hide_a_patient_held_to_be_sick(ward: Ward) -> None:
    held = acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    sent(ward, ward.bob, severity=Severity.STABLE)
    assert [row.id for row in queries.watching(ward.unit_id, ward.now)] == [held.id]


def test_a_watched_patient_nobody_has_judged_yet_comes_first_without_the_senders_view(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice, last_four="0001"), ward.bob, Severity.UNSTABLE)
    waiting = sent(ward, ward.alice, last_four="0002", severity=Severity.WATCHER)
    sent(ward, ward.alice, last_four="0003", severity=Severity.STABLE)
    found = queries.watching(ward.unit_id, ward.now)
    assert found[0].id == waiting.id
    assert (found[0].severity, found[0].acknowledged_by, len(found)) == (None, None, 2)


def test_only_the_newest_handoff_of_a_patient_counts(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    ward.clock.tick(timedelta(hours=12))
    acknowledged(ward, sent(ward, ward.bob, severity=Severity.STABLE), ward.alice, Severity.STABLE)
    assert queries.watching(ward.unit_id, ward.now) == []


def test_a_taken_handoff_says_what_is_still_open(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.STABLE)
    corrected(ward, handoff)
    [row] = queries.taken(ward.unit_id, ward.now)
    assert (row.differs, row.unseen_corrections, row.severity) == (True, 1, Severity.STABLE)


def test_a_patient_is_whose_the_newest_acknowledgement_says(ward: Ward) -> None:
    night = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    other = acknowledged(ward, sent(ward, ward.alice, last_four="0001"), ward.bob)
    ward.clock.tick(timedelta(hours=12))
    waiting = sent(ward, ward.bob)
    assert [row.is_current for row in queries.taken(ward.unit_id, ward.now)] == [True, True]
    day = acknowledged(ward, waiting, ward.maria)
    current = {row.id: row.is_current for row in queries.taken(ward.unit_id, ward.now)}
    assert current == {day.id: True, other.id: True, night.id: False}
    assert queries.handed_on(ward.unit_id, night) is day
    assert queries.handed_on(ward.unit_id, day) is None


def test_an_opening_is_remembered_for_five_minutes_and_for_one_person(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    with transaction():
        service.note_opened(handoff, actor=ward.bob, now=ward.now)
    assert queries.is_opened_lately(handoff.id, ward.bob.person_id, ward.now + minutes(4))
    assert not queries.is_opened_lately(handoff.id, ward.bob.person_id, ward.now + minutes(5))
    assert not queries.is_opened_lately(handoff.id, ward.maria.person_id, ward.now)


def test_the_month_counts_what_was_sent_in_it(ward: Ward) -> None:
    start, end = ward.now.replace(day=1, hour=0), ward.now.replace(day=28)
    in_time, late, _waiting = (sent(ward, ward.alice, last_four=f"000{number}") for number in range(3))
    ward.clock.tick(minutes(5))
    acknowledged(ward, in_time, ward.bob, Severity.UNSTABLE)
    ward.clock.tick(minutes(1))
    acknowledged(ward, late, ward.bob, Severity.STABLE)
    counted = {"sent": 3, "acknowledged": 2, "in_time": 1, "severity_differs": 1}
    assert queries.month_counts(ward.unit_id, start, end) == counted
    nothing = {"sent": 0, "acknowledged": 0, "in_time": 0, "severity_differs": 0}
    assert queries.month_counts(ward.unit_id, end, end.replace(month=12)) == nothing
    assert queries.month_counts(ward.other_unit_id, start, end) == nothing
