"""The screens of handoffs and of beds, in each of their states."""

from __future__ import annotations

from tests.journeys import states
from tests.journeys.screen import ADMIN, CHARGE, EMPTY, MANAGER, STAFF, Screen

CARRIER = "Jade Thompson"
"""Who has the patient of whom something was handed on."""
CARRIED = {"handoff_id": "carrying handoff", "number": "1"}


def handoffs() -> list[Screen]:
    def show(name: str, key: str, who: str, endpoint: str = "handoffs.show", **more: object) -> Screen:
        return Screen(name, endpoint, who, values={"handoff_id": key}, **more)  # type: ignore[arg-type]

    def draft(name: str, endpoint: str, **more: object) -> Screen:
        return show(name, "begun handoff", STAFF, endpoint=f"handoffs.{endpoint}", **more)

    return [
        Screen("handoffs", "handoffs.index", STAFF),
        Screen("handoffs of an empty unit", "handoffs.index", EMPTY, unit="8 South"),
        Screen("beds of the shift", "handoffs.beds", STAFF, bedside=True),
        Screen("beds of the shift, for who leads", "handoffs.beds", CHARGE, do=states.unfold),
        Screen("beds of an empty unit", "handoffs.beds", EMPTY, unit="8 South"),
        Screen("own sheet", "handoffs.paper", STAFF),
        Screen("own sheet without patients", "handoffs.paper", EMPTY, unit="8 South"),
        Screen("new handoff", "handoffs.new", STAFF, bedside=True),
        Screen("new handoff, unfolded", "handoffs.new", STAFF, do=states.unfold),
        Screen("new handoff to sign", "handoffs.new", "Elif Kaya", bedside=True),
        Screen("new handoff from a draft", "handoffs.new", "Chloe Dubois", bedside=True),
        Screen("new handoff with errors", "handoffs.new", STAFF, do=states.send_empty),
        Screen("break cover", "handoffs.new", STAFF, query="?kind=break_cover", bedside=True),
        Screen("new handoff in the unit's own words", "handoffs.new", "Nadia Rahman", unit="3 North", bedside=True),
        Screen("our handoffs", "handoffs.template", CHARGE, values={"handoff_kind": "shift"}),
        Screen(
            "our handoffs, unfolded", "handoffs.template", MANAGER, values={"handoff_kind": "shift"}, do=states.unfold
        ),
        Screen("our handoffs for an administrator", "handoffs.template", ADMIN, values={"handoff_kind": "escalation"}),
        Screen(
            "our handoffs in the unit's own words",
            "handoffs.template",
            "Nadia Rahman",
            unit="3 North",
            values={"handoff_kind": "shift"},
        ),
        draft("what to do", "plan", bedside=True),
        draft("what to do, unfolded", "plan", do=states.unfold),
        draft("what to do, with errors", "plan", do=states.send_empty),
        draft("report to be changed", "edit", bedside=True),
        show("what to do, for a colleague", "handoff begun for Ana", STAFF, endpoint="handoffs.plan", bedside=True),
        show("what to do, with something open", "handoff with something open", CARRIER, "handoffs.plan", bedside=True),
        show(
            "what to do, with something open and errors",
            "handoff with something open",
            CARRIER,
            "handoffs.plan",
            do=states.send_empty,
        ),
        show("handoff that was handed on", "handed on handoff", CARRIER),
        show("handoff that carries something", "carrying handoff", CARRIER, do=states.unfold),
        Screen("new action item from a handoff", "handoffs.new_item", CARRIER, values=CARRIED),
        Screen(
            "new action item from a handoff, with errors",
            "handoffs.new_item",
            CARRIER,
            values=CARRIED,
            do=states.send_empty,
        ),
        show("new concern from a handoff", "carrying handoff", CARRIER, "handoffs.new_concern"),
        Screen("patients to hand over", "handoffs.shift_list", STAFF),
        Screen("patients to hand over, of an empty unit", "handoffs.shift_list", EMPTY, unit="8 South"),
        Screen("how our handoffs go", "handoffs.measures", STAFF),
        Screen("how the handoffs of an empty unit go", "handoffs.measures", EMPTY, unit="8 South"),
        Screen("stable patients", "handoffs.stable_list", "Daniel Osei", bedside=True),
        Screen("stable patients of an empty unit", "handoffs.stable_list", EMPTY, unit="8 South"),
        show("handoff with a question", "asked handoff", STAFF, bedside=True),
        show("handoff with a question, unfolded", "asked handoff", CHARGE, do=states.unfold),
        show("signing face to face", "asked handoff", STAFF, endpoint="handoffs.co_sign"),
        show(
            "signing face to face, with errors",
            "asked handoff",
            STAFF,
            endpoint="handoffs.co_sign",
            do=states.send_empty,
        ),
        show("reading aloud", "asked handoff", STAFF, endpoint="handoffs.read_aloud"),
        show("telling it by phone", "handoff by phone", STAFF, endpoint="handoffs.phone", bedside=True),
        show(
            "telling it by phone, with errors",
            "handoff by phone",
            STAFF,
            endpoint="handoffs.phone",
            do=states.send_empty,
        ),
        show("handoff told by phone, for the caller", "handoff by phone", STAFF, bedside=True),
        show("handoff told by phone, to be signed", "handoff by phone", CHARGE, bedside=True),
        show("call for help: whom", "begun call for help", STAFF, "handoffs.plan", do=states.send_empty),
        show("call for help told by phone", "call for help told by phone", STAFF, bedside=True),
        show("answered call for help", "answered call for help", STAFF, bedside=True),
        show("handoff that waits for you", "handoff for Ben", STAFF, bedside=True),
        show("handoff that waits, with errors", "handoff for Ben", STAFF, do=states.send_empty),
        show("handoff to sign", "handoff for Ben", "Elif Kaya", bedside=True),
        show("handoff that waits for a colleague", "handoff for Ben", "Daniel Osei", bedside=True),
        show("handoff taken, two views", "taken handoff", STAFF, bedside=True),
        show("handoff taken, correction unfolded", "taken handoff", STAFF, do=states.unfold),
        show("handoff corrected since", "corrected handoff", CHARGE, bedside=True),
        *_transfers(),
    ]


def _transfers() -> list[Screen]:
    """Patients between 5 West and 3 North, as each side sees them."""

    def there(name: str, key: str) -> Screen:
        return Screen(name, "handoffs.show", "Nadia Rahman", values={"handoff_id": key}, unit="3 North", bedside=True)

    def here(name: str, key: str, who: str, endpoint: str = "show", **more: object) -> Screen:
        return Screen(name, f"handoffs.{endpoint}", who, values={"handoff_id": key}, **more)  # type: ignore[arg-type]

    return [
        here("what to do, for a transfer", "begun transfer", "Daniel Osei", "plan", bedside=True),
        here("what to do, for a transfer, with errors", "begun transfer", "Daniel Osei", "plan", do=states.send_empty),
        here("transfer on its way", "transfer on its way", STAFF, bedside=True),
        there("transfer that comes", "transfer on its way"),
        here("transfer that came", "transfer that came", STAFF, bedside=True),
        there("transfer that has left", "transfer that came"),
    ]
