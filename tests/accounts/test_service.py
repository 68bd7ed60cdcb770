from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from huddle.accounts import hashing, queries, service, tablets, throttle
from huddle.accounts.models import Device, EnrolmentCode, LoginSession
from huddle.accounts.throttle import TooManyTries
from huddle.audit import queries as audit
from huddle.core.actor import Actor, OrgRole
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.core.transaction import transaction
from huddle.units import people
from tests.support.secrets import PIN, give_pin
from tests.support.ward import Ward


def test_a_pin_is_stored_so_that_the_database_alone_does_not_tell_it(ward: Ward) -> None:
    give_pin(ward, ward.bob)

    stored = queries.person(ward.bob.person_id).pin_hash

    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert hashing.is_pin(stored, PIN)
    with pytest.raises(hashing.VerificationError):
        hashing._hasher().verify(stored, PIN)


def test_a_token_and_a_code_are_stored_as_digests(ward: Ward) -> None:
    with transaction():
        code = tablets.make_code(ward.unit_id, actor=ward.maria, now=ward.now)

    assert code not in str(db.session.execute(select(EnrolmentCode.code_sha256)).scalars().all())
    assert ward.tablet_token not in str(db.session.execute(select(Device.token_sha256)).scalars().all())


def test_nobody_has_no_secret_that_fits(ward: Ward) -> None:
    assert not hashing.is_password(None, "")
    assert not hashing.is_pin(None, PIN)


def test_the_sixth_try_is_refused_before_anything_is_looked_at(ward: Ward) -> None:
    with transaction():
        assert [throttle.count_try("k", now=ward.now) for _ in range(5)] == [4, 3, 2, 1, 0]
    with transaction(), pytest.raises(TooManyTries, match="Wait 15 minutes"):
        throttle.count_try("k", now=ward.now)
    with transaction():
        assert throttle.count_try("another", now=ward.now) == 4


def test_after_fifteen_minutes_the_counting_starts_anew(ward: Ward) -> None:
    with transaction():
        for _ in range(5):
            throttle.count_try("k", now=ward.now)

    later = ward.clock.tick(timedelta(minutes=15))

    with transaction():
        assert throttle.count_try("k", now=later) == 4


def test_a_right_try_takes_the_count_back(ward: Ward) -> None:
    with transaction():
        throttle.count_try("k", now=ward.now)
        throttle.forget("k", now=ward.now)
        assert throttle.count_try("k", now=ward.now) == 4


def test_a_code_makes_one_tablet_and_no_second(ward: Ward) -> None:
    with transaction():
        code = tablets.make_code(ward.unit_id, actor=ward.maria, now=ward.now)
        tablets.enrol(code, name="Cart", lasts=timedelta(days=90), actor=Actor.system("test"), now=ward.now)

    with transaction(), pytest.raises(FieldRefused, match="not right, or it has run out"):
        tablets.enrol(code, name="Cart 2", lasts=timedelta(days=90), actor=Actor.system("test"), now=ward.now)


def test_a_code_runs_out_after_fifteen_minutes(ward: Ward) -> None:
    with transaction():
        code = tablets.make_code(ward.unit_id, actor=ward.maria, now=ward.now)

    later = ward.clock.tick(timedelta(minutes=15))

    with transaction(), pytest.raises(FieldRefused):
        tablets.enrol(code, name="Cart", lasts=timedelta(days=90), actor=Actor.system("test"), now=later)


def test_the_practice_hospital_has_a_code_for_many_tablets(ward: Ward) -> None:
    with transaction():
        people.make_tablet_code(
            ward.unit_id, lasts=timedelta(days=30), uses=3, code="PRACTICE", actor=ward.dana, now=ward.now
        )
        for number in range(3):
            tablets.enrol(
                "prac-tice", name=f"T{number}", lasts=timedelta(days=1), actor=Actor.system("test"), now=ward.now
            )

    assert len(queries.tablets(ward.unit_id)) == 4


def test_leaving_ends_every_session_at_once(ward: Ward) -> None:
    ward.client(ward.bob)
    ward.client(ward.bob, tablet=True)

    with transaction():
        people.deactivate(queries.person(ward.bob.person_id), actor=ward.dana, now=ward.now)

    open_sessions = select(LoginSession.id).where(LoginSession.revoked_at.is_(None))
    assert db.session.execute(open_sessions).all() == []
    assert [event.action for event in audit.of_subject(ward.bob.person_id)] == [
        "person.deactivated",
        "session.closed_all",
    ]


def test_nobody_removes_the_last_administrator(ward: Ward) -> None:
    dana = queries.person(ward.dana.person_id)

    with transaction(), pytest.raises(RuleBroken, match="the last administrator"):
        people.edit_person(dana, name=dana.name, org_role=None, actor=ward.dana, now=ward.now)
    with transaction(), pytest.raises(RuleBroken, match="the last administrator"):
        people.deactivate(dana, actor=ward.dana, now=ward.now)


def test_one_of_two_administrators_may_go(ward: Ward) -> None:
    with transaction():
        quinn, dana = queries.person(ward.quinn.person_id), queries.person(ward.dana.person_id)
        people.edit_person(quinn, name=quinn.name, org_role=OrgRole.ADMIN, actor=ward.dana, now=ward.now)
        people.edit_person(dana, name=dana.name, org_role=None, actor=ward.dana, now=ward.now)

    assert [event.action for event in audit.of_subject(ward.dana.person_id)][-1] == "person.no_longer_admin"


def test_two_people_cannot_have_one_username(ward: Ward) -> None:
    with transaction(), pytest.raises(FieldRefused, match="this username already"):
        service.add_person(username=" ALICE ", name="Alice Again", actor=ward.dana, now=ward.now)
