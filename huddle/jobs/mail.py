"""The sending of e-mails: digests are gathered, claimed one by one, and handed to the mail server."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from email.errors import MessageError
from time import perf_counter
from typing import cast
from uuid import UUID

from flask import current_app

from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.jobs.smtp import Post, Refused, compose
from huddle.notifications.queries import outbox as queries
from huddle.notifications.queries.outbox import Letter
from huddle.notifications.rules import MailKind, MailServer, reads_as_day
from huddle.notifications.service import outbox

log = logging.getLogger(__name__)
MAIL = Actor.system("mail")
RUN_LASTS = timedelta(minutes=2)
"""A run ends after this, long before its claims lapse; the next one goes on."""


def mail(*, now: datetime) -> dict[str, int]:
    """Write the digests whose time has come, and send what waits; how many were written, sent, put back."""
    server = cast("MailServer | None", current_app.extensions["huddle.settings"].mail)
    done = {"written": 0, "sent": 0, "put back": 0}
    if server is None:
        return done
    for person_id, zone in queries.people_to_write_to(now):
        if reads_as_day(now, zone):
            with transaction():
                done["written"] += outbox.gather(person_id, zone, actor=MAIL, now=now)
    _send_all(server, now, done)
    return done


def _send_all(server: MailServer, now: datetime, done: dict[str, int]) -> None:
    started, post = perf_counter(), Post(server)
    try:
        for mail_id, kind, zone in queries.to_send(now):
            moment = now + timedelta(seconds=perf_counter() - started)
            if moment - now > RUN_LASTS:
                return
            if kind is MailKind.DIGEST and not reads_as_day(moment, zone):
                with transaction():
                    outbox.wait_for_day(mail_id, zone, actor=MAIL, now=moment)
            elif (outcome := _send(post, server, mail_id, moment)) is not None:
                done["sent" if outcome else "put back"] += 1
                if not outcome and not post.is_open:
                    return  # the server itself could not be reached: the next run tries again
    finally:
        post.close()


def _send(post: Post, server: MailServer, mail_id: UUID, now: datetime) -> bool | None:
    """One e-mail; whether it was sent. None: another process has it, nobody needs it, or it cannot be written."""
    with transaction():
        if not outbox.claim(mail_id, actor=MAIL, now=now):
            return None
    letter = queries.letter(mail_id, now)
    if letter.email is None or (letter.kind is MailKind.DIGEST and not letter.kinds):
        with transaction():
            outbox.drop(mail_id, now, actor=MAIL, now=now)
        return None
    try:
        words = compose(letter, server).as_bytes()
    except (ValueError, MessageError) as error:
        _put_back(mail_id, type(error).__name__, True, now)
        return None
    try:
        return _hand_over(post, letter, words, now)
    except (Refused, smtplib.SMTPException, OSError) as error:
        refused = error if isinstance(error, Refused) else None
        if refused is None:
            post.close()
        fault = str(refused) if refused else type(error).__name__
        _put_back(mail_id, fault, refused is not None and refused.final, now)
        return False


def _put_back(mail_id: UUID, fault: str, final: bool, now: datetime) -> None:
    log.warning("e-mail %s was not sent: %s", mail_id, fault)
    with transaction():
        outbox.put_back(mail_id, now, error=fault, final=final, actor=MAIL, now=now)


def _hand_over(post: Post, letter: Letter, words: bytes, now: datetime) -> bool | None:
    post.address(letter)
    with transaction():
        if not outbox.begin(letter.id, now, actor=MAIL, now=now):
            post.close()
            return None
    post.hand_over(words)
    with transaction():
        outbox.mark_sent(letter.id, now, actor=MAIL, now=now)
    return True
