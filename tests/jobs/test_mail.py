"""One e-mail a day, to a real mail server: what it says, when it goes, and that each fault ends well."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from huddle.accounts.models import User
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.jobs.mail import MAIL, mail
from huddle.notifications import service
from huddle.notifications.models import OutgoingMail
from huddle.notifications.queries import outbox as queries
from huddle.notifications.rules import LEASE, MailState, NoticeKind
from huddle.notifications.service import Subject, outbox
from tests.notifications.support import LINK, Mailbox, give_address, mail_server, use
from tests.support.certificates import make_certificate
from tests.support.ward import Ward


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def box(server: Mailbox, ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    server.messages.clear()
    server.answers.clear()
    use(ward.app, monkeypatch, server.port)
    give_address(ward.bob, ward.alice)
    return server


def tell(ward: Ward, person: Actor, kind: NoticeKind = NoticeKind.DUE_TODAY) -> None:
    with transaction():
        about = Subject("action_item", uuid4(), ward.unit_id)
        service.notify([person.user_id], kind, about=about, actor=ward.maria, now=ward.now)


def go_on(ward: Ward, **time: float) -> dict[str, int]:
    ward.clock.set(ward.now + timedelta(**time))
    return mail(now=ward.now)


def stored() -> list[tuple[MailState, int]]:
    found = db.session.execute(select(OutgoingMail).order_by(OutgoingMail.created_at, OutgoingMail.id)).scalars()
    return [(row.state, row.attempts) for row in found]


def test_a_digest_counts_says_how_to_stop_and_holds_nothing_else(ward: Ward, box: Mailbox) -> None:
    tell(ward, ward.bob)
    tell(ward, ward.bob)
    tell(ward, ward.bob, NoticeKind.VERIFIED)
    assert go_on(ward) == {"written": 1, "sent": 1, "put back": 0}
    [message] = box.messages
    assert (message["To"], message["Subject"]) == ("bob@hospital.example", "Huddle: 3 things for you")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert box.texts[0].splitlines()[:2] == [
        "2 action items of yours are due.",
        "1 action item of yours was verified.",
    ]
    assert f"{LINK}/me/reminders" in box.texts[0]
    assert not any(name in box.texts[0] for name in ("5 West", "Bob", "Maria"))


def test_there_is_one_a_day_and_what_comes_later_waits_for_the_next(ward: Ward, box: Mailbox) -> None:
    tell(ward, ward.bob)
    go_on(ward)
    tell(ward, ward.bob)
    assert go_on(ward, hours=2)["written"] == 0
    assert go_on(ward, hours=22) == {"written": 1, "sent": 1, "put back": 0}
    assert len(box.messages) == 2


def test_nothing_is_sent_at_night(ward: Ward, box: Mailbox) -> None:
    ward.clock.set(ward.now.replace(hour=22))
    tell(ward, ward.bob)
    assert go_on(ward)["sent"] == 0
    ward.clock.set(ward.now + timedelta(days=1))
    assert go_on(ward)["sent"] == 0  # due by now, and still night
    ward.clock.set(ward.now.replace(hour=7, minute=1))
    assert go_on(ward)["sent"] == 1


def test_what_was_seen_and_who_wants_none_get_none(ward: Ward, box: Mailbox) -> None:
    tell(ward, ward.bob)
    tell(ward, ward.maria)  # has no address
    with transaction():
        service.mark_seen(ward.now, actor=ward.bob, now=ward.now)
    assert go_on(ward) == {"written": 0, "sent": 0, "put back": 0}
    tell(ward, ward.alice)
    box.answers.append("451 try later")
    assert go_on(ward)["put back"] == 1
    with transaction():
        service.mark_seen(ward.now, actor=ward.alice, now=ward.now)
    go_on(ward, minutes=5)
    assert (stored(), box.messages) == ([(MailState.UNWANTED, 2)], [])


def test_a_busy_server_is_tried_again_later_and_later_and_given_up_in_sight(ward: Ward, box: Mailbox) -> None:
    tell(ward, ward.bob)
    box.answers += ["451 busy"] * 12
    assert go_on(ward)["put back"] == 1
    assert go_on(ward)["put back"] == 0, "not at once"
    for _again in range(30):
        go_on(ward, hours=4, minutes=1)
    assert stored()[0] == (MailState.FAILED, 12)
    state = queries.state()
    assert (state.counts[MailState.FAILED], state.error) == (1, "refused 451")
    with transaction():
        outbox.retry_failed(actor=ward.dana, now=ward.now)
    ward.clock.set(ward.now.replace(hour=12))
    assert go_on(ward, minutes=1)["sent"] == 1


def test_an_address_that_the_server_refuses_is_given_up_at_once(ward: Ward, box: Mailbox) -> None:
    tell(ward, ward.bob)
    box.answers.append("554 no such person")
    go_on(ward)
    assert stored() == [(MailState.FAILED, 1)]


def test_an_address_that_cannot_be_written_stops_no_other_and_is_handed_over_to_nobody(
    ward: Ward, box: Mailbox
) -> None:
    with transaction():
        db.session.get_one(User, ward.bob.person_id).email = "=?utf-8?q?a=0D=0ABcc=3Ax?=@h.example"
    for person in (ward.bob, ward.alice):
        tell(ward, person)
    assert go_on(ward) == {"written": 2, "sent": 1, "put back": 0}
    assert sorted(stored()) == [(MailState.FAILED, 1), (MailState.SENT, 1)]


def test_the_server_may_take_its_time_once_it_has_the_recipient(
    ward: Ward, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float | None] = []
    data = smtplib.SMTP.data

    def seen(client: smtplib.SMTP, words: bytes) -> tuple[int, bytes]:
        assert client.sock is not None
        waits.append(client.sock.gettimeout())
        return data(client, words)

    monkeypatch.setattr(smtplib.SMTP, "data", seen)
    tell(ward, ward.bob)
    assert go_on(ward)["sent"] == 1
    assert 60 < (waits[0] or 0) < LEASE.total_seconds() / 2


def test_a_server_whose_certificate_nobody_trusts_gets_no_word(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    give_address(ward.bob)
    tell(ward, ward.bob)
    with mail_server(tls=context) as box:
        use(ward.app, monkeypatch, box.port, "starttls")
        assert go_on(ward) == {"written": 1, "sent": 0, "put back": 1}
        assert (queries.state().error, box.messages) == ("SSLCertVerificationError", [])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # as an administrator says that it is trusted
        assert go_on(ward, minutes=2)["sent"] == 1


def test_what_is_tried_once_more_comes_to_each_in_one_digest(ward: Ward, box: Mailbox) -> None:
    for _day in range(3):
        tell(ward, ward.bob)
        box.answers.append("554 no such person")
        go_on(ward, days=1)
    assert stored() == [(MailState.FAILED, 1)] * 3
    with transaction():
        assert outbox.retry_failed(actor=ward.dana, now=ward.now) == 1
    go_on(ward, minutes=1)
    assert [str(message["Subject"]) for message in box.messages] == ["Huddle: 3 things for you"]
    assert [state for state, _tries in stored()] == [MailState.UNWANTED, MailState.UNWANTED, MailState.SENT]


def test_a_test_that_is_put_off_does_not_wait_for_the_morning(ward: Ward, box: Mailbox) -> None:
    ward.clock.set(ward.now.replace(hour=22))
    give_address(ward.dana)
    with transaction():
        outbox.write_test(actor=ward.dana, now=ward.now)
    box.answers.append("451 busy")
    assert go_on(ward)["put back"] == 1
    assert go_on(ward, minutes=2)["sent"] == 1


def test_a_server_that_is_not_there_costs_one_try_a_run(
    ward: Ward, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(ward, ward.bob)
    tell(ward, ward.alice)
    use(ward.app, monkeypatch, 9)  # nobody listens there
    assert go_on(ward) == {"written": 2, "sent": 0, "put back": 1}
    use(ward.app, monkeypatch, box.port)
    assert go_on(ward, minutes=5)["sent"] == 2


def waiting_mail(ward: Ward) -> UUID:
    tell(ward, ward.bob)
    [(person_id, zone)] = queries.people_to_write_to(ward.now)
    with transaction():
        assert outbox.gather(person_id, zone, actor=MAIL, now=ward.now)
    [(mail_id, _kind, _zone)] = queries.to_send(ward.now)
    return mail_id


def test_of_two_who_claim_one_gets_it_and_a_lost_claim_ends(ward: Ward, box: Mailbox) -> None:
    mail_id, later = waiting_mail(ward), ward.now + LEASE
    with transaction():
        assert outbox.claim(mail_id, actor=MAIL, now=ward.now)
    with transaction():
        assert not outbox.claim(mail_id, actor=MAIL, now=ward.now)
        assert not outbox.claim(mail_id, actor=MAIL, now=later - timedelta(seconds=1))
        assert outbox.claim(mail_id, actor=MAIL, now=later)
    with transaction():
        assert not outbox.begin(mail_id, ward.now, actor=MAIL, now=later), "whoever lost it hands nothing over"
        assert outbox.begin(mail_id, later, actor=MAIL, now=later)


def test_one_that_may_have_arrived_is_sent_once_more_and_never_again(ward: Ward, box: Mailbox) -> None:
    """A process dies each time between the handing over and the mark: two at most, and the end is in sight."""
    mail_id, at = waiting_mail(ward), ward.now
    for expected in (True, True, False):
        with transaction():
            assert outbox.claim(mail_id, actor=MAIL, now=at) is expected
            assert outbox.begin(mail_id, at, actor=MAIL, now=at) is expected
        at += LEASE
    assert queries.state().error == "not known whether it arrived"
    assert stored()[0][0] is MailState.FAILED


def test_the_same_e_mail_sent_twice_has_one_message_id(ward: Ward, box: Mailbox) -> None:
    mail_id = waiting_mail(ward)
    with transaction():
        outbox.claim(mail_id, actor=MAIL, now=ward.now)
        outbox.begin(mail_id, ward.now, actor=MAIL, now=ward.now)
    assert go_on(ward)["sent"] == 0
    assert go_on(ward, minutes=10)["sent"] == 1
    [message] = box.messages
    assert message["Message-ID"] == f"<{mail_id}@hospital.example>"


def test_without_a_server_nothing_is_written_and_old_things_are_not_made_up_for(ward: Ward) -> None:
    give_address(ward.bob)
    tell(ward, ward.bob)
    assert go_on(ward) == {"written": 0, "sent": 0, "put back": 0}
    assert queries.people_to_write_to(ward.now + timedelta(days=8)) == []
