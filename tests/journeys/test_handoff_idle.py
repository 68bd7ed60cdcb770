"""A tablet that nobody touches: what is only read locks, what somebody is in the middle of stays; and one swipe on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.handing_over import PATIENT, come_back, hand_over, open_it, tablet
from tests.journeys.site import Site, heading

pytestmark = pytest.mark.browser
BEN, ANA = "Ben Carter", "Ana Silva"
WORDS = "Hourly looks, then his son"


@pytest.fixture
def ana(site: Site, browser: Browser) -> Page:
    """A receiver who reads what Ben has sent her, on a tablet with a clock that the test turns."""
    hand_over(tablet(site, browser, BEN), to=ANA)
    page = tablet(site, browser, ANA)
    page.clock.install()
    open_it(page)
    return page


def untouched(site: Site, page: Page, minutes: int) -> None:
    """The tablet lies there: both its clock and the server's go on."""
    page.wait_for_load_state()  # the script that counts is there
    site.clock.tick(timedelta(minutes=minutes, seconds=1))
    page.clock.fast_forward((minutes * 60 + 2) * 1000)


def is_locked(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Tap your name")
    assert PATIENT not in page.content()


def test_a_page_that_is_only_read_locks_after_two_minutes_and_comes_back(site: Site, ana: Page) -> None:
    address = ana.url
    untouched(site, ana, 2)
    is_locked(ana)
    come_back(ana, ANA)
    heading(ana, PATIENT)
    assert ana.url == address


def test_in_the_middle_of_saying_it_back_it_stays_open_and_then_keeps_the_words(site: Site, ana: Page) -> None:
    ana.get_by_label("What matters first?", exact=True).fill(WORDS)
    ana.clock.run_for(2000)
    expect(ana.locator("#sync")).to_contain_text("Draft saved")
    untouched(site, ana, 10)
    heading(ana, PATIENT)
    expect(ana.get_by_label("What matters first?", exact=True)).to_have_value(WORDS)
    untouched(site, ana, 6)
    is_locked(ana)
    come_back(ana, ANA)
    expect(ana.get_by_label("What matters first?", exact=True)).to_have_value(WORDS)


def swipe(page: Page, start: int, end: int) -> None:
    session = page.context.new_cdp_session(page)
    steps = [("touchStart", start), *(("touchMove", start + (end - start) * part // 4) for part in range(1, 5))]
    for kind, x in steps:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 330}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_swipe_leads_to_the_next_patient_and_never_past_words_that_are_not_sent(site: Site, browser: Browser) -> None:
    page = tablet(site, browser, BEN)
    first = page.locator("#handoff-list .row__title").first
    page.get_by_role("link", name="Handoffs").first.click()
    first.click()
    after = page.locator("[data-around] a[rel=next]")
    name = " ".join((after.text_content() or "").removeprefix("Next: ").split()[:2])
    page.wait_for_load_state()  # the script is there
    swipe(page, 700, 300)
    heading(page, name)
    page.wait_for_load_state()
    page.locator("main form input[name=priority], main form textarea").first.fill("x")
    swipe(page, 300, 700)
    heading(page, name)
