"""Hot debriefs: what they are offered after, started, not held, ended; on both databases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from huddle.concerns import service as concerns
from huddle.concerns.rules import Harm, Topic
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.core.transaction import transaction
from huddle.huddles import service as huddles
from huddle.huddles.rules import HuddleKind, ItemKind, NotHeldReason
from huddle.reviews import queries, service
from huddle.reviews.models import Review
from huddle.reviews.queries import offers
from huddle.reviews.rules import QUESTIONS_OF, Question, ReviewFormat, ReviewStatus, ReviewTrigger, Wellbeing
from huddle.reviews.rules.debriefs import SCRIPT, Step, require_shareable, step_now
from huddle.reviews.service import debriefs
from tests.support.ward import Ward

HOT = QUESTIONS_OF[ReviewFormat.HOT_DEBRIEF]


def noted(ward: Ward, type_: str = "event", **facts: str) -> UUID:
    """An event in the look back of a huddle; its id."""
    at: dict[str, Any] = {"actor": ward.bob, "now": ward.now}
    with transaction():
        huddle = huddles.open_extra(ward.unit_id, kind=HuddleKind.AD_HOC, **at)
        facts = {"type": type_, **facts}
        return huddles.add_item(huddle, kind=ItemKind.EVENT, text="A slip beside bed 4", facts=facts, **at).id


def harmful(ward: Ward) -> UUID:
    at: dict[str, Any] = {"actor": ward.alice, "now": ward.now}
    with transaction():
        concern = concerns.raise_concern(ward.unit_id, text="The rail is loose", topic=Topic.FALLS, unnamed=False, **at)
        concerns.pick_up(concern, harm=Harm.NOW, immediate_fix="Tied it up", **at)
        return concern.id


def begun(ward: Ward, source: UUID | None = None, by: Actor | None = None) -> Review:
    with transaction():
        return debriefs.start(ward.unit_id, trigger=None, source_id=source, actor=by or ward.bob, now=ward.now)


def declined(ward: Ward, source: UUID | None = None) -> Review:
    about: dict[str, Any] = {"trigger": None, "source_id": source, "actor": ward.bob, "now": ward.now}
    with transaction():
        return debriefs.say_why_not_held(ward.unit_id, reason=NotHeldReason.STAFFING, **about)


def offered(ward: Ward, unit_id: UUID | None = None) -> list[UUID]:
    ward.clock.tick(timedelta(minutes=1))
    return [offer.id for offer in offers.now_offered(unit_id or ward.unit_id, ward.now)]


def test_events_and_concerns_with_harm_are_offered_the_newest_first_and_here_alone(ward: Ward) -> None:
    event = noted(ward)
    ward.clock.tick(timedelta(minutes=1))
    concern = harmful(ward)
    noted(ward, "compliment")
    assert offered(ward) == [concern, event]
    assert offered(ward, ward.other_unit_id) == []
    ward.clock.tick(timedelta(hours=24))
    assert offered(ward) == []


@pytest.mark.parametrize("answer", [begun, declined])
def test_what_was_answered_is_never_offered_again(ward: Ward, answer: Any) -> None:
    source = noted(ward, "event", topic=str(Topic.FALLS))
    ward.clock.tick(timedelta(minutes=1))
    review = answer(ward, source)
    assert offered(ward) == []
    assert (review.trigger, review.title) == (ReviewTrigger.FALL, "A fall")
    assert review.source_id == source
    assert review.event_at is not None
    with pytest.raises(RuleBroken, match="answered"):
        declined(ward, source)


def test_a_second_start_after_the_same_event_joins_the_first(ward: Ward) -> None:
    source = noted(ward)
    ward.clock.tick(timedelta(minutes=1))
    assert begun(ward, source).id == begun(ward, source, ward.alice).id


def test_one_that_was_not_held_can_be_held_later(ward: Ward) -> None:
    review = declined(ward)
    assert (review.status, review.not_held_reason) == (ReviewStatus.NOT_HELD, NotHeldReason.STAFFING)
    ward.clock.tick(timedelta(days=2))
    with transaction():
        debriefs.open_again(review, actor=ward.alice, now=ward.now)
    assert (review.status, review.not_held_reason, review.opened_at) == (ReviewStatus.OPEN, None, ward.now)
    assert set(queries.answers(review.id)) == set(HOT)


def test_nothing_can_be_started_after_what_never_was_or_is_elsewhere(ward: Ward) -> None:
    source = noted(ward)
    with pytest.raises(RuleBroken), transaction():
        debriefs.start(ward.other_unit_id, trigger=None, source_id=source, actor=ward.charlie, now=ward.now)
    with pytest.raises(RuleBroken):
        begun(ward, uuid4())


def test_who_stops_is_shown_support_and_may_end_it(ward: Ward) -> None:
    review = begun(ward)
    with transaction():
        debriefs.say_how_we_are(review, wellbeing=Wellbeing.STOP, actor=ward.bob, now=ward.now)
        assert review.support_shown_at == ward.now
        debriefs.stop(review, actor=ward.bob, now=ward.now)
    assert (review.status, review.not_held_reason) == (ReviewStatus.NOT_HELD, NotHeldReason.OTHER)


def test_it_ends_with_support_and_is_shared_with_two_boxes_filled(ward: Ward) -> None:
    review = begun(ward)
    with transaction():
        service.answer(review, Question.SUMMARY, text="A slip", actor=ward.maria, now=ward.now)
        debriefs.end(review, actor=ward.bob, now=ward.now)
    assert (review.status, review.support_shown_at) == (ReviewStatus.NOTES_READY, ward.now)
    with pytest.raises(RuleBroken, match="What did we learn"), transaction():
        service.publish(review, actor=ward.bob, now=ward.now)
    with transaction():
        service.answer(review, Question.LEARNED, text="Dry floor first", actor=ward.bob, now=ward.now)
        service.publish(review, actor=ward.bob, now=ward.now)
    assert review.published_at == ward.now


def test_three_things_to_do_are_as_much_as_anybody_keeps(ward: Ward) -> None:
    review = begun(ward)
    day: date = ward.now.date()
    facts: dict[str, Any] = {"owner_id": ward.alice.person_id, "due_on": day, "actor": ward.bob, "now": ward.now}
    with transaction():
        for number in range(3):
            debriefs.promise(review, title=f"Thing {number}", **facts)
    with pytest.raises(RuleBroken, match="Three"), transaction():
        debriefs.promise(review, title="A fourth", **facts)


def test_a_title_is_short_and_not_empty(ward: Ward) -> None:
    review = begun(ward)
    for title in ("  ", "x" * 81):
        with pytest.raises(FieldRefused), transaction():
            debriefs.rename(review, title=title, actor=ward.bob, now=ward.now)


def test_the_words_to_read_aloud_go_from_box_to_box() -> None:
    empty = dict.fromkeys(HOT, "")
    assert step_now(empty, 0) is Step.OPEN
    assert step_now(empty | {Question.SUMMARY: "x"}, 0) is Step.WENT_WELL
    assert step_now(dict.fromkeys(HOT, "x"), 0) is Step.DO
    assert step_now(dict.fromkeys(HOT, "x"), 1) is Step.END
    assert set(SCRIPT) == set(Step)
    with pytest.raises(RuleBroken, match="What happened"):
        require_shareable(empty)


def test_an_escalation_is_offered_for_twelve_hours_from_when_it_was_settled() -> None:
    now = datetime.fromisoformat("2026-11-16T07:00+00:00")
    old, fresh = uuid4(), uuid4()
    sent, people = now - timedelta(hours=13), (uuid4(), None)
    rows = [(id_, sent, now - timedelta(hours=hours), *people) for id_, hours in ((old, 12.5), (fresh, 11))]
    assert [offer.id for offer in offers.open_ones([[], rows, [], []], now)] == [fresh]
