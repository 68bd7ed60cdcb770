"""Screens of a transfer, as people of both units and of neither meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from huddle.audit import queries as audit
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffKind
from huddle.huddles import queries as huddles
from huddle.huddles import service as huddle_service
from huddle.huddles.rules import WatcherReason
from huddle.units import nearby
from tests.handoffs.moving import CHARGE, STAFF, hired, moved, show, taken, third_unit
from tests.handoffs.test_routes import PLAN_FIELDS, send_form, urls
from tests.handoffs.test_routes import VIEW as SAID_BACK
from tests.handoffs.test_service import CANARY, corrected, report
from tests.support.secrets import PIN, give_pin
from tests.support.ward import Ward

VIEW: dict[str, Any] = dict(SAID_BACK)
PAGES = ("", "/read-aloud", "/plain-text", "/co-signature")


def begun(ward: Ward) -> Handoff:
    with transaction():
        return service.begin(ward.unit_id, report(kind=HandoffKind.TRANSFER), actor=ward.alice, now=ward.now)


def fields(ward: Ward, **more: Any) -> dict[str, Any]:
    return PLAN_FIELDS | {"to_unit_id": str(ward.other_unit_id)} | more


def test_the_plan_of_a_transfer_asks_where_to_and_that_of_others_does_not(ward: Ward) -> None:
    client = ward.client(ward.alice)
    page = client.get(show(ward.unit_id, begun(ward), "/plan"))
    assert "To which unit?" in page.text
    assert "6 East, Harbour" in page.text
    with transaction():
        stays = service.begin(ward.unit_id, report(last_four="0002"), actor=ward.alice, now=ward.now)
    assert "To which unit?" not in client.get(show(ward.unit_id, stays, "/plan")).text


def test_whoever_works_there_now_can_be_chosen_and_nobody_else_of_that_unit(ward: Ward) -> None:
    erin = hired(ward, "Erin", on={ward.other_unit_id: STAFF})
    ward.client(ward.charlie)
    ward.clock.tick(timedelta(minutes=1))
    [unit] = nearby.other_units(ward.unit_id, ward.now)
    assert unit.people == [(ward.charlie.person_id, "Charlie Chen")]
    page = ward.client(ward.alice).get(show(ward.unit_id, begun(ward), "/plan"))
    assert "Charlie Chen" in page.text
    assert erin.name not in page.text
    ward.clock.tick(timedelta(hours=12))
    assert nearby.other_units(ward.unit_id, ward.now)[0].people == ()


def test_a_transfer_is_sent_without_javascript(ward: Ward) -> None:
    ward.client(ward.charlie)
    client, draft = ward.client(ward.alice), begun(ward)
    plan = show(ward.unit_id, draft, "/plan")
    answer = client.submit(plan, **fields(ward, to_person_id=str(ward.charlie.person_id)))
    assert answer.status == 303
    assert answer.location == urls(ward)["index"]
    stored = queries.get(ward.other_unit_id, draft.id, ward.now)
    assert (stored.to_unit_id, stored.to_person_id) == (ward.other_unit_id, ward.charlie.user_id)
    listed = client.get(urls(ward)["index"]).text
    assert "you are still responsible, waiting for Charlie Chen on 6 East" in listed


def test_it_is_kept_with_its_unit_and_sent_on_its_own_page(ward: Ward) -> None:
    client, draft = ward.client(ward.alice), begun(ward)
    plan = show(ward.unit_id, draft, "/plan")
    assert client.submit(plan, **fields(ward, then="keep")).status == 303
    assert client.get(plan).form(plan)["to_unit_id"] == [str(ward.other_unit_id)]
    listed = client.get(f"{urls(ward)['index']}/shift-list")
    assert "goes to 6 East" in listed.text
    assert "Ready to send None yet." in listed.text


@pytest.mark.parametrize("unit", ["", "nonsense", "00000000-0000-0000-0000-000000000000", "\0", "🛏️", "وحدة"])
def test_a_unit_that_is_not_there_is_refused_and_nothing_is_lost(ward: Ward, unit: str) -> None:
    client, draft = ward.client(ward.alice), begun(ward)
    plan = show(ward.unit_id, draft, "/plan")
    answer = client.submit(plan, **fields(ward, to_unit_id=unit))
    assert answer.status == 422
    assert answer.form(plan)["action_1"] == [PLAN_FIELDS["action_1"]]
    assert queries.waiting(ward.unit_id, ward.now) == []


def test_where_the_patient_goes_is_never_guessed(ward: Ward) -> None:
    client, draft = ward.client(ward.alice), begun(ward)
    plan = show(ward.unit_id, draft, "/plan")
    assert client.get(plan).form(plan)["to_unit_id"] == [""]
    answer = client.submit(plan, **PLAN_FIELDS)
    assert answer.status == 422
    assert "Say to which unit the patient goes." in answer.text
    assert client.submit(plan, **fields(ward, to_unit_id="here", then="keep")).status == 303
    assert client.get(plan).form(plan)["to_unit_id"] == ["here"]
    assert client.submit(plan, **PLAN_FIELDS).status == 303
    assert queries.waiting(ward.unit_id, ward.now)[0].goes_to == ""


def test_somebody_of_this_unit_cannot_be_asked_there(ward: Ward) -> None:
    client, draft = ward.client(ward.alice), begun(ward)
    plan = show(ward.unit_id, draft, "/plan")
    answer = client.submit(plan, **fields(ward, to_person_id=str(ward.bob.person_id)))
    assert answer.status == 422
    assert "does not work there now" in answer.text


def test_other_kinds_take_no_unit_from_a_form_that_was_made_up(ward: Ward) -> None:
    client = ward.client(ward.alice)
    assert send_form(client, ward, to_unit_id=str(ward.other_unit_id)).status == 303
    assert queries.waiting(ward.other_unit_id, ward.now) == []
    assert queries.waiting(ward.unit_id, ward.now)[0].goes_to == ""


def test_each_unit_reads_it_under_its_own_address_and_under_no_other(ward: Ward) -> None:
    north = third_unit(ward)
    tom = hired(ward, "Tom", on={north: CHARGE})
    both = hired(ward, "Bea", on={ward.unit_id: STAFF, ward.other_unit_id: STAFF, north: STAFF})
    handoff = moved(ward, ward.alice)
    for step in ("sent", "taken"):
        for person, unit in ((ward.bob, ward.unit_id), (ward.charlie, ward.other_unit_id)):
            for part in PAGES:
                is_over = (step, part) == ("taken", "/co-signature")  # there is nothing left to sign
                expected = 303 if is_over else 200
                assert ward.client(person).get(show(unit, handoff, part)).status == expected, (step, part)
        for unit in (ward.unit_id, ward.other_unit_id):
            assert ward.client(both).get(show(unit, handoff)).status == 200
        for person, unit in (
            (ward.charlie, ward.unit_id),
            (ward.bob, ward.other_unit_id),
            (tom, north),
            (both, north),
            (tom, ward.unit_id),
            (ward.dana, ward.unit_id),
            (ward.dana, ward.other_unit_id),
            (ward.quinn, ward.other_unit_id),
        ):
            for part in (*PAGES, "/plan", "/report"):
                page = ward.client(person).get(show(unit, handoff, part))
                assert page.status == 404, (step, part)
                assert CANARY not in page.body
                assert "4821" not in page.bare
        if step == "sent":
            taken(ward, handoff, ward.charlie)


def test_signed_out_people_are_sent_to_sign_in(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    assert ward.anonymous().get(show(ward.other_unit_id, handoff)).status == 303


@pytest.mark.parametrize("part", ["/acknowledgement", "/questions"])
def test_the_old_unit_cannot_take_it_or_ask(ward: Ward, part: str) -> None:
    handoff = moved(ward, ward.alice)
    data = ward.client(ward.charlie).fill(
        show(ward.other_unit_id, handoff), show(ward.other_unit_id, handoff, part), **VIEW, text="Since when?"
    )
    page = ward.client(ward.charlie).post(show(ward.unit_id, handoff, part), data)
    assert page.status == 404
    own = ward.client(ward.bob).get(show(ward.unit_id, handoff))
    assert "I have this patient" not in own.text
    assert "It is addressed to the next nurse on 6 East." in own.text


def test_the_new_unit_opens_it_takes_it_and_hands_it_on(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    client, url = ward.client(ward.charlie), show(ward.other_unit_id, handoff)
    page = client.get(url)
    assert "Alice Adeyemi on 5 West is still responsible." in page.text
    assert "bed 12 on 5 West" in page.text
    assert "Phone 5 West: 5-1234" in page.text
    assert [event.action for event in audit.of_subject(handoff.id)].count("handoff.opened") == 2
    answer = client.submit(url, f"{url}/acknowledgement", **VIEW)
    assert answer.location == f"{url}#handoff-responsible"
    page = client.get(url)
    assert "You are responsible since 02:05" in page.text
    assert "bed 12" not in page.h1
    new = f"/units/{ward.other_unit_id}/handoffs/new?from={handoff.id}"
    assert new in page.links()
    carried = client.get(new).form(f"/units/{ward.other_unit_id}/handoffs?from={handoff.id}")
    assert (carried["initials"], carried["bed"]) == (["MK"], [""])


def test_carrying_on_is_for_the_unit_that_has_the_patient(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    units = ((ward.alice, ward.unit_id), (ward.charlie, ward.other_unit_id))

    def answers() -> list[int]:
        return [
            ward.client(person).get(f"/units/{unit}/handoffs/new?from={handoff.id}").status for person, unit in units
        ]

    assert answers() == [200, 404]
    taken(ward, handoff, ward.charlie)
    assert answers() == [404, 200]
    assert "Hand this patient on" not in ward.client(ward.alice).get(show(ward.unit_id, handoff)).text


def test_the_old_unit_sees_who_took_it_and_not_what_was_done_there(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    taken(ward, handoff, ward.charlie)
    with transaction():
        service.finish_action(handoff, number=1, actor=ward.charlie, now=ward.now)
    for person in (ward.alice, ward.bob):
        page = ward.client(person).get(show(ward.unit_id, handoff))
        assert "6 East is responsible since 07:05: Charlie Chen took this patient on there." in page.text
        assert "Done" not in page.text.split("What to do")[1].split("If, then")[0]
    assert "Done" in ward.client(ward.charlie).get(show(ward.other_unit_id, handoff)).text
    listed = ward.client(ward.bob).get(urls(ward)["index"]).text
    assert "To another unit MK 4821 bed 12 · Charlie Chen took it on today 07:05, on 6 East On 6 East" in listed


def test_whoever_writes_about_a_patient_who_has_left_is_told(ward: Ward) -> None:
    taken(ward, moved(ward, ward.alice), ward.charlie)
    draft = begun(ward)
    page = ward.client(ward.alice).get(show(ward.unit_id, draft, "/plan"))
    assert "Charlie Chen on 6 East took this patient on today 07:05." in page.text
    assert "on behalf of" not in page.text


def test_both_lists_name_the_other_unit(ward: Ward) -> None:
    moved(ward, ward.alice)
    here = ward.client(ward.bob).get(urls(ward)["index"]).text
    assert "on the way to 6 East, from Alice Adeyemi to the next nurse" in here
    there = ward.client(ward.charlie).get(f"/units/{ward.other_unit_id}/handoffs").text
    assert "Waiting for the next nurse MK 4821 Coming from 5 West, from Alice Adeyemi" in there


def test_both_boards_name_the_other_unit_also_when_it_is_late(ward: Ward) -> None:
    moved(ward, ward.alice)
    boards = ((ward.bob, ward.unit_id), (ward.charlie, ward.other_unit_id))

    def texts() -> list[str]:
        return [ward.client(person).get(f"/units/{unit}/board").text for person, unit in boards]

    here, there = texts()
    assert "On the way to 6 East, for the next nurse" in here
    assert "Coming from 5 West, for the next nurse" in there
    assert "12" not in there.split("Handoffs on their way")[1].split("Coming")[0]
    ward.clock.tick(timedelta(minutes=6))
    here, there = texts()
    assert "Alice Adeyemi still has this patient, for the next nurse on 6 East" in here
    assert "Alice Adeyemi on 5 West still has this patient, for the next nurse" in there


def test_before_you_go_holds_what_is_on_its_way_and_not_what_was_taken(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    client, page = ward.client(ward.alice), f"/units/{ward.unit_id}/before-you-go"
    assert "for the next nurse on 6 East. The patient is still yours." in client.get(page).text
    taken(ward, handoff, ward.charlie)
    assert "4821" not in client.get(page).text
    there = ward.client(ward.charlie).get(f"/units/{ward.other_unit_id}/before-you-go").text
    assert "MK 4821" in there


def test_for_you_tells_the_named_receiver_and_the_sender_who_was_asked(ward: Ward) -> None:
    handoff = moved(ward, ward.alice, to=ward.charlie)
    there = ward.client(ward.charlie).get(f"/units/{ward.other_unit_id}/board").text
    assert "Waits for you, sent 02:05" in there
    with transaction():
        service.ask(handoff, text="Since when?", actor=ward.charlie, now=ward.now)
    here = ward.client(ward.alice).get(f"/units/{ward.unit_id}/board").text
    assert "A colleague asks you something about your handoff" in here
    assert "Since when?" in ward.client(ward.alice).get(show(ward.unit_id, handoff)).text


def test_a_correction_waits_for_the_receiver_on_the_new_unit(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    taken(ward, handoff, ward.charlie)
    corrected(ward, handoff, "Ten units, not four")
    client, url = ward.client(ward.charlie), show(ward.other_unit_id, handoff)
    assert "Correction to read" in client.get(f"/units/{ward.other_unit_id}/handoffs").text
    assert "Ten units, not four" in client.get(url).text
    assert client.submit(url, f"{url}/reading").status == 303
    assert "Seen 07:05 by Charlie Chen" in ward.client(ward.alice).get(show(ward.unit_id, handoff)).text


def test_the_words_go_out_with_the_unit_that_said_them(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    for person, unit in ((ward.bob, ward.unit_id), (ward.charlie, ward.other_unit_id)):
        text = ward.client(person).get(show(unit, handoff, "/plain-text")).body
        assert "MK 4821, bed 12, 5 West" in text
        assert "This is Alice Adeyemi on 5 West" in ward.client(person).get(show(unit, handoff, "/read-aloud")).text
    exports = [event for event in audit.of_subject(handoff.id) if event.action == "handoff.exported"]
    assert {event.actor_id for event in exports} == {ward.bob.user_id, ward.charlie.user_id}


def test_a_colleague_of_the_new_unit_signs_on_the_tablet_of_the_old_one(ward: Ward) -> None:
    give_pin(ward, ward.charlie)
    handoff = moved(ward, ward.alice)
    client = ward.client(ward.alice, tablet=True)
    url = show(ward.unit_id, handoff, "/co-signature")
    page = client.get(url)
    assert "Charlie Chen" in page.text
    assert "Bob Brandt" not in page.text
    answer = client.submit(url, **VIEW, person_id=str(ward.charlie.person_id), pin=PIN)
    assert answer.status == 303
    stored = queries.get(ward.other_unit_id, handoff.id, ward.now)
    assert stored.acknowledged_by == ward.charlie.user_id


def test_the_second_receiver_is_told_who_was_first_in_their_own_time(ward: Ward) -> None:
    erin = hired(ward, "Erin", on={ward.other_unit_id: STAFF})
    handoff = moved(ward, ward.alice)
    url = show(ward.other_unit_id, handoff)
    client = ward.client(erin)
    data = client.fill(url, f"{url}/acknowledgement", **VIEW)
    taken(ward, handoff, ward.charlie)
    page = client.post(f"{url}/acknowledgement", data)
    assert page.status == 409
    assert "Charlie Chen acknowledged this handoff today 02:05" in page.text


def watched(ward: Ward) -> None:
    with transaction():
        huddle = huddle_service.open_extra(ward.unit_id, actor=ward.alice, now=ward.now)
        huddle_service.add_watcher(
            huddle,
            initials="MK",
            last_four="4821",
            bed="12",
            reason=WatcherReason.STAFF_GUT_FEELING,
            plan="Every hour",
            trigger="",
            actor=ward.alice,
            now=ward.now,
        )


def names(unit_id: UUID) -> list[str]:
    return [row.patient_id2 for row in huddles.watchers(unit_id)]


def test_a_watcher_leaves_the_list_of_the_old_unit_and_is_offered_to_the_new_one(ward: Ward) -> None:
    watched(ward)
    handoff = moved(ward, ward.alice)
    assert names(ward.unit_id) == ["4821"]
    taken(ward, handoff, ward.charlie)
    assert names(ward.unit_id) == []
    with transaction():
        huddle = huddle_service.open_extra(ward.other_unit_id, actor=ward.charlie, now=ward.now)
        watcher = huddle_service.watch_handed_over(huddle, handoff_id=handoff.id, actor=ward.charlie, now=ward.now)
    assert (names(ward.other_unit_id), watcher.bed) == (["4821"], "")
    assert "4821" not in ward.client(ward.bob).get(f"/units/{ward.unit_id}/board").text.split("On their way")[0]


def test_the_wall_counts_without_names(ward: Ward) -> None:
    moved(ward, ward.alice)
    page = ward.wall_screen().get(f"/units/{ward.unit_id}/wall")
    assert page.status == 200
    assert "4821" not in page.bare
    assert "6 East" not in page.body
