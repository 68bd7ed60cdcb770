"""Wording help beside a review in the browser: one line at a time, put away by a tap, and in nobody's way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site, enrol, heading, press, sign_in

pytestmark = pytest.mark.browser

BLAME = "The night nurse failed to act. It was careless."


def question(site: Site, browser: Browser, *, script: bool) -> Page:
    """Ben at the first question of a new review."""
    page = site.open(browser, script=script)
    enrol(page)
    sign_in(page, "Ben Carter")
    page.goto(f"/units/{site.unit_id()}/reviews/new")
    page.get_by_label("What is it about?").fill("Delay finding the wide chair")
    press(page, "Go to the ground rules")
    press(page, "First question")
    heading(page, "What did we expect?")
    return page


def test_advice_comes_while_one_types_and_goes_when_it_is_put_away(site: Site, browser: Browser) -> None:
    page = question(site, browser, script=True)
    answer, hint = page.get_by_label("Our answer"), page.locator(".wording__hint:visible")
    answer.press_sequentially(BLAME)
    expect(hint).to_have_count(1)
    expect(hint.locator("mark")).to_have_text("nurse failed to")
    expect(page.get_by_text("And 1 more.")).to_be_visible()
    press(page, "Keep my words")
    expect(hint.locator("mark")).to_have_text("careless")
    expect(answer).to_be_focused()
    press(page, "Keep my words")
    expect(hint).to_have_count(0)
    with page.expect_response("**/wording"):
        answer.press_sequentially(" The door was shut.")
    expect(hint).to_have_count(0)
    expect(page.locator("#shown")).to_be_empty()


def test_a_form_is_stored_whatever_the_advice_says_and_when_there_is_none(site: Site, browser: Browser) -> None:
    page = question(site, browser, script=True)
    page.route("**/wording", lambda route: route.abort())
    page.get_by_label("Our answer").press_sequentially(BLAME)
    press(page, "Next question")
    heading(page, "What happened?")


def test_without_script_advice_stands_under_the_words_that_came_back(site: Site, browser: Browser) -> None:
    page = question(site, browser, script=False)
    page.get_by_label("Our answer").fill(BLAME)
    press(page, "Next question")
    heading(page, "What happened?")
    press(page, "Back")
    heading(page, "What did we expect?")
    expect(page.locator(".wording__hint")).to_have_count(2)
    expect(page.get_by_text("Keep my words").first).to_be_hidden()
