"""Two tablets at the very same moment, in two threads, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import TypeVar

from sqlalchemy import func, select

from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.huddles import queries, service
from huddle.huddles.models import Huddle, HuddleLookBack
from huddle.huddles.rules import LookBackAnswer, Mark, SubjectKind, Tally
from tests.huddles.support import action_due, opened
from tests.support.ward import Ward

Answer = TypeVar("Answer")
Meet = Callable[[], None]


def together(ward: Ward, act: Callable[[Actor, Meet], Answer]) -> list[Answer]:
    """Let Alice and Bob do it at once, each in a transaction of their own.

    `act` may call `meet()` after it has read: both have then read before either writes, where the database lets
    two writers in (SQLite does not, and the one that came first goes on alone).
    """
    ready, both_have_read = Barrier(2, timeout=30), Barrier(2, timeout=1)

    def meet() -> None:
        with suppress(BrokenBarrierError):
            both_have_read.wait()

    def one(actor: Actor) -> Answer:
        with ward.app.app_context():
            try:
                ready.wait()
                with transaction():
                    return act(actor, meet)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, (ward.alice, ward.bob)))


def test_two_people_who_open_it_at_once_open_one(ward: Ward) -> None:
    first, second = together(
        ward, lambda actor, _meet: service.open_scheduled(ward.unit_id, actor=actor, now=ward.now).id
    )
    assert first == second
    assert db.session.execute(select(func.count(Huddle.id))).scalar_one() == 1
    assert [event.action for event in audit.of_subject(first)] == ["huddle.opened"]


def test_two_people_who_open_an_extra_one_at_once_open_one(ward: Ward) -> None:
    first, second = together(ward, lambda actor, _meet: service.open_extra(ward.unit_id, actor=actor, now=ward.now).id)
    assert first == second


def test_two_people_who_count_at_once_both_count(ward: Ward) -> None:
    huddle_id = opened(ward).id
    roles = {ward.alice.user_id: "nurse", ward.bob.user_id: "student"}

    def count(actor: Actor, meet: Meet) -> None:
        huddle = queries.get(ward.unit_id, huddle_id)
        meet()
        service.mark(huddle, marks=[Mark(Tally.HERE, roles[actor.user_id], 2)], actor=actor, now=ward.now)

    together(ward, count)
    db.session.expire_all()
    assert queries.get(ward.unit_id, huddle_id).attendance == {"nurse": 2, "student": 2}


def test_two_people_who_say_done_at_once_finish_it_once(ward: Ward) -> None:
    item_id, huddle_id = action_due(ward).id, opened(ward).id

    def done(actor: Actor, meet: Meet) -> None:
        huddle = queries.get(ward.unit_id, huddle_id)
        meet()
        kind, answer = SubjectKind.ACTION, LookBackAnswer.DONE
        service.look_back(huddle, kind=kind, subject_id=item_id, answer=answer, actor=actor, now=ward.now)

    together(ward, done)
    assert db.session.execute(select(func.count(HuddleLookBack.id))).scalar_one() == 1
    assert [event.action for event in audit.of_subject(item_id)] == ["action_item.opened", "action_item.done"]


def test_two_people_who_close_it_at_once_close_it_once(ward: Ward) -> None:
    huddle_id = opened(ward).id

    def close(actor: Actor, meet: Meet) -> None:
        huddle = queries.get(ward.unit_id, huddle_id)
        meet()
        service.close(huddle, next_leader_id=None, actor=actor, now=ward.now)

    together(ward, close)
    assert [event.action for event in audit.of_subject(huddle_id)] == ["huddle.opened", "huddle.closed"]
