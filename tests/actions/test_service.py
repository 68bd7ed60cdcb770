"""Opening, doing, moving, handing over and dropping, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from huddle.actions import queries, service
from huddle.actions.models import ActionItem
from huddle.actions.queries import lists
from huddle.actions.rules import ActionStatus, EventKind, SourceKind
from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from tests.support.ward import Ward

TODAY = date(2026, 11, 16)


def opened(
    ward: Ward,
    *,
    by: Actor | None = None,
    owner: Actor | None = None,
    due_on: date = TODAY,
    source: tuple[SourceKind, UUID | None] = (SourceKind.MANUAL, None),
    title: str = "Move the chair to bay 2",
) -> ActionItem:
    with transaction():
        return service.open_item(
            ward.unit_id,
            title=title,
            owner_id=(owner or ward.bob).person_id,
            due_on=due_on,
            source_kind=source[0],
            source_id=source[1],
            actor=by or ward.bob,
            now=ward.now,
        )


def finished(ward: Ward, item: ActionItem, *, by: Actor | None = None, note: str = "") -> ActionItem:
    with transaction():
        service.finish(item, note=note, actor=by or ward.bob, now=ward.now)
    return item


def kinds(item: ActionItem) -> list[EventKind]:
    return [event.kind for event in queries.history(item.id)]


def test_an_opened_item_is_on_the_list_with_its_first_date(ward: Ward) -> None:
    item = opened(ward, due_on=TODAY + timedelta(days=7))
    assert queries.open_items(ward.unit_id) == [item]
    assert item.original_due_on == item.due_on == date(2026, 11, 23)
    assert (kinds(item), item.status) == ([EventKind.OPENED], ActionStatus.OPEN)


def test_every_change_leaves_a_trace_and_bumps_the_unit(ward: Ward) -> None:
    before = audit.revision(ward.unit_id)
    item = finished(ward, opened(ward))
    assert [event.action for event in audit.of_subject(item.id)] == ["action_item.opened", "action_item.done"]
    assert audit.revision(ward.unit_id) == before + 2


def test_people_of_other_units_open_nothing_here(ward: Ward) -> None:
    with pytest.raises(NotPermitted):
        opened(ward, by=ward.charlie)
    assert queries.open_items(ward.unit_id) == []


@pytest.mark.parametrize("name", ["charlie", "dana"])
def test_the_owner_works_on_the_unit(ward: Ward, name: str) -> None:
    with pytest.raises(FieldRefused, match="works on this unit") as refused:
        opened(ward, owner=getattr(ward, name))
    assert refused.value.field_name == "owner_id"


def test_today_is_the_units_day(ward: Ward) -> None:
    """Half past midnight UTC is still yesterday in New York, so yesterday's date may be promised there."""
    ward.clock.set(ward.now.replace(hour=0, minute=30))
    promise = {"title": "Fetch it", "owner_id": ward.charlie.person_id, "source_kind": SourceKind.MANUAL}
    with transaction():
        service.open_item(
            ward.other_unit_id,
            **promise,  # type: ignore[arg-type]
            due_on=date(2026, 11, 15),
            source_id=None,
            actor=ward.charlie,
            now=ward.now,
        )
    with pytest.raises(FieldRefused, match="today or a later day"):
        opened(ward, due_on=date(2026, 11, 15))


def test_finishing_says_who_when_and_what(ward: Ward) -> None:
    item = finished(ward, opened(ward), by=ward.alice, note="It stands by the lift now.")
    assert (item.status, item.done_by, item.done_at) == (ActionStatus.DONE, ward.alice.user_id, ward.now)
    assert queries.open_items(ward.unit_id) == []
    assert lists.on_board(ward.unit_id, ward.now) == [item]
    assert queries.history(item.id)[-1].note == "It stands by the lift now."


def test_a_colleague_finishes_only_what_they_have_taken_over(ward: Ward) -> None:
    item = opened(ward, owner=ward.alice)
    with pytest.raises(NotPermitted, match="take it over"):
        finished(ward, item, by=ward.bob)
    with transaction():
        service.hand_over(item, owner_id=ward.bob.person_id, actor=ward.bob, now=ward.now)
    assert finished(ward, item, by=ward.bob).status is ActionStatus.DONE


