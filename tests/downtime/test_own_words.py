"""Paper for handoffs in the unit's own words: printed with what it asks, typed in with it."""

from __future__ import annotations

from typing import Any

from huddle.downtime.rules import PaperKind
from huddle.handoffs import queries, rules
from huddle.handoffs.queries import templates
from huddle.handoffs.rules import Option
from tests.downtime.test_typing import SBAR, typed
from tests.handoffs.test_template_rules import with_on
from tests.handoffs.test_templates import OWN, saved
from tests.support.ward import Ward

SHAPE = with_on(OWN, Option.ISOLATION)


def test_a_sheet_asks_what_the_unit_asks(ward: Ward) -> None:
    saved(ward, SHAPE)
    bob, path = ward.client(ward.bob), f"/units/{ward.unit_id}/paper"
    made = bob.submit(path, f"{path}/packs", huddle="0", sbar="1", debrief="0")
    page = bob.get(made.location or "").text
    for words in ("Right now", "Patient: background", "Vital signs", "Droplet"):
        assert words in page


def test_what_stands_on_the_sheet_is_typed_in_with_its_time(ward: Ward) -> None:
    saved(ward, SHAPE)
    fields: dict[str, Any] = SBAR | {"from_id": str(ward.alice.user_id), "to_id": str(ward.bob.user_id)}
    more = {"vitals": "BP 90/50", "vitals_at": "03:00", "isolation": ["droplet"]}
    page, _form = typed(ward, ward.client(ward.alice), PaperKind.SBAR, **fields | more)
    assert page.status == 303, page.text
    [row] = queries.waiting(ward.unit_id, ward.now)
    handoff = queries.get(ward.unit_id, row.id, ward.now)
    told = {one.name: one for one in rules.spoken(templates.shape_of(handoff), handoff)}
    assert told["Isolation"].text == "Droplet"
    assert told["Vital signs"].at is not None
    assert told["Vital signs"].at < handoff.sent_at
