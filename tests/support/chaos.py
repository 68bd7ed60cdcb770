"""Three tablets and two phones in one huddle, a slow network that loses things, and a server that is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import Browser, Error, Locator, Route, expect
from sqlalchemy import select

from huddle.accounts.models import User
from huddle.core.clock import FrozenClock
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.huddles import service as huddles
from huddle.huddles.rules import DEFAULTS, HuddleKind, Step
from huddle.practice.people import PASSWORD, PIN, UNITS
from huddle.units.models import Unit
from huddle.units.staff import actor_on
from tests.support import processes
from tests.support.apps import make_app

ROUND_TRIP_MS = 300
TABLET, PHONE = (1024, 768), (390, 844)
CREW = (
    ("Ben Carter", TABLET),
    ("Chloe Dubois", TABLET),
    ("Daniel Osei", TABLET),
    ("Ana Silva", PHONE),
    ("Elif Kaya", PHONE),
)
KIND, ADDED = HuddleKind.MID_SHIFT, (Step.LOOK_BACK, Step.THANKS)
SAMPLER = Path(__file__).with_name("chaos.js")
PATIENCE = 120_000
SETTLED = """() => chaos.writes.size === 0 && !document.querySelector('form[data-marks][data-dirty]')
    && ![...document.querySelectorAll('input, textarea')].some(field => field.value.startsWith('Chaos '))"""
"""Nothing is on its way, and no form still holds what was written: a tap may not have become a request yet."""


@dataclass
class Findings:
    """What the pages said, and what the database holds."""

    written: Counter[str] = field(default_factory=Counter)
    stored: Counter[str] = field(default_factory=Counter)
    echoed: set[str] = field(default_factory=set)
    operations: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    stored_counts: dict[str, int] = field(default_factory=dict)
    dishonest: list[str] = field(default_factory=list)
    failures: int = 0
    kills: int = 0

    @property
    def lost(self) -> list[str]:
        return [*(self.written - self.stored), *(self.echoed - self.operations)]

    @property
    def doubled(self) -> list[str]:
        return list(self.stored - self.written)


class Device:
    """One person's browser in the huddle."""

    def __init__(self, browser: Browser, base: str, who: str, size: tuple[int, int], dice: random.Random) -> None:
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=base)
        self.context.add_init_script(path=SAMPLER)
        self.page, self.who, self._dice, self.loss = self.context.new_page(), who, dice, 0.0
        self.page.set_default_timeout(PATIENCE)
        if size == TABLET:
            self._enrol()
        else:
            self._sign_in()

    def _enrol(self) -> None:
        self.page.goto("/tablet/enrolment")
        self.page.get_by_label("Code").fill(UNITS[0].code)
        self.page.locator("input[name=name]").fill("Tablet")
        self.page.get_by_role("button", name="Make it a tablet of the unit").click()
        self.page.get_by_role("link", name=self.who).click()
        self.page.get_by_label("PIN", exact=True).fill(PIN)
        self.page.get_by_role("heading", level=1, name="Today").wait_for()

    def _sign_in(self) -> None:
        self.page.goto("/sign-in")
        self.page.locator("input[name=username]").fill(self.who.lower().replace(" ", "."))
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("heading", level=1, name="Today").wait_for()

    def join(self, address: str, loss: float) -> None:
        """Open the huddle; from here on the network is slow, and writes get lost on their way there or back."""
        self.page.goto(address)
        link = self.context.new_cdp_session(self.page)
        link.send("Network.enable")
        slow = {"offline": False, "latency": ROUND_TRIP_MS, "downloadThroughput": -1, "uploadThroughput": -1}
        link.send("Network.emulateNetworkConditions", slow)
        self.loss = loss
        self.page.route("**/*", self._pass)

    def _pass(self, route: Route) -> None:
        if "/static/" in route.request.url or self._dice.random() >= self.loss:
            return route.fallback()
        if self._dice.random() < 0.5:
            with suppress(Error):  # the server is gone: lost all the same
                route.fetch(max_redirects=0, timeout=5_000)
        return route.abort()

    def concern(self, words: str) -> None:
        box = self._unfolded("#step-concerns", "Raise a concern")
        box.get_by_role("textbox").fill(words)
        box.locator("label.chip").first.click()
        box.get_by_role("button", name="Put it on the board").click()

    def thanks(self, words: str) -> None:
        box = self._unfolded("#step-thanks", "Say thanks")
        box.locator("label.chip").first.click()
        box.get_by_role("textbox").fill(words)
        box.get_by_role("button", name="Say thanks").dblclick()  # twice, as on a screen that does not answer

    def watcher(self, words: str) -> None:
        box = self._unfolded("#step-watchers", "Add a watcher")
        for label, text in (("initials", "QZ"), ("last_four", words[-4:]), ("plan", words)):
            box.locator(f"[name={label}]").fill(text)
        box.locator("label.chip").first.click()
        box.get_by_role("button", name="Add to the list").click()

    def look_back(self, number: int) -> None:
        items = self.page.locator("#step-look-back .taps:has(button[value=stuck])")
        if items.count():
            items.nth(number % items.count()).locator("button[value=stuck]").click()

    def count(self, row: int) -> tuple[str, int]:
        """One more of the role in this row, and what the page shows then."""
        more = self.page.locator("#more-counts")
        if more.get_attribute("open") is None:
            more.locator("summary").first.click()
        stepper = more.locator(".counts__row").nth(row).locator(".stepper").first
        stepper.locator("button").last.click()
        mark = stepper.locator("button").last.get_attribute("value") or ""
        return mark.split(":")[1], int(stepper.locator("output").inner_text())

    def _unfolded(self, step: str, title: str) -> Locator:
        more = self.page.locator(f"{step} details", has=self.page.get_by_text(title, exact=True)).first
        if more.get_attribute("open") is None:
            more.locator("summary").first.click()
        return more

    def settle(self) -> None:
        """Wait until the page has an answer to everything that it sent."""
        self.page.wait_for_function(SETTLED)
        expect(self.page.locator("#sync")).not_to_contain_text("Not ", timeout=PATIENCE)


