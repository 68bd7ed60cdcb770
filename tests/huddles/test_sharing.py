"""What several people do in one huddle: notes, lists, marks, who leads, parked talks, huddles of each kind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from huddle.concerns import queries as concerns
from huddle.core.errors import FieldRefused, NotFound
from huddle.core.transaction import transaction
from huddle.huddles import queries, service
from huddle.huddles.models import Huddle
from huddle.huddles.queries import leading
from huddle.huddles.queries.agenda import agenda
from huddle.huddles.rules import HuddleKind, ItemKind, Mark, NoteName, NotHeldReason, Tally, WatcherReason
from tests.huddles.support import base, closed, concern_from_yesterday, filled, live, opened, tap, watched
from tests.support.ward import Ward

KINDS = [kind for kind in HuddleKind if kind is not HuddleKind.SCHEDULED]


def extra(ward: Ward, kind: HuddleKind) -> Huddle:
    with transaction():
        return service.open_extra(ward.unit_id, actor=ward.bob, now=ward.now, kind=kind)


def marked(ward: Ward, huddle: Huddle, *marks: Mark) -> None:
    with transaction():
        service.mark(huddle, marks=marks, actor=ward.bob, now=ward.now)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_opened_by_anybody_once_at_a_time_and_several_times_a_day(ward: Ward, kind: HuddleKind) -> None:
    client = ward.client(ward.bob)
    page = tap(client, base(ward), base(ward), "huddle-open-form", kind=kind.value)
    assert page.status == 303
    huddle = extra(ward, kind)
    assert page.location == live(ward, huddle)
    page = client.get(live(ward, huddle))
    assert page.find("p", role="timer")[0].get("data-budget-seconds") == "300"
    closed(ward, huddle)
    assert extra(ward, kind).id != huddle.id


def test_what_was_left_open_is_closed_when_the_next_extra_opens(ward: Ward) -> None:
    forgotten = extra(ward, HuddleKind.AD_HOC)
    ward.clock.tick(timedelta(minutes=3))
    marked(ward, forgotten, Mark(Tally.HERE, "nurse", 3))
    ward.clock.tick(timedelta(hours=9))
    assert extra(ward, HuddleKind.AD_HOC).id != forgotten.id
    assert forgotten.opened_at is not None
    assert forgotten.closed_at == forgotten.opened_at + timedelta(minutes=3)


def test_numbers_of_last_time_are_there_and_choices_are_not(ward: Ward) -> None:
    huddle = opened(ward)
    marks = [Mark(Tally.HERE, "nurse", 3), Mark(Tally.PLANNED, "nurse", 4), Mark(Tally.CHOSEN, "load", "heavy")]
    marked(ward, huddle, *marks, Mark(Tally.SPOKE, "nurse", 1))
    closed(ward, huddle)
    ward.clock.tick(timedelta(days=1))
    following = opened(ward)
    assert following.attendance == {"nurse": 3}
    assert following.counts == {"planned": {"nurse": 4}}
    marked(ward, following, Mark(Tally.PLANNED, "nurse", 0))
    assert following.counts["planned"] == {}


def test_a_line_is_added_taken_off_and_put_back(ward: Ward) -> None:
    huddle = opened(ward)
    client, url = ward.client(ward.bob), live(ward, huddle)
    fields = {"text": "Nearly the wrong drip", "type": "near_miss", "topic": "medication"}
    assert tap(client, url, f"{url}/items/event", "huddle-event-form", **fields).status == 303
    [item] = agenda(huddle, ward.now).items[ItemKind.EVENT]
    form_id = f"huddle-item-tap-form-{huddle.id}-{item.id}"
    assert "Near miss, medication" in client.get(url).text
    assert tap(client, url, f"{url}/lines/{item.id}", form_id, put="off").status == 303
    assert "Put it back" in client.get(url).text
    assert tap(client, url, f"{url}/lines/{item.id}", form_id, put="back").status == 303
    assert "Put it back" not in client.get(url).text
    with pytest.raises(NotFound), transaction():
        service.take_off(huddle, item_id=uuid4(), actor=ward.bob, now=ward.now)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": "", "type": "event"}, "Say it in a few words"),
        ({"text": "x" * 161, "type": "event"}, "at most 160"),
        ({"text": "a\x00b", "type": "event"}, "was taken out"),
        ({"text": "A fall"}, "Choose what it was"),
    ],
)
def test_a_bad_line_gets_a_sentence_and_stays(ward: Ward, fields: dict[str, str], message: str) -> None:
    huddle = opened(ward)
    url = live(ward, huddle)
    page = tap(ward.client(ward.bob), url, f"{url}/items/event", "huddle-event-form", **fields)
    assert page.status == 422
    assert message in page.text
    assert agenda(huddle, ward.now).items[ItemKind.EVENT] == []


@pytest.mark.parametrize("text", ["🛏️ bed 4 — naïve café", "مريض في الغرفة ٤", "<b>'x' & y</b>"])
def test_a_note_comes_back_as_typed_and_equal_text_is_no_conflict(ward: Ward, text: str) -> None:
    huddle = opened(ward)
    alice, bob, url = ward.client(ward.alice), ward.client(ward.bob), live(ward, huddle)
    form_id = f"huddle-note-form-{huddle.id}-gap"
    late = filled(bob.get(url), form_id, text=text)
    assert tap(alice, url, f"{url}/notes/gap", form_id, text=text).status == 303
    assert bob.post(f"{url}/notes/gap", late).status == 303
    assert queries.notes(huddle.id)[NoteName.GAP].text == text
    assert text in alice.get(url).text


def test_a_note_on_a_locked_tablet_waits_for_its_author(ward: Ward) -> None:
    huddle = opened(ward)
    client, url = ward.client(ward.bob, tablet=True), live(ward, huddle)
    data = filled(client.get(url), f"huddle-note-form-{huddle.id}-gap", text="No breaks after two")
    ward.clock.tick(timedelta(minutes=16))
    assert client.post(f"{url}/notes/gap", data).status == 401
    assert "No breaks after two" in ward.client(ward.bob).get(url).body


def test_two_notes_together_may_be_long_but_not_endless(ward: Ward) -> None:
    huddle = opened(ward)
    with pytest.raises(FieldRefused), transaction():
        service.note(huddle, name=NoteName.GAP, text="x" * 1001, actor=ward.bob, now=ward.now)


def test_whoever_was_named_leads_if_here_and_else_it_goes_by_turn(ward: Ward) -> None:
    client = ward.client(ward.bob)
    client.get(base(ward))
    first = opened(ward)
    assert first.leader_id == ward.bob.user_id  # the only one who has signed in since the shift began
    with transaction():
        service.close(first, next_leader_id=ward.maria.user_id, actor=ward.alice, now=ward.now)
    assert leading.whose_turn(ward.unit_id, ward.now) == ward.bob.user_id
    ward.client(ward.alice)
    assert leading.whose_turn(ward.unit_id, ward.now) == ward.alice.user_id
    ward.client(ward.maria)
    assert leading.whose_turn(ward.unit_id, ward.now) == ward.maria.user_id


def test_somebody_else_leads_in_one_tap(ward: Ward) -> None:
    huddle = opened(ward)
    client, url = ward.client(ward.alice), live(ward, huddle)
    with transaction():
        service.lead(huddle, leader_id=ward.bob.person_id, actor=ward.bob, now=ward.now)
    assert "Bob Brandt leads" in client.get(url).text
    assert client.get(url).find("button", value=str(ward.alice.user_id))
    page = tap(client, url, f"{url}/leader", "huddle-leader-form", leader=str(ward.alice.user_id))
    assert page.status == 303
    assert huddle.leader_id == ward.alice.user_id
    refused = tap(client, url, f"{url}/leader", "huddle-leader-form", leader=str(ward.charlie.user_id))
    assert refused.status == 422
    assert tap(client, url, f"{url}/leader", "huddle-leader-form", leader="me").status == 422


def test_a_talk_is_parked_in_one_tap_and_comes_back_as_a_concern(ward: Ward) -> None:
    huddle = opened(ward)
    ward.clock.tick(timedelta(minutes=2))
    client, url = ward.client(ward.bob), live(ward, huddle)
    assert tap(client, url, f"{url}/parked-talks", "huddle-park-form").status == 303
    assert tap(client, url, f"{url}/parked-talks", "huddle-park-form", park_text="The new rota").status == 303
    texts = [concern.text for concern in concerns.unsettled(ward.unit_id)]
    assert sorted(texts) == ["Parked in the day huddle, at “Who is here”.", "The new rota"]


def test_a_watcher_has_several_reasons_and_a_plan_that_two_may_change(ward: Ward) -> None:
    huddle = opened(ward)
    watcher = watched(ward, huddle)
    url = f"{live(ward, huddle)}/watchers/{watcher.id}"
    alice, bob = ward.client(ward.alice), ward.client(ward.bob)
    form_id = "huddle-change-watcher-form"
    late = filled(bob.get(url), form_id, plan="Lactate at eleven")
    both = {"plan": "Family meeting at two", "reason": ["family_concern", "falls_risk_high"]}
    assert tap(alice, url, url, form_id, **both).location == f"{live(ward, huddle)}#step-watchers"
    assert watcher.reasons == [WatcherReason.FAMILY_CONCERN, WatcherReason.FALLS_RISK]
    page = bob.post(url, late)
    assert page.status == 409
    assert "Family meeting at two" in page.text
    assert bob.post(url, filled(page, form_id, _keep_plan="both")).status == 303
    assert watcher.plan == "Family meeting at two\nLactate at eleven"
    assert tap(alice, url, url, form_id, reason=[]).status == 422
    closed(ward, huddle)
    assert alice.get(url).status == 409


def test_ten_huddles_without_a_concern_are_a_reason_to_ask(ward: Ward) -> None:
    for _number in range(10):
        closed(ward, extra(ward, HuddleKind.AD_HOC))
        ward.clock.tick(timedelta(hours=1))
    last = extra(ward, HuddleKind.AD_HOC)
    assert agenda(last, ward.now).quiet
    assert "Is it really that quiet" in ward.client(ward.bob).get(live(ward, last)).text
    ward.clock.tick(timedelta(days=1))
    concern_from_yesterday(ward)
    assert not agenda(extra(ward, HuddleKind.DEBRIEF), ward.now).quiet


def test_the_summary_the_sheet_and_the_code_are_there_while_it_goes_on(ward: Ward) -> None:
    huddle = opened(ward)
    watched(ward, huddle)
    client, url = ward.client(ward.bob), live(ward, huddle)
    assert "still going on" in client.get(f"{url}/summary").text
    assert "JD 4471" in client.get(f"{url}/sheet").text
    assert client.get(f"{url}/join-code").response.content_type == "image/svg+xml"
    closed(ward, huddle)
    ward.clock.tick(timedelta(hours=49))
    later = ward.client(ward.bob)
    for page in (later.get(url), later.get(f"{url}/sheet")):
        assert page.status == 200
        assert "JD" not in page.text


def test_a_summary_says_nothing_of_what_the_huddle_did_not_ask(ward: Ward) -> None:
    first = extra(ward, HuddleKind.AD_HOC)
    marked(ward, first, Mark(Tally.HERE, "nurse", 3))
    closed(ward, first)
    second = extra(ward, HuddleKind.AD_HOC)
    closed(ward, second)
    assert second.attendance == {"nurse": 3}
    client = ward.client(ward.bob)
    shown = client.get(f"{live(ward, second)}/summary")
    assert [heading.text for heading in shown.find("h2")][:3] == ["What was decided", "Watchers", "Who was there"]
    assert "Not counted" in shown.text
    assert "3 nurse" not in client.get(f"{live(ward, second)}/sheet").text
    assert "3 nurse" in client.get(f"{live(ward, first)}/sheet").text


def test_a_tap_on_beds_does_not_make_the_people_of_last_time_counted(ward: Ward) -> None:
    first = extra(ward, HuddleKind.AD_HOC)
    marked(ward, first, Mark(Tally.HERE, "nurse", 3), Mark(Tally.BEDS, "open", 2))
    closed(ward, first)
    second = extra(ward, HuddleKind.AD_HOC)
    marked(ward, second, Mark(Tally.BEDS, "open", 1))
    closed(ward, second)
    client = ward.client(ward.bob)
    assert "Not counted" in client.get(f"{live(ward, second)}/summary").text
    assert "3 nurse" not in client.get(f"{live(ward, second)}/sheet").text
    assert "3 nurse" in client.get(f"{live(ward, first)}/sheet").text, "counted, whatever was tapped after it"
    before = Huddle(attendance={"nurse": 3}, asked={}, counts={"last": {"tally": "here"}})
    without = Huddle(attendance={}, asked={"who-is-here": True}, counts={})
    assert (before.is_counted, without.is_counted) == (True, False)


def test_a_huddle_that_was_not_held_stands_at_its_time(ward: Ward) -> None:
    closed(ward, extra(ward, HuddleKind.AD_HOC))
    ward.clock.tick(timedelta(days=2))
    run = queries.unexplained(ward.unit_id, ward.now)[0]
    with transaction():
        facts: Any = {"shift_id": run.shift_id, "shift_on": run.on, "now": ward.now}
        service.say_why_not_held(ward.unit_id, reason=NotHeldReason.STAFFING, actor=ward.bob, **facts)
    lately = ward.client(ward.bob).get(base(ward)).text.partition("newest first")[2]
    assert lately.index("Too few of us") < lately.index("Extra huddle")
