"""Opening a handoff is recorded and changes nothing that a board shows."""

from __future__ import annotations

from huddle.audit import queries as audit
from tests.handoffs.test_service import acknowledged, sent
from tests.support.ward import Ward


def test_reading_a_handoff_that_is_taken_is_recorded_and_renews_no_board(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    before = audit.revision(ward.unit_id)
    for person in (ward.maria, ward.bob):
        assert ward.client(person).get(f"/units/{ward.unit_id}/handoffs/{handoff.id}").status == 200
    opened = [event.actor_id for event in audit.of_subject(handoff.id) if event.action == "handoff.opened"]
    assert opened == [ward.maria.user_id, ward.bob.user_id]
    assert audit.revision(ward.unit_id) == before
