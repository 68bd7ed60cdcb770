"""From a handoff to the watcher step of the huddle, and back to the board: who is offered, who not any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.handoffs import queries as handoff_queries
from huddle.handoffs import service as handoffs
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffKind, IfThen, Plan, Section, Severity
from huddle.huddles import queries, service
from huddle.huddles.models import Huddle
from huddle.huddles.queries.agenda import agenda
from tests.handoffs.test_service import acknowledged, report, sent
from tests.huddles.support import checked, closed, live, opened, tap, watched
from tests.support.ward import Ward

SICK = (Severity.WATCHER, Severity.UNSTABLE)


def huddle_now(ward: Ward) -> Huddle:
    """A huddle of its own, so that several can follow each other in one shift."""
    with transaction():
        return service.open_extra(ward.unit_id, actor=ward.alice, now=ward.now)


def offered(ward: Ward, huddle: Huddle) -> list[tuple[str, Severity | None]]:
    return [(patient.patient, patient.severity) for patient in agenda(huddle, ward.now).suggestions]


def on_board(ward: Ward) -> bool:
    return "MK 4821" in ward.client(ward.bob).get(f"/units/{ward.unit_id}/board").text


@pytest.mark.parametrize("severity", SICK)
def test_who_was_handed_over_sick_is_offered_with_the_sicker_view(ward: Ward, severity: Severity) -> None:
    handoff = sent(ward, ward.alice, severity=severity)
    huddle = huddle_now(ward)
    assert offered(ward, huddle) == [("MK 4821", None)]
    acknowledged(ward, handoff, ward.bob, Severity.STABLE)
    assert offered(ward, huddle) == [("MK 4821", severity)]


def test_a_receiver_who_sees_the_patient_as_sick_brings_them_to_the_huddle(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice, severity=Severity.STABLE), ward.bob, Severity.UNSTABLE)
    assert offered(ward, huddle_now(ward)) == [("MK 4821", Severity.UNSTABLE)]


def test_what_was_sent_back_or_replaced_is_offered_once(ward: Ward) -> None:
    first, huddle = sent(ward, ward.alice), huddle_now(ward)
    with transaction():
        handoffs.return_for_detail(first, section=Section.ACTIONS, text="Which?", actor=ward.bob, now=ward.now)
    assert offered(ward, huddle) == [("MK 4821", None)]
    newer = sent(ward, ward.alice, severity=Severity.WATCHER)
    assert [patient.id for patient in agenda(huddle, ward.now).suggestions] == [newer.id]


def test_who_is_stable_in_the_newest_handoff_is_offered_no_more(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    ward.clock.tick(timedelta(hours=12))
    acknowledged(ward, sent(ward, ward.bob, severity=Severity.STABLE), ward.alice, Severity.STABLE)
    assert offered(ward, huddle_now(ward)) == []
    assert not on_board(ward)


def test_who_was_handed_over_two_days_ago_is_offered_no_more(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    ward.clock.tick(timedelta(hours=48))
    assert offered(ward, huddle_now(ward)) == []
    assert not on_board(ward)


def test_a_report_on_its_way_does_not_hide_how_sick_a_patient_is_held_to_be(ward: Ward) -> None:
    held = acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    sent(ward, ward.bob, severity=Severity.WATCHER)
    huddle = huddle_now(ward)
    assert offered(ward, huddle) == [("MK 4821", Severity.UNSTABLE)]
    with transaction():
        watcher = service.watch_handed_over(huddle, handoff_id=held.id, actor=ward.alice, now=ward.now)
    assert (watcher.patient_id1, watcher.from_handoff_id) == ("MK", held.id)


def taken_off(ward: Ward, handoff: Handoff) -> None:
    """A huddle puts the patient on the list, and says "no longer" in the end."""
    huddle = huddle_now(ward)
    with transaction():
        watcher = service.watch_handed_over(huddle, handoff_id=handoff.id, actor=ward.alice, now=ward.now)
    ward.clock.tick(timedelta(minutes=5))
    checked(ward, huddle, watcher, still=False)
    closed(ward, huddle)
    ward.clock.tick(timedelta(minutes=5))


def test_after_no_longer_the_same_handoff_brings_nobody_back(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    assert on_board(ward)
    taken_off(ward, handoff)
    assert offered(ward, huddle_now(ward)) == []
    assert not on_board(ward)
    assert [patient.id for patient in handoff_queries.watching(ward.unit_id, ward.now)] == [handoff.id]


def test_after_no_longer_a_newer_handoff_asks_again(ward: Ward) -> None:
    taken_off(ward, acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE))
    newer = sent(ward, ward.bob, severity=Severity.WATCHER)
    huddle = huddle_now(ward)
    acknowledged(ward, newer, ward.alice)
    assert offered(ward, huddle) == [("MK 4821", Severity.WATCHER)]
    assert on_board(ward)


def test_a_watcher_who_is_stable_by_now_is_asked_about_with_the_time(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    huddle = huddle_now(ward)
    with transaction():
        service.watch_handed_over(huddle, handoff_id=handoff.id, actor=ward.alice, now=ward.now)
    assert [row.stable_at for row in agenda(huddle, ward.now).watchers] == [None]
    ward.clock.tick(timedelta(minutes=5))
    acknowledged(ward, sent(ward, ward.bob, severity=Severity.STABLE), ward.alice, Severity.STABLE)
    assert [(row.stable_at, row.still) for row in agenda(huddle, ward.now).watchers] == [(ward.now, True)]
    page = ward.client(ward.bob).get(f"/units/{ward.unit_id}/huddles/{huddle.id}")
    assert "Handed over as stable today 07:10" in page.text


def test_who_went_to_another_unit_is_offered_there_and_not_here(ward: Ward) -> None:
    taken_off_here = acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    huddle = huddle_now(ward)
    with transaction():
        service.watch_handed_over(huddle, handoff_id=taken_off_here.id, actor=ward.alice, now=ward.now)
    ward.clock.tick(timedelta(minutes=5))
    transferred(ward, ward.bob, ward.charlie)
    here = agenda(huddle, ward.now)
    assert here.suggestions == []
    assert queries.watchers(ward.unit_id) == []
    assert not on_board(ward)
    with transaction():
        there = service.open_extra(ward.other_unit_id, actor=ward.charlie, now=ward.now)
    assert offered(ward, there) == [("MK 4821", Severity.UNSTABLE)]


def transferred(ward: Ward, sender: Actor, receiver: Actor) -> None:
    with transaction():
        draft = handoffs.begin(ward.unit_id, report(kind=HandoffKind.TRANSFER), actor=sender, now=ward.now)
        handoffs.choose_unit(draft, ward.other_unit_id, actor=sender, now=ward.now)
        handoffs.send_draft(
            draft,
            Plan(if_thens=(IfThen("the pain comes back", "call the doctor"),)),
            to_person_id=None,
            responsible_id=sender.person_id,
            actor=sender,
            now=ward.now,
        )
    acknowledged(ward, draft, receiver, Severity.UNSTABLE)


def test_a_concern_from_a_handoff_stands_in_the_look_back_of_the_next_huddle(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    with transaction():
        concern = handoffs.raise_concern(
            handoff,
            ward.unit_id,
            text="No pump to be had at night",
            topic=Topic.EQUIPMENT,
            unnamed=False,
            actor=ward.bob,
            now=ward.now,
        )
    ward.clock.tick(timedelta(minutes=5))
    assert [item.row.id for item in agenda(huddle_now(ward), ward.now).look_backs] == [concern.id]


def test_a_watcher_whom_no_huddle_spoke_of_for_two_days_is_asked_about_without_a_name(ward: Ward) -> None:
    first = opened(ward)
    watcher = watched(ward, first)
    closed(ward, first)
    ward.clock.tick(timedelta(hours=48))
    huddle, client = opened(ward), ward.client(ward.bob)
    url, asks = live(ward, huddle), "No huddle has spoken of them for two days. Still watching?"
    one, sheet = f"{url}/watchers/{watcher.id}", f"{url}/sheet"

    page = client.get(url)
    assert asks in page.text
    for shown in (page, client.get(sheet)):
        assert not [word for word in ("JD", "4471", "bed 12", "Lactate") if word in shown.text]
    assert "JD 4471" in client.get(one).text, "whoever asks is told"

    tap(client, url, f"{one}/check", f"huddle-check-watcher-form-{huddle.id}-{watcher.id}", answer="still")
    assert ("JD 4471" in client.get(url).text, asks in client.get(url).text) == (True, False)


def test_a_watcher_of_two_days_who_was_just_handed_over_as_sick_is_asked_about_by_name(ward: Ward) -> None:
    first = opened(ward)
    watched(ward, first)
    closed(ward, first)
    ward.clock.tick(timedelta(hours=48))
    sent(ward, ward.alice, initials="JD", last_four="4471", severity=Severity.WATCHER)
    assert "JD 4471" in ward.client(ward.bob).get(live(ward, opened(ward))).text
