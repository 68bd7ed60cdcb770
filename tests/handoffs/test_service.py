"""Sending, acknowledging and correcting, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, HuddleError, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import ActionAnswer, HandoffStatus, IfThen, Plan, Report, Severity, ToDo
from tests.support.client import without_ids
from tests.support.ward import Ward

CANARY = "canary on insulin"


def report(**words: Any) -> Report:
    known: dict[str, Any] = {
        "initials": "MK",
        "last_four": "4821",
        "bed": "12",
        "severity": Severity.UNSTABLE,
        "situation": f"New pain since six, {CANARY}",
        "background": "Day two after a hip operation",
        "assessment": "I am not sure, but worried",
        "recommendation": "Blood count by eight, call me with it",
    }
    return Report(**known | words)


PLAN = Plan(
    actions=(ToDo("Blood count"),),
    if_thens=(IfThen("the pain comes back", "call the doctor"),),
)


def sent(ward: Ward, actor: Actor, *, to: Actor | None = None, plan: Plan = PLAN, **words: Any) -> Handoff:
    to_person_id = to and to.person_id
    with transaction():
        return service.send(
            ward.unit_id, report(**words), plan=plan, to_person_id=to_person_id, actor=actor, now=ward.now
        )


def acknowledged(
    ward: Ward,
    handoff: Handoff,
    actor: Actor,
    severity: Severity = Severity.WATCHER,
    *,
    read: int = 0,
    answers: Mapping[int, ActionAnswer] = MappingProxyType({1: ActionAnswer.ACCEPTED}),
) -> Handoff:
    """Taken on after a full read-back."""
    with transaction():
        service.acknowledge(
            handoff,
            severity=severity,
            priority="The blood count",
            corrections_read=read,
            watch_for={1},
            answers=answers,
            actor=actor,
            now=ward.now,
        )
    return handoff


def corrected(ward: Ward, handoff: Handoff, text: str = "Ten units, not four") -> None:
    with transaction():
        service.correct(handoff, text=text, actor=ward.alice, now=ward.now)


def test_a_sent_handoff_waits_and_keeps_every_word(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    stored = queries.get(ward.unit_id, handoff.id, ward.now)
    assert stored.status is HandoffStatus.SENT
    assert (stored.patient, stored.place) == ("MK 4821", "bed 12")
    assert stored.answer_by == ward.now + timedelta(minutes=5)
    assert stored.situation == report().situation


def test_each_step_leaves_a_trace_and_bumps_the_unit(ward: Ward) -> None:
    before = audit.revision(ward.unit_id)
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    corrected(ward, handoff)
    with transaction():
        service.mark_seen(handoff, corrections_read=1, actor=ward.bob, now=ward.now)
    actions = [event.action for event in audit.of_subject(handoff.id)]
    assert actions == [
        "handoff.begun",
        "handoff.sent",
        "handoff.acknowledged",
        "handoff.corrected",
        "handoff.correction_seen",
    ]
    assert audit.revision(ward.unit_id) == before + 4


def test_somebody_of_another_unit_can_neither_send_nor_acknowledge(ward: Ward) -> None:
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        with pytest.raises(NotPermitted):
            sent(ward, outsider)
    handoff = sent(ward, ward.alice)
    with pytest.raises(NotPermitted):
        acknowledged(ward, handoff, ward.charlie)


def test_nobody_hands_over_to_themselves_or_to_another_unit(ward: Ward) -> None:
    with pytest.raises(FieldRefused, match="to yourself"):
        sent(ward, ward.alice, to=ward.alice)
    with pytest.raises(FieldRefused, match="does not work there"):
        sent(ward, ward.alice, to=ward.charlie)


def test_the_author_cannot_acknowledge_their_own_handoff(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    with pytest.raises(NotPermitted, match="a colleague must"):
        acknowledged(ward, handoff, ward.alice)


def test_responsibility_moves_when_a_colleague_acknowledges(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    ward.clock.tick(timedelta(minutes=7))
    acknowledged(ward, handoff, ward.bob)
    stored = queries.get(ward.unit_id, handoff.id, ward.now)
    assert stored.status is HandoffStatus.ACKNOWLEDGED
    assert (stored.acknowledged_by, stored.acknowledged_at) == (ward.bob.user_id, ward.now)
    assert (stored.severity, stored.receiver_severity) == (Severity.UNSTABLE, Severity.WATCHER)
    assert queries.waiting(ward.unit_id, ward.now) == []


def test_the_second_receiver_is_told_who_and_when(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    with pytest.raises(RuleBroken, match=r"Bob Brandt acknowledged this handoff today 07:05"):
        acknowledged(ward, handoff, ward.maria)
    assert queries.get(ward.unit_id, handoff.id, ward.now).acknowledged_by == ward.bob.user_id


def test_of_two_receivers_at_the_same_moment_one_wins(ward: Ward) -> None:
    handoff_id = sent(ward, ward.alice).id
    db.session.remove()
    start, told = threading.Barrier(2, timeout=20), dict[UUID, str]()

    def take(actor: Actor) -> None:
        with ward.app.app_context():
            handoff = queries.get(ward.unit_id, handoff_id, ward.now)
            start.wait()
            try:
                acknowledged(ward, handoff, actor)
            except HuddleError as error:
                told[actor.person_id] = str(error)

    threads = [threading.Thread(target=take, args=(actor,)) for actor in (ward.bob, ward.maria)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    winner = queries.get(ward.unit_id, handoff_id, ward.now).acknowledged_by
    [(loser, message)] = told.items()
    assert {winner, loser} == {ward.bob.user_id, ward.maria.user_id}
    assert "is responsible for this patient" in message


def test_a_correction_leaves_report_and_responsibility_alone(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    ward.clock.tick(timedelta(minutes=15))
    corrected(ward, handoff)
    stored = queries.get(ward.unit_id, handoff.id, ward.now)
    assert stored.situation == report().situation
    assert stored.acknowledged_by == ward.bob.user_id
    [correction] = queries.said(stored)
    assert (correction.text, correction.at, correction.seen_at) == ("Ten units, not four", ward.now, None)


def test_the_receiver_signs_only_for_what_they_have_read(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    corrected(ward, handoff)
    with pytest.raises(RuleBroken, match="added something while you were reading"):
        acknowledged(ward, handoff, ward.bob, read=0)
    acknowledged(ward, handoff, ward.bob, read=1)
    assert queries.said(handoff)[0].seen_at == ward.now


def test_a_correction_waits_until_the_person_responsible_has_seen_it(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    corrected(ward, handoff)
    corrected(ward, handoff, "And no potassium")
    for actor, read in ((ward.maria, 2), (ward.bob, 1)):
        with pytest.raises(HuddleError), transaction():
            service.mark_seen(handoff, corrections_read=read, actor=actor, now=ward.now)
    with transaction():
        service.mark_seen(handoff, corrections_read=2, actor=ward.bob, now=ward.now)
    assert [correction.seen_at for correction in queries.said(handoff)] == [ward.now, ward.now]
    with pytest.raises(RuleBroken, match="every correction"), transaction():
        service.mark_seen(handoff, corrections_read=2, actor=ward.bob, now=ward.now)


def test_only_the_sender_corrects(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    with pytest.raises(NotPermitted), transaction():
        service.correct(handoff, text="No", actor=ward.bob, now=ward.now)


def test_a_charge_nurse_takes_over_what_was_meant_for_somebody_else(ward: Ward) -> None:
    handoff = sent(ward, ward.maria, to=ward.bob)
    assert acknowledged(ward, handoff, ward.alice).acknowledged_by == ward.alice.user_id


def test_nothing_that_was_typed_is_in_the_trail(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    corrected(ward, handoff, CANARY)
    for event in audit.newest():
        assert CANARY not in repr(vars(event))
        assert "4821" not in without_ids(repr(vars(event)))
