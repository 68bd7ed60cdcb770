from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.core import drafts
from huddle.core.transaction import transaction
from huddle.web.way_back import page_or
from tests.support.secrets import enter_pin, give_password, give_pin, sign_in
from tests.support.ward import Ward

SECRET = "the stairwell door on level three jams"


def concerns(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/concerns"


def test_the_server_locks_a_tablet_after_two_minutes(ward: Ward) -> None:
    client = ward.client(ward.bob, tablet=True)

    ward.clock.tick(timedelta(seconds=120))
    in_time = client.get(concerns(ward))
    ward.clock.tick(timedelta(seconds=121))
    late = client.get(concerns(ward))

    assert in_time.status == 200
    assert (late.status, late.location) == (303, f"/tablet?next=%2Funits%2F{ward.unit_id}%2Fconcerns")
    assert "Locked. Text that was not sent is kept." in client.get("/tablet").text


def test_only_whoever_left_text_is_told_that_theirs_is_kept(ward: Ward) -> None:
    client = ward.client(ward.bob, tablet=True)
    with transaction():
        place = drafts.Place(ward.bob.person_id, "concern.raise", str(ward.unit_id), "1")
        drafts.save(place, {}, version=0, now=ward.now)
    ward.clock.tick(timedelta(seconds=121))
    for person, is_told in ((ward.bob, True), (ward.alice, False)):
        page = client.get(f"/tablet/people/{person.person_id}")
        assert ("Your text is kept." in [line.text for line in page.find("p", class_="soft")]) is is_told


def test_a_locked_tablet_stays_locked_whatever_is_asked_of_it(ward: Ward) -> None:
    client = ward.client(ward.bob, tablet=True)
    ward.clock.tick(timedelta(seconds=121))

    for _ in range(3):
        client.get("/tablet")
        client.get("/theme")

    assert client.get(concerns(ward)).status == 303
    assert client.get(concerns(ward), htmx=True).response.headers["Huddle-Lock"] == "1"


def test_an_own_computer_locks_after_fifteen_minutes(ward: Ward) -> None:
    client = ward.client(ward.maria)

    ward.clock.tick(timedelta(minutes=14))
    assert client.get(concerns(ward)).status == 200
    ward.clock.tick(timedelta(minutes=15, seconds=1))

    assert client.get(concerns(ward)).location.startswith("/sign-in?next=")


def test_a_poll_is_not_use(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    view = ward.app.view_functions["concerns.index"]
    monkeypatch.setattr(view, "passive", True, raising=False)
    client = ward.client(ward.bob, tablet=True)

    for _ in range(4):
        ward.clock.tick(timedelta(seconds=35))
        last = client.get(concerns(ward), htmx=True)

    assert last.status == 401


def test_lock_hides_everything_and_changes_the_cookie(ward: Ward) -> None:
    client = ward.client(ward.bob, tablet=True)
    before = client.cookie("huddle")

    page = client.post("/lock", {}, headers={"Referer": f"http://localhost{concerns(ward)}"})

    assert page.location == f"/tablet?next=%2Funits%2F{ward.unit_id}%2Fconcerns"
    assert client.cookie("huddle") != before
    assert client.get(concerns(ward)).status == 303
    assert client.post("/lock", {}).status == 303


def test_the_lock_page_names_nobody_as_signed_in_and_leads_nowhere_else(ward: Ward) -> None:
    client = ward.client(ward.bob, tablet=True)
    client.post("/switch", {})

    page = client.get("/tablet")

    assert not page.find("nav")
    assert "Bob B." not in page.text
    assert "Bob Brandt" in page.text


def test_the_same_person_comes_back_to_the_page_that_was_open(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.client(ward.bob, tablet=True)
    page = client.post("/lock", {}, headers={"Referer": f"http://localhost{concerns(ward)}"})

    tile = next(link for link in client.get(page.location).links() if str(ward.bob.user_id) in link)
    back = client.submit(tile, f"/tablet/people/{ward.bob.user_id}", pin="274918")

    assert back.location == concerns(ward)


def test_a_colleague_starts_on_the_board_and_not_on_somebody_elses_page(ward: Ward) -> None:
    give_pin(ward, ward.alice)
    client = ward.client(ward.bob, tablet=True)
    client.post("/lock", {}, headers={"Referer": f"http://localhost{concerns(ward)}"})

    page = client.submit(
        f"/tablet/people/{ward.alice.user_id}?next={concerns(ward)}",
        f"/tablet/people/{ward.alice.user_id}",
        pin="274918",
    )

    assert page.location == f"/units/{ward.unit_id}/board"


def test_what_was_sent_from_a_locked_tablet_waits_as_a_draft_without_any_pin(ward: Ward) -> None:
    client = ward.client(ward.bob, tablet=True)
    data = client.fill(f"{concerns(ward)}/new", concerns(ward), text=SECRET, pin="274918", password="x y z")
    ward.clock.tick(timedelta(seconds=121))

    page = client.post(concerns(ward), data)

    kept = drafts.find(ward.bob.person_id, "concern.raise", str(ward.unit_id), now=ward.now)
    assert page.status == 401
    assert kept is not None
    assert kept.fields["text"] == [SECRET]
    assert not {"pin", "password"} & set(kept.fields)


def test_the_tile_says_that_a_draft_is_kept_and_never_of_what(ward: Ward) -> None:
    with transaction():
        drafts.save(
            drafts.Place(ward.bob.person_id, "concern.raise", "x", "1"), {"text": [SECRET]}, version=0, now=ward.now
        )

    page = ward.locked_tablet().get("/tablet")

    assert "Staff · draft kept" in page.text
    assert SECRET not in page.body
    assert "concern" not in page.text


def test_those_who_signed_in_this_shift_stand_first(ward: Ward) -> None:
    give_pin(ward, ward.maria)
    enter_pin(ward.locked_tablet(), ward.maria)

    tiles = [link for link in ward.locked_tablet().get("/tablet").links() if "/tablet/people/" in link]

    assert [link.rsplit("/", 1)[-1] for link in tiles] == [
        str(person.user_id) for person in (ward.maria, ward.alice, ward.bob)
    ]


def test_names_are_found_with_script_and_without(ward: Ward) -> None:
    client = ward.locked_tablet()

    plain, part = client.get("/tablet?q=bRaN"), client.get("/tablet?q=bran", htmx=True)

    assert plain.find("html")
    assert not part.find("html")
    for page in (plain, part):
        assert "Bob Brandt" in page.text
        assert "Alice" not in page.text
    assert "No name like that here." in client.get("/tablet?q=%00zz%E2%80%AE").text


def test_the_tablet_shows_no_names_of_other_units(ward: Ward) -> None:
    assert "Charlie" not in ward.locked_tablet().get("/tablet").text
    assert ward.anonymous().get("/tablet").location.startswith("/sign-in")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "http:evil.example",
        "javascript:alert(1)", "/%09/evil.example\t", "///evil.example", "/\t/evil.example", " /me", "/me\nX: y",
        "data:text/html,x", "evil.example", "@evil.example", "/no/such/page", "/sign-out", "/lock", "", "\x00",
        "https:/evil.example", "//localhost@evil.example", "/..//evil.example", "/\u2028/evil.example",
        "http://[", "http://evil.example/me", "http://localhost//evil.example", "http://localhost/\\evil.example",
    ],
)  # fmt: skip
def test_after_sign_in_nobody_is_sent_elsewhere(ward: Ward, target: str) -> None:
    give_password(ward, ward.alice)
    client = ward.anonymous()

    page = client.submit("/sign-in", username="alice", password="seven grey herons", next=target)

    assert page.location in ("/", None)
    with ward.app.test_request_context("/"):
        assert page_or(target, "/safe") == "/safe"


def test_after_sign_in_people_go_on_to_the_page_that_they_asked_for(ward: Ward) -> None:
    give_password(ward, ward.alice)
    client = ward.anonymous()
    asked = client.get(f"{concerns(ward)}?page=2")

    page = sign_in(client, "alice", page=asked.location)

    assert page.location == f"{concerns(ward)}?page=2"


@pytest.mark.parametrize(
    ("sent_from", "sent_to", "page"),
    [
        ("/concerns/{id}?page=2", "/concerns/{id}/owner", "/concerns/{id}?page=2"),
        ("/concerns/{id}/owner", "/concerns/{id}/owner", "/concerns/{id}"),
        ("/huddles/{id}/notes/staffing", "/huddles/{id}/notes/staffing", "/huddles/{id}"),
        ("/concerns", "/concerns", "/concerns/new"),
        ("/concerns", "/charge-turns", "/concerns"),
        ("/shifts", "/shifts", "/shifts/new"),
        ("/charge-turns", "/charge-turns", None),
    ],
)
def test_after_a_form_was_sent_in_vain_people_go_on_to_the_page_that_holds_it(
    ward: Ward, sent_from: str, sent_to: str, page: str | None
) -> None:
    here, unit = {"id": ward.unit_id}, f"/units/{ward.unit_id}"
    with ward.app.test_request_context(unit + sent_to.format(**here), method="POST"):
        back = page_or(f"http://localhost{unit}{sent_from.format(**here)}", "/safe")

    assert back == ("/safe" if page is None else unit + page.format(**here))


def test_after_a_form_was_sent_in_vain_nobody_is_sent_to_a_site_named_new(ward: Ward) -> None:
    with ward.app.test_request_context("/", method="POST"):
        assert page_or("/", "/safe") == "/"


def test_the_view_changes_and_the_page_stays(ward: Ward) -> None:
    client = ward.client(ward.bob)

    page = client.post("/theme", {"theme": "night"}, headers={"Referer": f"http://localhost{concerns(ward)}"})
    elsewhere = client.post("/theme", {"theme": "purple"}, headers={"Referer": "https://evil.example/x"})

    assert page.location == concerns(ward)
    assert elsewhere.location == "/"
    assert client.cookie("theme") == "day"