def test_what_is_done_cannot_be_done_again_moved_or_dropped(ward: Ward) -> None:
    item = finished(ward, opened(ward))
    later, bob = TODAY + timedelta(days=1), ward.bob
    with pytest.raises(RuleBroken, match="done already"), transaction():
        service.finish(item, note="", actor=bob, now=ward.now)
    with pytest.raises(RuleBroken), transaction():
        service.move_due(item, due_on=later, actor=bob, now=ward.now)
    with pytest.raises(RuleBroken), transaction():
        service.hand_over(item, owner_id=ward.alice.person_id, actor=bob, now=ward.now)
    with pytest.raises(RuleBroken), transaction():
        service.drop(item, reason="No", actor=bob, now=ward.now)


def test_done_is_taken_back_within_a_day(ward: Ward) -> None:
    item = finished(ward, opened(ward), note="Moved")
    ward.clock.tick(timedelta(hours=24))
    with transaction():
        service.undo_finish(item, actor=ward.bob, now=ward.now)
    assert (item.status, item.done_at, item.done_by, item.done_note) == (ActionStatus.OPEN, None, None, "")
    assert kinds(item) == [EventKind.OPENED, EventKind.DONE, EventKind.UNDONE]


def test_done_is_not_taken_back_later_or_when_it_never_was(ward: Ward) -> None:
    item = finished(ward, opened(ward))
    ward.clock.tick(timedelta(hours=25))
    with pytest.raises(RuleBroken, match="more than a day ago"), transaction():
        service.undo_finish(item, actor=ward.bob, now=ward.now)
    still_open = opened(ward, due_on=TODAY + timedelta(days=3))
    with pytest.raises(RuleBroken, match="still open"), transaction():
        service.undo_finish(still_open, actor=ward.bob, now=ward.now)


def test_moving_keeps_the_first_date_for_ever_and_says_why_from_the_second_time_on(ward: Ward) -> None:
    item = opened(ward)

    def move(days: int, why: str = "") -> None:
        with transaction():
            service.move_due(item, due_on=TODAY + timedelta(days=days), why=why, actor=ward.bob, now=ward.now)

    move(3)
    with pytest.raises(FieldRefused, match="Say why") as refused:
        move(9)
    assert (refused.value.field_name, item.redated_count) == ("why", 1)
    move(9, "The part is on order.")
    assert (item.redated_count, queries.history(item.id)[-1].note) == (2, "The part is on order.")
    assert (item.due_on, item.original_due_on) == (date(2026, 11, 25), TODAY)
    moves = [(event.from_day, event.to_day) for event in queries.history(item.id)[1:]]
    assert moves == [(TODAY, date(2026, 11, 19)), (date(2026, 11, 19), date(2026, 11, 25))]


def test_a_date_is_not_moved_into_the_past_or_to_itself(ward: Ward) -> None:
    item = opened(ward)
    for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=400)):
        with pytest.raises(FieldRefused), transaction():
            service.move_due(item, due_on=day, actor=ward.bob, now=ward.now)


def test_handing_over_tells_from_whom_to_whom(ward: Ward) -> None:
    item = opened(ward)
    with transaction():
        service.hand_over(item, owner_id=ward.alice.person_id, actor=ward.bob, now=ward.now)
    event = queries.history(item.id)[-1]
    assert (event.from_person, event.to_person) == (ward.bob.user_id, ward.alice.user_id)
    assert queries.of_owner(ward.bob.person_id) == []
    assert queries.of_owner(ward.alice.person_id) == [item]


def test_nobody_is_handed_what_they_cannot_have(ward: Ward) -> None:
    item = opened(ward)
    for owner in (ward.bob, ward.charlie):
        with pytest.raises(FieldRefused), transaction():
            service.hand_over(item, owner_id=owner.person_id, actor=ward.alice, now=ward.now)
    with pytest.raises(NotPermitted), transaction():
        service.hand_over(item, owner_id=ward.charlie.person_id, actor=ward.charlie, now=ward.now)


def test_dropping_needs_a_reason_and_is_final(ward: Ward) -> None:
    item = opened(ward)
    with pytest.raises(FieldRefused, match="honest no"), transaction():
        service.drop(item, reason=" ", actor=ward.bob, now=ward.now)
    with transaction():
        service.drop(item, reason="Estates say the wall cannot hold it.", actor=ward.bob, now=ward.now)
    assert queries.open_items(ward.unit_id) == []
    with pytest.raises(RuleBroken, match="was dropped"):
        finished(ward, item)


def test_a_source_finds_what_came_of_it(ward: Ward) -> None:
    concern_id = uuid4()
    item = opened(ward, source=(SourceKind.CONCERN, concern_id))
    opened(ward, source=(SourceKind.REVIEW, concern_id))
    assert queries.for_source(SourceKind.CONCERN, concern_id) == [item]
