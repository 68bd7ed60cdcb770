"""The practice hospital as a place that browsers visit."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from werkzeug.wsgi import ClosingIterator

from huddle.core.clock import FrozenClock
from huddle.core.db import db
from huddle.practice.people import PIN, UNITS
from huddle.today.poll import Boards
from huddle.units.models import Unit

MONDAY_MORNING = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)
TABLET = (1024, 768)
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


class Gate:
    """Between the server and the app: while it is closed no request is inside, so the database can be replaced.

    A request whose window was closed in the middle of it goes on in the server all the same.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._inside += 1
        try:
            with closing(ClosingIterator(self._app(environ, start_response))) as answer:
                return [b"".join(answer)]  # whole: the server does not close the answer to a browser that has gone
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Hold new requests back and wait until the last one has left."""
        with self._changed:
            self._closed = True
            if not self._changed.wait_for(lambda: not self._inside, timeout=60):
                raise TimeoutError("a request of the last test never ends")
        try:
            yield
        finally:
            with self._changed:
                self._closed = False
                self._changed.notify_all()


@dataclass
class Site:
    """A running server whose database can be put back to its first day."""

    app: Flask
    clock: FrozenClock
    url: str
    live: Path
    filled: Path
    gate: Gate
    script_errors: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def close_windows(self) -> None:
        """Nobody asks the server any more, so its database can be replaced."""
        while self.contexts:
            self.contexts.pop().close()

    def put_back(self) -> None:
        self.script_errors.clear()
        with self.gate.closed():
            self.clock.set(MONDAY_MORNING)
            with self.app.app_context():
                db.engine.dispose()
            for leftover in self.live.parent.glob("live.sqlite3*"):
                leftover.unlink()
            shutil.copy(self.filled, self.live)
        boards = self.app.extensions["huddle.boards"]
        vars(boards).update(vars(Boards()))  # in place: whoever answers the polls holds it too

    def unit_id(self, name: str = "5 West") -> UUID:
        with self.app.app_context():
            return db.session.execute(select(Unit.id).where(Unit.name == name)).scalar_one()

    def open(
        self, browser: Browser, *, size: tuple[int, int] = TABLET, script: bool = True, theme: str = "day"
    ) -> Page:
        """A fresh browser window; its page fails the test when a script on it fails."""
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, base_url=self.url
        )
        context.add_cookies([{"name": "theme", "value": theme, "url": self.url}])
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", self._fail)
        page.script_on = script  # type: ignore[attr-defined]
        return page

    def _fail(self, error: object) -> None:
        self.script_errors.append(str(error))


def has_script(page: Page) -> bool:
    return bool(page.script_on)  # type: ignore[attr-defined]


def press(page: Page, words: str) -> None:
    """Press the button (or follow the link that looks like one) with these words."""
    page.locator("button, a.btn").get_by_text(words, exact=True).first.click()


def heading(page: Page, words: str) -> None:
    """Wait for the page with this heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def enrol(page: Page, unit: str = "5 West") -> None:
    """Make this browser a tablet of the unit."""
    page.goto("/tablet/enrolment")
    page.get_by_label("Code").fill(next(plan.code for plan in UNITS if plan.name == unit))
    page.locator("input[name=name]").fill("Tablet by the desk")
    press(page, "Make it a tablet of the unit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tap your name")


def sign_in(page: Page, name: str) -> None:
    """Tap the name, enter the PIN."""
    page.get_by_role("link", name=name).click()
    page.get_by_label("PIN", exact=True).fill(PIN)
    if not has_script(page):  # the script sends it by itself after the sixth digit
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def switch_to(page: Page, name: str) -> None:
    """Lock the tablet and sign in as somebody else."""
    page.get_by_text("switch", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tap your name")
    sign_in(page, name)
