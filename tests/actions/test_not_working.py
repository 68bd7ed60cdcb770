"""What did not work: it waits for another try, and is late for nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from huddle.actions import service
from huddle.actions.rules import ActionStatus
from huddle.core.transaction import transaction
from huddle.jobs.reminders import remind
from huddle.notifications import queries as notifications
from tests.actions.states import PLAN, item_in, proposed, step
from tests.actions.test_routes import base, page_of
from tests.actions.test_routes_steps import primary
from tests.support.ward import Ward

S = ActionStatus


def test_who_verified_it_is_not_offered_it_and_among_others_it_is_named(ward: Ward) -> None:
    item = proposed(ward)
    alice: dict[str, Any] = {"actor": ward.alice, "now": ward.now}
    with transaction():
        service.hand_over(item, owner_id=ward.alice.person_id, **alice)
        service.plan(item, PLAN, **alice)
        service.finish(item, note="Said", **alice)
        service.verify(item, note="Heard", actor=ward.bob, now=ward.now)
    step(ward, item, "wait")
    step(ward, item, "works_not")
    assert primary(ward, ward.bob, item) == ""
    assert "Take it on" not in ward.client(ward.bob).get(base(ward)).text
    everything = f"{base(ward)}/of/{ward.alice.user_id}"
    refused = ward.client(ward.maria).submit(everything, everything, to_all=str(ward.bob.user_id))
    assert refused.status == 422
    assert f"“{item.title}”: This person verified it." in refused.text


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
