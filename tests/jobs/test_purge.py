"""Patient text ends after the days that the hospital chose; times and counts stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from huddle.audit import queries as audit
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.handoffs import service as handoffs
from huddle.handoffs.models import Handoff, HandoffEvent, HandoffIfThen
from huddle.handoffs.rules import IfThen, Plan, Report, Severity
from huddle.huddles import service as huddles
from huddle.huddles.models import Watcher
from huddle.huddles.rules import WatcherReason
from huddle.jobs import tasks
from huddle.jobs.schedule import SCHEDULE
from huddle.units.models import Organisation
from tests.support.ward import Ward

PLAN = Plan(if_thens=(IfThen("Breathing over 28", "Call the doctor"),))
REPORT = Report(
    initials="MK",
    last_four="4821",
    bed="12",
    severity=Severity.WATCHER,
    situation="New pain",
    background="Nothing new",
    assessment="Not sure",
    recommendation="Routine care",
)
SECRETS = (
    "MK",
    "4821",
    "New pain",
    "Nothing new",
    "Not sure",
    "Routine care",
    "Breathing",
    "Call the",
    "Lactate",
    "Wrong",
)


@pytest.fixture
def told(ward: Ward) -> Ward:
    """A handoff with a correction, and a watcher who is one no more."""
    with transaction():
        handoff = handoffs.send(
            ward.unit_id, REPORT, plan=PLAN, to_person_id=ward.bob.user_id, actor=ward.alice, now=ward.now
        )
        handoffs.correct(handoff, text="Wrong arm", actor=ward.alice, now=ward.now)
        huddle = huddles.open_extra(ward.unit_id, actor=ward.alice, now=ward.now)
        watcher = huddles.add_watcher(
            huddle, initials="MK", last_four="4821", bed="12", reason=WatcherReason.FAMILY_CONCERN,
            plan="Lactate at 10", trigger="Breathing over 28", actor=ward.alice, now=ward.now,
        )  # fmt: skip
        db.session.execute(
            update(Watcher).where(Watcher.id == watcher.id).values(ended_at=ward.now, ended_by=ward.bob.user_id)
        )
    return ward


def words() -> str:
    tables = (Handoff, HandoffIfThen, HandoffEvent, Watcher)
    return repr([db.session.execute(select(table.__table__)).all() for table in tables])


def test_what_is_younger_stays(told: Ward) -> None:
    assert tasks.purge(now=told.now + timedelta(days=29)) == {"handoffs": 0, "watchers": 0, "notes": 0}
    assert all(secret in words() for secret in SECRETS)


def test_what_is_older_goes_and_leaves_times_and_counts(told: Ward) -> None:
    later = told.now + timedelta(days=30, minutes=1)
    gone = tasks.purge(now=later)
    left = words()

    handoff = db.session.execute(select(Handoff)).scalar_one()
    assert gone == {"handoffs": 1, "watchers": 1, "notes": 0}
    assert not [secret for secret in SECRETS if secret in left]
    assert (handoff.sent_at, handoff.severity, handoff.corrections) == (told.now, Severity.WATCHER, 1)
    assert handoff.patient == "Erased"
    assert "handoff.erased" in [event.action for event in audit.of_subject(handoff.id)]
    assert tasks.purge(now=later) == {"handoffs": 0, "watchers": 0, "notes": 0}


def test_the_hospital_says_how_many_days(told: Ward) -> None:
    with transaction():
        db.session.execute(update(Organisation).values(patient_days=3))
    assert tasks.purge(now=told.now + timedelta(days=4))["handoffs"] == 1


def test_a_watcher_who_is_still_spoken_of_stays(told: Ward) -> None:
    with transaction():
        db.session.execute(update(Watcher).values(ended_at=None, ended_by=None, added_at=told.now - timedelta(days=99)))
        watcher = db.session.execute(select(Watcher)).scalar_one()
        huddle = huddles.open_extra(told.unit_id, actor=told.alice, now=told.now)
        huddles.check_watcher(huddle, watcher, still=True, actor=told.alice, now=told.now)
    assert tasks.purge(now=told.now + timedelta(days=2))["watchers"] == 0
    assert tasks.purge(now=told.now + timedelta(days=31))["watchers"] == 1


def test_it_runs_every_night() -> None:
    assert SCHEDULE["purge"] == {"hour": "3", "minute": "15"}
    assert tasks.TASKS["purge"] is tasks.purge
