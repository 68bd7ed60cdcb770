"""Nothing that a board keeps may be old: each kind of change is there at the next poll, without a minute passing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from huddle.accounts import queries as accounts
from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import queries as concern_queries
from huddle.concerns import service as concerns
from huddle.concerns.rules import Harm, Outcome, Reason, ToldHow, Topic
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.handoffs import service as handoffs
from huddle.handoffs.rules import Severity
from huddle.recognition import service as recognition
from huddle.today.poll import Boards
from huddle.units import charge, people
from huddle.units.models import Service, Shift, Site, Unit
from huddle.units.service import places, shifts
from tests.handoffs.test_service import acknowledged, sent
from tests.huddles.support import checked, closed, opened, watched
from tests.reviews.test_service import published
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward


class Board:
    """A tablet that shows the board and asks for news."""

    def __init__(self, ward: Ward) -> None:
        self._app = ward.app
        self._path = f"/units/{ward.unit_id}/board"
        self._client: CarefulClient = ward.client(ward.alice)
        self._tag = self._client.get(self._path).find("div", id="board")[0].get("hx-get", "").partition("since=")[2]

    def news(self) -> str:
        """What the next poll brings; it must bring something, and the same as a page that is opened anew."""
        news = self._client.get(f"{self._path}/news?since={self._tag}", htmx=True)
        assert news.status == 200, "the poll said that nothing is new"
        page = self._client.get(self._path)
        shown = page.find("div", id="board")[0]
        self._tag = shown.get("hx-get", "").partition("since=")[2]
        assert shown.text == news.find("div", id="board")[0].text
        assert page.text == self._anew().text, "something that was kept is old"
        return news.text

    def _anew(self) -> Page:
        """The page as a process makes it that has kept nothing."""
        kept = self._app.extensions["huddle.boards"]
        self._app.extensions["huddle.boards"] = Boards()
        try:
            return self._client.get(self._path)
        finally:
            self._app.extensions["huddle.boards"] = kept


@pytest.fixture
def board(ward: Ward) -> Board:
    return Board(ward)


def stored(change: Callable[[], object]) -> None:
    with transaction():
        change()


def raised(ward: Ward, text: str = "Bay 2 has no call bell") -> None:
    stored(
        lambda: concerns.raise_concern(
            ward.unit_id, text=text, topic=Topic.EQUIPMENT, unnamed=False, actor=ward.bob, now=ward.now
        )
    )


def test_a_handoff_sent_and_taken(ward: Ward, board: Board) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    assert "For Bob Brandt" in board.news()
    acknowledged(ward, handoff, ward.bob)
    news = board.news()
    assert "All handoffs are acknowledged." in news
    assert "From a handoff, not yet talked about in a huddle" in news


def test_a_concern_raised_answered_and_told_back(ward: Ward, board: Board) -> None:
    raised(ward)
    assert "Bay 2 has no call bell" in board.news()
    [concern] = concern_queries.unsettled(ward.unit_id)
    stored(
        lambda: concerns.answer(
            concern, outcome=Outcome.FIXED, answer="A new bell is in.", actor=ward.maria, now=ward.now
        )
    )
    assert "A new bell is in." not in board.news()
    stored(lambda: concerns.tell_back(concern, how=ToldHow.HUDDLE, actor=ward.alice, now=ward.now))
    news = board.news()
    assert "A new bell is in." in news
    assert "No open concerns." in news


def test_an_action_item_that_is_late_and_then_done(ward: Ward) -> None:
    with transaction():
        item = actions.open_item(
            ward.unit_id,
            title="Order a bell",
            owner_id=ward.bob.person_id,
            due_on=ward.now.date(),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.maria,
            now=ward.now,
        )
    ward.clock.tick(timedelta(days=1))
    board = Board(ward)
    raised(ward)
    assert "Order a bell" in board.news()
    stored(lambda: actions.finish(item, note="It hangs", actor=ward.bob, now=ward.now))
    news = board.news()
    assert "Nothing is late" in news
    assert "It hangs Order a bell" in news, "what became of it is told"


def test_a_patient_on_the_watch_list_who_was_handed_over_unstable_stays_marked_so(ward: Ward, board: Board) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice, to=ward.bob), ward.bob, Severity.UNSTABLE)
    watched(ward, opened(ward), initials=handoff.patient_id1, last_four=handoff.patient_id2)
    watchers = board.news().partition("Watchers")[2].partition("On their way")[0]
    assert watchers.count(handoff.patient_id2) == 1, "once, from the list with its plan"
    assert "Lactate at 10" in watchers
    assert "Unstable" in watchers
    assert f"{handoff.patient_id2}, bed 12" in watchers, "who and where in one line, as everywhere on the board"


def test_a_huddle_opened_watched_and_closed(ward: Ward, board: Board) -> None:
    huddle = opened(ward)
    assert "The day huddle is open" in board.news()
    watcher = watched(ward, huddle)
    assert "JD 4471" in board.news()
    checked(ward, huddle, watcher, still=False)
    closed(ward, huddle)
    news = board.news()
    assert "JD 4471" not in news
    assert "is open" not in news


def test_a_person_renamed_and_deactivated(ward: Ward, board: Board) -> None:
    sent(ward, ward.alice, to=ward.bob)
    board.news()
    bob = accounts.person(ward.bob.person_id)
    stored(lambda: people.edit_person(bob, name="Bob Brandt-Fox", org_role=None, actor=ward.dana, now=ward.now))
    assert "For Bob Brandt-Fox" in board.news()
    stored(lambda: people.deactivate(accounts.person(ward.bob.person_id), actor=ward.dana, now=ward.now))
    client = ward.client(ward.alice)
    assert "For Bob Brandt-Fox" in client.get(f"/units/{ward.unit_id}/board").text, "who has left is still named"


def test_a_shift_changed(ward: Ward, board: Board) -> None:
    shift = db.session.get_one(Shift, ward.day_shift_id)
    times = shifts.ShiftTimes("Early", shift.starts_at, shift.ends_at, time(7, 30))
    stored(lambda: shifts.edit_shift(shift, times, actor=ward.maria, now=ward.now))
    news = board.news()
    assert "Early huddle" in news
    assert "07:30" in news


def test_a_time_zone_changed(ward: Ward, board: Board) -> None:
    sent(ward, ward.alice, to=ward.bob)
    before = board.news()
    unit = db.session.get_one(Unit, ward.unit_id)
    site = db.session.get_one(Site, db.session.get_one(Service, unit.service_id).site_id)
    contact = places.Contact(None, "")
    stored(
        lambda: places.edit_site(
            site, name=site.name, timezone="Europe/Athens", contact=contact, actor=ward.dana, now=ward.now
        )
    )
    assert board.news() != before


def test_a_unit_renamed_and_its_number_changed(ward: Ward, board: Board) -> None:
    unit = db.session.get_one(Unit, ward.unit_id)
    stored(lambda: places.edit_unit(unit, name="5 West A", phone="5-1234", actor=ward.maria, now=ward.now))
    board.news()
    assert "5 West A" in ward.client(ward.alice).get(f"/units/{ward.unit_id}/board").text


def test_a_name_and_the_view_of_the_header_are_never_another_person_s(ward: Ward) -> None:
    path = f"/units/{ward.unit_id}/board"
    for person, name in ((ward.alice, "Alice A."), (ward.bob, "Bob B."), (ward.alice, "Alice A.")):
        assert name in ward.client(person).get(path).text
    night = ward.client(ward.alice)
    night.set_cookie("theme", "night")
    assert "Day view" in night.get(path).text
    assert "Night view" in ward.client(ward.alice).get(path).text


def test_somebody_who_is_in_charge_now(ward: Ward, board: Board) -> None:
    stored(lambda: charge.take(ward.unit_id, actor=ward.bob, now=ward.now))
    assert "In charge now: Bob Brandt , since 07:05" in board.news()


def test_a_concern_asked_above_and_answered_there(ward: Ward, board: Board) -> None:
    raised(ward)
    [concern] = concern_queries.unsettled(ward.unit_id)
    more = {"harm": Harm.COULD, "immediate_fix": "", "actor": ward.alice, "now": ward.now}
    stored(lambda: concerns.escalate(concern, tier=2, reason=Reason.BLOCKED, **more))  # type: ignore[arg-type]
    assert "With Medicine, answer due today 23:59" in board.news()
    stored(
        lambda: concerns.answer_from_above(
            concern, outcome=Outcome.YES, answer="It is bought.", actor=ward.maria, now=ward.now
        )
    )
    news = board.news()
    assert "Medicine answered: Yes Tell it back" in news
    assert "It is bought." not in news, "told in person before it stands on a board"


def test_an_answer_from_above_that_is_late(ward: Ward) -> None:
    raised(ward)
    [concern] = concern_queries.unsettled(ward.unit_id)
    more = {"harm": Harm.COULD, "immediate_fix": "", "actor": ward.alice, "now": ward.now}
    stored(lambda: concerns.escalate(concern, tier=2, reason=Reason.BLOCKED, **more))  # type: ignore[arg-type]
    ward.clock.tick(timedelta(hours=17))
    page = ward.client(ward.alice).get(f"/units/{ward.unit_id}/board")
    assert "With Medicine No answer due yesterday 23:59" in page.text


def test_a_level_renamed(ward: Ward, board: Board) -> None:
    raised(ward)
    [concern] = concern_queries.unsettled(ward.unit_id)
    more = {"harm": Harm.COULD, "immediate_fix": "", "actor": ward.alice, "now": ward.now}
    stored(lambda: concerns.escalate(concern, tier=2, reason=Reason.BLOCKED, **more))  # type: ignore[arg-type]
    board.news()
    unit = db.session.get_one(Unit, ward.unit_id)
    service = db.session.get_one(Service, unit.service_id)
    contact = places.Contact(None, "")
    stored(lambda: places.edit_service(service, name="Surgery", contact=contact, actor=ward.dana, now=ward.now))
    assert "With Surgery" in board.news()


def test_a_promise_for_this_week(ward: Ward, board: Board) -> None:
    stored(
        lambda: actions.open_item(
            ward.unit_id,
            title="Order a bell",
            owner_id=ward.bob.person_id,
            due_on=ward.now.date() + timedelta(days=2),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.maria,
            now=ward.now,
        )
    )
    assert "Order a bell" in board.news()


def test_the_shared_part_is_the_same_for_whoever_is_in_charge(ward: Ward) -> None:
    stored(lambda: charge.take(ward.unit_id, actor=ward.bob, now=ward.now))
    pages = [ward.client(person).get(f"/units/{ward.unit_id}/board") for person in (ward.bob, ward.alice)]
    assert pages[0].find("div", id="board")[0].text == pages[1].find("div", id="board")[0].text
    forms = [[form.get("action") for form in page.find("form")] for page in pages]
    assert f"/units/{ward.unit_id}/charge-turns" not in forms[0], "who is in charge has nothing to take"
    assert f"/units/{ward.unit_id}/charge-turns" in forms[1]


def _thanked(ward: Ward) -> str:
    stored(lambda: recognition.thank(ward.unit_id, to_whom="The team", what="Calm", actor=ward.bob, now=ward.now))
    return "Thanks to the team"


def _escalated(ward: Ward) -> str:
    handoff = sent(ward, ward.alice, to=ward.bob)
    stored(lambda: handoffs.escalate(handoff, reason="Nobody is free", actor=ward.alice, now=ward.now))
    return "No answer"


def _sent_again(ward: Ward) -> str:
    handoff = sent(ward, ward.alice, to=ward.bob)
    ward.client(ward.bob).get(f"/units/{ward.unit_id}/board")
    stored(lambda: handoffs.correct(handoff, text="Bed 14 now", actor=ward.alice, now=ward.now))
    return "For Bob Brandt"


def _harmful(ward: Ward) -> str:
    raised(ward)
    [concern] = concern_queries.unsettled(ward.unit_id)
    fix = {"harm": Harm.LIKELY_TODAY, "immediate_fix": "A hand bell", "actor": ward.bob, "now": ward.now}
    stored(lambda: concerns.pick_up(concern, **fix))  # type: ignore[arg-type]
    return "Bay 2 has no call bell"


def _learned(ward: Ward) -> str:
    published(ward)
    return "What we learned from"


@pytest.mark.parametrize("change", [_thanked, _escalated, _sent_again, _harmful, _learned])
def test_other_changes(ward: Ward, board: Board, change: Callable[[Ward], str]) -> None:
    assert change(ward) in board.news()


def test_each_visit_has_its_own_time_envelope_and_notice(ward: Ward) -> None:
    path = f"/units/{ward.unit_id}/board"
    client = ward.client(ward.bob)
    first = client.get(path)
    ward.clock.tick(timedelta(minutes=1))
    second = client.get(path)
    assert "Shown 07:05" in first.text
    assert "Shown 07:06" in second.text
    sealed = [{field.get("value") for field in page.find("input")} for page in (first, second)]
    assert sealed[0].isdisjoint(sealed[1]), "an operation or an envelope was shown twice"
