"""From patient to patient: six written in a row, and those that wait one after another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from huddle.core.transaction import transaction
from huddle.handoffs import service
from huddle.handoffs.models import Handoff
from huddle.handoffs.routes.rounds import Stop, at, next_to_write
from huddle.handoffs.rules import Plan, Severity
from tests.handoffs.test_receiving import PIN, with_pin
from tests.handoffs.test_routes import PLAN_FIELDS, REPORT, urls
from tests.handoffs.test_service import acknowledged, report, sent
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward


def taken_by_bob(ward: Ward, number: int, severity: Severity) -> Handoff:
    handoff = sent(ward, ward.alice, last_four=str(1000 + number), severity=severity)
    return acknowledged(ward, handoff, ward.bob, severity)


def around(page: Page) -> dict[str, str | None]:
    """Where previous and next of a page lead."""
    return {str(link.get("rel")): link.get("href") for link in page.find("a") if link.get("rel") in {"prev", "next"}}


def stops(*written: bool) -> list[Stop]:
    return [Stop(uuid4(), f"P{number}", f"/{number}", is_written) for number, is_written in enumerate(written)]


def test_the_place_in_a_list_has_what_is_before_and_after() -> None:
    first, second, third = listed = stops(False, False, False)
    assert at(listed, second.id) == at(listed[:], second.id)
    middle = at(listed, second.id)
    assert middle is not None
    assert (middle.place, middle.of, middle.previous, middle.next) == (2, 3, first, third)


def test_the_ends_of_a_list_lead_one_way_and_a_list_of_one_nowhere() -> None:
    first, last = listed = stops(False, False)
    beginning, end = at(listed, first.id), at(listed, last.id)
    assert beginning is not None
    assert end is not None
    assert (beginning.previous, beginning.next, end.previous, end.next) == (None, last, first, None)
    assert at(listed[:1], first.id) is None
    assert at([], None) is None


def test_from_outside_of_a_list_the_way_leads_to_its_beginning() -> None:
    listed = stops(False, False)
    outside = at(listed, uuid4())
    assert outside is not None
    assert (outside.place, outside.next) == (0, listed[0])


def test_the_next_to_write_is_after_this_one_and_then_from_the_beginning() -> None:
    first, second, third = listed = stops(False, True, False)
    assert next_to_write(listed, first.id) == third
    assert next_to_write(listed, third.id) == first
    assert next_to_write(stops(True, True), UUID(int=1)) is None
    assert next_to_write([second, first], first.id) is None


def plan_of(client: CarefulClient, ward: Ward, new: str) -> str:
    """Fill the first page in; the address of the second."""
    action = next(a for a in _actions(client.get(new)) if a.startswith(urls(ward)["index"]) and "removal" not in a)
    filled = REPORT | {"initials": None, "last_four": None}
    words = {name: value for name, value in filled.items() if value is not None}
    page = client.submit(new, action, **words)
    assert page.status == 303
    assert page.location is not None
    return page.location


def _actions(page: Page) -> list[str]:
    return [str(form.get("action")) for form in page.find("form")]


def test_patients_are_written_one_after_the_other_the_sickest_first(ward: Ward) -> None:
    severities = (Severity.STABLE, Severity.UNSTABLE, Severity.WATCHER)
    source = {severity: taken_by_bob(ward, number, severity) for number, severity in enumerate(severities)}
    bob, new = ward.client(ward.bob), urls(ward)["new"]

    first = bob.get(f"{new}?from={source[Severity.UNSTABLE].id}")
    assert "Patient 1 of 3" in first.text
    assert around(first) == {"next": f"{new}?from={source[Severity.WATCHER].id}"}

    plan = plan_of(bob, ward, f"{new}?from={source[Severity.UNSTABLE].id}")
    assert "Save, next patient" in bob.get(plan).text
    kept = bob.submit(plan, plan, **PLAN_FIELDS, then="next")
    assert kept.location == f"{new}?from={source[Severity.WATCHER].id}"

    second = bob.get(kept.location)
    assert "2 of 3" in second.text
    assert around(second)["prev"] == plan
    plan = plan_of(bob, ward, kept.location)
    last = bob.submit(plan, plan, **PLAN_FIELDS, then="next").location
    assert last == f"{new}?from={source[Severity.STABLE].id}"

    plan = plan_of(bob, ward, last)
    assert "Keep for later" in bob.get(plan).text
    assert bob.submit(plan, plan, **PLAN_FIELDS, then="keep").location == f"{urls(ward)['index']}/shift-list"


def test_a_patient_without_a_list_has_no_way_around(ward: Ward) -> None:
    page = ward.client(ward.bob).get(urls(ward)["new"])
    assert around(page) == {}


def test_a_receiver_goes_from_one_that_waits_to_the_next(ward: Ward) -> None:
    mine = sent(ward, ward.alice, to=ward.bob, last_four="1001")
    anybodys = sent(ward, ward.alice, last_four="1002")
    sent(ward, ward.alice, to=ward.maria, last_four="1003")
    bob = ward.client(ward.bob)

    page = bob.get(urls(ward, mine.id)["show"])

    assert "1 of 2 waiting for you" in page.text
    assert around(page) == {"next": urls(ward, anybodys.id)["show"]}
    assert around(bob.get(urls(ward, anybodys.id)["show"])) == {"prev": urls(ward, mine.id)["show"]}


def test_after_taking_one_on_the_next_is_one_tap_away(ward: Ward) -> None:
    first = sent(ward, ward.alice, to=ward.bob, last_four="1001")
    second = sent(ward, ward.alice, to=ward.bob, last_four="1002")
    acknowledged(ward, first, ward.bob)

    page = ward.client(ward.bob).get(urls(ward, first.id)["show"])

    assert "Next: MK 1002" in page.text
    assert "1 waiting for you" in page.text
    assert around(page) == {"next": urls(ward, second.id)["show"]}
    assert around(ward.client(ward.alice).get(urls(ward, first.id)["show"])) == {}


def test_what_is_told_by_phone_is_read_aloud_as_soon_as_it_is_sent(ward: Ward) -> None:
    with transaction():
        draft = service.begin(ward.unit_id, report(), actor=ward.alice, now=ward.now)
    url = urls(ward, draft.id)
    sending = ward.client(ward.alice).submit(url["plan"], url["plan"], **PLAN_FIELDS | {"mode": "phone"})
    assert sending.location == url["phone"]


@pytest.mark.parametrize("path", ["page", "co-sign", "list"])
def test_the_second_receiver_is_told_who_was_first_and_when(ward: Ward, path: str) -> None:
    handoff = sent(ward, ward.alice, plan=Plan(), severity=Severity.STABLE)
    url = urls(ward, handoff.id)
    with_pin(ward, ward.maria)
    page_url, action, fields = _second(ward, url, path)
    client = ward.client(ward.alice if path == "co-sign" else ward.maria, tablet=path == "co-sign")
    data = client.fill(page_url, action, **fields(handoff))
    ward.clock.tick(timedelta(minutes=1))
    acknowledged(ward, handoff, ward.bob, Severity.STABLE)

    page = client.post(action, data)

    assert page.status in {409, 422}
    assert "Bob Brandt acknowledged this handoff today 07:06" in page.text


def _second(ward: Ward, url: dict[str, str], path: str) -> Any:
    if path == "page":
        return url["show"], url["acknowledge"], lambda _: {}
    if path == "co-sign":
        return url["co_sign"], url["co_sign"], lambda _: {"person_id": str(ward.maria.person_id), "pin": PIN}
    one_list = f"{url['index']}/stable-list"
    return one_list, one_list, lambda handoff: {"heard": f"{handoff.id}:0"}


def test_the_first_receiver_is_told_on_the_second_try_that_it_was_them(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)
    data = bob.fill(url["show"], url["acknowledge"], severity="watcher", priority="x", watch_for="1", answer_1="done")
    acknowledged(ward, handoff, ward.bob)
    assert (
        "You acknowledged this handoff today 07:05 and have this patient already."
        in bob.post(url["acknowledge"], data).text
    )
