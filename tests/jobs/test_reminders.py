"""Who is reminded of what, when: one step a person, by day, until the thing is done."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from huddle.accounts.models import User
from huddle.actions import service as actions
from huddle.actions.models import ActionItem
from huddle.actions.rules import SourceKind
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.jobs.reminders import remind
from huddle.notifications import queries, service
from huddle.notifications.models import Notification
from huddle.notifications.rules import REMINDERS
from huddle.notifications.rules.steps import FOR_ABOVE, FOR_CHARGE, FOR_MANAGER, FOR_OWNER, step
from huddle.reviews.models import Review
from huddle.units.models import Service, Unit
from tests.architecture.samples import make_samples
from tests.support.ward import Ward

TODAY = date(2026, 11, 16)
STEPS = [
    (-4, None, None, None, None),
    (-3, "due_soon", None, None, None),
    (-1, "due_soon", None, None, None),
    (0, "due_today", None, None, None),
    (2, "due_today", None, None, None),
    (3, "late", "late_unit", None, None),
    (7, "late", "late_unit", "late_week", None),
    (14, "late", "late_unit", "late_week", "late_fortnight"),
]


def test_each_gets_the_most_pressing_step_that_is_theirs() -> None:
    """Owner, charge nurse, manager, whoever answers above."""
    for days, *wanted in STEPS:
        day = TODAY + timedelta(days=days)
        assert [step(kinds, TODAY, day) for kinds in (FOR_OWNER, FOR_CHARGE, FOR_MANAGER, FOR_ABOVE)] == wanted, days


@pytest.fixture
def item(ward: Ward) -> ActionItem:
    """Bob's, due on the Monday; Quinn answers for the service above the unit."""
    with transaction():
        medicine = db.session.get_one(Service, db.session.get_one(Unit, ward.unit_id).service_id)
        medicine.receiver_id = ward.quinn.user_id
        made: ActionItem = actions.open_item(
            ward.unit_id,
            title="Move the chairs",
            owner_id=ward.bob.person_id,
            due_on=TODAY,
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.alice,
            now=ward.now,
        )
    return made


def after(ward: Ward, days: int, hour: int = 8) -> dict[str, int]:
    day = TODAY + timedelta(days=days)
    ward.clock.set(ward.now.replace(month=day.month, day=day.day, year=day.year, hour=hour))
    return remind(now=ward.now)


def said(ward: Ward, *people: Actor) -> dict[str, list[str]]:
    """The reminders that each has not seen and nobody took back."""
    found: dict[str, list[str]] = {}
    for person in people:
        query = select(Notification.kind).where(
            Notification.recipient_id == person.user_id,
            Notification.withdrawn_at.is_(None),
            Notification.seen_at.is_(None),
            Notification.kind.in_(REMINDERS),
        )
        kinds = db.session.execute(query.order_by(Notification.created_at, Notification.id)).scalars()
        found[person.name.split()[0].lower()] = [kind.value for kind in kinds]
    return found


def test_the_steps_climb_and_each_takes_the_place_of_the_one_before(ward: Ward, item: ActionItem) -> None:
    everybody = (ward.bob, ward.alice, ward.maria, ward.quinn)
    for days, *kinds in STEPS[3:]:
        after(ward, days)
        assert list(said(ward, *everybody).values()) == [[kind] if kind else [] for kind in kinds], days
        assert after(ward, days, hour=9)["reminders"] == 0, "the same again says nothing"


def test_after_a_standstill_each_hears_once_and_of_last_year_nobody(ward: Ward, item: ActionItem) -> None:
    assert after(ward, 30)["reminders"] == 4
    assert after(ward, 31)["reminders"] == 0
    with transaction():
        db.session.query(Notification).delete()
    assert after(ward, 100)["reminders"] == 0


def test_at_night_nothing_is_said_and_each_place_has_its_own_night(ward: Ward, item: ActionItem) -> None:
    assert after(ward, 0, hour=5)["reminders"] == 0
    assert after(ward, 0, hour=20)["reminders"] == 0
    assert after(ward, 1, hour=7)["reminders"] == 1


def test_what_is_done_moved_or_handed_over_is_taken_back(ward: Ward, item: ActionItem) -> None:
    after(ward, 3)
    with transaction():
        row = db.session.get_one(ActionItem, item.id)
        row.due_on = TODAY + timedelta(days=5)
    after(ward, 3, hour=9)
    assert said(ward, ward.bob, ward.alice) == {"bob": ["due_soon"], "alice": []}
    with transaction():
        actions.finish(db.session.get_one(ActionItem, item.id), note="", actor=ward.bob, now=ward.now)
    after(ward, 3, hour=10)
    assert said(ward, ward.bob) == {"bob": []}


def test_what_was_taken_back_and_is_true_again_is_said_again(ward: Ward, item: ActionItem) -> None:
    for day, told in ((TODAY + timedelta(days=9), []), (TODAY, ["due_today"])) * 2:
        with transaction():
            db.session.get_one(ActionItem, item.id).due_on = day
        after(ward, 0, hour=8)
        assert said(ward, ward.bob) == {"bob": told}


def test_who_has_left_the_unit_or_cannot_sign_in_is_not_reminded(ward: Ward, item: ActionItem) -> None:
    with transaction():
        for person in (ward.bob, ward.maria):
            db.session.get_one(User, person.person_id).active = False
    after(ward, 8)
    assert said(ward, ward.bob, ward.maria, ward.alice) == {"bob": [], "maria": [], "alice": ["late_unit"]}


def test_of_a_marked_review_only_those_on_its_list_hear(ward: Ward, item: ActionItem) -> None:
    marked: UUID = make_samples(ward).named["marked_by_bob"]
    with transaction():
        row = db.session.get_one(ActionItem, item.id)
        row.source_kind, row.source_id = SourceKind.REVIEW, db.session.get_one(Review, marked).id
    after(ward, 14)
    about_it = db.session.execute(
        select(Notification.recipient_id).where(Notification.subject_id == item.id, Notification.withdrawn_at.is_(None))
    ).scalars()
    assert set(about_it) == {ward.bob.user_id, ward.quinn.user_id}


def test_a_unit_that_fails_stops_no_other(ward: Ward, item: ActionItem, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object, **_named: object) -> int:
        raise ZeroDivisionError("words of a person")

    monkeypatch.setattr(service, "notify", fails)
    assert after(ward, 3)["failed"] == 1
    monkeypatch.undo()
    assert after(ward, 3, hour=9) == {"reminders": 2, "failed": 0}
    assert queries.ask_unseen(ward.alice.person_id, ward.now).read() == 1
