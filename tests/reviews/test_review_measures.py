"""R1 to R8, counted by hand, and the page that shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from huddle.actions.rules import Strength
from huddle.core.transaction import transaction
from huddle.huddles.rules import NotHeldReason
from huddle.reviews.rules import ReviewFormat, ReviewStatus
from huddle.reviews.rules.measures import CATALOGUE, GROUPS, Measured, MeasuredItem, MeasuredReview, lines
from huddle.reviews.service import protection
from tests.reviews.test_debriefs import begun, declined, noted
from tests.support.ward import Ward

NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
HOT, AAR, SUCCESS = ReviewFormat.HOT_DEBRIEF, ReviewFormat.AAR, ReviewFormat.SUCCESS


def row(format_: ReviewFormat, status: ReviewStatus, *, source: int = 0, **facts: Any) -> MeasuredReview:
    opened = NOW - timedelta(days=20)
    known: dict[str, Any] = {
        "reason": None,
        "source_id": UUID(int=source) if source else None,
        "event_on": date(2026, 10, 20),
        "opened_on": date(2026, 10, 27),
        "event_at": opened - timedelta(minutes=30) if source else None,
        "opened_at": opened,
        "published_at": None,
        "support_shown": False,
    }
    return MeasuredReview(format=format_, status=status, **known | facts)


def counted(*reviews: MeasuredReview, **facts: Any) -> Measured:
    known: dict[str, Any] = {"triggers": frozenset(), "items": [], "could_speak": {}}
    return Measured(now=NOW, reviews=reviews, **known | facts)


def test_twelve_reviews_counted_by_hand() -> None:
    shared: dict[str, Any] = {"published_at": NOW - timedelta(days=15), "support_shown": True}
    late: dict[str, Any] = {"published_at": NOW - timedelta(days=2)}
    found = lines(
        counted(
            *(row(HOT, ReviewStatus.SHARED_BACK, source=number, **shared) for number in (1, 2, 3, 4, 5)),
            row(HOT, ReviewStatus.OPEN, opened_at=NOW - timedelta(days=1)),
            row(HOT, ReviewStatus.NOT_HELD, source=6, reason=NotHeldReason.STAFFING, opened_at=None),
            row(HOT, ReviewStatus.NOT_HELD, reason=NotHeldReason.EMERGENCY, opened_at=None),
            *(row(AAR, ReviewStatus.CLOSED, **late) for _ in range(2)),
            row(AAR, ReviewStatus.SCHEDULED, opened_at=None, opened_on=None),
            row(SUCCESS, ReviewStatus.SHARED_BACK, **shared),
            triggers=frozenset(UUID(int=number) for number in (1, 2, 3, 6, 7)),
            items=[
                MeasuredItem(UUID(int=review), strength, has_measure)
                for review, strength, has_measure in (
                    *((1, Strength.STRONGER, True), (1, Strength.WEAKER, True), (2, Strength.INTERMEDIATE, True)),
                    *((3, None, False), (3, Strength.INTERMEDIATE, True), (3, Strength.STRONGER, True)),
                    *((4, Strength.WEAKER, False), (4, Strength.STRONGER, False), (5, Strength.CONTAINMENT, True)),
                )
            ],
            could_speak={2: 1, 4: 3, 5: 2},
        )
    )
    figures = {id_: line.figure.replace("\u00a0", " ") for id_, line in found.items()}
    assert figures["R1"] == "6 of 9 (67 %)"
    assert found["R1"].parts == (
        "Not held, emergency: 1",
        "Not held, too few of us: 1",
        "Not held, nobody said why: 1",
    )
    assert found["R2"].parts == (
        "Hot debriefs: half of 5 began within 30 minutes.",
        "Longer reviews: 3, too few for a median.",
    )
    assert figures["R3"] == "1 of 9 (11 %)"
    assert (figures["R4"], found["R4"].note) == ("4 of 5 (80 %)", "1 of 9 action items have no type yet.")
    assert (figures["R5"], found["R5"].note) == ("4 of 5 (80 %)", "Action items came of 5 of 9 reviews.")
    assert figures["R6"] == "6 of 8 (75 %)"
    assert figures["R7"] == "Most of 6", "as the review itself says it"
    assert figures["R8"] == "6 of 8 (75 %)"


def test_a_review_that_was_called_off_is_no_debrief_that_was_not_held() -> None:
    called_off = row(AAR, ReviewStatus.NOT_HELD, reason=NotHeldReason.STAFFING, opened_at=None)
    line = lines(counted(row(HOT, ReviewStatus.OPEN), called_off))["R1"]
    assert (line.figure, line.parts) == ("1 of 1", ())


def test_with_nothing_there_is_no_figure() -> None:
    untyped = [MeasuredItem(UUID(int=1), None, has_measure=False)]
    for items in ([], untyped):
        found = lines(counted(could_speak={5: 4}, items=items))
        assert not any(line.figure for line in found.values())
    assert [id_ for ids in GROUPS.values() for id_ in ids] == list(CATALOGUE)


def test_the_page_leaves_out_marked_reviews_and_what_led_to_them_and_names_nothing(ward: Ward) -> None:
    source = noted(ward)
    ward.clock.tick(timedelta(minutes=1))
    review = begun(ward, source)
    declined(ward)
    with transaction():
        protection.mark(review, actor=ward.alice, now=ward.now)
    ward.clock.tick(timedelta(days=8))
    page = ward.client(ward.quinn).get(f"/units/{ward.unit_id}/reviews/measures")
    assert page.status == 200
    assert "0 of 1" in page.text
    assert "1 of 2" not in page.text
    assert "Not held, too few of us: 1" in page.text
    assert "A slip" not in page.text
