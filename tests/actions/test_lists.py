"""What the lists of action items find: in order, page by page, and nothing of what somebody is not to know."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from huddle.actions import service
from huddle.actions.models import ActionItem
from huddle.actions.queries import lists
from huddle.actions.queries.lists import Place, Wanted
from huddle.actions.rules import ActionStatus, Blocker, ChangeType, Lane, Plan, SourceKind, Strength
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.reviews import queries as reviews
from huddle.reviews import service as review_service
from huddle.reviews.rules import ReviewFormat
from tests.actions.test_service import TODAY, finished, opened
from tests.support.ward import Ward

LAYOUT = Plan(ChangeType.CHANGE_SPACE_OR_LAYOUT, measure="10 beds a week")


def improving(
    ward: Ward,
    title: str = "Hang a second meter in bay 2",
    *,
    owner: Actor | None = None,
    days: int = 7,
    source: tuple[SourceKind, UUID | None] = (SourceKind.MANUAL, None),
) -> ActionItem:
    """An improvement that nobody has accepted yet."""
    with transaction():
        return service.open_item(
            ward.unit_id,
            title=title,
            owner_id=(owner or ward.bob).person_id,
            due_on=TODAY + timedelta(days=days),
            source_kind=source[0],
            source_id=source[1],
            lane=Lane.IMPROVEMENT,
            actor=ward.alice,
            now=ward.now,
        )


def going(
    ward: Ward,
    title: str = "Hang a second meter in bay 2",
    *,
    days: int = 7,
    source: tuple[SourceKind, UUID | None] = (SourceKind.MANUAL, None),
) -> ActionItem:
    """One that Bob has accepted and begun."""
    item = improving(ward, title, days=days, source=source)
    with transaction():
        service.accept(item, LAYOUT, actor=ward.bob, now=ward.now)
        service.start(item, actor=ward.bob, now=ward.now)
    return item


def stuck(ward: Ward, title: str = "Buy a rail", *, days: int = 7) -> ActionItem:
    item = going(ward, title, days=days)
    with transaction():
        service.get_stuck(item, blocker=Blocker.MONEY, note="No budget", actor=ward.bob, now=ward.now)
    return item


def every_page(ward: Ward, wanted: Wanted, *, reader: Actor, size: int) -> list[list[str]]:
    pages, after = [], None
    while True:
        found, after = lists.page(
            [ward.other_unit_id, ward.unit_id], wanted, shown=reviews.known_ids(reader), after=after, size=size
        )
        pages.append([item.title for item in found])
        if after is None:
            return pages


def test_pages_are_full_in_order_and_hold_each_row_once(ward: Ward) -> None:
    for number in range(7):
        improving(ward, f"Item {number}", days=number // 2)
    stuck(ward, "Stuck one", days=1)
    finished(ward, going(ward, "Done one"))
    opened(ward, title="A quick fix")
    pages = every_page(ward, Wanted(), reader=ward.quinn, size=3)
    assert [len(page) for page in pages] == [3, 3, 2]
    found = [title for page in pages for title in page]
    assert sorted(found) == sorted([*(f"Item {number}" for number in range(7)), "Stuck one"])
    assert set(found[:2]) == {"Item 0", "Item 1"}
    assert found[-1] == "Item 6"


def test_filters_narrow_the_pages(ward: Ward) -> None:
    stuck(ward, "Stuck one")
    improving(ward, "Proposed one")
    done = finished(ward, going(ward, "Done one"))
    ward.clock.tick(timedelta(days=8))

    def titles(wanted: Wanted) -> list[str]:
        [page] = every_page(ward, wanted, reader=ward.quinn, size=9)
        return page

    assert titles(Wanted((ActionStatus.STUCK,))) == ["Stuck one"]
    assert titles(Wanted((ActionStatus.DONE_UNVERIFIED,))) == [done.title]
    assert titles(Wanted(strength=Strength.STRONGER)) == ["Stuck one"]
    assert titles(Wanted(source=SourceKind.REVIEW)) == []
    assert titles(Wanted(due_before=TODAY + timedelta(days=7))) == []
    assert len(titles(Wanted(due_before=TODAY + timedelta(days=8)))) == 2


def test_an_item_of_a_marked_review_is_not_there_for_who_is_off_its_list_and_pages_stay_full(ward: Ward) -> None:
    with transaction():
        review = review_service.start(
            ward.unit_id, title="A fall", event_on=TODAY, format_=ReviewFormat.AAR, actor=ward.bob, now=ward.now
        )
        review_service.mark(review, reader_id=ward.quinn.person_id, actor=ward.bob, now=ward.now)
    secret = improving(ward, "Told to few", days=1, source=(SourceKind.REVIEW, review.id))
    for number in range(3):
        improving(ward, f"Item {number}", days=2)
    seen = {reader.name: every_page(ward, Wanted(), reader=reader, size=3) for reader in (ward.quinn, ward.maria)}
    assert [len(page) for page in seen[ward.quinn.name]] == [3, 1]
    assert [len(page) for page in seen[ward.maria.name]] == [3]
    assert seen[ward.quinn.name][0][0] == secret.title
    assert secret.title not in seen[ward.maria.name][0]


def test_where_a_page_ended_is_read_again_as_it_was_written(ward: Ward) -> None:
    place = Place(ward.unit_id, TODAY, ward.other_unit_id)
    assert Place.parse(str(place)) == place


def test_what_may_wait_is_of_units_one_leads_and_of_levels_one_answers_for(ward: Ward) -> None:
    item = stuck(ward)
    nobody = {"levels": (), "now": ward.now}
    assert lists.waiting(person_id=ward.maria.person_id, led=[ward.unit_id], **nobody) == [item]
    assert lists.waiting(person_id=ward.charlie.person_id, led=[], **nobody) == []
    with transaction():
        level = service.ask_above(item, actor=ward.bob, now=ward.now)
    asked = [(level.tier, level.unit_ids)]
    assert lists.waiting(person_id=ward.quinn.person_id, led=[], levels=asked, now=ward.now) == [item]
    assert (
        lists.waiting(person_id=ward.quinn.person_id, led=[], levels=[(level.tier + 1, level.unit_ids)], now=ward.now)
        == []
    )


def test_the_last_words_are_the_newest_of_history_and_comments(ward: Ward) -> None:
    item, silent = stuck(ward), opened(ward)
    assert lists.last_words([item.id, silent.id]) == {item.id: "No budget"}
    ward.clock.tick(timedelta(minutes=1))
    with transaction():
        service.comment(item, text="Asked the director", actor=ward.alice, now=ward.now)
    assert lists.last_words([item.id]) == {item.id: "Asked the director"}


def test_whose_turn_it_is_counts_from_the_last_handing_over(ward: Ward) -> None:
    item = improving(ward)
    opened_at = ward.now
    assert lists.asked_since([item]) == {item.id: opened_at}
    ward.clock.tick(timedelta(days=2))
    with transaction():
        service.hand_over(item, owner_id=ward.maria.person_id, actor=ward.alice, now=ward.now)
    assert lists.asked_since([item]) == {item.id: ward.now}
