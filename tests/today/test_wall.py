"""The screen on the wall: counts, and never a name, a bed or a word of anybody."""

from __future__ import annotations

from datetime import timedelta

from tests.handoffs.test_service import CANARY, acknowledged, sent
from tests.huddles.support import opened, watched
from tests.support.ward import Ward
from tests.today.test_routes import raise_one


def wall_of(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/wall"


def test_it_counts_patients_watchers_and_concerns(ward: Ward) -> None:
    sent(ward, ward.alice, to=ward.bob)
    acknowledged(ward, sent(ward, ward.alice, to=ward.bob, last_four="0002", bed="77"), ward.bob)
    raise_one(ward)
    watched(ward, opened(ward))
    page = ward.wall_screen().get(wall_of(ward))
    assert page.status == 200
    for words in ("1 patient waits to be taken over", "2 watchers", "1 open concern", "Nothing is late"):
        assert words in page.text
    ward.clock.tick(timedelta(hours=2))
    assert "1 late" in ward.wall_screen().get(wall_of(ward)).text


def test_it_names_nobody_and_quotes_nobody(ward: Ward) -> None:
    sent(ward, ward.alice, to=ward.bob, bed="77")
    acknowledged(ward, sent(ward, ward.alice, to=ward.bob, last_four="0002", bed="77"), ward.bob)
    raise_one(ward, "The canary sings")
    watched(ward, opened(ward))
    ward.clock.tick(timedelta(days=1))
    body = ward.wall_screen().get(f"{wall_of(ward)}?since=0.0", htmx=True).body.replace(str(ward.unit_id), "")
    for word in ("Alice", "Bob", "MK", "4821", "0002", "77", "JD", "4471", "canary", CANARY, "bed "):
        assert word not in body, word


def test_it_is_fresh_at_the_next_poll_and_silent_when_nothing_is_new(ward: Ward) -> None:
    screen = ward.wall_screen()
    news = screen.get(wall_of(ward)).find("div", id="wall")[0].get("hx-get", "")
    poll = screen.get(news, htmx=True)
    assert (poll.status, poll.body) == (204, "")
    raise_one(ward)
    changed = screen.get(news, htmx=True)
    assert changed.status == 200
    assert "1 open concern" in changed.text
    assert not changed.find("header"), "the part, not the page"


def test_other_units_have_no_wall_here(ward: Ward) -> None:
    other = f"/units/{ward.other_unit_id}/wall"
    assert ward.wall_screen().get(other).status == 404
    assert ward.client(ward.charlie).get(wall_of(ward)).status == 404
    assert ward.anonymous().get(wall_of(ward)).status == 303
