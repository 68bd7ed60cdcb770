"""Listing beds and giving them for one shift, on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from huddle.audit import queries as audit
from huddle.beds import queries, service
from huddle.beds.models import BedAssignment
from huddle.beds.rules import NO_SHIFT, open_runs
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, HuddleError, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.units import people
from huddle.units import queries as units
from huddle.units.rules import ShiftRun
from tests.support.ward import Ward


def run_now(ward: Ward) -> ShiftRun:
    return open_runs(units.shifts(ward.unit_id), ward.now, units.facts(ward.unit_id).zone)[0]


def listed(ward: Ward, typed: str = "1-4, A1") -> None:
    with transaction():
        service.list_beds(ward.unit_id, typed, actor=ward.maria, now=ward.now)


def give(
    ward: Ward,
    bed: str,
    to: Actor | None,
    *,
    by: Actor,
    seen_with: UUID | None = None,
    run: ShiftRun | None = None,
) -> None:
    with transaction():
        service.give(
            ward.unit_id,
            run or run_now(ward),
            bed,
            person_id=to.user_id if to else None,
            seen_with=seen_with,
            actor=by,
            now=ward.now,
        )


def mine(ward: Ward, person: Actor) -> list[str]:
    return list(queries.mine(ward.unit_id, person.person_id, ward.now).values())


def stored() -> int:
    return db.session.execute(select(func.count(BedAssignment.id))).scalar_one()


def test_the_manager_and_an_administrator_list_the_beds(ward: Ward) -> None:
    listed(ward)
    assert queries.listed(ward.unit_id) == ["1", "2", "3", "4", "A1"]
    with transaction():
        service.list_beds(ward.unit_id, "1-2", actor=ward.dana, now=ward.now)
    assert queries.listed(ward.unit_id) == ["1", "2"]
    assert queries.listed(ward.other_unit_id) == []
    assert [event.action for event in audit.of_subject(ward.unit_id)] == ["beds.listed", "beds.listed"]


def test_nobody_else_lists_them_and_nothing_unreadable_is_stored(ward: Ward) -> None:
    for other in (ward.alice, ward.bob, ward.charlie, ward.quinn):
        with pytest.raises(NotPermitted), transaction():
            service.list_beds(ward.unit_id, "1-2", actor=other, now=ward.now)
    with pytest.raises(FieldRefused):
        listed(ward, "9-1")
    assert queries.bed_list(ward.unit_id) is None


def test_a_bed_is_mine_until_the_shift_is_over_and_is_then_forgotten(ward: Ward) -> None:
    run = run_now(ward)
    before = audit.revision(ward.unit_id)
    give(ward, "2", ward.bob, by=ward.bob)
    assert mine(ward, ward.bob) == ["2"]
    assert mine(ward, ward.alice) == []
    assert audit.revision(ward.unit_id) == before + 1
    ward.clock.tick(run.ends_at - ward.now)
    assert mine(ward, ward.bob) == []
    assert queries.given(ward.unit_id, run, ward.now) == {}
    give(ward, "3", ward.alice, by=ward.alice)
    assert stored() == 1


def test_a_second_tap_gives_it_back_and_both_are_in_the_trail_without_the_bed(ward: Ward) -> None:
    give(ward, "2", ward.bob, by=ward.bob)
    give(ward, "2", None, by=ward.bob, seen_with=ward.bob.user_id)
    assert mine(ward, ward.bob) == []
    assert [event.action for event in audit.of_subject(ward.bob.person_id)] == ["bed.given", "bed.released"]


def test_a_bed_is_one_persons_and_only_who_leads_moves_it(ward: Ward) -> None:
    give(ward, "2", ward.alice, by=ward.alice)
    with pytest.raises(NotPermitted, match="A colleague has this bed"):
        give(ward, "Bed 2", ward.bob, by=ward.bob, seen_with=ward.alice.user_id)
    with pytest.raises(NotPermitted, match="A colleague has this bed"):
        give(ward, "2", None, by=ward.bob, seen_with=ward.alice.user_id)
    with pytest.raises(NotPermitted, match="Whoever is in charge gives beds to others"):
        give(ward, "3", ward.alice, by=ward.bob)
    give(ward, "2", ward.bob, by=ward.alice, seen_with=ward.alice.user_id)
    assert (mine(ward, ward.alice), mine(ward, ward.bob)) == ([], ["2"])
    with pytest.raises(NotPermitted):
        give(ward, "3", ward.bob, by=ward.charlie)


def test_what_somebody_did_meanwhile_is_said_and_stands(ward: Ward) -> None:
    give(ward, "2", ward.bob, by=ward.bob)
    with pytest.raises(RuleBroken, match="Bob Brandt has bed 2 by now"):
        give(ward, "2", ward.maria, by=ward.alice)
    with pytest.raises(RuleBroken, match="Bed 3 was given back meanwhile"):
        give(ward, "3", ward.maria, by=ward.alice, seen_with=ward.bob.user_id)
    give(ward, "2", ward.bob, by=ward.alice)  # what was wanted is so already
    assert mine(ward, ward.bob) == ["2"]


def test_the_next_shift_has_beds_of_its_own_an_hour_before_it_begins(ward: Ward) -> None:
    day = run_now(ward)
    give(ward, "2", ward.bob, by=ward.bob)
    ward.clock.tick(day.ends_at - ward.now - timedelta(minutes=40))
    night = open_runs(units.shifts(ward.unit_id), ward.now, units.facts(ward.unit_id).zone)[1]
    give(ward, "2", ward.maria, by=ward.alice, run=night)
    assert (mine(ward, ward.bob), mine(ward, ward.maria)) == (["2"], ["2"])
    ward.clock.tick(timedelta(hours=1))
    assert (mine(ward, ward.bob), mine(ward, ward.maria)) == ([], ["2"])
    with pytest.raises(RuleBroken, match=NO_SHIFT):
        give(ward, "2", ward.bob, by=ward.alice, run=day)


def test_who_no_longer_works_here_has_no_bed_and_gets_none(ward: Ward) -> None:
    give(ward, "2", ward.bob, by=ward.bob)
    with transaction():
        people.end_membership(ward.unit_id, ward.bob.person_id, actor=ward.dana, now=ward.now)
    assert queries.given(ward.unit_id, run_now(ward), ward.now) == {}
    with pytest.raises(RuleBroken, match="does not work on this unit"):
        give(ward, "3", ward.bob, by=ward.alice)
    give(ward, "2", ward.maria, by=ward.maria)
    assert mine(ward, ward.maria) == ["2"]


def test_of_two_who_tap_the_same_bed_at_once_one_has_it_and_the_other_is_told(ward: Ward) -> None:
    said: list[str] = []
    gate = threading.Barrier(2)

    def tap(person: Actor) -> None:
        with ward.app.app_context():
            gate.wait()
            try:
                give(ward, "2", person, by=person)
            except HuddleError as refusal:
                said.append(str(refusal))

    threads = [threading.Thread(target=tap, args=(person,)) for person in (ward.bob, ward.alice)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted([mine(ward, ward.bob), mine(ward, ward.alice)]) == [[], ["2"]]
    assert len(said) == 1
    assert stored() == 1
