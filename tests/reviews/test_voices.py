"""Notes from everyone: the room, batches, codes, answers, and the two last questions, on both databases."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.huddles.rules import NotHeldReason
from huddle.jobs.tasks import purge
from huddle.reviews import service as reviews
from huddle.reviews.models import Review, VoiceNote
from huddle.reviews.queries import get
from huddle.reviews.queries import voices as queries
from huddle.reviews.rules import Confidentiality, Question, ReviewStatus, voices
from huddle.reviews.rules.voices import CheckItem
from huddle.reviews.service import voices as service
from tests.handoffs.test_same_moment import meanwhile
from tests.reviews.test_service import answer, started
from tests.support.ward import Ward

KEY = "a secret of the installation, for tests"
NOBODY = Actor.system("notes")


def opened(ward: Ward, review: Review) -> UUID:
    with transaction():
        return service.open_notes(review, key=KEY, actor=ward.alice, now=ward.now)


def send(ward: Ward, token: UUID, text: str = "The alarm was off", key: UUID | None = None) -> str:
    with transaction():
        return service.take_note(token, key or uuid4(), text=text, question=None, actor=NOBODY, now=ward.now)


def close(ward: Ward, review: Review) -> None:
    with transaction():
        service.close_notes(review, actor=ward.alice, now=ward.now)


def ask(ward: Ward, review: Review) -> None:
    with transaction():
        service.ask_last_questions(review, actor=ward.alice, now=ward.now)


def score(ward: Ward, token: UUID, speak: int, change: int = 3, key: UUID | None = None) -> None:
    with transaction():
        scores = {CheckItem.SPEAK: speak, CheckItem.CHANGE: change}
        service.count_last_answers(token, key or uuid4(), scores, actor=NOBODY, now=ward.now)


def share(ward: Ward, review: Review, status: ReviewStatus = ReviewStatus.SHARED_BACK) -> None:
    """Put it where publishing would; what else publishing asks for is not of this test."""
    with transaction():
        stored = db.session.get_one(Review, review.id)
        stored.status, stored.published_at, stored.published_by = status, ward.now, ward.bob.user_id
        stored.closed_at = ward.now if status is ReviewStatus.CLOSED else None


def shown(ward: Ward, review: Review) -> set[str]:
    return {note.text for note in queries.voices(review, ward.now).notes}


def test_notes_come_out_three_at_a_time_and_the_rest_at_the_end(ward: Ward) -> None:
    review = started(ward)
    token = opened(ward, review)
    seen = []
    for number in range(1, 8):
        send(ward, token, f"Note {number}")
        seen.append(len(shown(ward, review)))
    assert seen == [0, 0, 3, 3, 3, 6, 6]
    close(ward, review)
    assert shown(ward, review) == {f"Note {number}" for number in range(1, 8)}
    send(ward, opened(ward, review), "Note 8")
    assert shown(ward, review) == {f"Note {number}" for number in range(1, 8)}


def test_fewer_than_three_are_never_shown_and_not_counted(ward: Ward) -> None:
    review = started(ward)
    token = opened(ward, review)
    texts = set()
    for _ in range(2):
        found = queries.voices(review, ward.now)
        texts.add(voices.how_many_text(found.total, len(found.notes), takes_notes=found.takes_notes))
        send(ward, token)
    assert texts == {"Fewer than three notes are in. They are shown from three on."}
    close(ward, review)
    assert shown(ward, review) == set()


def test_of_two_who_open_the_notes_at_once_the_second_is_told_so(ward: Ward) -> None:
    review_id = started(ward).id

    def opens() -> None:
        service.open_notes(get(ward.unit_id, review_id), key=KEY, actor=ward.alice, now=ward.now)

    assert meanwhile(ward, opens, opens) == ["These notes are open already."]


def test_a_page_that_is_sent_twice_adds_one_note_and_shows_one_code(ward: Ward) -> None:
    token, key = opened(ward, started(ward)), uuid4()
    assert send(ward, token, key=key) == send(ward, token, key=key)
    assert len(db.session.execute(select(VoiceNote.id)).all()) == 1
    with pytest.raises(RuleBroken, match="is in already"):
        send(ward, token, "Other words", key=key)


def test_a_room_ends_when_it_is_closed_published_or_a_week_old(ward: Ward) -> None:
    review = started(ward)
    old = opened(ward, review)
    close(ward, review)
    new = opened(ward, review)
    assert queries.open_room(old, ward.now) is None
    assert queries.open_room(new, ward.now) is not None
    assert queries.open_room(new, ward.now + timedelta(days=7)) is None
    assert queries.open_room(uuid4(), ward.now) is None
    share(ward, review)
    assert queries.open_room(new, ward.now) is None
    with pytest.raises(RuleBroken, match="are closed"):
        send(ward, new)


def test_the_address_is_not_in_the_database(ward: Ward) -> None:
    review = started(ward)
    token = opened(ward, review)
    room = queries.room_of(review.id)
    assert room is not None
    assert voices.room_token(KEY, room.nonce) == token
    assert voices.room_token("another secret", room.nonce) != token
    assert token.hex not in f"{room.nonce.hex} {room.token_sha256}"


def test_a_room_takes_three_notes_and_one_answer_of_each_who_was_there_and_a_few_more(ward: Ward) -> None:
    review = started(ward)
    token = opened(ward, review)
    with transaction():
        reviews.say_who(review, present={"nurse": 1}, absent=set(), asked="", actor=ward.bob, now=ward.now)
    ask(ward, review)
    for _ in range(6):
        send(ward, token)
    with pytest.raises(RuleBroken, match="are in"):
        send(ward, token)
    for _ in range(4):
        score(ward, token, 4)
    with pytest.raises(RuleBroken, match="4 answers already"):
        score(ward, token, 4)
    assert (voices.most_notes(0), voices.most_answers(0), voices.most_notes(50)) == (60, 60, 60)


@pytest.mark.parametrize("text", ["", "   ", "x" * 241])
def test_a_note_has_words_and_not_too_many(ward: Ward, text: str) -> None:
    with pytest.raises(FieldRefused):
        send(ward, opened(ward, started(ward)), text)


def test_a_note_is_hidden_and_shown_again_and_answered_for_its_author(ward: Ward) -> None:
    review = started(ward)
    token = opened(ward, review)
    codes = {text: send(ward, token, text) for text in ("one", "two", "three")}
    [note] = [note for note in queries.voices(review, ward.now).notes if note.text == "two"]
    note_id = note.id
    with transaction():
        service.hide_note(review, note_id, hidden=True, actor=ward.alice, now=ward.now)
        service.answer_note(review, note_id, text="We ordered two.", actor=ward.alice, now=ward.now)
    found = queries.voices(review, ward.now)
    assert [note.text for note in found.hidden_notes] == ["two"]
    reply = queries.reply(codes["two"].lower().replace("-", " "), ward.now)
    assert reply is not None
    assert (reply.answer, reply.was_hidden, reply.was_shown) == ("We ordered two.", True, True)
    assert queries.reply("ABCD-EFGH-JKLM-NPQR", ward.now) is None
    for _ in range(3):
        send(ward, token)  # written anew, and nothing of it is lost
    with transaction():
        service.hide_note(review, note_id, hidden=False, actor=ward.alice, now=ward.now)
    assert queries.voice_note(review, note_id, ward.now).answer == "We ordered two."
    assert len(queries.voices(review, ward.now).open_notes) == 6


def test_a_note_that_waits_for_others_cannot_be_reached(ward: Ward) -> None:
    review = started(ward)
    send(ward, opened(ward, review))
    [note_id] = db.session.execute(select(VoiceNote.id)).scalars()
    with pytest.raises(NotFound), transaction():
        service.hide_note(review, note_id, hidden=True, actor=ward.alice, now=ward.now)


def test_what_was_learned_is_an_answer_unless_the_review_is_marked(ward: Ward) -> None:
    review = started(ward)
    code = send(ward, opened(ward, review))
    answer(ward, review, Question.LEARNED, f"Words about {Question.LEARNED}")
    before = queries.reply(code, ward.now)
    share(ward, review)
    after = queries.reply(code, ward.now)
    assert before is not None
    assert after is not None
    assert (before.learned, after.learned) == ("", f"Words about {Question.LEARNED}")
    with transaction():
        db.session.get_one(Review, review.id).confidentiality = Confidentiality.PROTECTED
    marked = queries.reply(code, ward.now)
    assert marked is not None
    assert marked.learned == ""


def test_only_who_leads_the_review_opens_and_reads(ward: Ward) -> None:
    review = started(ward, ward.alice)
    with pytest.raises(NotPermitted), transaction():
        service.open_notes(review, key=KEY, actor=ward.bob, now=ward.now)


def test_the_last_questions_are_counted_once_a_page_and_shown_from_five_on(ward: Ward) -> None:
    review = started(ward)
    token = opened(ward, review)
    with pytest.raises(RuleBroken, match="not asked"):
        score(ward, token, 5)
    ask(ward, review)
    with pytest.raises(RuleBroken, match="asked already"):
        ask(ward, review)
    key = uuid4()
    for _ in range(2):
        score(ward, token, 5, key=key)
    for _ in range(4):
        score(ward, token, 4, 1)
    assert queries.shown_check(review, ward.now) is None
    close(ward, review)
    counts = queries.shown_check(review, ward.now)
    assert counts is not None
    assert counts[CheckItem.SPEAK] == {1: 0, 2: 0, 3: 0, 4: 4, 5: 1}
    assert [result.text for result in voices.check_results(counts)] == [
        "Most of 5 said yes or rather yes.",
        "Few of 5 said yes or rather yes.",
    ]


def test_a_quarter_pools_small_reviews_only_together(ward: Ward) -> None:
    start, end = ward.now - timedelta(days=1), ward.now + timedelta(days=1)
    for people in (6, 4):
        review = started(ward)
        token = opened(ward, review)
        ask(ward, review)
        for _ in range(people):
            score(ward, token, 4)
        share(ward, review)
    assert sum(queries.after_check_counts(ward.unit_id, start, end)[CheckItem.SPEAK].values()) == 6
    assert queries.after_check_counts(ward.other_unit_id, start, end)[CheckItem.SPEAK] == {}


def test_small_counts_are_pooled_when_they_are_five_together() -> None:
    def of(people: int) -> dict[CheckItem, dict[int, int]]:
        return {CheckItem.SPEAK: {4: people}}

    for groups, expected in (((4,), 0), ((3, 2), 5), ((6, 4), 6), ((6, 3, 2), 11), ((), 0)):
        assert sum(voices.pooled([of(people) for people in groups], CheckItem.SPEAK).values()) == expected, groups


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ({5: 4}, "Fewer than five answers, so they are not shown."),
        ({5: 5}, "Most of 5 said yes or rather yes."),
        ({1: 4, 4: 4}, "About half of 8 said yes or rather yes."),
        ({1: 7, 4: 3}, "30 % of 10 said yes or rather yes."),
        ({5: 10}, "At least 90 % of 10 said yes or rather yes."),
        ({1: 10}, "At most 10 % of 10 said yes or rather yes."),
    ],
)
def test_answers_are_told_as_exactly_as_their_number_allows(counts: dict[int, int], text: str) -> None:
    assert voices.check_text(counts) == text


@pytest.mark.parametrize("status", [ReviewStatus.OPEN, ReviewStatus.NOT_HELD, ReviewStatus.CLOSED])
def test_notes_and_codes_go_when_their_time_is_over_and_no_sooner(ward: Ward, status: ReviewStatus) -> None:
    review = started(ward)
    code = send(ward, opened(ward, review))
    if status is ReviewStatus.NOT_HELD:
        with transaction():
            reviews.call_off(review, reason=NotHeldReason.STAFFING, actor=ward.bob, now=ward.now)
    elif status is ReviewStatus.CLOSED:
        share(ward, review, status)
    purge(now=ward.now + timedelta(days=8))
    assert queries.reply(code, ward.now) is not None
    purge(now=ward.now + timedelta(days=200))
    assert queries.reply(code, ward.now) is None
    assert queries.room_of(review.id) is None
