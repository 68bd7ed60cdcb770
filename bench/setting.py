"""The application under measurement: a filled practice hospital, a real session, a still clock."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from config import Settings
from huddle import create_app, practice
from huddle.accounts.hashing import token_sha256
from huddle.accounts.models import LoginSession, User
from huddle.core.clock import FrozenClock
from huddle.core.db import db
from huddle.core.migrate import to_newest
from huddle.core.transaction import transaction
from huddle.practice import hospital
from huddle.units.models import Unit

BASE_DIR = Path(__file__).parent.parent
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
Environ = dict[str, Any]


@dataclass
class Setting:
    """A running application, and how to call it in process."""

    app: Flask
    unit_id: UUID
    user_id: UUID
    cookie: str
    database: str

    def environ(self, path: str, *, htmx: bool = False) -> Environ:
        builder = self.app.test_client()
        path, _, query = path.partition("?")
        environ = {
            **builder.environ_base,
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_COOKIE": f"huddle={self.cookie}",
            "wsgi.url_scheme": "http",
        }
        return environ | ({"HTTP_HX_REQUEST": "true"} if htmx else {})

    def caller(self, path: str, status: str, *, htmx: bool = False) -> Callable[[], None]:
        """A function that makes this request once and insists on its answer."""
        environ = self.environ(path, htmx=htmx)

        def once() -> None:
            call(self.app, environ, status)

        return once

    def poster(self) -> Callable[[str, Mapping[str, str]], str]:
        """A function that posts these fields to this path and insists on a redirect; the page of that redirect."""
        environ = self.environ("/") | {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "HTTP_ORIGIN": "http://localhost",
        }

        def post(path: str, fields: Mapping[str, str]) -> str:
            body = urlencode(fields).encode()
            sent = {"PATH_INFO": path, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
            return call(self.app, environ | sent, "303").decode()

        return post


def call(app: Callable[..., Any], environ: Environ, status: str) -> bytes:
    """One request through the WSGI interface; the body of its answer."""
    answered: list[str] = []

    def start(line: str, _headers: list[tuple[str, str]], _error: object = None) -> None:
        answered.append(line)

    body = app(dict(environ), start)
    try:
        content = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    if not answered[0].startswith(status):
        raise RuntimeError(f"{environ['PATH_INFO']} answered {answered[0]}")
    return content


@contextmanager
def filled(url: str | None, database: str, *, history: bool = True) -> Iterator[Setting]:
    """The practice hospital in a fresh database, with a nurse of 5 West signed in on her own computer.

    Without `history` it has its places and people, and nothing has happened there.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            secret_key=secrets.token_hex(32),
            database_url=url or f"sqlite:///{folder}/bench.sqlite3",
            data_dir=Path(folder),
            https=False,
            argon2_memory_kib=8,
        )
        app = create_app(settings, base_dir=BASE_DIR, clock=FrozenClock(NOW))
        with app.app_context():
            to_newest()
            with transaction():
                if history:
                    practice.load(NOW)
                else:
                    hospital.build(practice.opening_day(NOW), NOW)
            yield signed_in(app, database)
            db.engine.dispose()


def signed_in(app: Flask, database: str, username: str = "ana.silva") -> Setting:
    """This person on a computer of their own; `unit_id` is 5 West."""
    token = secrets.token_urlsafe(32)
    with transaction():
        unit_id = db.session.execute(select(Unit.id).where(Unit.name == "5 West")).scalar_one()
        user_id = db.session.execute(select(User.id).where(User.username == username)).scalar_one()
        db.session.add(
            LoginSession(
                token_sha256=token_sha256(token),
                user_id=user_id,
                created_at=NOW,
                expires_at=NOW + timedelta(hours=12),
                last_used_at=NOW,
                lock_after_seconds=900,
            )
        )
    return Setting(app, unit_id, user_id, token, database)


def through_client(app: Flask, path: str, cookie: str = "") -> Callable[[], None]:
    """A function that makes this request once as Flask's own tests do."""
    client = app.test_client()
    if cookie:
        client.set_cookie("huddle", cookie)

    def once() -> None:
        if client.get(path).status_code != 200:
            raise RuntimeError(f"{path} is not there")

    return once


def hello_by_client() -> Callable[[], None]:
    return through_client(_hello_app(), "/")


def hello() -> Callable[[], None]:
    """The baseline: a bare Flask view that returns a short string."""
    app = _hello_app()
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
    }
    return lambda: call(app, environ, "200")  # type: ignore[return-value]


def _hello_app() -> Flask:
    app = Flask("hello")

    @app.get("/")
    def view() -> str:
        return "hello"

    return app
