"""What is taken out of Huddle is the whole review, on paper and as plain text."""

from __future__ import annotations

from typing import Any

import pytest

from huddle.core.transaction import transaction
from huddle.reviews import service
from huddle.reviews.rules import ExportKind
from tests.reviews.test_protection import url
from tests.reviews.test_service import answered
from tests.support.ward import Ward


@pytest.mark.parametrize("kind", list(ExportKind))
def test_an_export_holds_all_that_is_kept_as_learning(ward: Ward, kind: ExportKind) -> None:
    review = answered(ward)
    at: dict[str, Any] = {"actor": ward.bob, "now": ward.now}
    with transaction():
        service.add_moment(review, clock="14:05", what="The bed came", known_from="The log", **at)
        service.say_who(review, present={"nurse": 2}, absent={"porter_transport"}, asked="Tomorrow", **at)
        service.need_nothing(review, reason="It works.", **at)
        service.publish(review, **at)
        review.formal_review_planned = True
    form, bob = url(ward, review, "/exports/new"), ward.client(ward.bob)
    done = bob.submit(form, action=url(ward, review, "/exports"), kind=kind, reason="The board")
    whole = bob.get(done.location or "").body
    for words in (
        "it is not evidence for that review.",
        "14:05 The bed came (The log)",
        "Nurse 2",
        "Not there: porter. They will be asked: Tomorrow",
        "Nothing needs to change, because: It works.",
    ):
        assert words in whole
    assert kind is ExportKind.PAGE or "for that review.\n\nWHAT" in whole
