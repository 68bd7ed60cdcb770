"""Who has a patient of whom a later handoff waits when an older one is taken on."""

from __future__ import annotations

from datetime import timedelta

from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.rules import ActionAnswer, Severity
from tests.handoffs.test_service import PLAN, acknowledged, report, sent
from tests.support.ward import Ward

HOUR = timedelta(hours=1)


def test_what_is_typed_in_from_paper_later_does_not_take_the_patient_from_whoever_has_them(ward: Ward) -> None:
    then = ward.now
    ward.clock.tick(HOUR)
    acknowledged(ward, sent(ward, ward.bob), ward.alice)
    ward.clock.tick(HOUR)
    waits = sent(ward, ward.maria)
    ward.clock.tick(HOUR)
    with transaction():
        typed = service.send(
            ward.unit_id, report(), plan=PLAN, to_person_id=None, on_paper=True, actor=ward.alice, now=then
        )
        service.acknowledge(
            typed,
            severity=Severity.UNSTABLE,
            priority="The blood count",
            corrections_read=0,
            watch_for={1},
            answers={row.number: ActionAnswer.ACCEPTED for row in queries.actions(typed.id)},
            actor=ward.bob,
            now=then,
        )
        service.put_in_order(typed, actor=ward.bob, now=ward.now)
    assert queries.get(ward.unit_id, waits.id, ward.now).responsible_until_taken == ward.alice.person_id
