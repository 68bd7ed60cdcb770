"""The timeline, the work around it, who was there, and that nothing needs to change."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.reviews import queries, service
from huddle.reviews.models import Review, ReviewMoment
from huddle.reviews.rules import Question, ReviewFormat
from huddle.reviews.rules.story import (
    ELEMENT_HINTS,
    ELEMENT_LABELS,
    MOST_MOMENTS,
    Element,
    Polarity,
    by_time,
    counted,
    lines,
    minutes,
    require_room,
)
from tests.reviews.test_routes import page_of, question_url
from tests.reviews.test_service import published, started
from tests.support.ward import Ward

LONDON = ZoneInfo("Europe/London")


def moment(ward: Ward, review: Review, clock: str, what: str, by: Actor | None = None) -> ReviewMoment:
    with transaction():
        return service.add_moment(review, clock=clock, what=what, known_from="", actor=by or ward.bob, now=ward.now)


@pytest.mark.parametrize(
    ("typed", "at"), [("14:05", 845), ("9.30", 570), ("about 9:30", 570), ("after lunch", None), ("25:00", None)]
)
def test_a_clock_time_is_read_where_there_is_one(typed: str, at: int | None) -> None:
    assert minutes(typed) == at


@pytest.mark.parametrize(
    ("clocks", "event_at", "ordered"),
    [
        (["14:05", "09:30", "then"], None, ["09:30", "then", "14:05"]),
        (["00:10", "23:50"], datetime(2026, 11, 16, 0, 5, tzinfo=UTC), ["23:50", "00:10"]),
        (["then", "08:00"], None, ["then", "08:00"]),
    ],
)
def test_rows_stand_in_order_of_time_and_words_behind_what_they_followed(
    clocks: list[str], event_at: datetime | None, ordered: list[str]
) -> None:
    rows = [SimpleNamespace(clock=clock, number=number) for number, clock in enumerate(clocks)]
    assert [row.clock for row in by_time(rows, event_at, LONDON)] == ordered


def test_the_small_rules_of_a_story() -> None:
    assert lines("- One\n\n• Two ") == ["One", "Two"]
    assert set(ELEMENT_LABELS) == set(ELEMENT_HINTS) == set(Element)
    assert counted({"b": 2, "a": 0}, {"a", "b"}, "ab") == ({"b": 2}, ["a"])
    for present in ({"c": 1}, {"a": 51}, {"a": -1}):
        with pytest.raises(RuleBroken):
            counted(present, set(), "ab")
    with pytest.raises(RuleBroken, match="at most 40"):
        require_room(MOST_MOMENTS)


def test_rows_are_added_changed_and_removed(ward: Ward) -> None:
    review = started(ward)
    late, early = moment(ward, review, "14:05", "The bed came"), moment(ward, review, "13:00", "We called")
    assert [row.id for row in queries.timeline(review, LONDON)] == [early.id, late.id]
    with transaction():
        service.change_moment(
            review, late, clock="12:00", what="The bed came", known_from="Log", actor=ward.bob, now=ward.now
        )
        service.remove_moment(review, early, actor=ward.bob, now=ward.now)
    assert [(row.clock, row.known_from) for row in queries.timeline(review, LONDON)] == [("12:00", "Log")]
    with pytest.raises(NotFound):
        queries.moment(started(ward).id, late.id)


def test_a_part_of_the_work_has_a_polarity_or_no_words(ward: Ward) -> None:
    review = started(ward)
    with pytest.raises(FieldRefused, match="helped or got in the way"), transaction():
        service.weigh(review, Element.TASK, polarity=None, text="Two at once", actor=ward.bob, now=ward.now)
    with transaction():
        service.weigh(review, Element.TASK, polarity=Polarity.BOTH, text="", actor=ward.bob, now=ward.now)
    assert list(queries.factors(review.id)) == list(Element)
    assert queries.factor(review.id, Element.TASK).polarity is Polarity.BOTH


def test_nobody_else_writes_the_story_and_a_published_one_stays(ward: Ward) -> None:
    with pytest.raises(NotPermitted):
        moment(ward, started(ward, ward.alice), "", "It fell")
    with pytest.raises(RuleBroken, match="stays as it is"):
        moment(ward, published(ward), "", "It fell")


def test_a_debrief_has_no_parts_to_weigh(ward: Ward) -> None:
    with transaction():
        review = service.start(
            ward.unit_id,
            title="A fall",
            event_on=ward.now.date(),
            format_=ReviewFormat.HOT_DEBRIEF,
            actor=ward.bob,
            now=ward.now,
        )
    assert ward.client(ward.alice).get(f"{page_of(ward, review.id)}/factors/task").status == 404


def test_a_row_is_typed_beside_the_answer_and_leads_back_to_it(ward: Ward) -> None:
    review, bob = started(ward), ward.client(ward.bob)
    url = question_url(ward, review, Question.HAPPENED)
    page = bob.submit(url, text="It was calm", clock="14:05", what="The bed came", go="add")
    assert (page.status, page.location) == (303, url)
    shown = bob.get(url)
    assert "The bed came" in shown.text
    assert queries.answers(review.id)[Question.HAPPENED].text == "It was calm"
    for sent, message in (({"clock": "14:05"}, "Say what was seen"), ({"what": "x" * 201}, "at most 200")):
        assert message in bob.submit(url, **sent, go="add").text


def test_two_people_change_one_row_and_the_second_sees_both_texts(ward: Ward) -> None:
    review = started(ward)
    url = f"{page_of(ward, review.id)}/moments/{moment(ward, review, '14:05', 'The bed came').id}"
    bob, maria = ward.client(ward.bob), ward.client(ward.maria)
    late = maria.fill(url, url, what="The chair came")
    gone = maria.fill(url, f"{url}/removal")
    assert bob.submit(url, url, what="The wide bed came").status == 303
    page = maria.post(url, late)
    assert page.status == 409
    assert "The wide bed came" in page.text
    assert maria.post(f"{url}/removal", gone).status == 409
    assert bob.submit(url, f"{url}/removal").status == 303
    assert bob.get(url).status == 404


def test_a_part_is_one_tap_away_and_nothing_typed_is_lost(ward: Ward) -> None:
    review, bob = started(ward), ward.client(ward.bob)
    why = question_url(ward, review)
    page = bob.submit(why, text="The lift was full", aside="Most days", go="place")
    url = f"{page_of(ward, review.id)}/factors/place"
    assert page.location == url
    assert bob.submit(url, polarity="hindered", text="No view of the lift").location == why
    report = bob.get(page_of(ward, review.id)).text
    for words in ("The lift was full", "Most days", "Got in the way", "No view of the lift"):
        assert words in report
    assert bob.submit(url, polarity=None, text="But why").status == 422


def test_who_was_there_is_roles_and_counts(ward: Ward) -> None:
    review, bob = started(ward), ward.client(ward.bob)
    url = f"{page_of(ward, review.id)}/company"
    assert 'type="checkbox" value="porter_transport"' in bob.raw(url).get_data(as_text=True)
    page = bob.submit(url, here_nurse="2", absent="porter_transport", asked="Tomorrow")
    assert page.location == page_of(ward, review.id)
    assert "Nurse 2" in bob.get(page.location).text
    assert "Not there: porter. They will be asked: Tomorrow" in bob.get(page.location).text
    assert bob.submit(url, here_nurse="51").status == 422
    late = ward.client(ward.maria).fill(url, here_nurse="3")
    assert bob.submit(url, here_nurse="4").status == 303
    assert ward.client(ward.maria).post(url, late).status == 409


def test_publishing_asks_what_will_change(ward: Ward) -> None:
    review = published(ward)
    with transaction():
        fresh = service.start(ward.unit_id, title="Another", event_on=ward.now.date(), actor=ward.bob, now=ward.now)
        for question, row in queries.answers(review.id).items():
            service.answer(fresh, question, text=row.text, actor=ward.bob, now=ward.now)
    with pytest.raises(RuleBroken, match="why nothing needs to change"), transaction():
        service.publish(fresh, actor=ward.bob, now=ward.now)
    changes = f"{page_of(ward, fresh.id)}/changes"
    bob = ward.client(ward.bob)
    assert "Next: What will change?" in bob.get(page_of(ward, fresh.id)).text
    reason = f"{page_of(ward, fresh.id)}/nothing-needed"
    assert bob.submit(changes, reason, nothing_needed="It works.").location == changes
    assert bob.submit(page_of(ward, fresh.id), f"{page_of(ward, fresh.id)}/publication").status == 303
    assert "because: It works." in bob.get(page_of(ward, fresh.id)).text