class Hospital:
    """The real server process on SQLite, killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.env, self.folder, self.port = processes.environment(folder), folder, processes.free_port()
        code, _out, err = processes.run("demo", "--data-dir", str(folder), env=self.env)
        assert code == 0, err
        self.database = folder / "huddle.sqlite3"
        self.huddle = self._open_huddle()
        self._server: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = ("serve", "--port", str(self.port), "--data-dir", str(self.folder))
        with (self.folder / "server.log").open("a") as log:
            self._server = processes.start(*words, env=self.env, stdout=log, stderr=log)
        processes.wait_until_open(self.port, self._server)

    def kill(self) -> None:
        if self._server is not None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None

    def _open_huddle(self) -> tuple[UUID, UUID]:
        now = datetime.now(UTC)
        app = make_app(self.folder, f"sqlite:///{self.database}", FrozenClock(now))
        with app.app_context():
            with transaction():
                unit = db.session.execute(select(Unit.id).where(Unit.name == UNITS[0].name)).scalar_one()
                maya = db.session.execute(select(User.id).where(User.name == UNITS[0].manager)).scalar_one()
                at: dict[str, Any] = {"actor": actor_on(unit, maya, now=now), "now": now}
                plan = tuple(replace(line, on=line.on or line.step in ADDED) for line in DEFAULTS[KIND])
                huddles.save_template(unit, KIND, plan, names_on=False, begun_on=0, **at)
                huddle = huddles.open_extra(unit, kind=KIND, **at).id
            db.engine.dispose()
        return unit, huddle


def huddle_under_fire(browser: Browser, folder: Path, *, rounds: int, loss: float, seed: int) -> Findings:
    """Every device makes two writes a round; the server dies in the middle of the first two rounds."""
    hospital, dice, found = Hospital(folder), random.Random(seed), Findings()
    hospital.start()
    crew: list[Device] = []
    try:
        crew += [Device(browser, hospital.url, who, size, dice) for who, size in CREW]
        for device in crew:
            device.join("/units/{}/huddles/{}".format(*hospital.huddle), loss)
        for number in range(rounds):
            _round(hospital, crew, number, found)
        for device in crew:
            _listen(device, found)
    finally:
        for device in crew:
            device.context.close()
        hospital.kill()
    _read(hospital, found)
    return found


def _round(hospital: Hospital, crew: list[Device], number: int, found: Findings) -> None:
    dies = number < 2
    for seat, device in enumerate(crew):
        if dies and seat == 2 + number:  # some have sent, some are about to
            hospital.kill()
            found.kills += 1
        words = f"Chaos {uuid4().hex[:12]}"
        kinds: tuple[Callable[[str], None], ...] = (device.concern, device.thanks, device.watcher)
        kinds[(seat + number) % (2 if seat > 2 else 3)](words)
        found.written[words] += 1
        if (seat + number) % 2:
            device.look_back(seat + number)
        elif seat < 3:
            role, shown = device.count(seat)
            found.counts[role] = shown
    if dies:
        hospital.start()
    for device in crew:
        device.settle()


def _listen(device: Device, found: Findings) -> None:
    heard = device.page.evaluate("() => ({ ...chaos, writes: chaos.writes.size })")
    found.echoed |= {UUID(op).hex for op in heard["echoed"]}
    found.dishonest += [f"{device.who}: {fault}" for fault in heard["faults"]]
    found.failures += heard["failures"]


def _read(hospital: Hospital, found: Findings) -> None:
    with closing(sqlite3.connect(hospital.database)) as base:
        for table, column in (("concern", "text"), ("recognition", "what"), ("watcher", "plan")):
            query = f"SELECT {column} FROM {table} WHERE {column} LIKE 'Chaos %'"  # noqa: S608 - our own names
            found.stored.update(words for (words,) in base.execute(query))
        found.operations = {str(op).replace("-", "") for (op,) in base.execute("SELECT id FROM operation")}
        attendance = base.execute("SELECT attendance FROM huddle WHERE id = ?", (hospital.huddle[1].hex,)).fetchone()
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found.stored_counts = {role: count for role, count in json.loads(attendance[0]).items() if role in found.counts}
