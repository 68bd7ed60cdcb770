"""What every screen must be: readable, pressable, within its width. Each check gives a list of faults in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import html5lib
from axe_playwright_python.sync_playwright import Axe
from html5lib.html5parser import ParseError
from playwright.sync_api import Page

SCRIPT = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
SIZES = ((320, 700), (390, 844), (768, 1024), (1024, 768))
TALL = (1024, 2400)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def accessibility(page: Page) -> list[str]:
    """Axe by day and by night, on a page so tall that nothing hides in the place that scrolls."""
    page.set_viewport_size({"width": TALL[0], "height": TALL[1]})
    by_day = _axe(page, {"runOnly": {"type": "tag", "values": STANDARDS}})
    before = page.evaluate("document.documentElement.dataset.theme")
    page.evaluate("document.documentElement.dataset.theme = 'night'")
    # By night only colours differ.
    by_night = _axe(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    page.evaluate("theme => document.documentElement.dataset.theme = theme", before)
    return [f"axe by day, {fault}" for fault in by_day] + [f"axe by night, {fault}" for fault in by_night]


def _axe(page: Page, options: dict[str, Any]) -> list[str]:
    found = AXE.run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '').splitlines()[-1:]}"
        for rule in found
        for node in rule["nodes"]
    ]


def layout(page: Page) -> list[str]:
    """Sizes of controls, overflow and overlap at four sizes; then with letters twice as big, then longer words."""
    page.evaluate(SCRIPT)
    faults = []
    for size in SIZES:
        faults += _at(page, size, ("small", "wide", "overlaps"), "")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for size in (SIZES[1], SIZES[3]):
        faults += _at(page, size, ("wide", "overlaps"), ", letters twice as big")
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.evaluate("huddleChecks.lengthen()")
    for size in SIZES:
        faults += _at(page, size, ("wide", "overlaps"), ", longer words")
    return faults


def _at(page: Page, size: tuple[int, int], names: tuple[str, ...], how: str) -> list[str]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found = page.evaluate("names => names.flatMap((name) => huddleChecks[name]())", list(names))
    return [f"at {size[0]}x{size[1]}{how}, {fault}" for fault in found]


def asked(page: Page) -> dict[str, int]:
    """How many things a screen asks, and how many inputs it shows (checks.js says how both are counted)."""
    page.evaluate(SCRIPT)
    counts: dict[str, int] = page.evaluate("huddleChecks.asked()")
    return counts


def valid_html(source: str) -> list[str]:
    try:
        html5lib.HTMLParser(strict=True).parse(source)
    except ParseError as error:
        return [f"not valid HTML: {error}"]
    return []
