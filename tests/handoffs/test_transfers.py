"""A patient goes from 5 West in London to 6 East in New York: whose they are, and who may do what at each moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import policy, queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffKind, HandoffStatus, Section, Severity
from huddle.handoffs.service.erasing import erase_old
from tests.handoffs.moving import CHARGE, STAFF, hired, moved, taken, third_unit
from tests.handoffs.test_service import PLAN, acknowledged, corrected, report, sent
from tests.support.ward import Ward

WHO = ("MK", "4821")


def ids(rows: list[queries.Waiting] | list[queries.Taken] | list[queries.Watched]) -> list[object]:
    return [row.id for row in rows]


def stored(ward: Ward, handoff: Handoff) -> Handoff:
    return queries.get(ward.unit_id, handoff.id, ward.now)


def test_both_units_read_it_from_sending_on_and_a_third_one_never_does(ward: Ward) -> None:
    north = third_unit(ward)
    handoff = moved(ward, ward.alice)
    for status in ("sent", "acknowledged"):
        for unit in (ward.unit_id, ward.other_unit_id):
            found = queries.get(unit, handoff.id, ward.now)
            assert (found.id, found.status) == (handoff.id, status)
        for other in (north, uuid4()):
            with pytest.raises(NotFound):
                queries.get(other, handoff.id, ward.now)
            assert queries.waiting(other, ward.now) == []
            assert queries.taken(other, ward.now) == []
        if status == "sent":
            taken(ward, handoff, ward.charlie)


def test_what_is_not_sent_is_nobodys_on_the_other_unit(ward: Ward) -> None:
    with transaction():
        draft = service.begin(ward.unit_id, report(kind=HandoffKind.TRANSFER), actor=ward.alice, now=ward.now)
        service.choose_unit(draft, ward.other_unit_id, actor=ward.alice, now=ward.now)
    with pytest.raises(NotFound):
        queries.get(ward.other_unit_id, draft.id, ward.now)
    assert queries.waiting(ward.other_unit_id, ward.now) == []
    [row] = queries.drafts(ward.unit_id, ward.alice.person_id, ward.now)
    assert row.goes_to == "6 East"


def test_until_somebody_there_acknowledges_the_patient_is_the_senders(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    steps: tuple[tuple[HandoffStatus, Callable[[], None]], ...] = (
        (HandoffStatus.SENT, lambda: None),
        (HandoffStatus.OPENED, lambda: service.note_opened(handoff, actor=ward.charlie, now=ward.now)),
        (
            HandoffStatus.RETURNED,
            lambda: service.return_for_detail(
                handoff, section=Section.BACKGROUND, text="Since when?", actor=ward.charlie, now=ward.now
            ),
        ),
        (HandoffStatus.ESCALATED, lambda: service.escalate(handoff, reason="Off", actor=ward.alice, now=ward.now)),
    )
    for status, act in steps:
        with transaction():
            act()
        assert stored(ward, handoff).status is status
        here = queries.holder(ward.unit_id, *WHO, ward.now)
        assert here is not None
        assert here.person_id == ward.alice.person_id
        assert queries.holder(ward.other_unit_id, *WHO, ward.now) is None
        assert queries.watching(ward.other_unit_id, ward.now) == []
        assert ids(queries.watching(ward.unit_id, ward.now)) == [handoff.id]


def test_with_the_acknowledgement_the_patient_is_the_new_units(ward: Ward) -> None:
    older = acknowledged(ward, sent(ward, ward.bob), ward.alice)
    ward.clock.tick(timedelta(hours=1))
    handoff = moved(ward, ward.alice)
    taken(ward, handoff, ward.charlie)
    assert queries.holder(ward.unit_id, *WHO, ward.now) is None
    there = queries.holder(ward.other_unit_id, *WHO, ward.now)
    assert there == queries.Holder(ward.charlie.person_id, ward.now, handoff.id)
    assert queries.watching(ward.unit_id, ward.now) == []
    [watched] = queries.watching(ward.other_unit_id, ward.now)
    assert (watched.id, watched.bed, watched.acknowledged_by) == (handoff.id, "", ward.charlie.person_id)
    assert stored(ward, older).status is HandoffStatus.CLOSED
    gone = queries.gone_to(ward.unit_id, *WHO, ward.now)
    assert gone is not None
    assert gone.id == handoff.id
    assert queries.gone_to(ward.other_unit_id, *WHO, ward.now) is None


def test_each_list_says_where_the_patient_goes_and_comes_from(ward: Ward) -> None:
    handoff = moved(ward, ward.alice, to=ward.charlie)
    [here], [there] = queries.waiting(ward.unit_id, ward.now), queries.waiting(ward.other_unit_id, ward.now)
    assert (here.goes_to, here.comes_from, here.receiver, here.bed) == (
        "6 East",
        "",
        "Charlie Chen on 6 East",
        "bed 12",
    )
    assert (there.goes_to, there.comes_from, there.held_by, there.bed) == (
        "",
        "5 West",
        "Alice Adeyemi on 5 West",
        "",
    )
    taken(ward, handoff, ward.charlie)
    [went], [came] = queries.taken(ward.unit_id, ward.now), queries.taken(ward.other_unit_id, ward.now)
    assert (went.went_to, went.is_current, went.acknowledged_by) == ("6 East", False, ward.charlie.person_id)
    assert (came.came_from, came.is_current, came.bed) == ("5 West", True, "")
    assert queries.waiting(ward.unit_id, ward.now) == queries.waiting(ward.other_unit_id, ward.now) == []


def test_what_happens_on_the_new_unit_is_not_told_to_the_old_one(ward: Ward) -> None:
    erin = hired(ward, "Erin", on={ward.other_unit_id: STAFF})
    handoff = moved(ward, ward.alice)
    taken(ward, handoff, ward.charlie)
    ward.clock.tick(timedelta(hours=1))
    with transaction():
        later = service.send(
            ward.other_unit_id, report(), plan=PLAN, to_person_id=None, actor=ward.charlie, now=ward.now
        )
    taken(ward, later, erin)
    with pytest.raises(NotFound):
        queries.get(ward.unit_id, later.id, ward.now)
    assert ids(queries.taken(ward.unit_id, ward.now)) == [handoff.id]
    assert queries.handed_on(ward.unit_id, handoff) is None
    on_there = queries.handed_on(ward.other_unit_id, handoff)
    assert on_there is not None
    assert on_there.id == later.id
    [went] = queries.taken(ward.unit_id, ward.now)
    assert (went.acknowledged_by, went.to_confirm, went.differs) == (ward.charlie.person_id, False, False)
    assert queries.holder(ward.unit_id, *WHO, ward.now) is None


def test_the_new_unit_reads_this_one_handoff_and_no_older_one(ward: Ward) -> None:
    older = acknowledged(ward, sent(ward, ward.bob), ward.alice)
    handoff = moved(ward, ward.alice)
    for _ in range(2):
        with pytest.raises(NotFound):
            queries.get(ward.other_unit_id, older.id, ward.now)
        if stored(ward, handoff).acknowledged_at is None:
            taken(ward, handoff, ward.charlie)
    assert ids(queries.taken(ward.other_unit_id, ward.now)) == [handoff.id]


def test_it_leaves_both_units_after_forty_eight_hours(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    taken(ward, handoff, ward.charlie)
    ward.clock.tick(timedelta(hours=48))
    for unit in (ward.unit_id, ward.other_unit_id):
        with pytest.raises(NotFound):
            queries.get(unit, handoff.id, ward.now)
        assert queries.taken(unit, ward.now) == []


def test_what_is_taken_back_is_not_there_any_more(ward: Ward) -> None:
    north = third_unit(ward)
    first = moved(ward, ward.alice)
    moved(ward, ward.alice, goal=north)
    assert stored(ward, first).status is HandoffStatus.SUPERSEDED
    with pytest.raises(NotFound):
        queries.get(ward.other_unit_id, first.id, ward.now)
    assert queries.waiting(ward.other_unit_id, ward.now) == []
    assert len(queries.waiting(north, ward.now)) == 1


def test_a_handoff_on_the_old_unit_that_is_taken_keeps_the_patient_there(ward: Ward) -> None:
    transfer = moved(ward, ward.alice)
    ward.clock.tick(timedelta(minutes=1))
    acknowledged(ward, sent(ward, ward.maria), ward.bob)
    assert stored(ward, transfer).status is HandoffStatus.SUPERSEDED
    assert queries.waiting(ward.other_unit_id, ward.now) == []
    with pytest.raises(RuleBroken, match="newer handoff"):
        taken(ward, transfer, ward.charlie)


def test_nothing_waits_on_the_old_unit_for_a_patient_who_has_left(ward: Ward) -> None:
    older = sent(ward, ward.bob)
    ward.clock.tick(timedelta(minutes=1))
    transfer = moved(ward, ward.alice)
    ward.clock.tick(timedelta(minutes=1))
    newer = sent(ward, ward.maria)
    taken(ward, transfer, ward.charlie)
    assert {stored(ward, one).status for one in (older, newer)} == {HandoffStatus.SUPERSEDED}
    assert queries.waiting(ward.unit_id, ward.now) == []
    assert queries.holder(ward.unit_id, *WHO, ward.now) is None


def test_what_is_typed_in_from_paper_is_older_than_the_transfer(ward: Ward) -> None:
    written_at = ward.now
    ward.clock.tick(timedelta(minutes=30))
    taken(ward, moved(ward, ward.alice), ward.charlie)
    with transaction():
        paper = service.send(
            ward.unit_id, report(), plan=PLAN, to_person_id=None, on_paper=True, actor=ward.bob, now=written_at
        )
        service.put_in_order(paper, actor=ward.bob, now=ward.now)
    assert stored(ward, paper).status is HandoffStatus.SUPERSEDED
    assert queries.holder(ward.unit_id, *WHO, ward.now) is None


def test_the_same_patient_on_two_units_has_one_holder_on_each(ward: Ward) -> None:
    erin = hired(ward, "Erin", on={ward.other_unit_id: STAFF})
    handoff = moved(ward, ward.alice)
    with transaction():  # the patient is there already, and nobody has looked at what comes from 5 West
        there = service.send(ward.other_unit_id, report(), plan=PLAN, to_person_id=None, actor=erin, now=ward.now)
    taken(ward, there, ward.charlie)
    assert stored(ward, handoff).status is HandoffStatus.SENT
    holders = [queries.holder(unit, *WHO, ward.now) for unit in (ward.unit_id, ward.other_unit_id)]
    assert [holder and holder.person_id for holder in holders] == [ward.alice.person_id, ward.charlie.person_id]
    ward.clock.tick(timedelta(minutes=5))
    taken(ward, handoff, erin)
    holders = [queries.holder(unit, *WHO, ward.now) for unit in (ward.unit_id, ward.other_unit_id)]
    assert [holder and holder.person_id for holder in holders] == [None, erin.person_id]


def test_a_patient_who_comes_back_is_the_first_units_again(ward: Ward) -> None:
    first = moved(ward, ward.alice)
    taken(ward, first, ward.charlie)
    ward.clock.tick(timedelta(hours=3))
    back = moved(ward, ward.charlie, start=ward.other_unit_id, goal=ward.unit_id)
    taken(ward, back, ward.bob)
    here = queries.holder(ward.unit_id, *WHO, ward.now)
    assert here == queries.Holder(ward.bob.person_id, ward.now, back.id)
    assert queries.holder(ward.other_unit_id, *WHO, ward.now) is None
    assert [(row.id, row.is_current) for row in queries.taken(ward.unit_id, ward.now)] == [
        (back.id, True),
        (first.id, False),
    ]
    assert ids(queries.watching(ward.unit_id, ward.now)) == [back.id]
    assert queries.watching(ward.other_unit_id, ward.now) == []
    assert queries.gone_to(ward.unit_id, *WHO, ward.now) is None


def test_only_people_of_the_new_unit_acknowledge_and_ask(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    for colleague in (ward.bob, ward.maria, ward.dana, ward.quinn):
        assert "the unit that this patient goes to" in policy.can_acknowledge(colleague, handoff).reason
        with pytest.raises(NotPermitted):
            taken(ward, handoff, colleague)
        with pytest.raises(NotPermitted), transaction():
            service.ask(handoff, text="Why?", actor=colleague, now=ward.now)
    assert policy.can_acknowledge(ward.charlie, handoff)


def test_a_charge_nurse_of_the_new_unit_takes_over_and_one_of_the_old_does_not(ward: Ward) -> None:
    erin = hired(ward, "Erin", on={ward.other_unit_id: CHARGE})
    frank = hired(ward, "Frank", on={ward.unit_id: CHARGE})
    handoff = moved(ward, ward.alice, to=ward.charlie)
    assert policy.takes_over(erin, handoff)
    assert not policy.takes_over(frank, handoff)
    assert not policy.can_acknowledge(frank, handoff)
    taken(ward, handoff, erin)
    assert stored(ward, handoff).acknowledged_by == erin.person_id


def rights(actor: Actor, handoff: Handoff) -> set[str]:
    asked = {
        "acknowledge": policy.can_acknowledge,
        "correct": policy.can_correct,
        "escalate": policy.can_escalate,
        "mark_seen": policy.can_mark_seen,
    }
    return {name for name, ask in asked.items() if ask(actor, handoff)}


def test_every_right_on_both_sides_before_and_after(ward: Ward) -> None:
    erin = hired(ward, "Erin", on={ward.other_unit_id: STAFF})
    both = hired(ward, "Bea", on={ward.unit_id: STAFF, ward.other_unit_id: STAFF})
    cast = (ward.alice, ward.bob, ward.charlie, erin, both, ward.dana)
    handoff = moved(ward, ward.alice)
    assert [rights(person, handoff) for person in cast] == [
        {"correct", "escalate"},
        set(),
        {"acknowledge"},
        {"acknowledge"},
        {"acknowledge"},
        set(),
    ]
    taken(ward, handoff, ward.charlie)
    kept = [rights(person, stored(ward, handoff)) - {"acknowledge"} for person in cast]
    assert kept == [{"correct", "escalate"}, set(), {"mark_seen"}, set(), set(), set()]
    for second in (erin, both):
        with pytest.raises(RuleBroken, match="Charlie Chen acknowledged this handoff today 02:05"):
            taken(ward, handoff, second)


def test_somebody_of_both_units_sends_it_and_cannot_take_it(ward: Ward) -> None:
    both = hired(ward, "Bea", on={ward.unit_id: STAFF, ward.other_unit_id: CHARGE})
    handoff = moved(ward, both)
    with pytest.raises(NotPermitted, match="a colleague must acknowledge"):
        taken(ward, handoff, both)


def test_a_correction_reaches_the_receiver_on_the_new_unit(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    taken(ward, handoff, ward.charlie)
    before = audit.revision(ward.other_unit_id)
    corrected(ward, handoff)
    assert audit.revision(ward.other_unit_id) > before
    [row] = queries.taken(ward.other_unit_id, ward.now)
    assert row.unseen_corrections == 1
    with pytest.raises(NotPermitted), transaction():
        service.mark_seen(handoff, corrections_read=1, actor=ward.bob, now=ward.now)
    with transaction():
        service.mark_seen(handoff, corrections_read=1, actor=ward.charlie, now=ward.now)
    assert queries.taken(ward.unit_id, ward.now)[0].unseen_corrections == 0


def test_what_is_sent_back_is_answered_by_the_sender_and_then_taken(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    with transaction():
        service.return_for_detail(
            handoff, section=Section.BACKGROUND, text="Since when?", actor=ward.charlie, now=ward.now
        )
    with pytest.raises(NotPermitted), transaction():
        service.send_again(handoff, text="Since six", actor=ward.bob, now=ward.now)
    with transaction():
        service.send_again(handoff, text="Since six", actor=ward.alice, now=ward.now)
    taken(ward, handoff, ward.charlie, Severity.WATCHER, read=1)
    assert stored(ward, handoff).to_confirm
    with transaction():
        service.confirm(handoff, actor=ward.alice, now=ward.now)
    assert stored(ward, handoff).status is HandoffStatus.CONFIRMED


def test_both_boards_are_told_and_the_trail_names_both_units(ward: Ward) -> None:
    before = [audit.revision(unit) for unit in (ward.unit_id, ward.other_unit_id)]
    handoff = moved(ward, ward.alice)
    middle = [audit.revision(unit) for unit in (ward.unit_id, ward.other_unit_id)]
    taken(ward, handoff, ward.charlie)
    after = [audit.revision(unit) for unit in (ward.unit_id, ward.other_unit_id)]
    assert all(a < b < c for a, b, c in zip(before, middle, after, strict=True))
    for verb in ("handoff.sent", "handoff.acknowledged"):
        units = {event.unit_id for event in audit.of_subject(handoff.id) if event.action == verb}
        assert units == {ward.unit_id, ward.other_unit_id}
    assert {event.unit_id for event in audit.of_subject(handoff.id) if event.action == "handoff.begun"} == {
        ward.unit_id
    }


def test_it_is_counted_once_for_the_unit_that_sent_it(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    taken(ward, handoff, ward.charlie)
    month = ward.now - timedelta(days=1), ward.now + timedelta(days=1)
    assert queries.month_counts(ward.unit_id, *month)["sent"] == 1
    assert queries.month_counts(ward.other_unit_id, *month)["sent"] == 0
    assert queries.patients_lately(ward.unit_id, ward.now) == 0
    assert queries.patients_lately(ward.other_unit_id, ward.now) == 1


def test_it_is_read_back_in_full_and_its_clock_is_that_of_a_transfer(ward: Ward) -> None:
    handoff = moved(ward, ward.alice, severity=Severity.STABLE)
    assert handoff.answer_by == ward.now + timedelta(minutes=15)
    with pytest.raises(FieldRefused, match="what matters first"), transaction():
        service.acknowledge(
            handoff, severity=Severity.STABLE, priority="", corrections_read=0, actor=ward.charlie, now=ward.now
        )


def test_words_are_erased_for_both_units_at_once(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    taken(ward, handoff, ward.charlie)
    ward.clock.tick(timedelta(days=31))
    with transaction():
        assert erase_old(ward.now - timedelta(days=30), actor=Actor.system("purge"), now=ward.now) == 1
    handoff = queries.get(ward.other_unit_id, handoff.id, ward.now - timedelta(days=30, hours=23))
    assert (handoff.patient, handoff.situation, handoff.to_unit_id) == ("Erased", "", ward.other_unit_id)
