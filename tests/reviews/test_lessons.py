"""Lessons for other units, what can be found, and who has seen what: rules and services on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.db import db, is_sqlite
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.reviews import service
from huddle.reviews.models import Findable, Lesson, Review
from huddle.reviews.queries import lessons, searching
from huddle.reviews.rules import lessons as lesson_rules
from huddle.reviews.rules import searching as words
from huddle.reviews.rules.searching import FoundKind
from huddle.reviews.service import lessons as releasing
from huddle.reviews.service import protection
from huddle.reviews.service.lessons import LessonWords
from tests.reviews.test_service import TODAY, answered, started
from tests.support.ward import Ward

WORDS = LessonWords(
    topic=Topic.EQUIPMENT,
    title="Wide chairs that nobody finds",
    happens="What everybody needs now and then has no home.",
    helps="A marked place beside the lift that can be seen from the corridor.",
)
NASTY = (
    '"',
    "*",
    "a* OR b",
    "NEAR(chair wide)",
    "words:chair",
    "'; DROP TABLE lesson; --",
    "chair' & !wide",
    "((",
    "\\",
)


def published(ward: Ward, by: Actor | None = None, *, title: str = "Delay finding the wide chair") -> Review:
    who = by or ward.bob
    review = answered(ward, who, title=title)
    with transaction():
        service.promise(
            review, title="Hang up a board", owner_id=ward.alice.person_id, due_on=TODAY, actor=who, now=ward.now
        )
        service.publish(review, actor=who, now=ward.now)
    return review


def released(ward: Ward, review: Review, by: Actor | None = None, *, names_unit: bool = False) -> Lesson:
    with transaction():
        return releasing.release(review, WORDS, names_unit=names_unit, actor=by or ward.maria, now=ward.now)


def titles(typed: str, reader: Actor, *unit_ids: object) -> list[str]:
    return [each.title for each in searching.find(typed, reader=reader, unit_ids=unit_ids)]  # type: ignore[arg-type]


def test_a_released_lesson_is_there_for_everybody_and_leads_nowhere(ward: Ward) -> None:
    review = published(ward)
    lesson = released(ward, review)
    assert list(lessons.lessons()) == [lesson]
    assert titles("corridor", ward.charlie) == [WORDS.title]
    stored = db.session.execute(text("SELECT * FROM lesson")).mappings().one()
    ids = {str(value).replace("-", "") for value in stored.values()}
    assert not ids & {each.hex for each in (review.id, ward.unit_id, ward.maria.person_id)}
    trail = db.session.execute(text("SELECT subject_kind FROM audit_event WHERE action LIKE '%lesson%'")).scalars()
    assert list(trail) == ["review"]


def test_one_lesson_of_a_review_at_a_time_and_only_after_publishing(ward: Ward) -> None:
    with pytest.raises(RuleBroken):
        released(ward, started(ward))
    review = published(ward)
    lesson = released(ward, review, names_unit=True)
    assert lesson.unit_id == ward.unit_id
    with pytest.raises(RuleBroken, match="is out already"):
        released(ward, review)
    with transaction():
        releasing.withdraw(lesson, actor=ward.quinn, now=ward.now)
    assert released(ward, review) is not lesson


def test_a_lesson_needs_all_its_words(ward: Ward) -> None:
    review = published(ward)
    for changed in ({"title": " "}, {"happens": "a" * 301}, {"helps": ""}):
        bad = LessonWords(**{"topic": WORDS.topic, "title": "T", "happens": "H", "helps": "A"} | changed)  # type: ignore[arg-type]
        with pytest.raises(FieldRefused), transaction():
            releasing.release(review, bad, names_unit=False, actor=ward.maria, now=ward.now)


def test_who_releases_and_who_withdraws(ward: Ward) -> None:
    review = published(ward, ward.alice)
    with pytest.raises(NotPermitted):
        released(ward, review, ward.bob)
    lesson = released(ward, review, ward.alice)
    for actor in (ward.alice, ward.charlie, ward.dana):
        with pytest.raises(NotPermitted), transaction():
            releasing.withdraw(lesson, actor=actor, now=ward.now)
    with transaction():
        releasing.withdraw(lesson, actor=ward.maria, now=ward.now)
    with pytest.raises(NotFound):
        lessons.get_lesson(lesson.id)
    assert titles("corridor", ward.charlie) == []


def test_of_a_marked_review_only_quality_on_its_list_releases_and_nobody_learns_whose_it_was(ward: Ward) -> None:
    review = published(ward)
    with transaction():
        protection.mark(review, actor=ward.maria, now=ward.now)
        protection.put_on_list(review, person_id=ward.quinn.person_id, actor=ward.bob, now=ward.now)
    for actor in (ward.bob, ward.maria):
        with pytest.raises(NotPermitted):
            released(ward, review, actor)
    lesson = released(ward, review, ward.quinn)
    assert lessons.is_of_managed_unit(ward.maria, lesson)
    with transaction():
        protection.take_off_list(review, person_id=ward.maria.person_id, actor=ward.bob, now=ward.now)
    assert not lessons.is_of_managed_unit(ward.maria, lesson)


def test_published_reviews_of_the_own_unit_are_found_and_no_others(ward: Ward) -> None:
    published(ward, title="Delay finding the wide chair")
    started(ward, title="A wide chair that is still written about")
    for typed in ("chairs", "WIDE delays", "find chair", "Chäir"):
        assert titles(typed, ward.bob, ward.unit_id) == ["Delay finding the wide chair"], typed
    assert titles("wide elephant", ward.bob, ward.unit_id) == []
    assert titles("chair", ward.charlie, ward.unit_id, ward.other_unit_id) == []
    assert titles("the", ward.bob, ward.unit_id) == []
    assert titles(ward.unit_id.hex, ward.bob, ward.unit_id) == []


def test_more_finds_ask_no_more_of_the_database_and_only_so_many_are_read(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def asked() -> int:
        seen.clear()
        found = searching.find("chair", reader=ward.bob, unit_ids=[ward.unit_id])
        assert {each.fate for each in found} == {"Its action item is not done yet"}
        return len(seen)

    event.listen(db.engine, "before_cursor_execute", lambda *known: seen.append(known[2]))
    published(ward, title="The wide chair")
    of_one = asked()
    for number in range(3):
        published(ward, title=f"The chair in bay {number}")
    assert asked() == of_one
    monkeypatch.setattr(searching, "SHOWN", 2)
    assert titles("chair", ward.bob, ward.unit_id) == ["The chair in bay 2", "The chair in bay 1"]


def test_a_beginning_finds_longer_words_by_their_names(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    published(ward, title="The wide chairlift")
    published(ward, title="The chain of the wide bed")
    if is_sqlite():
        assert '("chair" OR "chairlift")' in searching._for_sqlite(["chair"], ["_all"], every=True)
        assert "*" not in searching._for_sqlite(["bed", "cha"], ["_all"], every=True)
    else:
        titles("chair", ward.bob, ward.unit_id)
        cost = text("SHOW random_page_cost")
        assert db.session.execute(cost).scalar_one() == "1.1"  # what made a rare word among a million take a second
        db.session.rollback()
        assert db.session.execute(cost).scalar_one() == "4"
    for at_most in (searching.TERMS_AT_MOST, 2):
        monkeypatch.setattr(searching, "TERMS_AT_MOST", at_most)
        assert titles("chair", ward.bob, ward.unit_id) == ["The wide chairlift"]
        assert titles("wide cha", ward.bob, ward.unit_id) == ["The chain of the wide bed", "The wide chairlift"]
        assert titles("cha wide", ward.bob, ward.unit_id) == []


def test_what_was_put_in_last_is_found_however_old_its_day_is(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [released(ward, published(ward)) for _number in range(3)]
    with transaction():
        made[2].released_on = made[2].released_on.replace(year=2020)
    for module in (searching, lessons):
        monkeypatch.setattr(module, "SHOWN", 2)
    found = searching.find("corridor", reader=ward.bob)
    assert [each.id for each in found] == [made[2].id, made[1].id]


def test_no_typed_text_is_read_as_a_query(ward: Ward) -> None:
    published(ward)
    for typed in NASTY:
        found = titles(typed, ward.bob, ward.unit_id) + titles(f"{typed} wide chair", ward.bob, ward.unit_id)
        assert set(found) <= {"Delay finding the wide chair"}, typed


def test_a_marked_review_leaves_the_search_and_comes_back(ward: Ward) -> None:
    review = published(ward)
    with transaction():
        protection.mark(review, reader_id=ward.quinn.person_id, actor=ward.bob, now=ward.now)
    assert titles("chair", ward.bob, ward.unit_id) == []
    assert titles("chair", ward.quinn, ward.unit_id) == []
    assert db.session.query(Findable).all() == []
    if is_sqlite():
        blocks = db.session.execute(text("SELECT block FROM findable_words_data")).scalars()
        assert not any(b"chair" in block for block in blocks)
    with transaction():
        protection.take_mark_off(review, reason="Not needed", actor=ward.quinn, now=ward.now)
    assert titles("chair", ward.bob, ward.unit_id) == [review.title]


def test_what_is_alike_comes_likest_first_with_what_came_of_it(ward: Ward) -> None:
    lesson = released(ward, published(ward, title="A trolley without oxygen"))
    near = published(ward, title="The wide chair was away again")
    with transaction():
        service.add_note(near, text="Later", actor=ward.bob, now=ward.now)
    review = started(ward, title="Where the wide chair was")
    found = searching.similar(review, ward.bob)
    assert [(each.kind, each.id) for each in found] == [(FoundKind.REVIEW, near.id), (FoundKind.LESSON, lesson.id)]
    assert found[0].fate == "Its action item is not done yet"
    assert searching.similar(started(ward, title="Insulin after the meal"), ward.bob) == []


def test_everyday_words_make_no_two_reviews_alike(ward: Ward) -> None:
    published(ward, title="Nobody could see the wide chair, and the third nurse said so twice")
    plain = "Nobody said it twice, and the third nurse could see the alarm"
    assert searching.alike([plain], ward.unit_id, ward.bob) == []
    long = "alarm battery light door desk bell silent floor swap ring wide chair"
    assert searching.alike([long], ward.unit_id, ward.bob) == []
    assert searching.alike(["The wide chair"], ward.unit_id, ward.bob)


def test_words_that_may_name_somebody_are_looked_at_and_stop_nobody() -> None:
    lesson_rules.require_looked_at([], "")
    with pytest.raises(FieldRefused, match="“Bob”"):
        lesson_rules.require_looked_at(["Bob"], lesson_rules.mark_of(["Alice"]))
    lesson_rules.require_looked_at(["Bob"], lesson_rules.mark_of(["Bob"]))


def test_words_are_plain_and_short() -> None:
    assert words.words("x " * 9 + "y" * 99) == ["y" * 40]
    assert words.words("!?_ *") == []
