"""Printing sheets and typing them in: each once, as rows like all others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from huddle.audit import queries as audit
from huddle.concerns import queries as concerns
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotFound, NotPermitted
from huddle.core.transaction import transaction
from huddle.downtime import queries, service
from huddle.downtime.models import PaperForm
from huddle.downtime.rules import PaperKind
from huddle.handoffs import queries as handoffs
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffStatus
from huddle.huddles import queries as huddles
from huddle.huddles import service as live
from huddle.huddles.rules import HuddleKind
from huddle.reviews import queries as reviews
from huddle.reviews.rules import Question
from huddle.units import guests
from huddle.units.models import Service, Site
from huddle.units.rules import GuestRole
from tests.handoffs.test_service import acknowledged, sent
from tests.handoffs.test_signing import PIN, on_tablet
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward

SBAR = {
    "written_on": "2026-11-16",
    "written_time": "06:40",
    "initials": "m.k.",
    "last_four": "4821",
    "bed": "12",
    "severity": "stable",
    "situation": "New pain 😀 ימין",
    "background": "Nothing new",
    "assessment": "Not sure",
    "recommendation": "Routine care",
}
HUDDLE = {
    "written_on": "2026-11-16",
    "written_time": "07:03",
    "written_by": "charge_nurse",
    "minutes": "8",
    "nurse": "5",
    "concerns": "The lift is stuck\n\n No bell in bay 2 ",
}
DEBRIEF = {
    "written_on": "2026-11-15",
    "written_time": "22:10",
    "written_by": "nurse",
    "title": "A late transfer",
    "happened": "The lift was stuck.",
}


def sheet(ward: Ward, kind: PaperKind, actor: Actor | None = None) -> PaperForm:
    with transaction():
        return service.number_one(ward.unit_id, kind, actor=actor or ward.alice, now=ward.now)


def at(ward: Ward, form: PaperForm) -> str:
    return f"/units/{ward.unit_id}/paper/{form.id}"


def typed(ward: Ward, client: CarefulClient, kind: PaperKind, **fields: Any) -> tuple[Page, PaperForm]:
    form = sheet(ward, kind)
    return client.submit(at(ward, form), **fields), form


def handoff_of(ward: Ward, form: PaperForm) -> Handoff:
    stored = queries.get(ward.unit_id, form.id)
    assert stored.object_id is not None
    return handoffs.get(ward.unit_id, stored.object_id, ward.now)


def test_a_pack_has_numbers_in_a_row_and_a_code_for_each_sheet(ward: Ward) -> None:
    bob, path = ward.client(ward.bob), f"/units/{ward.unit_id}/paper"

    made = bob.submit(path, f"{path}/packs", huddle="1", sbar="3", debrief="1")
    page = bob.get(made.location or "")
    more = bob.submit(path, f"{path}/packs", huddle="1", sbar="0", debrief="0")

    numbers = re.findall(r"<b>(5WEST-261116-\d\d)</b>", page.body)
    assert numbers == [f"5WEST-261116-{place:02d}" for place in range(1, 6)]
    assert page.body.count("<svg") == 5
    assert "5 West 5-1234" in page.text
    assert "5WEST-261116-06" in bob.get(more.location or "").text
    assert "5 sheets, 0 typed in" in bob.get(path).text


@pytest.mark.parametrize("count", ["", "-1", "61", "many", "9" * 40])
def test_a_pack_is_of_some_sheets_and_not_too_many(ward: Ward, count: str) -> None:
    bob, path = ward.client(ward.bob), f"/units/{ward.unit_id}/paper"
    assert bob.submit(path, f"{path}/packs", sbar=count).status == 422
    assert bob.submit(path, f"{path}/packs", huddle="0", sbar="0", debrief="0").status == 422
    assert db.session.execute(select(func.count(PaperForm.id))).scalar_one() == 0


def test_an_administrator_prints_and_types_nothing_in(ward: Ward) -> None:
    dana, path = ward.client(ward.dana), f"/units/{ward.unit_id}/paper"
    made = dana.submit(path, f"{path}/packs", huddle="1", sbar="0", debrief="0")
    form = queries.numbered(ward.unit_id, "5WEST-261116-01")

    assert dana.get(made.location or "").status == 200
    assert "Number on the sheet" not in dana.get(path).text
    assert dana.get(at(ward, form)).status == 404
    with pytest.raises(NotPermitted):
        service.number_one(ward.unit_id, PaperKind.SBAR, actor=ward.dana, now=ward.now)


def test_people_of_other_units_find_no_paper_here(ward: Ward) -> None:
    form = sheet(ward, PaperKind.SBAR)
    charlie = ward.client(ward.charlie)

    assert charlie.get(f"/units/{ward.unit_id}/paper").status == 404
    assert charlie.get(at(ward, form)).status == 404
    with pytest.raises(NotFound):
        queries.get(ward.other_unit_id, form.id)
    assert ward.anonymous().get(at(ward, form)).status == 303


def test_a_sheet_is_found_by_its_number_however_it_is_typed(ward: Ward) -> None:
    form, bob, path = sheet(ward, PaperKind.HUDDLE), ward.client(ward.bob), f"/units/{ward.unit_id}/paper"

    assert bob.get(f"{path}?number=5west+261116+01").location == at(ward, form)
    unknown = bob.get(f"{path}?number=<b>%00%D7%99")
    assert unknown.status == 200
    assert "No sheet of 5 West has this number." in unknown.text


def test_a_sheet_without_a_number_gets_one(ward: Ward) -> None:
    bob, path = ward.client(ward.bob), f"/units/{ward.unit_id}/paper"

    made = bob.submit(path, f"{path}/sheets", kind="sbar")

    assert made.status == 303
    assert "Write 5WEST-261116-01 on the sheet" in bob.get(made.location or "").text
    assert bob.submit(path, f"{path}/sheets").status == 422


def test_whoever_took_the_patient_over_types_it_in_and_is_responsible(ward: Ward) -> None:
    page, form = typed(
        ward, ward.client(ward.bob), PaperKind.SBAR, **SBAR, from_id=str(ward.alice.user_id),
        to_id=str(ward.bob.user_id), receiver_severity="watcher", priority="Pain",
    )  # fmt: skip

    handoff = handoff_of(ward, form)
    assert page.location == f"/units/{ward.unit_id}/handoffs/{handoff.id}"
    assert (handoff.sent_by, handoff.acknowledged_by) == (ward.alice.user_id, ward.bob.user_id)
    assert handoff.sent_at.isoformat() == "2026-11-16T06:40:00+00:00"
    assert handoff.patient == "MK 4821"
    shown = ward.client(ward.alice).get(page.location or "").text
    assert f"From paper, sheet {form.number}, typed in by Bob Brandt today 07:05." in shown
    assert [event.action for event in audit.of_subject(form.id)] == ["paper.numbered", "paper.typed_in"]


def test_a_handoff_of_others_still_waits_for_whoever_took_it(ward: Ward) -> None:
    _page, form = typed(
        ward, ward.client(ward.maria), PaperKind.SBAR, **SBAR, from_id=str(ward.alice.user_id),
        to_id=str(ward.bob.user_id),
    )  # fmt: skip

    handoff = handoff_of(ward, form)
    assert (handoff.sent_by, handoff.to_person_id) == (ward.alice.user_id, ward.bob.user_id)
    assert handoff.acknowledged_by is None


@pytest.mark.parametrize(("written_time", "is_taken"), [("07:30", True), ("22:30", False)])
def test_a_guest_whose_shift_is_over_still_stands_on_the_sheet_of_that_shift(
    ward: Ward, written_time: str, is_taken: bool
) -> None:
    with transaction():
        made = guests.vouch_for_new(ward.unit_id, name="Gil", role=GuestRole.NURSE, actor=ward.alice, now=ward.now)
    guest = made.guest
    ward.clock.set(ward.now + timedelta(hours=16))
    page, form = typed(
        ward, ward.client(ward.bob), PaperKind.SBAR, **SBAR | {"written_time": written_time},
        from_id=str(guest.person_id), to_id=str(ward.bob.user_id), receiver_severity="stable", priority="Pain",
    )  # fmt: skip

    if is_taken:
        assert handoff_of(ward, form).sent_by == guest.person_id
    else:
        assert page.status == 422
        assert "did not work here at that time" in page.text


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("typed_by", ["receiver", "sender"])
def test_an_old_sheet_ends_no_newer_handoff_and_is_not_the_current_one(ward: Ward, taken: bool, typed_by: str) -> None:
    newer = sent(ward, ward.alice)
    if taken:
        acknowledged(ward, newer, ward.maria)
    before = newer.status
    _page, form = typed(
        ward, ward.client(ward.bob if typed_by == "receiver" else ward.alice), PaperKind.SBAR, **SBAR,
        from_id=str(ward.alice.user_id), to_id=str(ward.bob.user_id), receiver_severity="stable", priority="Pain",
    )  # fmt: skip

    db.session.expire_all()
    old, holder = handoff_of(ward, form), handoffs.holder(ward.unit_id, "MK", "4821", ward.now)
    assert (newer.status, old.on_behalf_of) == (before, None)
    ended = HandoffStatus.CLOSED if taken else HandoffStatus.ACKNOWLEDGED
    assert old.status is (ended if typed_by == "receiver" else HandoffStatus.SUPERSEDED)
    if taken:
        assert holder is not None
        assert holder.handoff_id == newer.id


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"severity": "watcher"}, "Say what to look out for."),
        ({"if_response": "Call the doctor"}, "Type what stands in If"),
    ],
)
def test_what_an_if_then_lacks_is_said_beside_the_if_and_all_text_is_kept(
    ward: Ward, fields: dict[str, str], message: str
) -> None:
    people = {"from_id": str(ward.bob.user_id), "to_id": str(ward.alice.user_id)}
    page, form = typed(ward, ward.client(ward.alice), PaperKind.SBAR, **(SBAR | people | fields))

    assert page.status == 422
    assert 'id="if_sign-error"' in page.body
    assert message in page.text
    kept = page.form(at(ward, form))
    assert kept["situation"] == [SBAR["situation"]]
    assert kept["if_response"] == [fields.get("if_response", "")]
    assert queries.get(ward.unit_id, form.id).object_id is None


def test_a_handoff_that_nobody_took_waits_for_the_next_nurse(ward: Ward) -> None:
    _page, form = typed(ward, ward.client(ward.alice), PaperKind.SBAR, **SBAR, to_id="")
    assert handoff_of(ward, form).to_person_id is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"written_time": "07:06"},
        {"written_on": "2026-11-08"},
        {"written_on": "", "written_time": ""},
        {"initials": ""},
        {"last_four": "48"},
        {"situation": ""},
        {"situation": "x" * 2001},
        {"background": "a\x00b"},
        {"severity": "watcher"},
        {"to_id": "no such person"},
        {"from_id": ""},
    ],
)
def test_a_faulty_sheet_stores_nothing_and_keeps_what_was_typed(ward: Ward, wrong: dict[str, str]) -> None:
    bob = ward.client(ward.bob)
    fields = SBAR | {"to_id": ""} | wrong

    page, form = typed(ward, bob, PaperKind.SBAR, **fields)

    assert page.status == 422
    assert page.find("textarea", id="assessment")[0].text == "\nNot sure" or "Not sure" in page.text
    assert queries.get(ward.unit_id, form.id).entered_at is None
    assert db.session.execute(select(func.count(Handoff.id))).scalar_one() == 0


def test_one_does_not_hand_over_to_oneself_on_paper_either(ward: Ward) -> None:
    me = str(ward.bob.user_id)
    page, _form = typed(ward, ward.client(ward.bob), PaperKind.SBAR, **SBAR, from_id=me, to_id=me)
    assert page.status == 422


def test_after_two_minutes_on_a_tablet_typing_a_handoff_in_needs_the_pin(ward: Ward) -> None:
    form, client = sheet(ward, PaperKind.SBAR), on_tablet(ward, ward.bob)

    page = client.submit(at(ward, form), **SBAR | {"to_id": "", "pin": ""})

    assert page.status == 422
    assert "Enter the PIN to sign." in page.text
    assert page.form(at(ward, form))["situation"] == [SBAR["situation"]]
    assert queries.get(ward.unit_id, form.id).entered_at is None
    assert client.post(at(ward, form), page.form(at(ward, form)) | {"pin": PIN}).status == 303


def test_the_receiver_says_how_sick_the_patient_is(ward: Ward) -> None:
    page, form = typed(
        ward, ward.client(ward.bob), PaperKind.SBAR, **SBAR, from_id=str(ward.alice.user_id),
        to_id=str(ward.bob.user_id),
    )  # fmt: skip
    assert page.status == 422
    assert "Say how sick this patient is, in your view." in page.text
    assert queries.get(ward.unit_id, form.id).entered_at is None


def test_a_sheet_is_typed_in_once_and_the_second_one_is_told_by_whom(ward: Ward) -> None:
    form = sheet(ward, PaperKind.SBAR)
    alice, bob = ward.client(ward.alice), ward.client(ward.bob)
    late = alice.fill(at(ward, form), **SBAR, to_id="")
    bob.submit(at(ward, form), **SBAR, to_id="")

    second = alice.post(at(ward, form), late)

    assert second.status == 409
    assert "Bob Brandt typed in this sheet today 07:05." in second.text
    assert "Bob Brandt typed in this sheet" in alice.get(at(ward, form)).text
    assert db.session.execute(select(func.count(Handoff.id))).scalar_one() == 1


def test_a_huddle_on_paper_is_the_huddle_of_its_shift(ward: Ward) -> None:
    page, form = typed(ward, ward.client(ward.bob), PaperKind.HUDDLE, **HUDDLE)

    stored = queries.get(ward.unit_id, form.id)
    huddle = huddles.get(ward.unit_id, UUID(str(stored.object_id)))
    assert page.status == 303
    assert (huddle.shift_id, str(huddle.shift_on)) == (ward.day_shift_id, "2026-11-16")
    assert huddle.attendance["nurse"] == 5
    assert huddle.opened_at is not None
    assert huddle.opened_at.minute == 3
    assert huddle.closed_at == ward.now  # not after now, though eight minutes stand on the paper
    assert stored.written_by == "Charge nurse"
    assert {concern.text for concern in concerns.unsettled(ward.unit_id)} == {"The lift is stuck", "No bell in bay 2"}


def test_a_huddle_that_is_there_already_is_not_held_twice(ward: Ward) -> None:
    with transaction():
        live.open_scheduled(ward.unit_id, actor=ward.alice, now=ward.now)
    page, form = typed(ward, ward.client(ward.bob), PaperKind.HUDDLE, **HUDDLE)

    assert page.status == 409
    assert "huddle is here already" in page.text
    assert queries.get(ward.unit_id, form.id).entered_at is None


def test_a_huddle_outside_of_the_plan_is_an_extra_one(ward: Ward) -> None:
    _page, form = typed(ward, ward.client(ward.bob), PaperKind.HUDDLE, **HUDDLE | {"written_time": "03:00"})
    huddle = huddles.get(ward.unit_id, UUID(str(queries.get(ward.unit_id, form.id).object_id)))
    assert huddle.kind is HuddleKind.AD_HOC
    assert huddle.closed_at is not None
    assert (huddle.closed_at - huddle.opened_at).total_seconds() == 8 * 60  # type: ignore[operator]


@pytest.mark.parametrize(
    "wrong",
    [
        {"nurse": "100"},
        {"nurse": "x"},
        {"minutes": "0"},
        {"written_by": ""},
        {"concerns": "a\n" * 6},
        {"note": "x" * 161},
    ],
)
def test_a_faulty_huddle_sheet_is_refused(ward: Ward, wrong: dict[str, str]) -> None:
    page, _form = typed(ward, ward.client(ward.bob), PaperKind.HUDDLE, **HUDDLE | wrong)
    assert page.status == 422
    assert huddles.recent(ward.unit_id) == []


def test_a_debrief_on_paper_becomes_a_draft(ward: Ward) -> None:
    page, form = typed(ward, ward.client(ward.bob), PaperKind.DEBRIEF, **DEBRIEF)

    review_id = UUID(str(queries.get(ward.unit_id, form.id).object_id))
    review = reviews.get(ward.unit_id, review_id)
    assert page.location == f"/units/{ward.unit_id}/reviews/{review_id}"
    assert (review.title, str(review.event_on)) == ("A late transfer", "2026-11-15")
    assert reviews.answers(review_id)[Question.HAPPENED].text == "The lift was stuck."
    assert "From paper" in ward.client(ward.bob).get(page.location or "").text


def test_numbers_of_two_who_print_at_once_differ(ward: Ward) -> None:
    copies = {PaperKind.SBAR: 2}
    with transaction():
        first = service.make_pack(ward.unit_id, copies, actor=ward.alice, now=ward.now)
        second = service.make_pack(ward.unit_id, copies, actor=ward.bob, now=ward.now)
    numbers = [form.number for pack in (first, second) for form in queries.pack(ward.unit_id, pack)]
    assert len(set(numbers)) == 4


def test_the_day_of_a_number_is_the_day_of_the_unit(ward: Ward) -> None:
    with transaction():
        for site in db.session.execute(select(Site).join(Service)).scalars():
            site.timezone = "Pacific/Auckland"
    ward.clock.set(ward.now.replace(hour=20))
    assert sheet(ward, PaperKind.HUDDLE).number == "5WEST-261117-01"


def test_too_many_copies_are_refused_by_the_service_too(ward: Ward) -> None:
    with pytest.raises(FieldRefused):
        service.make_pack(ward.unit_id, {PaperKind.SBAR: 61}, actor=ward.alice, now=ward.now)
    with pytest.raises(NotPermitted):
        service.make_pack(ward.unit_id, {PaperKind.SBAR: 1}, actor=ward.charlie, now=ward.now)
