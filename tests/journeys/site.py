"""The practice hospital as a place that browsers visit."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from huddle.core.clock import FrozenClock
from huddle.core.db import db
from huddle.practice.people import PIN, UNITS
from huddle.units.models import Unit

MONDAY_MORNING = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)
TABLET = (1024, 768)
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


@dataclass
class Site:
    """A running server whose database can be put back to its first day."""

    app: Flask
    clock: FrozenClock
    url: str
    live: Path
    filled: Path
    script_errors: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def close_windows(self) -> None:
        """Nobody asks the server any more, so its database can be replaced."""
        while self.contexts:
            self.contexts.pop().close()

    def put_back(self) -> None:
        self.script_errors.clear()
        self.clock.set(MONDAY_MORNING)
        with self.app.app_context():
            db.engine.dispose()
        for leftover in self.live.parent.glob("live.sqlite3*"):
            leftover.unlink()
        shutil.copy(self.filled, self.live)
        boards = self.app.extensions["huddle.boards"]
        boards.forget(self.unit_id())

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
