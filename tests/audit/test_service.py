"""What a row of the trail says: who, on which tablet, did what to what, when and where."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from huddle.audit.models import AuditEvent
from huddle.concerns import queries as concerns
from huddle.core.db import db
from tests.handoffs.test_service import sent
from tests.support.ward import Ward


def row_of(action: str) -> Any:
    """The one row about this, without its number."""
    columns = [column for column in AuditEvent.__table__.c if column.name != "seq"]
    return db.session.execute(select(*columns).where(AuditEvent.action == action)).one()._asdict()


@pytest.mark.parametrize("on_tablet", [True, False])
def test_a_change_names_the_tablet_on_which_it_was_made(ward: Ward, on_tablet: bool) -> None:
    page = f"/units/{ward.unit_id}/concerns"
    fields: dict[str, Any] = {"text": "Bay 2 has no call bell", "topic": "equipment_supplies"}
    assert ward.client(ward.bob, tablet=on_tablet).submit(f"{page}/new", page, **fields).status == 303
    [concern] = concerns.unsettled(ward.unit_id)
    assert row_of("concern.raised") == {
        "at": ward.now,
        "actor_id": ward.bob.user_id,
        "actor_kind": "person",
        "device_id": ward.tablet_id if on_tablet else None,
        "action": "concern.raised",
        "subject_kind": "concern",
        "subject_id": concern.id,
        "unit_id": ward.unit_id,
    }


def test_opening_a_handoff_names_the_tablet_on_which_it_was_read(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    page = ward.client(ward.bob, tablet=True).get(f"/units/{ward.unit_id}/handoffs/{handoff.id}")
    assert page.status == 200
    row = row_of("handoff.opened")
    assert (row["actor_id"], row["device_id"], row["subject_id"]) == (ward.bob.user_id, ward.tablet_id, handoff.id)
