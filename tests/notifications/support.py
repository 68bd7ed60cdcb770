"""A real mail server on loopback, and shorthands."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask

from config import MailSettings
from huddle.accounts.models import User
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from tests.support.processes import free_port

LINK = "https://huddle.example"


@dataclass
class Mailbox:
    """What arrived. `answers` are given to the next e-mails in place of "250 OK"."""

    messages: list[Message] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"

    @property
    def texts(self) -> list[str]:
        return [str(message.get_payload()) for message in self.messages]


@contextmanager
def mail_server(box: Mailbox | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """`tls`: nobody is heard before STARTTLS, with this certificate."""
    box = box or Mailbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port, tls_context=tls, require_starttls=tls is not None)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def use(app: Flask, monkeypatch: Any, port: int, security: str = "none") -> None:
    """Let the application send to this port."""
    mail = MailSettings("127.0.0.1", "huddle@hospital.example", LINK, port, security)
    monkeypatch.setitem(app.extensions, "huddle.settings", replace(app.extensions["huddle.settings"], mail=mail))


def give_address(*people: Actor) -> None:
    with transaction():
        for person in people:
            user = db.session.get_one(User, person.person_id)
            user.email = f"{user.username}@hospital.example"
