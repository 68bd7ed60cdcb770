"""Every screen in every state: for everybody (axe), for gloves (44 px), on every device (no overflow, no overlap)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.journeys import checks
from tests.journeys.screen import Screen
from tests.journeys.screens import SCREENS
from tests.journeys.site import Site
from tests.journeys.windows import Windows
from tests.journeys.world import World, world
from tests.support.statements import asked

pytestmark = pytest.mark.browser

NO_SCREEN = {
    "static": "files",
    "accounts.health": "JSON for a load balancer",
    "today.news": "a part of the board, asked by itself",
    "huddles.news": "a part of the huddle, asked by itself",
    "reviews.voices_news": "a part of the notes from everyone, asked by itself",
    "reviews.debrief_news": "a part of the hot debrief, asked by itself",
    "actions.picture": "a picture",
    "huddles.join_code": "a picture",
    "reviews.debrief_join_code": "a picture",
    "checkins.by_id": "leads to the month",
    "handoffs.plain_text": "text to copy, without a page",
    "admin.import_sample": "a file",
    "calendars.feed": "a calendar for other programs",
    "reports.exported": "a file",
}

WINDOWS = Windows()
BEDSIDE = [screen for screen in SCREENS if screen.bedside]
THINGS, INPUTS, DESTINATIONS = 5, 8, 5
FIRST_LOAD, NEXT_SCREEN, POLL = 45_000, 6_500, 200
"""Bytes as a proxy sends them, compressed: the board with all its files, the pages after it, a poll without news."""

SAME_QUESTION = 15
"""How often a page may ask the same: once for each of its forms at most, and not for each of its rows."""

HEAVIER = {
    "huddle with nothing": 7_900,
    "mid-shift check": 7_000,
    "huddle with many items": 15_000,
    "huddle with every step": 14_600,
    "action items": 7_400,
    "board of the charge nurse": 6_600,
    "board with something for you": 6_700,  # everything that there can be, for one person at once
}
"""Each of the forms of these pages is sealed by itself; they grow with their items, and are opened a few times a shift.
Seals are other bytes each time: two runs of one page differ by up to 100. A limit leaves that much above what was seen.

