"""Taking one handoff out as plain text, and counting a month of them."""

from __future__ import annotations

from datetime import timedelta

from huddle.audit import queries as audit
from tests.handoffs.test_routes import begun, urls
from tests.handoffs.test_service import CANARY, sent
from tests.support.ward import Ward

WORDS = "Ä & <b>\"x\" 'y'\nsecond line — ½ 🛏️ مريض"


def test_a_handoff_is_taken_out_word_for_word_and_that_is_recorded(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, situation=WORDS, background=WORDS)
    page = ward.client(ward.alice).get(f"{urls(ward, handoff.id)['show']}/plain-text")
    assert page.status == 200
    assert page.body.count(WORDS) == 2
    assert "Working handoff, not the medical record." in page.body
    assert "If the pain comes back, then call the doctor" in page.body
    assert page.response.headers["Content-Disposition"] == "attachment; filename=handoff.txt"
    assert page.response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "handoff.exported" in [event.action for event in audit.of_subject(handoff.id)]


def test_the_text_tells_the_senders_view_only_to_who_may_know_it(ward: Ward) -> None:
    url = f"{urls(ward, sent(ward, ward.alice).id)['show']}/plain-text"
    assert "Unstable" in ward.client(ward.alice).get(url).body
    assert "Unstable" not in ward.client(ward.bob).get(url).body


def test_nobody_else_takes_anything_out(ward: Ward) -> None:
    handoff, draft = sent(ward, ward.alice), begun(ward, ward.alice, last_four="4822")
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        page = ward.client(outsider).get(f"{urls(ward, handoff.id)['show']}/plain-text")
        assert page.status == 404
        assert CANARY not in page.body
    assert ward.client(ward.alice).get(f"{urls(ward, draft.id)['show']}/plain-text").status == 404
    ward.clock.tick(timedelta(hours=48))
    assert ward.client(ward.alice).get(f"{urls(ward, handoff.id)['show']}/plain-text").status == 404
