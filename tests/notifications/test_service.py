"""Writing down what somebody should know: once, for those whom it concerns, and gone when it is seen or untrue."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from huddle.accounts.models import User
from huddle.accounts.rules import email_fault
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotPermitted
from huddle.core.transaction import transaction
from huddle.notifications import queries, service
from huddle.notifications.queries import feeds as feed_queries
from huddle.notifications.queries import outbox as outbox_queries
from huddle.notifications.rules import NoticeKind, counted_words, next_day_hour, pause_after
from huddle.notifications.service import Subject, addresses, feeds, outbox
from huddle.units import people
from tests.notifications.support import give_address
from tests.support.ward import MORNING, Ward


def tell(ward: Ward, kind: NoticeKind = NoticeKind.VERIFIED, once: str | None = None) -> int:
    about = Subject("action_item", UUID(int=7), ward.unit_id)
    everybody = [ward.alice.user_id, ward.bob.user_id, None]
    with transaction():
        return service.notify(everybody, kind, about=about, once=once, actor=ward.alice, now=ward.now)


def test_everybody_but_whoever_did_it_is_told_once(ward: Ward) -> None:
    assert [tell(ward, once="a"), tell(ward, once="a"), tell(ward, once="b")] == [1, 0, 1]
    assert [notice.kind for notice in queries.unseen(ward.bob.person_id, ward.now)] == [NoticeKind.VERIFIED] * 2
    assert queries.unseen(ward.alice.person_id, ward.now) == []


def test_what_the_board_says_of_itself_is_not_counted_there_again_and_stands_on_the_page(ward: Ward) -> None:
    about = Subject("action_item", UUID(int=7), ward.unit_id)
    people = (ward.alice, ward.bob, ward.quinn)
    counted = {NoticeKind.LATE: [0, 0, 0], NoticeKind.LATE_WEEK: [0, 1, 1]}  # Alice leads the unit
    for kind in counted:
        with transaction():
            ids = [person.user_id for person in people]
            service.notify(ids, kind, about=about, once="", actor=ward.maria, now=ward.now)
        assert [queries.ask_unseen(person.person_id, ward.now).read() for person in people] == counted[kind], kind
    assert [len(queries.unseen(person.person_id, ward.now)) for person in people] == [2, 2, 2]


def test_who_leaves_the_unit_gets_no_more_of_its_news_by_e_mail_or_here(ward: Ward) -> None:
    give_address(ward.bob)
    tell(ward)
    assert queries.ask_unseen(ward.bob.person_id, ward.now).read() == 1
    [(person_id, zone)] = outbox_queries.people_to_write_to(ward.now)
    with transaction():
        outbox.gather(person_id, zone, actor=ward.dana, now=ward.now)
        [(mail_id, _kind, _zone)] = outbox_queries.to_send(ward.now)
        people.end_membership(ward.unit_id, ward.bob.person_id, actor=ward.dana, now=ward.now)
    ward.clock.set(ward.now + timedelta(minutes=1))
    tell(ward, once="afterwards")
    assert outbox_queries.letter(mail_id, ward.now).kinds == []
    assert outbox_queries.people_to_write_to(ward.now) == []
    assert (queries.unseen(ward.bob.person_id, ward.now), queries.count_unseen(ward.bob.person_id, ward.now)) == ([], 0)
    tell(ward, NoticeKind.LATE_WEEK)
    assert queries.ask_unseen(ward.bob.person_id, ward.now).read() == 1, "who left may be a sponsor now"


def test_what_was_seen_or_taken_back_is_gone_and_what_came_later_stays(ward: Ward) -> None:
    tell(ward, once="first")
    ward.clock.set(ward.now + timedelta(minutes=5))
    tell(ward, once="second")
    with transaction():
        service.mark_seen(ward.now - timedelta(minutes=1), actor=ward.bob, now=ward.now)
    [left] = queries.unseen(ward.bob.person_id, ward.now)
    assert left.created_at == ward.now
    with transaction():
        service.withdraw([left.id], actor=ward.bob, now=ward.now)
    assert queries.ask_unseen(ward.bob.person_id, ward.now).read() == 0


def test_a_new_calendar_address_stops_the_one_before(ward: Ward) -> None:
    with transaction():
        first = feeds.make_own(actor=ward.bob, now=ward.now)
        second = feeds.make_own(actor=ward.bob, now=ward.now)
    assert feed_queries.opened_by(first) is None
    assert feed_queries.opened_by(second) == feed_queries.Feed(ward.bob.user_id, None)
    with transaction():
        feeds.remove_own(actor=ward.bob, now=ward.now)
        feeds.remove_own(actor=ward.bob, now=ward.now)
    assert feed_queries.opened_by(second) is None


def test_the_address_of_a_unit_is_for_its_leaders_to_make(ward: Ward) -> None:
    with transaction():
        token = feeds.make_for_unit(ward.unit_id, actor=ward.alice, now=ward.now)
    assert feed_queries.opened_by(token) == feed_queries.Feed(None, ward.unit_id)
    for person in (ward.bob, ward.charlie, ward.dana):
        with pytest.raises(NotPermitted), transaction():
            feeds.make_for_unit(ward.unit_id, actor=person, now=ward.now)
        with pytest.raises(NotPermitted), transaction():
            feeds.remove_for_unit(ward.unit_id, actor=person, now=ward.now)


def test_people_choose_for_themselves_where_they_are_reached(ward: Ward) -> None:
    bob = db.session.get_one(User, ward.bob.person_id)
    with transaction():
        addresses.choose(bob, email="bob@hospital.example", by_mail=True, actor=ward.bob, now=ward.now)
    assert (bob.email, bob.mail_off_at) == ("bob@hospital.example", None)
    with transaction():
        addresses.choose(bob, email="", by_mail=False, actor=ward.bob, now=ward.now)
    assert (bob.email, bob.mail_off_at) == (None, ward.now)
    with pytest.raises(FieldRefused), transaction():
        addresses.choose(bob, email="", by_mail=True, actor=ward.bob, now=ward.now)
    with pytest.raises(NotPermitted), transaction():
        addresses.choose(bob, email="x@y.example", by_mail=True, actor=ward.alice, now=ward.now)


@pytest.mark.parametrize(
    "typed", ["bob", "bob@", "@b.c", "a b@c.d", "a@b@c.d", "a@b..c", "a@b.c\nBcc: x@y.z", "é@b.c", "=?utf-8?q?a?=@b.c"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert email_fault(typed)


def test_every_kind_has_words_and_the_pauses_grow_to_an_end() -> None:
    assert len(counted_words(NoticeKind)) == len(NoticeKind)
    pauses = [pause_after(tries) for tries in range(1, 13)]
    assert pauses[-1] is None
    assert all(one <= two for one, two in pairwise(pauses) if one and two)
    assert next_day_hour(MORNING, ZoneInfo("America/New_York")) == MORNING.replace(hour=12, minute=0)
