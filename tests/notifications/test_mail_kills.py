"""A process that sends dies at the worst moments, and several send at once: nothing is lost, little comes twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from huddle.accounts.models import User
from huddle.core.clock import FrozenClock
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.notifications import service
from huddle.notifications.models import OutgoingMail
from huddle.notifications.rules import LEASE, MailState, NoticeKind
from huddle.notifications.service import Subject
from tests.notifications.support import LINK, Mailbox, mail_server
from tests.support.apps import create_schema, make_app
from tests.support.postgres import Postgres
from tests.support.processes import BASE_DIR, environment
from tests.support.ward import MORNING, make_ward


@dataclass
class Killer(Mailbox):
    """A mail server that kills whoever speaks to it: `at` says before which answers."""

    at: list[str] = field(default_factory=list)
    victim: subprocess.Popen[str] | None = None

    def _strike(self, moment: str) -> None:
        if self.at and self.at[0] == moment and self.victim is not None:
            self.at.pop(0)
            os.kill(self.victim.pid, signal.SIGKILL)
            self.victim.wait()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        self._strike("before")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        self._strike("after")
        return answer


@contextmanager
def hospital(folder: Path, url: str, people: int) -> Iterator[Flask]:
    """So many people with an address, each with something that waits."""
    clock = FrozenClock(MORNING)
    app = make_app(folder, url, clock)
    create_schema(app)
    with app.app_context():
        ward = make_ward(app, clock)
        with transaction():
            made = [
                User(username=f"p{number}", name="P", email=f"p{number}@hospital.example", created_at=MORNING)
                for number in range(people)
            ]
            db.session.add_all(made)
            db.session.flush()
            about, everybody = Subject("action_item", uuid4(), ward.unit_id), [person.id for person in made]
            service.notify(everybody, NoticeKind.VERIFIED, about=about, actor=ward.maria, now=MORNING)
        yield app
        db.session.remove()
        db.engine.dispose()


def start(folder: Path, url: str, port: int, minutes: float) -> subprocess.Popen[str]:
    env = environment(folder, url, HUDDLE_SMTP_HOST="127.0.0.1", HUDDLE_SMTP_PORT=str(port), HUDDLE_ORIGINS=LINK)
    env |= {"HUDDLE_SMTP_SECURITY": "none", "HUDDLE_MAIL_FROM": "huddle@hospital.example"}
    now = (MORNING + timedelta(minutes=minutes)).isoformat()
    words = [sys.executable, "-m", "tests.notifications.mailer", now]
    return subprocess.Popen(words, env=env, cwd=BASE_DIR, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def arrived(box: Mailbox) -> Counter[str]:
    return Counter(str(message["Message-ID"]) for message in box.messages)


def states() -> list[MailState]:
    return list(db.session.execute(select(OutgoingMail.state).order_by(OutgoingMail.id)).scalars())


@pytest.mark.parametrize(
    ("deaths", "copies", "end"),
    [
        (["before", "before"], 1, MailState.SENT),
        (["after"], 2, MailState.SENT),
        (["after", "after"], 2, MailState.FAILED),
    ],
    ids=["twice before the handing over", "between handing over and mark", "there twice"],
)
def test_killed_at_the_worst_moment(tmp_path: Path, deaths: list[str], copies: int, end: MailState) -> None:
    url = f"sqlite:///{tmp_path / 'own.sqlite3'}"
    with mail_server(Killer()) as box, hospital(tmp_path, url, 1):
        assert isinstance(box, Killer)
        runs = len(deaths) + 1
        box.at = deaths
        for run in range(runs):
            box.victim = start(tmp_path, url, box.port, run * LEASE.total_seconds() / 60 + run)
            _out, err = box.victim.communicate(timeout=120)
            assert box.victim.returncode == (0 if run == runs - 1 else -signal.SIGKILL), err
        assert list(arrived(box).values()) == [copies]
        assert states() == [end]


@pytest.mark.postgres
def test_three_processes_at_once_send_each_e_mail_once(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.fresh_database()
    with mail_server() as box, hospital(tmp_path, url, 25):
        sending = [start(tmp_path, url, box.port, 0) for _process in range(3)]
        for process in sending:
            _out, err = process.communicate(timeout=120)
            assert process.returncode == 0, err
        assert set(arrived(box).values()) == {1}
        assert states() == [MailState.SENT] * 25
