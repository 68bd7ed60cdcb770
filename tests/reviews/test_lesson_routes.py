"""Lessons, the search, "For you" and a year later, as people meet them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.core.transaction import transaction
from huddle.huddles import queries as huddle_queries
from huddle.huddles import service as huddles
from huddle.reviews.models import Review, ReviewYear
from huddle.reviews.queries import lessons, years
from huddle.reviews.rules.years import StillSo, anniversary, days_remembered, year_asked
from huddle.reviews.service import protection, sharing
from tests.reviews.test_lessons import WORDS, published, released
from tests.support.client import Page
from tests.support.ward import Ward

WRITTEN: dict[str, Any] = {
    "title": WORDS.title,
    "happens": WORDS.happens,
    "helps": WORDS.helps,
    "topic": "falls",
    "agreed": "y",
}


def page_of(ward: Ward, review: Review, more: str = "") -> str:
    return f"/units/{ward.unit_id}/reviews/{review.id}{more}"


def board(ward: Ward, who: str = "bob") -> Page:
    return ward.client(getattr(ward, who)).get(f"/units/{ward.unit_id}/board")


def test_a_lesson_is_written_looked_at_and_released(ward: Ward) -> None:
    review, url = (made := published(ward)), page_of(ward, made, "/lesson")
    maria = ward.client(ward.maria)
    assert "Words about learned" in maria.get(url).text
    assert url in maria.get(page_of(ward, review)).links()
    assert maria.submit(url, **WRITTEN | {"agreed": None}).status == 422
    named = maria.submit(url, **WRITTEN | {"happens": "Bob Brandt had no chair."})
    assert named.status == 422
    assert "Look at these words once more" in named.text
    kept = maria.post(url, {**{key: values[0] for key, values in named.form(url).items()}, **_looked(named)})
    assert kept.status == 303
    lesson = lessons.lesson_of(review.id)
    assert lesson is not None
    assert lesson.happens == "Bob Brandt had no chair."
    assert lesson.unit_id is None
    assert maria.get(url).status == 409


def _looked(page: Page) -> dict[str, str]:
    [box] = page.find("input", id="looked")
    return {"looked": box.get("value", ""), "agreed": "y"}


def test_who_may_not_release_is_told_so_or_finds_nothing(ward: Ward) -> None:
    url = page_of(ward, published(ward, ward.alice), "/lesson")
    assert ward.client(ward.bob).get(url).status == 403
    assert ward.client(ward.charlie).get(url).status == 404
    assert ward.client(ward.alice).submit(url, **WRITTEN | {"title": "a\0b" + "é" * 90}).status == 422


def test_of_a_marked_review_nothing_is_copied_into_the_form(ward: Ward) -> None:
    review = published(ward)
    with transaction():
        protection.mark(review, actor=ward.maria, now=ward.now)
        protection.put_on_list(review, person_id=ward.quinn.person_id, actor=ward.bob, now=ward.now)
    page = ward.client(ward.quinn).get(page_of(ward, review, "/lesson"))
    assert page.status == 200
    assert "Words about learned" not in page.text
    assert ward.client(ward.maria).get(page_of(ward, review, "/lesson")).status == 403


def test_everybody_reads_lessons_and_finds_them(ward: Ward) -> None:
    lesson = released(ward, published(ward), names_unit=True)
    charlie = ward.client(ward.charlie)
    page = charlie.get("/lessons")
    assert f"/lessons/{lesson.id}" in page.links()
    for address, is_there in (("?q=corrid", True), ("?q=insulin", False), ("?topic=falls", False), ("?topic=x", True)):
        found = charlie.get(f"/lessons{address}", htmx=True)
        assert (WORDS.title in found.text) is is_there, address
        assert not found.find("h1")
    shown = charlie.get(f"/lessons/{lesson.id}")
    assert "5 West" in shown.text
    assert str(ward.unit_id) not in shown.body
    assert charlie.get(f"/lessons/{uuid4()}").status == 404
    assert ward.anonymous().get("/lessons").status == 303


def test_a_manager_withdraws_a_lesson(ward: Ward) -> None:
    lesson = released(ward, published(ward))
    url = f"/lessons/{lesson.id}"
    forms = {
        who: ward.client(getattr(ward, who)).get(url).find("form", action=f"{url}/withdrawal")
        for who in ("bob", "maria")
    }
    assert (len(forms["bob"]), len(forms["maria"])) == (0, 1)
    assert ward.client(ward.maria).submit(url, f"{url}/withdrawal").status == 303
    assert ward.client(ward.maria).get(url).status == 404


@pytest.mark.parametrize("htmx", [True, False])
def test_looking_for_what_was_learned(ward: Ward, htmx: bool) -> None:
    review = published(ward)
    bob, url = ward.client(ward.bob), f"/units/{ward.unit_id}/reviews/search"
    page = bob.get(f"{url}?q=chai", htmx=htmx)
    assert page_of(ward, review) in page.links()
    assert bool(page.find("h1")) is not htmx
    assert "Nothing says that" in bob.get(f"{url}?q=%22NEAR(", htmx=htmx).text
    assert ward.client(ward.charlie).get(f"{url}?q=chair").status == 404


def test_a_published_review_is_news_until_it_is_seen(ward: Ward) -> None:
    review = published(ward)
    assert "You had a part in this review" in board(ward, "alice").text
    assert "What your unit learned" in board(ward, "maria").text
    assert "For you" not in board(ward, "bob").text
    assert "What we learned from: Delay finding the wide chair" in board(ward, "bob").text
    url = page_of(ward, review, "/reading")
    assert ward.client(ward.alice).submit(f"/units/{ward.unit_id}/board", url).status == 303
    assert "You had a part" not in board(ward, "alice").text
    ward.clock.tick(timedelta(days=8))
    later = board(ward, "maria").text
    assert "What your unit learned" not in later
    assert "What we learned from" not in later


def test_a_marked_review_is_news_for_nobody(ward: Ward) -> None:
    review = published(ward)
    with transaction():
        protection.mark(review, reader_id=ward.quinn.person_id, actor=ward.bob, now=ward.now)
    for who in ("alice", "bob", "maria"):
        assert "wide chair" not in board(ward, who).text


def open_huddle(ward: Ward) -> UUID:
    with transaction():
        return huddles.open_scheduled(ward.unit_id, actor=ward.alice, now=ward.now).id


def test_a_year_later_the_first_huddle_of_the_day_asks_once(ward: Ward) -> None:
    review = published(ward)
    ward.clock.tick(timedelta(days=365))
    first, bob = open_huddle(ward), ward.client(ward.bob)
    base = f"/units/{ward.unit_id}/huddles"
    tap = page_of(ward, review, f"/years/{first}")
    assert "A year ago: Delay finding the wide chair" in bob.get(f"{base}/{first}").text
    assert bob.submit(f"{base}/{first}", tap, answer="nonsense").status == 422
    assert bob.submit(f"{base}/{first}", tap, answer="fixed_for_good").location == f"{base}/{first}#step-look-back"
    [said] = years.years_of(review.id)
    assert (said.answer, said.huddle_id) == (StillSo.FIXED, first)
    assert "A year ago" not in bob.get(f"{base}/{first}").text
    assert "fixed for good" in bob.get(page_of(ward, review)).text


def test_not_in_the_second_huddle_of_a_day_and_not_in_another_week(ward: Ward) -> None:
    published(ward)
    ward.clock.tick(timedelta(days=365))
    first = open_huddle(ward)
    with transaction():
        huddles.close(huddle_queries.get(ward.unit_id, first), next_leader_id=None, actor=ward.alice, now=ward.now)
    ward.clock.tick(timedelta(hours=12))
    bob, base = ward.client(ward.bob), f"/units/{ward.unit_id}/huddles"
    assert "A year ago" not in bob.get(f"{base}/{open_huddle(ward)}").text
    assert years.remembered(ward.unit_id, ward.now.date() + timedelta(days=9)) == []


def test_who_asked_for_it_again_next_year_is_asked_also_in_the_week_of_new_year(ward: Ward) -> None:
    review, first = published(ward), open_huddle(ward)
    asked_in = date(2026, 1, 2), date(2026, 12, 30)  # the second lies in a week that has days of both years
    with transaction():
        db.session.get_one(Review, review.id).event_on = date(2025, 1, 1)
        said = {"huddle_id": first, "answer": StillSo.NEXT_YEAR, "at": ward.now, "by": ward.bob.user_id}
        db.session.add(ReviewYear(review_id=review.id, year=2026, **said))
    assert [[each.year for each in years.remembered(ward.unit_id, day)] for day in asked_in] == [[], [2027]]


def test_the_day_comes_round_also_at_the_turn_of_the_year_and_on_leap_days() -> None:
    assert year_asked(date(2025, 1, 1), date(2025, 12, 30)) == 2026
    assert year_asked(date(2025, 12, 31), date(2027, 1, 2)) == 2026
    assert year_asked(date(2025, 6, 1), date(2025, 6, 1)) is None
    assert anniversary(date(2024, 2, 29), 2025) == date(2025, 2, 28)
    assert date(2024, 2, 29) in days_remembered(date(2025, 2, 25))
    for day in days_remembered(date(2027, 3, 1)):
        assert year_asked(day, date(2027, 3, 1)) == 2027


def test_a_lesson_comes_round_on_the_unit_that_it_names_also_when_its_review_is_marked(ward: Ward) -> None:
    review, other = published(ward), published(ward)
    lesson, unnamed = released(ward, review, names_unit=True), released(ward, other)
    with transaction():
        for one in (review, other):
            protection.mark(one, reader_id=ward.quinn.person_id, actor=ward.bob, now=ward.now)
    ward.clock.tick(timedelta(days=365))
    huddle, bob = open_huddle(ward), ward.client(ward.bob)
    page = f"/units/{ward.unit_id}/huddles/{huddle}"
    tap = f"/units/{ward.unit_id}/reviews/lessons/{lesson.id}/years/{huddle}"
    shown = bob.get(page).text
    assert "We wrote for other units: A marked place" in shown
    assert "Delay finding" not in shown
    assert [each.id for each in years.remembered_lessons(ward.unit_id, ward.now.date())] == [lesson.id]
    with pytest.raises(NotFound), transaction():
        sharing.say_lesson_still_so(
            unnamed, StillSo.FIXED, unit_id=ward.unit_id, huddle_id=huddle, actor=ward.bob, now=ward.now
        )
    assert bob.submit(page, tap, answer="fixed_for_good").location == f"{page}#step-look-back"
    assert years.remembered_lessons(ward.unit_id, ward.now.date()) == []
