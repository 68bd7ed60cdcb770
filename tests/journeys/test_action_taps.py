"""Action items by taps: done, a new one, a filter, another owner; and what waits on the manager, by clicks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site, enrol, heading, sign_in
from tests.journeys.test_huddle_taps import COUNT

pytestmark = pytest.mark.browser


def tablet(site: Site, browser: Browser, name: str) -> Page:
    """The unit's tablet with this person on the list of action items; what they tapped so far is forgotten."""
    page = site.open(browser)
    page.add_init_script(COUNT)
    enrol(page)
    sign_in(page, name)
    page.goto(f"/units/{site.unit_id()}/action-items")
    forget(page)
    return page


def forget(page: Page) -> None:
    page.evaluate("localStorage.removeItem('taps')")


def taps(page: Page) -> int:
    counted: int = page.evaluate("JSON.parse(localStorage.getItem('taps') ?? '[]').length")
    return counted


def test_new_filter_done_undo_and_another_owner_take_few_taps(site: Site, browser: Browser) -> None:
    page, words = tablet(site, browser, "Ana Silva"), "Hang a second meter in bay 2"
    page.get_by_role("link", name="New action item").click()
    heading(page, "New action item")
    assert taps(page) == 1, "opened"
    page.get_by_label("What will be done?").fill(words)
    page.locator("label.chip", has_text="Me").first.click()
    page.locator("label.chip", has_text="In 7 days").click()
    page.get_by_role("button", name="Put it on the list").click()
    heading(page, words)
    assert taps(page) == 1 + 3
    page.goto(f"/units/{site.unit_id()}/action-items")
    forget(page)
    page.locator("a.narrow", has_text="Mine").click()
    expect(page.locator('.narrow[aria-current="true"]')).to_contain_text("Mine")
    assert taps(page) == 1
    page.locator(".item", has_text=words).get_by_role("button", name="Done").click()
    expect(page.locator("#undo")).to_contain_text(words)
    assert taps(page) == 2
    page.locator("#undo button").click()
    expect(page.locator("#undo")).to_have_count(0)
    assert taps(page) == 3
    page.locator(".item", has_text=words).get_by_role("link", name="Hand over").click()
    page.get_by_role("button", name="Ben Carter").click()
    heading(page, "Action items")
    expect(page.locator(".item", has_text=words)).to_have_count(0)
    assert taps(page) == 3 + 2


def test_the_worst_is_one_click_from_the_first_page_of_the_manager_and_an_answer_two(
    site: Site, browser: Browser
) -> None:
    page = tablet(site, browser, "Maya Okafor")
    page.goto(f"/units/{site.unit_id()}/board")
    forget(page)
    worst = page.locator("#for-you .row__link", has_text="Waits on you").locator(".row__title").inner_text()
    page.get_by_role("link", name="All action items that wait on you").click()
    heading(page, "Waiting on me")
    expect(page.locator(".item", has_text=worst)).to_be_visible()
    page.locator(".item", has_text=worst).get_by_role("button").first.click()
    expect(page.locator(".notice")).not_to_be_empty()
    assert taps(page) == 2
