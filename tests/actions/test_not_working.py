"""What did not work: it waits for another try, and is late for nothing."""

from __future__ import annotations

from datetime import timedelta

from huddle.actions.rules import ActionStatus
from huddle.jobs.reminders import remind
from huddle.notifications import queries as notifications
from tests.actions.states import item_in
from tests.actions.test_routes import base, page_of
from tests.support.ward import Ward

S = ActionStatus


def test_what_did_not_work_is_not_late_and_nobody_is_reminded(ward: Ward) -> None:
    item = item_in(ward, S.NOT_EFFECTIVE)
    ward.clock.tick(timedelta(hours=3))
    remind(now=ward.now)
    assert not notifications.reminders_of(ward.unit_id, {item.id})
    boss = ward.client(ward.maria)
    pages = ("/action-items/mine", page_of(ward, item.id))
    assert not [page for page in pages if "Overdue " in ward.client(ward.bob).get(page).text]
    assert item.title not in boss.get(f"{base(ward)}?show=overdue", htmx=True).text
    assert "Waits on you: did not work" in boss.get(f"/units/{ward.unit_id}/board").text
    assert boss.get("/action-items/waiting").text.count("Did not work") == 1