All its forms are there from the start, so that a network that goes away in the middle takes none of them along.
"""


def _sent(body: bytes) -> int:
    return len(gzip.compress(body, 6)) if body else 0


def _by_name(screen: Screen) -> str:
    return screen.name.replace(" ", "-")


@pytest.fixture(scope="module")
def hospital(_running: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("screens"), _running.filled) as made:
        yield made
        WINDOWS.close()


@contextmanager
def opened(browser: Browser, hospital: World, screen: Screen) -> Iterator[tuple[Page, str, list[str]]]:
    """The page in its state, its source, and what the console complained of."""
    url = hospital.empty_url if screen.empty_installation else hospital.url
    page, complaints = WINDOWS.take(browser, url, anew=screen.do is not None), []
    page.context.add_cookies(_cookies(hospital, screen, url))

    def fails(error: object) -> None:
        complaints.append(f"script: {error}")

    def says(message: ConsoleMessage) -> None:
        _hear(message, complaints)

    page.on("pageerror", fails)
    page.on("console", says)
    with _replaced(hospital, screen):
        answer = page.goto(screen.path(hospital))
    assert answer is not None
    assert answer.status == screen.status
    assert answer.request.redirected_from is None, "another page came instead"
    source = answer.text()
    if screen.do is not None:
        screen.do(page, hospital)
    yield page, source, complaints
    page.remove_listener("pageerror", fails)
    page.remove_listener("console", says)
    WINDOWS.give_back(page)


def _cookies(hospital: World, screen: Screen, url: str) -> list[Any]:
    return [{"name": key, "value": token, "url": url} for key, token in hospital.cookies[screen.who].items()]


def _hear(message: ConsoleMessage, complaints: list[str]) -> None:
    # The browser and htmx note each refusal (4xx) and each lost network; what our pages do about it is the test.
    expected = ("Failed to load resource", "htmx:sendError", "htmx:afterRequest")
    if message.type == "error" and not message.text.startswith(expected):
        complaints.append(f"console: {message.text}")


@contextmanager
def _replaced(hospital: World, screen: Screen) -> Iterator[None]:
    """The view of the screen fails in the given way, for as long as this lasts."""
    views = hospital.app.view_functions
    before = views[screen.endpoint]
    if screen.instead is not None:
        instead = screen.instead

        def fails(**_values: object) -> object:
            return instead()

        fails.access = before.access  # type: ignore[attr-defined]
        views[screen.endpoint] = fails  # type: ignore[assignment]
    yield
    views[screen.endpoint] = before


def test_every_page_is_in_the_list_of_screens(hospital: World) -> None:
    pages = {rule.endpoint for rule in hospital.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = {screen.endpoint for screen in SCREENS}
    assert pages - set(NO_SCREEN) - seen == set(), "add these to tests/journeys/screens.py"
    assert (seen | set(NO_SCREEN)) - pages == set(), "these are gone"


def test_every_screen_has_a_name_of_its_own() -> None:
    names = [screen.name for screen in SCREENS]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("screen", SCREENS, ids=_by_name)
def test_a_screen_is_for_everybody_on_every_device(hospital: World, browser: Browser, screen: Screen) -> None:
    with opened(browser, hospital, screen) as (page, source, complaints):
        faults = checks.valid_html(source) + checks.accessibility(page) + checks.layout(page) + complaints
    assert not faults, "\n".join([screen.name, *faults])


@pytest.mark.parametrize("screen", BEDSIDE, ids=_by_name)
def test_a_bedside_screen_asks_little(hospital: World, browser: Browser, screen: Screen) -> None:
    with opened(browser, hospital, screen) as (page, _source, _complaints):
        counts = checks.asked(page)
        destinations = page.locator(".top__nav a").count()
    assert counts["things"] <= THINGS
    assert counts["inputs"] <= INPUTS
    assert destinations <= DESTINATIONS


def test_a_first_load_of_the_board_is_light(hospital: World, browser: Browser) -> None:
    board = next(screen for screen in SCREENS if screen.name == "board with something for you")
    with opened(browser, hospital, board) as (page, _source, _complaints):
        page.wait_for_load_state("networkidle")
        files = set(page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)"))
        wanted = {page.url, *(file for file in files if "/static/" in file)}
        first = {url: _sent(page.request.get(url).body()) for url in wanted}
        news = page.locator("#board").get_attribute("hx-get")
        poll = page.request.get(news or "")
        assert poll.status == 204
        assert _sent(poll.body()) <= POLL
    assert len(first) > 10, "the files of the page were not seen"
    assert sum(first.values()) <= FIRST_LOAD, sorted(first.items(), key=lambda item: -item[1])


@pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen.do is None], ids=_by_name)
def test_a_screen_after_the_first_is_light(hospital: World, browser: Browser, screen: Screen) -> None:
    """The page alone: its files are in the browser already."""
    url = hospital.empty_url if screen.empty_installation else hospital.url
    with browser.new_context(base_url=url) as context:
        context.add_cookies(_cookies(hospital, screen, url))
        with asked() as statements:
            body = context.request.get(screen.path(hospital)).body()
    assert _sent(body) <= HEAVIER.get(screen.name, NEXT_SCREEN)
    [(statement, times)] = statements.most_common(1) or [("", 0)]
    assert times <= SAME_QUESTION, f"asked for each row, or for each person? {statement}"


PRIMARY = "document.querySelector('.bar .btn--primary')"
TITLE = "document.querySelector('#main h1')"
FAULTS = {
    "a button of 40 px": (f"{PRIMARY}.style.cssText = 'min-height: 40px; height: 40px'", "smaller than 44"),
    "a button on another": (f"{PRIMARY}.style.translate = '-120px'", "lie on each other"),
    "a wide heading": (f"{TITLE}.style.minWidth = '1200px'", "px wide in"),
    "words that do not fit": (f"{PRIMARY}.style.cssText = 'width: 60px; min-width: 0; overflow: hidden'", "run out"),
    "grey on grey by day": (f"{TITLE}.style.color = '#999'", "axe by day, color-contrast"),
    "dark on dark by night": (f"{TITLE}.style.color = '#14211f'", "axe by night, color-contrast"),
    "a picture without words": ("document.querySelector('header img').removeAttribute('alt')", "image-alt"),
    "a field without a name": ("document.querySelector('label[for=text]').remove()", "label"),
}


@pytest.mark.parametrize(("fault", "said"), FAULTS.values(), ids=list(FAULTS))
def test_the_checks_see_what_they_are_for(hospital: World, browser: Browser, fault: str, said: str) -> None:
    concern = next(screen for screen in SCREENS if screen.name == "new concern")
    board = next(screen for screen in SCREENS if screen.name == "board of the charge nurse")
    with opened(browser, hospital, board if said == "lie on each other" else concern) as (page, _source, _complaints):
        page.evaluate(fault)
        faults = checks.accessibility(page) + checks.layout(page)
    assert any(said in words for words in faults), faults


LEFT, RIGHT = "one => one.getBoundingClientRect().left", "one => one.getBoundingClientRect().right"


@pytest.mark.parametrize("name", ["board of the charge nurse", "new handoff", "action items"])
def test_on_an_upright_tablet_every_page_has_the_same_edges(hospital: World, browser: Browser, name: str) -> None:
    with opened(browser, hospital, _named(name)) as (page, _source, _complaints):
        page.set_viewport_size({"width": 768, "height": 1024})
        begins = [page.locator(part).first.evaluate(LEFT) for part in (".top__unit img", "h1")]
        padding = page.locator(".strip--practice").evaluate("one => parseFloat(getComputedStyle(one).paddingLeft)")
        ends = page.locator(".bar .btn--primary").evaluate(RIGHT)
    assert [*begins, padding, ends] == [24, 24, 24, 744]


def test_on_an_upright_tablet_what_is_tapped_stands_beside_what_it_is_about(hospital: World, browser: Browser) -> None:
    with opened(browser, hospital, _named("action items")) as (page, _source, _complaints):
        page.set_viewport_size({"width": 768, "height": 1024})
        item = page.locator(".item:has(.item__do)").first
        assert item.locator(".item__do").evaluate(LEFT) > item.locator(".item__what").evaluate(RIGHT)
    with opened(browser, hospital, _named("huddle with every step")) as (page, _source, _complaints):
        page.set_viewport_size({"width": 768, "height": 1024})
        box = page.locator(".taps", has_text="Watch").locator(".btn").first.bounding_box()
    assert box is not None
    assert box["width"] < 200, "one button alone does not stretch"


def _named(name: str) -> Screen:
    return next(screen for screen in SCREENS if screen.name == name)


def test_the_count_of_what_is_asked_sees_what_is_unfolded(hospital: World, browser: Browser) -> None:
    plan = next(screen for screen in SCREENS if screen.name == "what to do")
    with opened(browser, hospital, plan) as (page, _source, _complaints):
        before = checks.asked(page)
        page.evaluate("document.querySelectorAll('details').forEach((box) => (box.open = true))")
        after = checks.asked(page)
    assert after["things"] > before["things"]
    assert after["inputs"] > before["inputs"]


def test_invalid_html_is_seen() -> None:
    assert checks.valid_html("<!doctype html><title>x</title><p><div></p>")
