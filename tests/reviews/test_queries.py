"""Reading reviews: who sees a draft, and what a month counts."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from huddle.core.errors import NotFound
from huddle.core.transaction import transaction
from huddle.reviews import queries, service
from huddle.reviews.rules import Question, ReviewStatus
from tests.reviews.test_service import answered, promised, published, started
from tests.support.ward import Ward


def test_another_units_review_is_not_there(ward: Ward) -> None:
    review = published(ward)
    for unit_id, review_id in ((ward.other_unit_id, review.id), (ward.unit_id, uuid4())):
        with pytest.raises(NotFound):
            queries.get(unit_id, review_id)
    assert queries.published(ward.other_unit_id, reader=ward.charlie) == []


def test_a_draft_is_there_for_whoever_started_it_and_for_leaders(ward: Ward) -> None:
    review = started(ward, ward.alice)
    for actor in (ward.alice, ward.maria):
        assert queries.get_for(actor, ward.unit_id, review.id) is review
        assert queries.drafts_for(actor, ward.unit_id) == [review]
    with pytest.raises(NotFound):
        queries.get_for(ward.bob, ward.unit_id, review.id)
    assert queries.drafts_for(ward.bob, ward.unit_id) == []


def test_a_published_one_is_there_for_everybody_on_the_unit(ward: Ward) -> None:
    review = published(ward, ward.alice)
    assert queries.get_for(ward.bob, ward.unit_id, review.id) is review
    for outsider in (ward.charlie, ward.dana):
        with pytest.raises(NotFound):
            queries.get_for(outsider, ward.unit_id, review.id)


def test_the_newest_stands_first_with_what_it_taught(ward: Ward) -> None:
    older = published(ward, title="Older")
    ward.clock.tick(timedelta(hours=1))
    newer = published(ward, title="Newer")
    assert queries.published(ward.unit_id, reader=ward.bob) == [newer, older]
    assert queries.published(ward.unit_id, reader=ward.bob, limit=1) == [newer]
    assert queries.learned([newer, older])[older.id] == "Words about learned"


def test_enums_and_moments_come_back_as_they_went_in(ward: Ward) -> None:
    review_id = published(ward).id
    with transaction():
        review = queries.get(ward.unit_id, review_id)
        assert review.status is ReviewStatus.SHARED_BACK
        assert review.published_at == ward.now
        assert queries.answers(review_id)[Question.WHY].changed_at == ward.now


def test_a_month_counts_started_published_and_with_action_items(ward: Ward) -> None:
    start, end = ward.now, ward.now + timedelta(days=1)
    started(ward)
    with_item = answered(ward, title="With a promise")
    promised(ward, with_item)
    with transaction():
        service.publish(with_item, actor=ward.bob, now=ward.now)
    without = published(ward, title="Without")
    assert queries.month_counts(ward.unit_id, start, end) == {"started": 3, "published": 2, "with_actions": 1}
    assert queries.month_counts(ward.unit_id, end, end + timedelta(days=1)) == {
        "started": 0,
        "published": 0,
        "with_actions": 0,
    }
    found = queries.month_list(ward.unit_id, start, end)
    assert {(row.id, row.title) for row in found} == {
        (with_item.id, "With a promise"),
        (without.id, "Without"),
    }
    assert queries.month_list(ward.unit_id, end, end + timedelta(days=1)) == []
