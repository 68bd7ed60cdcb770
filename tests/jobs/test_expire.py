"""What nobody acknowledged before its shift ended is said to have expired: once, by whichever process comes first."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.handoffs import queries
from huddle.handoffs import service as handoffs
from huddle.handoffs.models import Handoff, HandoffEvent
from huddle.handoffs.rules import EventKind, HandoffStatus
from huddle.jobs import tasks
from huddle.jobs.schedule import AT_START, SCHEDULE
from tests.handoffs.test_service import PLAN, acknowledged, report, sent
from tests.support.ward import Ward

NIGHT_BEGINS = timedelta(hours=11, minutes=55)
"""From five past seven in the morning until the day shift ends."""


def stored(handoff_id: UUID) -> Handoff:
    return db.session.get_one(Handoff, handoff_id, populate_existing=True)


def events(handoff_id: UUID) -> list[HandoffEvent]:
    query = select(HandoffEvent).where(HandoffEvent.handoff_id == handoff_id, HandoffEvent.kind == EventKind.EXPIRED)
    return list(db.session.execute(query.order_by(HandoffEvent.seq)).scalars())


def test_it_expires_when_its_shift_ends_and_not_before(ward: Ward) -> None:
    handoff_id = sent(ward, ward.alice).id
    before = ward.now + NIGHT_BEGINS - timedelta(seconds=1)
    assert tasks.expire(now=before) == {"expired": 0, "failed": 0}
    after = ward.now + NIGHT_BEGINS
    revision = audit.revision(ward.unit_id)
    assert tasks.expire(now=after) == {"expired": 1, "failed": 0}
    assert stored(handoff_id).status is HandoffStatus.EXPIRED
    [event] = events(handoff_id)
    assert (event.at, event.actor_id, event.text) == (after, None, "")
    assert audit.of_subject(handoff_id)[-1].action == "handoff.expired"
    assert audit.of_subject(handoff_id)[-1].actor_kind == "job"
    assert audit.revision(ward.unit_id) == revision + 1, "the board is told"


def test_it_stays_where_it_was_and_can_still_be_taken(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    tasks.expire(now=ward.now + NIGHT_BEGINS)
    ward.clock.tick(NIGHT_BEGINS)
    found = stored(handoff.id)
    assert (found.responsible_until_taken, found.acknowledged_by) == (ward.alice.person_id, None)
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert (row.status, row.rises) == (HandoffStatus.EXPIRED, True)
    assert acknowledged(ward, found, ward.bob).acknowledged_by == ward.bob.person_id


def test_doing_it_again_changes_nothing_and_what_was_missed_is_caught_up(ward: Ward) -> None:
    handoff_id = sent(ward, ward.alice).id
    late = ward.now + timedelta(days=9)
    assert tasks.expire(now=late)["expired"] == 1
    assert tasks.expire(now=late + timedelta(minutes=5)) == {"expired": 0, "failed": 0}
    assert len(events(handoff_id)) == 1


def test_what_was_taken_escalated_or_not_sent_does_not_expire(ward: Ward) -> None:
    taken = acknowledged(ward, sent(ward, ward.alice, last_four="0001"), ward.bob)
    given = sent(ward, ward.alice, last_four="0002")
    with transaction():
        handoffs.escalate(given, reason="Nobody is free", actor=ward.alice, now=ward.now)
        draft = handoffs.begin(ward.unit_id, report(last_four="0003"), actor=ward.alice, now=ward.now)
    assert tasks.expire(now=ward.now + timedelta(days=2)) == {"expired": 0, "failed": 0}
    found = [stored(one.id).status for one in (taken, given, draft)]
    assert found == [HandoffStatus.ACKNOWLEDGED, HandoffStatus.ESCALATED, HandoffStatus.DRAFT]


def test_each_units_own_clock_on_the_wall_counts(ward: Ward) -> None:
    # Five past two at night in New York: their night shift ends at seven there, noon in London.
    with transaction():
        theirs = handoffs.send(
            ward.other_unit_id, report(), plan=PLAN, to_person_id=None, actor=ward.charlie, now=ward.now
        )
    ours = sent(ward, ward.alice)
    assert tasks.expire(now=ward.now + timedelta(hours=4, minutes=54)) == {"expired": 0, "failed": 0}
    assert tasks.expire(now=ward.now + timedelta(hours=4, minutes=55)) == {"expired": 1, "failed": 0}
    assert (stored(theirs.id).status, stored(ours.id).status) == (HandoffStatus.EXPIRED, HandoffStatus.SENT)


def test_a_failure_is_logged_by_its_id_and_stops_nobody_else(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = (sent(ward, ward.alice, last_four=f"000{number}").id for number in range(2))
    whole, now = handoffs.expire, ward.now + NIGHT_BEGINS

    def expire(handoff_id: UUID, *, actor: Actor, now: datetime) -> bool:
        if handoff_id == first:
            raise ZeroDivisionError("something a person typed")
        return whole(handoff_id, actor=actor, now=now)

    with monkeypatch.context() as broken:
        broken.setattr(handoffs, "expire", expire)
        assert tasks.expire(now=now) == {"expired": 1, "failed": 1}
    assert (stored(first).status, stored(second).status) == (HandoffStatus.SENT, HandoffStatus.EXPIRED)
    assert str(first) in caplog.text
    assert "something a person typed" not in caplog.text
    assert tasks.expire(now=now) == {"expired": 1, "failed": 0}


def test_of_two_processes_at_the_same_moment_one_says_it(ward: Ward) -> None:
    handoff_id, now = sent(ward, ward.alice).id, ward.now + NIGHT_BEGINS
    db.session.remove()
    start, done = threading.Barrier(2, timeout=20), list[dict[str, int]]()

    def run() -> None:
        with ward.app.app_context():
            start.wait()
            done.append(tasks.expire(now=now))
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(one["expired"] for one in done) == [0, 1]
    assert [one["failed"] for one in done] == [0, 0]
    assert len(events(handoff_id)) == 1


def test_the_job_runs_every_five_minutes_and_at_the_start() -> None:
    assert SCHEDULE["expire"] == {"minute": "*/5"}
    assert "expire" in AT_START
    assert set(SCHEDULE) == set(tasks.TASKS)
