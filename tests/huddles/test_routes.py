"""Screens of huddles, as people of each kind meet them; every journey without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from huddle.actions import queries as actions
from huddle.actions.rules import ActionStatus
from huddle.audit import queries as audit
from huddle.concerns import queries as concerns
from huddle.concerns.rules import ConcernStatus
from huddle.huddles import queries
from huddle.huddles.queries.agenda import agenda, checks
from huddle.huddles.rules import NoteName
from huddle.recognition import queries as recognition
from tests.huddles.support import (
    WATCHER,
    action_due,
    base,
    closed,
    concern_from_yesterday,
    filled,
    live,
    opened,
    tap,
    watched,
)
from tests.support.ward import Ward

POSTS = (
    "closing",
    "look-backs",
    "marks",
    "notes/gap",
    "answers",
    "parked-talks",
    "leader",
    "items/event",
    "confirmations",
    "watchers",
    "handed-over-watchers",
    "concerns",
    "action-items",
    "thanks",
)


def reads(ward: Ward, huddle_id: UUID) -> list[str]:
    here = f"{base(ward)}/{huddle_id}"
    return [base(ward), here, f"{here}/news", f"{here}/summary", f"{here}/sheet", f"{here}/join-code"]


def writes(ward: Ward, huddle_id: UUID) -> list[str]:
    here = f"{base(ward)}/{huddle_id}"
    return [
        base(ward),
        f"{base(ward)}/misses",
        f"{here}/watchers/{uuid4()}/check",
        f"{here}/lines/{uuid4()}",
        *(f"{here}/{it}" for it in POSTS),
    ]


def test_signed_out_people_are_sent_to_sign_in(ward: Ward) -> None:
    huddle = opened(ward)
    for url in reads(ward, huddle.id):
        assert ward.anonymous().get(url).status == 303
    for url in writes(ward, huddle.id):
        assert ward.anonymous().post(url, {}).status == 401


def test_another_units_people_find_nothing(ward: Ward) -> None:
    huddle = opened(ward)
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        client = ward.client(outsider)
        for url in reads(ward, huddle.id):
            assert client.get(url).status == 404
        for url in writes(ward, huddle.id):
            assert client.post(url, {"_op": str(uuid4())}).status == 404
    assert queries.get(ward.unit_id, huddle.id).closed_at is None


def test_a_huddle_of_another_unit_is_not_here(ward: Ward) -> None:
    huddle = opened(ward)
    url = f"/units/{ward.other_unit_id}/huddles/{huddle.id}"
    assert ward.client(ward.charlie).get(url).status == 404
    assert ward.client(ward.bob).get(f"{base(ward)}/{uuid4()}").status == 404


def test_one_tap_opens_the_huddle_and_the_second_tablet_joins(ward: Ward) -> None:
    bob, alice = ward.client(ward.bob), ward.client(ward.alice)
    late = filled(alice.get(base(ward)), "huddle-open-form", kind="scheduled")
    page = tap(bob, base(ward), base(ward), "huddle-open-form", kind="scheduled")
    assert page.status == 303
    assert alice.post(base(ward), late).location == page.location
    assert page.location is not None
    assert bob.get(page.location).h1 == "Day huddle"
    assert "Join the huddle" in alice.get(base(ward)).text


def test_a_double_tap_opens_one_extra_huddle(ward: Ward) -> None:
    ward.clock.set(ward.now.replace(hour=15))
    client = ward.client(ward.bob)
    data = filled(client.get(base(ward)), "huddle-open-form", kind="ad_hoc")
    first, second = client.post(base(ward), data), client.post(base(ward), data)
    assert first.location == second.location
    assert len(queries.recent(ward.unit_id)) == 1


def test_too_late_for_the_planned_one_says_so(ward: Ward) -> None:
    client = ward.client(ward.bob)
    data = filled(client.get(base(ward)), "huddle-open-form", kind="scheduled")
    ward.clock.set(ward.now.replace(hour=15))
    page = ward.client(ward.bob).post(base(ward), data)
    assert page.status == 409
    assert "No huddle is due around this time" in page.text


def test_a_missed_huddle_asks_why_and_then_rests(ward: Ward) -> None:
    client, run = ward.client(ward.bob), queries.unexplained(ward.unit_id, ward.now)[0]
    form_id = f"huddle-not-held-form-{run.shift_id}-{run.on}"
    page = tap(client, base(ward), f"{base(ward)}/misses", form_id, reason="staffing")
    assert page.status == 303
    after = client.get(base(ward))
    assert "Too few of us" in after.text
    assert not after.find("form", id=form_id)


@pytest.mark.parametrize("fields", [{"reason": "laziness"}, {"shift_on": "soon"}, {"shift_id": "x\x00"}])
def test_a_reason_that_cannot_be_is_not_taken(ward: Ward, fields: dict[str, str]) -> None:
    client, run = ward.client(ward.bob), queries.unexplained(ward.unit_id, ward.now)[0]
    form_id = f"huddle-not-held-form-{run.shift_id}-{run.on}"
    page = tap(client, base(ward), f"{base(ward)}/misses", form_id, **{"reason": "forgot"} | fields)
    assert page.status in {409, 422}
    assert queries.unexplained(ward.unit_id, ward.now)[0] == run


def test_the_huddle_page_says_who_speaks_first_and_how_long(ward: Ward) -> None:
    page = ward.client(ward.bob, tablet=True).get(live(ward, opened(ward)))
    assert "Students and care assistants first, leader last." in page.text
    [timer] = page.find("p", role="timer")
    assert timer.get("data-budget-seconds") == "600"
    assert timer.get("data-opened-at") == ward.now.isoformat()


def test_an_action_is_finished_in_one_tap(ward: Ward) -> None:
    item, huddle = action_due(ward), opened(ward)
    url, form_id = live(ward, huddle), f"huddle-look-back-form-{huddle.id}-{item.id}"
    page = tap(ward.client(ward.alice), url, f"{url}/look-backs", form_id, answer="done")
    assert page.location == f"{url}#step-who-is-here"  # nothing is left to look back on
    assert actions.get(ward.unit_id, item.id).status is ActionStatus.DONE


def test_two_tablets_answer_one_look_back(ward: Ward) -> None:
    item, huddle = action_due(ward), opened(ward)
    url, form_id = live(ward, huddle), f"huddle-look-back-form-{huddle.id}-{item.id}"
    alice, bob = ward.client(ward.alice), ward.client(ward.bob)
    late = filled(bob.get(url), form_id, answer="stuck")
    assert tap(alice, url, f"{url}/look-backs", form_id, answer="done").status == 303
    assert bob.post(f"{url}/look-backs", late).status == 303
    assert actions.get(ward.unit_id, item.id).status is ActionStatus.OPEN  # the last word said stands
    pressed = [button.get("value") for button in alice.get(url).find("button") if button.get("aria-pressed")]
    assert pressed == ["undo"]


def test_an_answer_is_told_back_in_the_huddle(ward: Ward) -> None:
    concern, huddle = concern_from_yesterday(ward, answered=True), opened(ward)
    url, form_id = live(ward, huddle), f"huddle-look-back-form-{huddle.id}-{concern.id}"
    page = tap(ward.client(ward.alice), url, f"{url}/look-backs", form_id, answer="told")
    assert page.status == 303
    assert concerns.get(ward.unit_id, concern.id).status is ConcernStatus.ANSWERED
    tap(ward.client(ward.bob), url, f"{url}/closing", "huddle-close-form")
    assert concerns.get(ward.unit_id, concern.id).status is ConcernStatus.CLOSED
    assert "Told back" in ward.client(ward.bob).get(url).text


def test_a_huddle_closes_over_an_open_concern_and_the_concern_does_not(ward: Ward) -> None:
    concern, huddle = concern_from_yesterday(ward), opened(ward)
    client, url = ward.client(ward.alice), live(ward, huddle)
    form_id = f"huddle-look-back-form-{huddle.id}-{concern.id}"
    untold = tap(client, url, f"{url}/look-backs", form_id, answer="told")
    assert untold.status == 409
    assert "Nothing closes in silence" in untold.text
    assert tap(client, url, f"{url}/closing", "huddle-close-form").status == 303
    assert concerns.get(ward.unit_id, concern.id).status is ConcernStatus.OPEN


def test_people_are_counted_with_buttons_alone(ward: Ward) -> None:
    huddle = opened(ward)
    client, url = ward.client(ward.bob), live(ward, huddle)
    form_id = f"huddle-marks-form-{huddle.id}-who-is-here"
    assert client.get(url).find("button", value="here:nurse:1")
    assert tap(client, url, f"{url}/marks", form_id, mark="here:nurse:1").status == 303
    assert client.get(url).find("button", value="here:nurse:2")
    several = tap(client, url, f"{url}/marks", form_id, mark=["planned:nurse:4", "here:nurse:1", "chosen:load:heavy"])
    assert several.status == 303
    assert queries.get(ward.unit_id, huddle.id).counts["planned"] == {"nurse": 4}
    assert "was changed by Bob Brandt" in client.get(url).text
    assert tap(client, url, f"{url}/marks", form_id, mark="here:boss:1").status == 409
    assert tap(client, url, f"{url}/marks", form_id, mark=[]).status == 422
    confirm = f"huddle-confirm-form-{huddle.id}-who-is-here"
    assert tap(client, url, f"{url}/confirmations", confirm).status == 303
    assert [state.done for state in agenda(queries.get(ward.unit_id, huddle.id), ward.now).steps][1]


def test_an_empty_step_folds_in_one_tap(ward: Ward) -> None:
    huddle = opened(ward)
    client, url = ward.client(ward.bob), live(ward, huddle)
    page = tap(client, url, f"{url}/confirmations", f"huddle-confirm-form-{huddle.id}-watchers")
    assert page.location == f"{url}#step-concerns"
    assert "None, we asked" in " ".join(client.get(url).find("section", id="step-watchers")[0].itertext())
    unknown = tap(client, url, f"{url}/confirmations", f"huddle-confirm-form-{huddle.id}-thanks", step="dance")
    assert unknown.status in {409, 422}


def test_two_notes_at_once_are_both_kept_and_taps_are_no_conflict(ward: Ward) -> None:
    huddle = opened(ward)
    alice, bob, url = ward.client(ward.alice), ward.client(ward.bob), live(ward, huddle)
    form_id, here = f"huddle-note-form-{huddle.id}-stretched", f"{url}/notes/stretched"
    first = filled(alice.get(url), form_id, text="One short until nine")
    late = filled(bob.get(url), form_id, text="Float nurse in bay 3")
    tap(bob, url, f"{url}/marks", f"huddle-marks-form-{huddle.id}-who-is-here", mark="here:nurse:4")
    assert alice.post(here, first).status == 303
    page = bob.post(here, late)
    assert page.status == 409
    assert "One short until nine" in page.text
    again = filled(page, form_id, _keep_text="both")
    assert bob.post(here, again).status == 303
    assert queries.notes(huddle.id)[NoteName.STRETCHED].text == "One short until nine\nFloat nurse in bay 3"


def test_a_watcher_is_added_checked_and_ended(ward: Ward) -> None:
    huddle = opened(ward)
    client, url = ward.client(ward.bob), live(ward, huddle)
    form = {**WATCHER, "initials": "j.d.", "reason": "family_concern"}
    page = tap(client, url, f"{url}/watchers", "huddle-add-watcher-form", **form)
    assert page.location == f"{url}#step-watchers"
    [watcher] = queries.watchers(ward.unit_id)
    shown = client.get(url)
    assert [" ".join(h3.itertext()).strip() for h3 in shown.find("h3")] == ["JD 4471"]
    check = f"{url}/watchers/{watcher.id}/check"
    assert tap(client, url, check, f"huddle-check-watcher-form-{huddle.id}-{watcher.id}", answer="ended").status == 303
    assert checks(huddle.id) == {watcher.id: False}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"initials": ""}, "Enter the patient"),
        ({"last_four": "12"}, "Use the last four letters or digits"),
        ({"plan": "x" * 141}, "Use at most 140 letters"),
        ({"plan": "one\x00two"}, "was taken out"),
        ({"reason": "hunch"}, "not a valid choice"),
        ({"reason": None}, "Choose why"),
    ],
)
def test_bad_watchers_get_a_sentence_and_lose_nothing(ward: Ward, fields: dict[str, str | None], message: str) -> None:
    url = live(ward, opened(ward))
    given = {**WATCHER, "reason": "family_concern"} | fields
    sent = {name: value for name, value in given.items() if value is not None}
    page = tap(ward.client(ward.bob), url, f"{url}/watchers", "huddle-add-watcher-form", **sent)
    assert page.status == 422
    assert message in page.text
    assert "breathing over 28" in page.body
    assert queries.watchers(ward.unit_id) == []


@pytest.mark.parametrize("text", ["🛏️ bed 4 — naïve café", "مريض في الغرفة ٤", "<script>alert(1)</script> & 'x'"])
def test_concerns_and_thanks_come_back_as_typed(ward: Ward, text: str) -> None:
    client, url = ward.client(ward.bob), live(ward, opened(ward))
    ward.clock.tick(timedelta(minutes=1))
    tap(client, url, f"{url}/concerns", "concern-raise-form", text=text, topic="falls")
    tap(client, url, f"{url}/thanks", "recognition-thank-form", to_whom="A student", what=text)
    assert concerns.unsettled(ward.unit_id)[0].text == text
    assert recognition.newest(ward.unit_id)[0].what == text
    assert client.get(url).text.count(text) == 2


@pytest.mark.parametrize(
    ("where", "form_id", "fields", "message"),
    [
        ("concerns", "concern-raise-form", {"text": "", "topic": "falls"}, "Say in a few words"),
        ("concerns", "concern-raise-form", {"text": "x" * 241, "topic": "falls"}, "at most 240"),
        ("thanks", "recognition-thank-form", {"what": "", "to_whom": "A student"}, "Say in a few words what helped"),
        ("thanks", "recognition-thank-form", {"what": "x" * 201, "to_whom": "A student"}, "at most 200"),
        ("action-items", "huddle-action-form", {"title": "", "due": "today"}, "Say what will be done"),
        ("parked-talks", "huddle-park-form", {"park_text": "x" * 241}, "at most 240"),
        ("closing", "huddle-close-form", {"next_leader": "somebody"}, "Choose one of these"),
    ],
)
def test_bad_input_is_shown_again_with_a_sentence(
    ward: Ward, where: str, form_id: str, fields: dict[str, str], message: str
) -> None:
    url = live(ward, opened(ward))
    page = tap(ward.client(ward.bob), url, f"{url}/{where}", form_id, **fields)
    assert page.status == 422
    assert message in page.text
    assert page.find("form", id=form_id)


def test_an_action_is_promised_in_the_huddle(ward: Ward) -> None:
    client, url = ward.client(ward.alice), live(ward, opened(ward))
    fields = {"title": "Order a second scanner", "owner_id": str(ward.bob.user_id), "due": "week"}
    assert tap(client, url, f"{url}/action-items", "huddle-action-form", **fields).status == 303
    [item] = actions.open_items(ward.unit_id)
    assert (item.owner_id, item.due_on) == (ward.bob.user_id, ward.now.date() + timedelta(days=7))
    assert "Order a second scanner" in client.get(url).text


def test_an_unsent_text_of_one_form_survives_an_error_in_another(ward: Ward) -> None:
    client, url = ward.client(ward.bob), live(ward, opened(ward))
    draft = filled(client.get(url), "recognition-thank-form", what="Stayed late", _op=str(uuid4()))
    assert client.post("/drafts", draft, script=True).status == 200
    page = tap(client, url, f"{url}/concerns", "concern-raise-form", text="", topic="falls")
    assert page.status == 422
    assert filled(page, "recognition-thank-form")["what"] == ["Stayed late"]


def test_a_closed_huddle_is_a_page_to_read(ward: Ward) -> None:
    concern_from_yesterday(ward)
    huddle = opened(ward)
    watched(ward, huddle)
    client, url = ward.client(ward.bob), live(ward, huddle)
    data = filled(client.get(url), f"huddle-marks-form-{huddle.id}-who-is-here", mark="here:nurse:4")
    ward.clock.tick(timedelta(minutes=9))
    leader = {"next_leader": str(ward.maria.user_id)}
    assert tap(client, url, f"{url}/closing", "huddle-close-form", **leader).location == f"{url}#summary"
    page = client.get(url)
    for words in ("9 min", "On time", "JD 4471", "Still watched", "Maria Moreno leads"):
        assert words in page.text
    assert [form for form in page.find("form") if "/huddles/" in form.get("action", "")] == []
    late = client.post(f"{url}/marks", data)
    assert late.status == 409
    assert "This huddle is closed" in late.text


def test_closing_twice_is_one_closing(ward: Ward) -> None:
    huddle = opened(ward)
    alice, bob, url = ward.client(ward.alice), ward.client(ward.bob), live(ward, huddle)
    late = filled(bob.get(url), "huddle-close-form")
    assert tap(alice, url, f"{url}/closing", "huddle-close-form").status == 303
    assert bob.post(f"{url}/closing", late).status == 303
    assert [event.action for event in audit.of_subject(huddle.id)] == ["huddle.opened", "huddle.closed"]


def test_after_two_days_the_summary_only_counts_watchers(ward: Ward) -> None:
    huddle = opened(ward)
    watched(ward, huddle)
    closed(ward, huddle)
    ward.clock.tick(timedelta(hours=48))
    page = ward.client(ward.bob).get(live(ward, huddle))
    assert "JD" not in page.text
    assert "1 on the list" in page.text


def test_the_other_tablet_hears_of_changes_and_of_nothing_else(ward: Ward) -> None:
    huddle = opened(ward)
    client, url = ward.client(ward.alice, tablet=True), live(ward, huddle)
    [part] = client.get(url).find("div", id="huddle-live")
    poll = part.get("hx-get") or ""
    assert client.get(poll, htmx=True).status == 204
    tap(ward.client(ward.bob), url, f"{url}/confirmations", f"huddle-confirm-form-{huddle.id}-thanks")
    page = client.get(poll, htmx=True)
    assert page.status == 200
    assert "<html" not in page.body
    assert page.find("div", id="huddle-live")[0].get("hx-get") != poll


def test_a_poll_of_a_closed_huddle_leads_to_its_summary(ward: Ward) -> None:
    huddle = opened(ward)
    closed(ward, huddle)
    page = ward.client(ward.alice).get(f"{live(ward, huddle)}/news?revision=0", htmx=True)
    assert page.response.headers["HX-Redirect"] == live(ward, huddle)


def test_the_script_is_told_the_operation_and_where_to_stay(ward: Ward) -> None:
    huddle = opened(ward)
    client, url = ward.client(ward.bob), live(ward, huddle)
    data = filled(client.get(url), f"huddle-marks-form-{huddle.id}-who-is-here", mark="here:nurse:4")
    page = client.post(f"{url}/marks", data, script=True)
    assert page.response.headers["Huddle-Operation"] == data["_op"][0]
    assert page.json["location"] == f"{url}#step-who-is-here"


def test_a_tablet_in_a_huddle_stays_open_for_longer_and_polls_do_not_count(ward: Ward) -> None:
    huddle = opened(ward)
    client, url = ward.client(ward.bob, tablet=True), live(ward, huddle)
    ward.clock.tick(timedelta(seconds=60))
    assert client.get(url).status == 200
    ward.clock.tick(timedelta(minutes=14))
    assert client.get(f"{url}/news?revision=0", htmx=True).status == 200
    ward.clock.tick(timedelta(minutes=2))
    assert client.get(f"{url}/news?revision=0", htmx=True).status == 401
