"""Taking one handoff out as plain text, and counting a month of them."""

from __future__ import annotations

from datetime import timedelta

from huddle.audit import queries as audit
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.rules import HandoffKind, IfThen, Mode, Plan, Section, Severity, ToDo
from tests.handoffs.test_routes import begun, urls
from tests.handoffs.test_service import CANARY, acknowledged, sent
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


def test_the_measures_are_counted_as_one_would_by_hand(ward: Ward) -> None:
    due = ward.now + timedelta(hours=1)
    plan = Plan(actions=(ToDo("Blood", due),), if_thens=(IfThen("worse", "call"),))
    first = sent(ward, ward.alice, plan=plan, last_four="0001", kind=HandoffKind.ESCALATION)
    with transaction():
        service.return_for_detail(first, section=Section.ACTIONS, text="?", actor=ward.bob, now=ward.now)
    ward.clock.tick(timedelta(minutes=4))
    acknowledged(ward, first, ward.bob)
    with transaction():
        service.finish_action(first, number=1, actor=ward.bob, now=ward.now)
    written = Plan(mode=Mode.WRITTEN_ONLY, written_reason="Theatre")
    second = sent(ward, ward.alice, plan=written, severity=Severity.STABLE, last_four="0002")
    ward.clock.tick(timedelta(hours=1))
    acknowledged(ward, second, ward.bob, Severity.STABLE)
    lines = {line.words: (line.number, line.of) for line in queries.measures(ward.unit_id, ward.now)}
    assert lines == {
        "acknowledged in time": (1, 2),
        "said back in full": (1, 2),
        "talked through because two views differed": (1, 2),
        "sick patients handed over with an “if, then”": (1, 1),
        "told face to face or by phone": (1, 2),
        "things to do that were done in time": (1, 1),
        "minutes until an escalation was acknowledged": (4, 1),
        "minutes to write one patient": (0, 2),
        "sent back for more: what to do": (1, 1),
    }
    text = ward.client(ward.bob).get(urls(ward)["index"] + "/measures").text
    assert "Acknowledged in time 1 of 2" in text
    assert "4, median of 1" in text
    assert "0001" not in text


def test_without_handoffs_no_measure_is_nought(ward: Ward) -> None:
    page = ward.client(ward.bob).get(urls(ward)["index"] + "/measures")
    assert page.text.count("None yet") == 8
    ward.clock.tick(timedelta(days=31))
    assert all(line.of == 0 for line in queries.measures(ward.unit_id, ward.now))
