"""What the quality role of the hospital sees of the reviews of units on which it does not work."""

from __future__ import annotations

from dataclasses import replace

from huddle.core.actor import OrgRole
from huddle.reviews import policy, queries
from huddle.reviews.queries import searching
from tests.reviews.test_debriefs import begun
from tests.reviews.test_lessons import published
from tests.reviews.test_protection import marked, url
from tests.reviews.test_service import started
from tests.support.ward import Ward


def test_it_reads_what_was_published_and_nothing_else(ward: Ward) -> None:
    review, draft, debrief, kept_apart = published(ward), started(ward), begun(ward), marked(ward)
    assert [one.id for one in queries.published(ward.unit_id, reader=ward.quinn)] == [review.id]
    assert queries.drafts_for(ward.quinn, ward.unit_id) == []
    found = searching.find("chair", reader=ward.quinn, unit_ids=[ward.unit_id])
    assert [one.id for one in found] == [review.id]
    quinn = ward.client(ward.quinn)
    assert review.title in quinn.get(f"/units/{ward.unit_id}/reviews").text
    assert review.title in quinn.get(f"/units/{ward.unit_id}/reviews/search?q=chair").text
    page = quinn.get(url(ward, review))
    assert page.status == 200
    assert "Hang up a board" in page.text
    assert "Alice" not in page.text, "who has an action item is for those who work there"
    assert "Alice" in ward.client(ward.bob).get(url(ward, review)).text
    for offered in ("Add a note", "Export it", "Write a lesson", "Start a review"):
        assert offered not in page.text, offered
    for hidden in (draft, debrief, kept_apart):
        assert quinn.get(url(ward, hidden)).status == 404
    assert quinn.get(url(ward, review, "/exports/new")).status == 403


def test_the_executive_role_reads_figures_and_no_review(ward: Ward) -> None:
    executive = replace(ward.quinn, org_role=OrgRole.EXECUTIVE)
    review = published(ward)
    assert not policy.can_read(executive, review)
    assert not policy.can_look(executive, ward.unit_id)
    assert queries.published(ward.unit_id, reader=executive) == []
    assert searching.find("chair", reader=executive, unit_ids=[ward.unit_id]) == []
