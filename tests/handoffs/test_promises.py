"""What a handoff leaves behind: carried, done, dropped, an action item, a concern; on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.audit import queries as audit
from huddle.concerns import queries as concerns
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, HuddleError, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries import OpenAction
from huddle.handoffs.rules import ActionAnswer, Decided, Decision, HandoffKind, IfThen, Plan, Severity, ToDo
from huddle.handoffs.rules.phone import Heard, LineRole
from huddle.handoffs.service.erasing import erase_old
from tests.handoffs.test_routes import begun, urls
from tests.handoffs.test_service import acknowledged, sent
from tests.support.ward import Ward

HOURS = timedelta(hours=1)
IF_THEN = (IfThen("the pain comes back", "call the doctor"),)


def taken(ward: Ward, handoff: Handoff, actor: Actor, answer: ActionAnswer = ActionAnswer.ACCEPTED) -> Handoff:
    """Taken on with everything that is to be done."""
    answers = {row.number: answer for row in queries.actions(handoff.id)}
    return acknowledged(ward, handoff, actor, Severity.UNSTABLE, answers=answers)


def kept(ward: Ward, draft: Handoff, decided: Sequence[Decided]) -> None:
    """Bob has said this of what is open and not sent it yet."""
    plan = Plan(if_thens=IF_THEN)
    with transaction():
        service.keep_plan(draft, plan, to_person_id=None, decided=decided, actor=ward.bob, now=ward.now)


def two_open(ward: Ward) -> Handoff:
    """Bob has the patient, with two things to do: one by eight, one this shift."""
    plan = Plan(actions=(ToDo("Blood count", ward.now + HOURS), ToDo("Call the family")), if_thens=IF_THEN)
    handoff = taken(ward, sent(ward, ward.alice, plan=plan), ward.bob)
    ward.clock.tick(12 * HOURS)
    return handoff


def still_open(ward: Ward) -> list[OpenAction]:
    return queries.open_actions(ward.unit_id, "MK", "4821", ward.now)


def handed_on(
    ward: Ward,
    actor: Actor,
    decided: Sequence[Decided] | None,
    *,
    plan: Plan | None = None,
    draft: Handoff | None = None,
) -> Handoff:
    """The next handoff of the same patient, sent and not yet acknowledged."""
    draft = draft or begun(ward, actor)
    holder = queries.holder(ward.unit_id, "MK", "4821", ward.now)
    with transaction():
        service.send_draft(
            draft,
            plan or Plan(if_thens=IF_THEN),
            to_person_id=None,
            responsible_id=holder.person_id if holder else None,
            decided=decided,
            actor=actor,
            now=ward.now,
        )
    return draft


def test_what_is_still_to_do_is_told_anew_with_its_first_time_kept(ward: Ward) -> None:
    first = two_open(ward)
    count, call = still_open(ward)
    due = ward.now + 2 * HOURS
    decided = [Decided(count.id, Decision.STILL, due_at=due), Decided(call.id, Decision.STILL)]
    second = handed_on(ward, ward.bob, decided, plan=Plan(actions=(ToDo("Weigh"),), if_thens=IF_THEN))
    new, carried, other = queries.actions(second.id)
    assert (new.what, new.from_action_id, new.first_asked_at) == ("Weigh", None, None)
    assert (carried.what, carried.due_at, carried.from_action_id) == ("Blood count", due, count.id)
    assert (carried.first_asked_at, carried.original_due_at) == (first.sent_at, first.sent_at + HOURS)
    assert (other.what, other.due_at, other.original_due_at) == ("Call the family", None, None)
    assert {number: fate.handed_on_at for number, fate in queries.fates(ward.unit_id, first).items()} == {
        1: ward.now,
        2: ward.now,
    }
    taken(ward, second, ward.alice)
    assert {row.handoff_id for row in still_open(ward)} == {second.id}


def test_a_call_for_help_decides_nothing_and_what_it_asks_is_kept_with_the_patient(ward: Ward) -> None:
    first = two_open(ward)
    plan = Plan(actions=(ToDo("Give fluids"),), if_thens=IF_THEN)
    call = handed_on(ward, ward.bob, [], plan=plan, draft=begun(ward, ward.bob, kind=HandoffKind.ESCALATION))
    heard = Heard(role=LineRole.DOCTOR, severity=Severity.UNSTABLE, priority="Give fluids")
    with transaction():
        service.record_call(call, heard, actor=ward.bob, now=ward.now)
        service.settle_by_phone(call, actor=ward.bob, now=ward.now)
    assert {row.what for row in still_open(ward)} == {"Blood count", "Call the family", "Give fluids"}
    assert queries.fates(ward.unit_id, first) == {}
    show = urls(ward, call.id)["show"]
    done = f"{show}/actions/1/done"
    theirs = [form.get("action") for form in ward.client(ward.maria).get(show).find("form")]
    assert done not in theirs, "Bob kept the patient"
    assert ward.client(ward.bob).submit(show, done).status == 303
    assert {row.what for row in still_open(ward)} == {"Blood count", "Call the family"}


def test_a_thing_that_is_carried_twice_keeps_where_it_began(ward: Ward) -> None:
    first = two_open(ward)
    for actor, receiver in ((ward.bob, ward.alice), (ward.alice, ward.bob)):
        decided = [Decided(row.id, Decision.STILL, due_at=ward.now + HOURS) for row in still_open(ward)]
        taken(ward, handed_on(ward, actor, decided), receiver)
        ward.clock.tick(12 * HOURS)
    count, call = still_open(ward)
    assert {row.first_asked_at for row in (count, call)} == {first.sent_at}
    assert (count.first_due_at, call.first_due_at) == (first.sent_at + HOURS, None)
    carried = queries.carried(ward.unit_id, first.sent_at, ward.now)
    assert len(carried) == 4
    assert not any(row.is_done_by_due for row in carried)


def test_done_and_dropped_stay_on_the_older_handoff_with_the_word(ward: Ward) -> None:
    first = two_open(ward)
    count, call = still_open(ward)
    decided = [Decided(count.id, Decision.DONE), Decided(call.id, Decision.DROPPED, reason="They were here")]
    second = handed_on(ward, ward.bob, decided)
    done, dropped = queries.actions(first.id)
    assert (done.done_at, done.done_by) == (ward.now, ward.bob.person_id)
    assert (dropped.dropped_at, dropped.dropped_by, dropped.dropped_reason) == (
        ward.now,
        ward.bob.person_id,
        "They were here",
    )
    assert queries.actions(second.id) == []
    assert still_open(ward) == []
    trail = [event.action for event in audit.of_subject(first.id)]
    assert trail[-2:] == ["handoff.action_done", "handoff.action_dropped"]
    assert queries.carried(ward.unit_id, first.sent_at, ward.now + HOURS) == []
    with pytest.raises(RuleBroken, match="was dropped"), transaction():
        service.finish_action(first, number=2, actor=ward.bob, now=ward.now)


def test_nothing_is_carried_silently(ward: Ward) -> None:
    two_open(ward)
    count, call = still_open(ward)
    with pytest.raises(FieldRefused, match="Say what becomes of it"):
        handed_on(ward, ward.bob, [Decided(count.id, Decision.STILL)])
    draft = begun(ward, ward.bob)
    kept(ward, draft, [Decided(count.id, Decision.STILL)])
    with pytest.raises(RuleBroken, match="open from before"), transaction():
        service.send_list([draft], to_person_id=None, actor=ward.bob, now=ward.now)
    assert still_open(ward) == [count, call]


def test_a_list_carries_what_was_decided_and_is_open_still(ward: Ward) -> None:
    first = two_open(ward)
    decided = [Decided(row.id, Decision.STILL, due_at=ward.now + HOURS) for row in still_open(ward)]
    draft = begun(ward, ward.bob)
    kept(ward, draft, decided)
    with transaction():
        service.finish_action(first, number=2, actor=ward.bob, now=ward.now)
    with transaction():
        service.send_list([draft], to_person_id=None, actor=ward.bob, now=ward.now)
    assert [row.what for row in queries.actions(draft.id)] == ["Blood count"]


def test_what_nobody_was_asked_about_stays_open_where_it_is(ward: Ward) -> None:
    two_open(ward)
    taken(ward, handed_on(ward, ward.bob, None), ward.alice)
    assert [row.what for row in still_open(ward)] == ["Blood count", "Call the family"]
    ward.clock.tick(36 * HOURS)
    assert still_open(ward) == []


def test_what_a_handoff_carried_that_nobody_took_on_is_asked_again_for_the_newer_one(ward: Ward) -> None:
    two_open(ward)
    before = still_open(ward)
    decided = [Decided(row.id, Decision.STILL) for row in before]
    handed_on(ward, ward.bob, decided)
    draft = begun(ward, ward.bob)
    assert queries.to_decide(draft, ward.now) == before
    with pytest.raises(FieldRefused, match="Say what becomes of it"):
        handed_on(ward, ward.bob, [], draft=draft)
    taken(ward, handed_on(ward, ward.bob, decided, draft=begun(ward, ward.bob)), ward.alice)
    assert [row.what for row in still_open(ward)] == ["Blood count", "Call the family"]
    assert {row.from_action_id for row in queries.actions(still_open(ward)[0].handoff_id)} == {row.id for row in before}


def test_a_draft_that_is_thrown_away_leaves_everything_open(ward: Ward) -> None:
    two_open(ward)
    draft, decided = begun(ward, ward.bob), [Decided(row.id, Decision.STILL) for row in still_open(ward)]
    kept(ward, draft, decided)
    assert len(still_open(ward)) == 2
    with transaction():
        service.discard(draft, actor=ward.bob, now=ward.now)
    assert len(still_open(ward)) == 2


def test_another_patients_or_units_things_cannot_be_decided(ward: Ward) -> None:
    first = two_open(ward)
    other = queries.actions(taken(ward, sent(ward, ward.alice, last_four="0001"), ward.bob).id)[0].id
    draft = begun(ward, ward.bob)
    kept(ward, draft, [Decided(other, Decision.DONE)])
    assert queries.open_actions(ward.unit_id, "MK", "0001", ward.now)[0].id == other
    assert queries.open_actions(ward.other_unit_id, "MK", "4821", ward.now) == []
    assert queries.carried(ward.other_unit_id, first.sent_at, ward.now + HOURS) == []


def test_carried_things_are_counted_with_what_was_done_by_its_time(ward: Ward) -> None:
    first = two_open(ward)
    due = ward.now + 2 * HOURS
    second = handed_on(ward, ward.bob, [Decided(row.id, Decision.STILL, due_at=due) for row in still_open(ward)])
    taken(ward, second, ward.alice)
    with transaction():
        service.finish_action(second, number=1, actor=ward.alice, now=due)
        service.finish_action(second, number=2, actor=ward.alice, now=due + HOURS)
    start, end = second.sent_at, second.sent_at + HOURS
    assert [row.is_done_by_due for row in queries.carried(ward.unit_id, start, end)] == [True, False]
    assert queries.carried(ward.unit_id, first.sent_at, start) == []
    assert queries.carried(ward.unit_id, end, end + HOURS) == []


def test_what_the_receiver_says_was_done_already_was_done_by_then(ward: Ward) -> None:
    two_open(ward)
    due = ward.now + 2 * HOURS
    second = handed_on(ward, ward.bob, [Decided(row.id, Decision.STILL, due_at=due) for row in still_open(ward)])
    taken(ward, second, ward.alice, ActionAnswer.DONE)
    carried = queries.carried(ward.unit_id, second.sent_at, second.sent_at + HOURS)
    assert [(row.done_at, row.is_done_by_due) for row in carried] == [(ward.now, True)] * 2


def item_of(ward: Ward, handoff: Handoff, actor: Actor, title: str = "Order a second pump") -> Any:
    with transaction():
        return service.open_item(
            handoff,
            ward.unit_id,
            number=1,
            title=title,
            owner_id=ward.bob.person_id,
            due_on=ward.now.date() + timedelta(days=7),
            actor=actor,
            now=ward.now,
        )


def test_a_thing_to_do_becomes_an_action_item_that_goes_on_without_the_patient(ward: Ward) -> None:
    handoff = two_open(ward)
    item = item_of(ward, handoff, ward.bob)
    fate = queries.fates(ward.unit_id, handoff)[1]
    assert fate.item is not None
    assert (fate.item.title, fate.item_id) == ("Order a second pump", item.id)
    assert [row.what for row in still_open(ward)] == ["Call the family"]
    ward.clock.tick(timedelta(days=31))
    with transaction():
        assert erase_old(ward.now - timedelta(days=30), actor=ward.dana, now=ward.now) == 1
    stored = actions.get(ward.unit_id, item.id)
    assert (stored.title, stored.source_kind, stored.source_id) == (
        "Order a second pump",
        SourceKind.HANDOFF,
        handoff.id,
    )
    assert "4821" not in stored.title
    with transaction():
        assert erase_old(ward.now, actor=ward.dana, now=ward.now) == 0


def test_an_action_item_is_opened_once_by_those_who_may_and_never_names_the_patient(ward: Ward) -> None:
    handoff = two_open(ward)
    with pytest.raises(FieldRefused, match="“MK” says who the patient is"):
        item_of(ward, handoff, ward.bob, "Order a pump for MK")
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        with pytest.raises(NotPermitted):
            item_of(ward, handoff, outsider)
    assert actions.open_items(ward.unit_id) == []
    item_of(ward, handoff, ward.maria)
    with pytest.raises(RuleBroken, match="action item of the unit already"):
        item_of(ward, handoff, ward.bob)
    with pytest.raises(RuleBroken, match="action item of the unit already"), transaction():
        service.finish_action(handoff, number=1, actor=ward.bob, now=ward.now)
    assert len(actions.open_items(ward.unit_id)) == 1


def test_a_handoff_that_counts_no_more_opens_no_items(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    sent(ward, ward.alice)
    with pytest.raises(HuddleError, match="counts no more"):
        item_of(ward, handoff, ward.alice)


def raised(
    ward: Ward, handoff: Handoff, actor: Actor, *, unnamed: bool = False, text: str = "No pump to be had"
) -> Any:
    with transaction():
        return service.raise_concern(
            handoff, ward.unit_id, text=text, topic=Topic.EQUIPMENT, unnamed=unnamed, actor=actor, now=ward.now
        )


def test_a_concern_from_a_handoff_waits_for_the_next_huddle_and_says_where_it_came_from(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    concern = raised(ward, handoff, ward.bob)
    assert [row.id for row in concerns.unsettled(ward.unit_id)] == [concern.id]
    assert queries.raised_from(concern.id) == handoff.id
    assert queries.concerns_of(ward.unit_id, handoff, ward.alice.user_id) == [concern]
    assert queries.concerns_of(ward.other_unit_id, handoff, ward.alice.user_id) == []


def test_an_unnamed_concern_stands_on_the_handoff_only_for_whoever_raised_it(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    concern = raised(ward, handoff, ward.bob, unnamed=True)
    assert queries.concerns_of(ward.unit_id, handoff, ward.bob.user_id) == [concern]
    assert queries.concerns_of(ward.unit_id, handoff, ward.alice.user_id) == []


def test_a_concern_never_names_the_patient_and_is_raised_by_the_unit_alone(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    with pytest.raises(FieldRefused, match="“4821” says who the patient is"):
        raised(ward, handoff, ward.bob, text="4821 had no pump")
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        with pytest.raises(NotPermitted):
            raised(ward, handoff, outsider)
    assert concerns.unsettled(ward.unit_id) == []


def test_nothing_that_was_typed_is_in_the_trail(ward: Ward) -> None:
    handoff = two_open(ward)
    raised(ward, handoff, ward.bob)
    item_of(ward, handoff, ward.bob)
    decided = [Decided(row.id, Decision.DROPPED, reason="They were here") for row in still_open(ward)]
    handed_on(ward, ward.bob, decided)
    for event in audit.newest():
        for words in ("pump", "They were here", "Blood", "4821"):
            assert words not in repr(vars(event)).replace(str(handoff.id), "")


def test_the_word_with_which_it_was_dropped_is_erased_with_the_handoff(ward: Ward) -> None:
    handoff = two_open(ward)
    handed_on(ward, ward.bob, [Decided(row.id, Decision.DROPPED, reason="They were here") for row in still_open(ward)])
    ward.clock.tick(timedelta(days=31))
    with transaction():
        erase_old(ward.now - timedelta(days=30), actor=ward.dana, now=ward.now)
    assert {(row.what, row.dropped_reason) for row in queries.actions(handoff.id)} == {("", "")}
