"""One person's hand on a tablet: what it taps and types, and how long that takes by a model, never by this machine.

A tap: 1.35 s to find the control, 0.4 s, and 0.2 s for each bit of difficulty to reach it (Fitts's law with slow
values, for gloves); what is off the screen costs a swipe first. Typing: 200 characters a minute, and the tap into the
field. A PIN is six taps. The hospital's clock goes along, so a PIN is asked for when it would be asked for on a ward.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Locator, Page

from huddle.practice.people import PIN
from tests.journeys.site import TABLET, Site, heading

LOOK, REACH, BITS, SWIPE = 1.35, 0.4, 0.2, 0.8
CHARACTERS_A_MINUTE = 200
KEY, KEY_AWAY = 60.0, 100.0
"""A digit of a PIN: how big the key is, and how far it lies from the last one."""


@dataclass
class Hand:
    """Counts as it goes."""

    site: Site
    page: Page
    taps: int = 0
    letters: int = 0
    pins: int = 0
    seconds: float = 0.0
    at: tuple[float, float] = (512.0, 384.0)

    def tap(self, what: Locator) -> None:
        self._reach(what.first)
        what.first.click()

    def press(self, words: str) -> None:
        """A button, or a link that looks like one."""
        self.tap(self.page.locator("button, a.btn").get_by_text(words, exact=True))

    def chip(self, words: str, within: Locator | None = None) -> None:
        self.tap((within or self.page.locator("main")).locator("label.chip", has_text=words))

    def type(self, label: str, words: str) -> None:
        """Tap into the field with this label, then type."""
        field = self.page.get_by_label(label, exact=True).first
        self.tap(field)
        field.fill(words)
        self.letters += len(words)
        self._passes(len(words) * 60 / CHARACTERS_A_MINUTE)

    def choose(self, label: str, option: str) -> None:
        """Open the list with this label, tap one line of it."""
        field = self.page.get_by_label(label, exact=True).first
        self._reach(field)
        self._key(KEY_AWAY, KEY)
        field.select_option(label=option)

    def sign(self) -> None:
        """Enter the PIN where the page asks for it now."""
        field = self.page.locator("main input[type=password]")
        if field.count():
            self.tap(field)
            self._pin(field)

    def take_the_tablet(self, name: str, *, from_somebody: bool = False) -> None:
        """Tap "switch" if somebody else is signed in, then the name, then the six digits."""
        if from_somebody:
            self.tap(self.page.get_by_text("switch", exact=True))
            heading(self.page, "Tap your name")
        self.tap(self.page.get_by_role("link", name=name))
        self._pin(self.page.get_by_label("PIN", exact=True))
        heading(self.page, "Today")

    def _pin(self, field: Locator) -> None:
        for _ in PIN:
            self._key(KEY_AWAY, KEY)
        self.pins += 1
        field.fill(PIN)

    def _reach(self, what: Locator) -> None:
        box = what.bounding_box()
        assert box is not None, "nobody can tap what is not shown"
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if not 0 <= middle[1] <= TABLET[1]:
            self._passes(SWIPE * math.ceil(abs(middle[1] - TABLET[1] / 2) / TABLET[1]))
            middle = (middle[0], TABLET[1] / 2)
        self._key(math.dist(self.at, middle), min(box["width"], box["height"]))
        self.at = middle

    def _key(self, away: float, size: float) -> None:
        self.taps += 1
        self._passes(LOOK + REACH + BITS * math.log2(1 + away / size))

    def _passes(self, seconds: float) -> None:
        self.seconds += seconds
        self.site.clock.tick(timedelta(seconds=seconds))
