"""What every screen must be: readable, pressable, within its width. Each check gives a list of faults in words."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import html5lib
from html5lib.html5parser import ParseError
from playwright.sync_api import Page

SCRIPT = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SIZES = ((320, 700), (390, 844), (768, 1024), (1024, 768))
TALL = (1024, 2400)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def accessibility(page: Page) -> list[str]:
    """Axe by day and by night, on a page so tall that nothing hides in the place that scrolls."""
    page.set_viewport_size({"width": TALL[0], "height": TALL[1]})
    _bring(page, "axe", AXE)
    _bring(page, "huddleChecks", SCRIPT)
    by_day, by_night = page.evaluate("standards => huddleChecks.axe(standards)", STANDARDS)
    return [f"axe by day, {fault}" for fault in by_day] + [f"axe by night, {fault}" for fault in by_night]


def _bring(page: Page, name: str, script: str) -> None:
    """Put a script into the page, unless it came with it."""
    if not page.evaluate("name => name in window", name):
        page.evaluate(script)


def layout(page: Page) -> list[str]:
    """Sizes of controls, overflow and overlap at four sizes; then with letters twice as big, then longer words."""
    _bring(page, "huddleChecks", SCRIPT)
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
    _bring(page, "huddleChecks", SCRIPT)
    counts: dict[str, int] = page.evaluate("huddleChecks.asked()")
    return counts


def valid_html(source: str) -> list[str]:
    try:
        html5lib.HTMLParser(strict=True).parse(source)
    except ParseError as error:
        return [f"not valid HTML: {error}"]
    return []
