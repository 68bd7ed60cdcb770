"""The screens of reminders: what somebody was told, where it goes, calendar addresses, and the e-mails."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from huddle.accounts.models import User
from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.notifications import service
from huddle.notifications.models import CalendarFeed, OutgoingMail
from huddle.notifications.queries import SHOWN, unseen
from huddle.notifications.queries import feeds as feed_queries
from huddle.notifications.rules import MailKind, MailState, NoticeKind
from huddle.notifications.service import Subject
from tests.notifications.support import give_address, use
from tests.support.ward import Ward


def tell(ward: Ward) -> str:
    """Bob, and Charlie who works elsewhere, of an item on 5 West."""
    with transaction():
        item = actions.open_item(
            ward.unit_id,
            title="Move the chairs",
            owner_id=ward.bob.person_id,
            due_on=date(2026, 11, 18),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.bob,
            now=ward.now,
        )
        about = Subject("action_item", item.id, ward.unit_id)
        people = [ward.bob.user_id, ward.charlie.user_id]
        service.notify(people, NoticeKind.DUE_SOON, about=about, due_on=item.due_on, actor=ward.alice, now=ward.now)
    return f"/units/{ward.unit_id}/action-items/{item.id}"


def test_what_is_new_stands_on_the_board_in_one_line_until_it_is_seen(ward: Ward) -> None:
    url, bob = tell(ward), ward.client(ward.bob)
    board = f"/units/{ward.unit_id}/board"
    assert "1 thing changed since you last looked" in bob.get(board).text
    page = bob.get("/me/for-you")
    assert url in page.links()
    assert "Move the chairs" in page.text
    assert "5 West: Yours, due in three days or less. Due 18 Nov" in page.text
    ward.clock.set(ward.now + timedelta(minutes=1))
    seen = bob.submit("/me/for-you", "/me/for-you/seen")
    assert (seen.status, seen.location) == (303, "/")
    assert "Nothing new." in bob.get("/me/for-you").text
    assert "since you last looked" not in bob.get(board).text


def test_what_came_while_somebody_read_is_not_marked_as_seen(ward: Ward) -> None:
    tell(ward)
    bob = ward.client(ward.bob)
    read = bob.fill("/me/for-you", "/me/for-you/seen")
    ward.clock.set(ward.now + timedelta(minutes=1))
    tell(ward)
    bob.post("/me/for-you/seen", read)
    assert len(bob.get("/me/for-you").find("a", class_="row__link")) == 2  # the new one, and the settings
    bob.post("/me/for-you/seen", {**bob.fill("/me/for-you", "/me/for-you/seen"), "notices": "9999\x00"})
    assert "Nothing new." not in bob.get("/me/for-you").text


def test_what_had_no_room_on_the_page_is_not_marked_as_seen(ward: Ward) -> None:
    with transaction():
        for number in range(SHOWN + 1):
            about = Subject("action_item", UUID(int=number), ward.unit_id)
            service.notify([ward.bob.user_id], NoticeKind.DUE_TODAY, about=about, actor=ward.maria, now=ward.now)
    bob = ward.client(ward.bob)
    assert "30 of 31, the newest first." in bob.get("/me/for-you").text
    assert bob.submit("/me/for-you", "/me/for-you/seen").location == "/me/for-you"
    assert len(unseen(ward.bob.person_id, ward.now)) == 1


def test_who_works_elsewhere_reads_no_title_and_gets_no_link(ward: Ward) -> None:
    url, charlie = tell(ward), ward.client(ward.charlie)
    page = charlie.get("/me/for-you")
    assert "Action item 5 West: Yours" in page.text
    assert "chairs" not in page.text
    assert url not in page.links()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Enter the address to which the e-mail goes"),
        ("bob", "Enter an address like"),
        ("b@" + "x" * 300 + ".example", "Use at most 254 letters."),
        ("🙂@hospital.example", "Enter an address like"),
        ("bob\u202e@hospital.example", "was taken out"),
    ],
)
def test_an_address_that_is_none_is_shown_again_with_the_reason(ward: Ward, typed: str, problem: str) -> None:
    page = ward.client(ward.bob).submit("/me/reminders", email=typed, by_mail="y")
    assert (page.status, problem in page.text) == (422, True)


def test_somebody_chooses_and_a_page_that_is_old_by_then_is_refused(ward: Ward) -> None:
    bob = ward.client(ward.bob)
    old = {**bob.fill("/me/reminders"), "email": "old@hospital.example", "by_mail": "y"}
    done = bob.submit("/me/reminders", email="bob@hospital.example", by_mail="y")
    assert (done.status, done.location) == (303, "/me/reminders")
    assert bob.get("/me/reminders").find("input", id="email")[0].get("value") == "bob@hospital.example"
    assert bob.post("/me/reminders", old).status == 409
    bob.submit("/me/reminders", by_mail=None)
    assert db.session.get_one(User, ward.bob.person_id).mail_off_at == ward.now


def test_a_calendar_address_is_shown_once_works_and_is_removed(ward: Ward) -> None:
    bob = ward.client(ward.bob)
    form = bob.fill("/me/reminders", "/me/calendar-address")
    page = bob.post("/me/calendar-address", form)
    address = page.find("textarea", id="calendar-address")[0].text or ""
    assert address.startswith("http://localhost/calendar/")
    assert ward.anonymous().get(address.removeprefix("http://localhost")).status == 200
    assert "shown only once" in bob.post("/me/calendar-address", form).text
    assert address not in bob.get("/me/reminders").body
    assert bob.submit("/me/reminders", "/me/calendar-address/remove").status == 303
    assert feed_queries.opened_by(address.rpartition("/")[2].removesuffix(".ics")) is None


def test_the_calendar_of_a_unit_is_made_by_its_leaders_alone(ward: Ward) -> None:
    url = f"/units/{ward.unit_id}/calendar-address"
    made = ward.client(ward.alice).submit(url)
    address = (made.find("textarea", id="calendar-address")[0].text or "").removeprefix("http://localhost")
    assert "5 West" in ward.anonymous().get(address).body
    assert ward.client(ward.alice).submit(url, f"{url}/remove").status == 303
    assert db.session.query(CalendarFeed).count() == 0


def test_an_administrator_sees_how_the_sending_goes_and_sends_a_test(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    dana = ward.client(ward.dana)
    assert "No mail server is set up" in dana.get("/admin/mail").text
    use(ward.app, monkeypatch, 25)
    form = {name: value for name, value in dana.fill("/admin/mail", "/admin/mail/test").items()}
    assert "You have no e-mail address yet." in dana.post("/admin/mail/test", form).text
    give_address(ward.dana)
    assert dana.submit("/admin/mail", "/admin/mail/test").status == 303
    [mail] = db.session.query(OutgoingMail).all()
    assert (mail.kind, mail.recipient_id, mail.state) == (MailKind.TEST, ward.dana.user_id, MailState.WAITING)
    with transaction():
        mail = db.session.get_one(OutgoingMail, mail.id)
        mail.state, mail.error = MailState.FAILED, "refused 554"
    page = dana.get("/admin/mail")
    assert "1 given up last fault: refused 554" in page.text
    assert dana.submit("/admin/mail", "/admin/mail/retry").status == 303
    assert db.session.get_one(OutgoingMail, mail.id, populate_existing=True).state is MailState.WAITING


def test_an_administrator_gives_somebody_an_address(ward: Ward) -> None:
    url = f"/admin/people/{ward.bob.user_id}"
    assert ward.client(ward.dana).submit(url, email="not one").status == 422
    assert ward.client(ward.dana).submit(url, email="bob@hospital.example").status == 303
    assert db.session.get_one(User, ward.bob.person_id).email == "bob@hospital.example"
