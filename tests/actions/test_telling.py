"""Comments, telling back, saying that one has seen it, and merging, on both databases."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from huddle.actions import queries, service
from huddle.actions.models import ActionItem
from huddle.actions.rules import ActionStatus, ChangeType, Effect, EventKind, Lane, Plan, SourceKind
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from tests.actions.test_service import TODAY, finished, kinds, opened
from tests.support.ward import Ward


def improvement(
    ward: Ward, *, kind: ChangeType = ChangeType.TRAINING_OR_REMINDER, title: str = "Move it"
) -> ActionItem:
    """Alice wrote it down for Bob, who took it on."""
    with transaction():
        item = service.open_item(
            ward.unit_id,
            title=title,
            owner_id=ward.bob.person_id,
            due_on=TODAY,
            source_kind=SourceKind.MANUAL,
            source_id=None,
            lane=Lane.IMPROVEMENT,
            actor=ward.alice,
            now=ward.now,
        )
        service.accept(item, Plan(kind, measure="10 beds a week"), actor=ward.bob, now=ward.now)
    return item


def verified(ward: Ward, item: ActionItem) -> ActionItem:
    finished(ward, item, note="Moved it")
    with transaction():
        service.verify(item, note="I saw it", actor=ward.maria, now=ward.now)
    return item


def tell(ward: Ward, item: ActionItem, by: Actor | None = None, note: str = "It stands in bay 2.") -> None:
    with transaction():
        service.tell_back(item, note=note, actor=by or ward.bob, now=ward.now)


def check(ward: Ward, item: ActionItem, effect: Effect, *, days: int) -> None:
    ward.clock.tick(timedelta(days=days))
    with transaction():
        service.check_effect(item, effect=effect, note="Seen", actor=ward.maria, now=ward.now)


def test_a_weaker_improvement_is_closed_when_it_is_told_back(ward: Ward) -> None:
    item = verified(ward, improvement(ward))
    tell(ward, item)
    assert (item.status, item.told_back_by, item.told_back_note) == (
        ActionStatus.CLOSED,
        ward.bob.user_id,
        "It stands in bay 2.",
    )
    assert kinds(item)[-1] is EventKind.TOLD_BACK
    with pytest.raises(RuleBroken, match="told already"):
        tell(ward, item)


def test_a_stronger_one_is_closed_by_the_last_of_its_checks(ward: Ward) -> None:
    item = verified(ward, improvement(ward, kind=ChangeType.STANDARDISE))
    tell(ward, item)
    assert item.status is ActionStatus.VERIFIED
    check(ward, item, Effect.WORKS, days=30)
    assert item.status is ActionStatus.EFFECTIVE
    check(ward, item, Effect.PARTLY, days=60)
    assert item.status is ActionStatus.CLOSED


def test_what_did_not_work_is_told_anew_another_time(ward: Ward) -> None:
    item = verified(ward, improvement(ward, kind=ChangeType.STANDARDISE))
    tell(ward, item)
    check(ward, item, Effect.NO, days=30)
    assert (item.status, item.told_back_at, item.told_back_note) == (ActionStatus.NOT_EFFECTIVE, None, "")


def test_what_was_dropped_can_be_told_back_and_stays_dropped(ward: Ward) -> None:
    item = improvement(ward)
    with transaction():
        service.drop(item, reason="The lift is coming", actor=ward.maria, now=ward.now)
    tell(ward, item, ward.maria, "We wait for the lift.")
    assert (item.status, item.told_back_note) == (ActionStatus.DROPPED, "We wait for the lift.")


def test_nothing_is_told_too_early_by_others_or_without_words(ward: Ward) -> None:
    item = improvement(ward)
    with pytest.raises(RuleBroken, match="not done yet"):
        tell(ward, item)
    with pytest.raises(RuleBroken, match="answers on the board"):
        tell(ward, finished(ward, opened(ward)))
    verified(ward, item)
    with pytest.raises(FieldRefused):
        tell(ward, item, note=" ")
    with pytest.raises(NotPermitted):
        tell(ward, item, ward.charlie)


def test_comments_stay_in_order_and_age_nobodys_form(ward: Ward) -> None:
    item = opened(ward)
    with transaction():
        service.comment(item, text="The lift is free at noon.", actor=ward.alice, now=ward.now)
        service.comment(item, text="Thanks", actor=ward.bob, now=ward.now + timedelta(minutes=1))
    assert [(said.by, said.text) for said in queries.comments(item.id)] == [
        (ward.alice.user_id, "The lift is free at noon."),
        (ward.bob.user_id, "Thanks"),
    ]
    assert item.version == 1
    for text, actor, refusal in ((" ", ward.bob, FieldRefused), ("Hi", ward.charlie, NotPermitted)):
        with pytest.raises(refusal), transaction():
            service.comment(item, text=text, actor=actor, now=ward.now)


def seen(ward: Ward, item: ActionItem, actor: Actor, raiser_id: UUID | None = None) -> ActionItem:
    with transaction():
        service.say_seen(item, raiser_id=raiser_id, actor=actor, now=ward.now)
    with transaction():
        return queries.get(ward.unit_id, item.id)


def test_who_raised_it_and_who_wrote_it_down_see_it_each_for_themselves(ward: Ward) -> None:
    item = finished(ward, opened(ward, by=ward.alice))
    version = item.version
    item = seen(ward, item, ward.alice)
    assert (item.writer_seen_at, item.raiser_seen_at, item.version) == (ward.now, None, version)
    item = seen(ward, item, ward.maria, raiser_id=ward.maria.user_id)
    assert item.raiser_seen_at == ward.now
    with pytest.raises(NotPermitted):
        seen(ward, item, ward.bob, raiser_id=ward.maria.user_id)


def merge(ward: Ward, item: ActionItem, into: UUID, by: Actor | None = None) -> None:
    with transaction():
        service.merge(item, into, actor=by or ward.maria, now=ward.now)


def test_two_that_are_the_same_become_one_and_both_owners_read_it(ward: Ward) -> None:
    first, second, third = (opened(ward, title=title) for title in ("Move it", "Move the chair", "Carry the chair"))
    merge(ward, first, second.id)
    ward.clock.tick(timedelta(minutes=1))
    merge(ward, second, third.id)
    assert (first.status, first.merged_into_id, second.merged_into_id) == (ActionStatus.MERGED, third.id, third.id)
    assert list(queries.merged_into(third.id)) == [first, second]
    [told] = [event for event in queries.history(third.id) if event.kind is EventKind.MERGED]
    assert (told.from_person, told.note) == (ward.bob.user_id, "")
    assert queries.history(first.id)[1].to_person == ward.bob.user_id
    with pytest.raises(RuleBroken, match="goes on within another"), transaction():
        service.comment(first, text="Hi", actor=ward.bob, now=ward.now)


def test_nothing_goes_on_within_itself_what_is_over_or_a_lesser_lane(ward: Ward) -> None:
    item, done, better = opened(ward), finished(ward, opened(ward)), improvement(ward)
    for one, into in ((item, item.id), (item, done.id), (item, uuid4()), (better, item.id)):
        with pytest.raises(FieldRefused, match="still open"):
            merge(ward, one, into)
    with pytest.raises(RuleBroken, match="done already"):
        merge(ward, done, item.id)
    with pytest.raises(NotPermitted):
        merge(ward, item, better.id, ward.charlie)
    merge(ward, item, better.id)
    assert item.status is ActionStatus.MERGED
