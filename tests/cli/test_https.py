"""`huddle serve` with a certificate, as hospitals run it: what browsers are told over HTTPS."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

from huddle.core.clock import FrozenClock, SystemClock
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.units import people
from tests.cli.test_serving import serving
from tests.support.apps import create_schema, make_app
from tests.support.certificates import make_certificate
from tests.support.processes import SECRET
from tests.support.secrets import PASSWORD, give_password
from tests.support.ward import Ward, make_ward

HIDDEN = re.compile(r'name="(_envelope|_op)" value="([^"]*)"')
SHOWN = re.compile(r"/board/news\?since=([0-9.]+)")
OURS = {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


@dataclass
class Browser:
    """Trusts the one certificate, keeps cookies and with which attributes they came."""

    port: int
    trust: ssl.SSLContext
    cookies: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, set[str]] = field(default_factory=dict)

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, {}, None)

    def send(self, page: str, action: str, origin: str = "", **fields: str) -> int:
        """Fill the form of a page and send it, from a page of ours unless another origin is given."""
        body = urlencode(dict(HIDDEN.findall(self.get(page)[1])) | fields)
        headers = {"Origin": origin or f"https://127.0.0.1:{self.port}"}
        return self._ask("POST", action, headers | {"Content-Type": "application/x-www-form-urlencoded"}, body)[0]

    def _ask(self, method: str, path: str, headers: dict[str, str], body: str | None) -> tuple[int, str]:
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=self.trust)
        try:
            sent = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            self._look_at(answer.headers)
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def _look_at(self, headers: Message) -> None:
        assert headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
        for line in headers.get_all("Set-Cookie") or []:
            first, *rest = line.split("; ")
            name, _, value = first.partition("=")
            self.cookies[name], self.attributes[name] = value, set(rest)


@contextmanager
def hospital(folder: Path) -> Iterator[tuple[Ward, dict[str, str]]]:
    """The cast as of this very moment, and what a server on their database has to be told."""
    url = f"sqlite:///{folder / 'own.sqlite3'}"
    clock = FrozenClock(SystemClock().now())
    app = make_app(folder, url, clock)
    create_schema(app)
    with app.app_context():
        yield make_ward(app, clock), {"DATABASE_URL": url, "HUDDLE_SECRET_KEY": SECRET}
        db.session.remove()
        db.engine.dispose()


def is_polled(browser: Browser, board: str) -> bool:
    """Whether a poll says that nothing is new; once more when just then a minute ended, which brings news."""
    for _ in range(3):
        newest = SHOWN.findall(browser.get(board)[1])[0]
        if browser.get(f"{board}/news?since={newest}") == (204, ""):
            return True
    return False


def test_over_https_cookies_are_of_this_host_alone_and_polls_are_answered(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    trust = ssl.create_default_context(cafile=certificate)
    with hospital(tmp_path) as (ward, told):
        give_password(ward, ward.bob)
        with transaction():
            code = people.make_tablet_code(ward.unit_id, actor=ward.maria, now=ward.now)
        board = f"/units/{ward.unit_id}/board"
        with serving(tmp_path, "--certificate", str(certificate), "--key", str(key), **told) as (_process, port):
            tablet, phone = Browser(port, trust), Browser(port, trust)
            assert tablet.send("/tablet/enrolment", "/tablet/enrolment", code=code, name="Cart") == 303
            assert set(tablet.attributes) == {"__Host-huddle-tablet", "__Host-huddle", "__Host-notice"}
            for attributes in tablet.attributes.values():
                assert attributes >= OURS
                assert not [one for one in attributes if one.startswith("Domain")]
            assert "Max-Age=7776000" in tablet.attributes["__Host-huddle-tablet"]
            assert tablet.get("/tablet")[0] == 200

            who = {"username": "bob", "password": PASSWORD}
            for origin in (f"http://127.0.0.1:{port}", "https://evil.example"):
                assert phone.send("/sign-in", "/sign-in", origin, **who) == 403
            assert phone.send("/sign-in", "/sign-in", **who) == 303
            assert phone.attributes["__Host-huddle"] == OURS, "it goes with the window"
            assert phone.get(board)[0] == 200
            assert is_polled(phone, board)
            assert phone.get(f"{board}/news?since=0.0")[0] == 200
            assert phone.get("/static/css/app.css")[0] == 200
            assert phone.send(board, "/sign-out") == 303
            assert phone.attributes["__Host-huddle"] >= OURS | {"Max-Age=0"}, "else no browser would forget it"
