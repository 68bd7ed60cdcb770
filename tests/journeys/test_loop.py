"""The whole loop on one tablet: handoff, huddle, review, action item, check-in; with and without JavaScript."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from huddle.checkins import service as checkins
from huddle.core.actor import Actor
from huddle.core.dates import Month
from huddle.core.transaction import transaction
from tests.journeys.site import Site, enrol, heading, press, sign_in, switch_to

pytestmark = pytest.mark.browser

PATIENT = {
    "Initials": "QZ",
    "Record number, last four": "4471",
    "Situation": "Short of breath since six, oxygen up to three litres.",
    "Background": "Pneumonia, day three.",
    "Assessment": "I am worried, he looks tired.",
    "Recommendation": "Look every hour, call at four litres.",
}


@pytest.fixture
def tablet(site: Site, browser: Browser, script: bool) -> Page:
    page = site.open(browser, script=script)
    enrol(page)
    return page


def test_from_the_first_handoff_to_the_published_month(site: Site, tablet: Page) -> None:
    sign_in(tablet, "Ben Carter")
    _hand_over(tablet)
    switch_to(tablet, "Ana Silva")
    _take_over(tablet)
    _huddle(tablet)
    _review(tablet)
    _finish_the_action_item(tablet)
    _roll_up(site)
    switch_to(tablet, "Maya Okafor")
    _publish_the_month(tablet)


def _hand_over(page: Page) -> None:
    press(page, "Hand over a patient")
    heading(page, "New handoff")
    for label, words in PATIENT.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_text("Watcher", exact=True).click()
    press(page, "Next: what to do")
    heading(page, "QZ 4471")
    page.get_by_label("What must be done?", exact=True).fill("Look every hour")
    page.get_by_label("If", exact=True).fill("he needs four litres")
    page.get_by_label("Then", exact=True).fill("call the doctor")
    page.locator("label.chip", has_text="Checked, as before").click()
    page.locator("label.chip", has_text="Face to face").click()
    page.get_by_label("To whom").select_option(label="Ana Silva")
    press(page, "Send handoff")
    expect(page.get_by_text("Give the tablet to your colleague")).to_be_visible()
    page.get_by_role("link", name="Handoffs").first.click()
    heading(page, "Handoffs")
    expect(page.get_by_text("QZ 4471").first).to_be_visible()


def _take_over(page: Page) -> None:
    page.get_by_role("link", name="QZ 4471").first.click()
    heading(page, "QZ 4471")
    expect(page.get_by_text(PATIENT["Situation"])).to_be_visible()
    expect(page.locator("main .tag", has_text="Watcher")).to_have_count(0)
    page.locator("label.chip", has_text="Unstable").click()
    page.get_by_label("What matters first").fill("Hourly looks, call at four litres")
    page.get_by_text("he needs four litres: call the doctor").click()
    page.locator("label.chip", has_text="I take it on").click()
    press(page, "I have this patient")
    expect(page.get_by_text("Talk now")).to_be_visible()
    expect(page.get_by_text("responsible since").first).to_be_visible()


def _huddle(page: Page) -> None:
    page.get_by_role("link", name="Board").click()
    heading(page, "Today")
    press(page, "Open the huddle")
    heading(page, "Day huddle")
    page.locator(".lookback").get_by_role("button", name="Going").first.click()
    expect(page.locator(".lookback [aria-pressed=true]").first).to_be_visible()
    press(page, "Close the huddle")
    expect(page.get_by_role("button", name="Close the huddle")).to_have_count(0)


def _review(page: Page) -> None:
    page.get_by_role("link", name="Reviews").first.click()
    press(page, "Start a review")
    page.get_by_label("What is it about?").fill("Delay in finding the weighing bed")
    page.get_by_label("Which day was it?").fill("2026-11-15")
    press(page, "Go to the ground rules")
    press(page, "First question")
    for number in range(1, 5):
        expect(page.get_by_text(f"Question {number} of 4")).to_be_visible()
        page.get_by_label("Our answer").fill(f"What we said to question {number}.")
        press(page, "Next question" if number < 4 else "What will change?")
    page.get_by_label("What will be done?").fill("Mark a place for the weighing bed")
    page.get_by_label("Who?").select_option(label="Ana Silva")
    page.locator("label.chip", has_text="In 7 days").click()
    press(page, "Add the action item")
    expect(page.get_by_role("link", name="Mark a place for the weighing bed")).to_be_visible()
    press(page, "Who was there?")
    press(page, "See it all")
    press(page, "Publish")
    expect(page.get_by_text("published today")).to_be_visible()


def _finish_the_action_item(page: Page) -> None:
    """An improvement: how one will know, begun, done; and somebody else goes and sees."""
    _open_the_action_item(page)
    press(page, "Say how you will know")
    page.get_by_label("Change the space or the layout").check()
    page.get_by_label("How will you know that it helped?").fill("The bed in its place, 10 shifts, at least 9")
    press(page, "Save the plan")
    press(page, "Start")
    page.get_by_label("What changed?").fill("A marked place beside the lift.")
    press(page, "Done")
    expect(page.locator(".tag", has_text="Done")).to_be_visible()
    switch_to(page, "Ben Carter")
    page.get_by_role("link", name="Reviews").first.click()
    page.get_by_role("link", name="Delay in finding the weighing bed").first.click()
    _open_the_action_item(page)
    press(page, "I went and looked")
    page.locator("label.chip", has_text="Yes, I have seen it").click()
    page.get_by_label("What did you see?").fill("The place is marked, and the bed stands in it.")
    press(page, "Say what I found")
    expect(page.get_by_text("Verified").first).to_be_visible()


def _open_the_action_item(page: Page) -> None:
    page.get_by_role("link", name="Mark a place for the weighing bed").first.click()
    heading(page, "Mark a place for the weighing bed")


def _roll_up(site: Site) -> None:
    site.clock.set(datetime(2026, 12, 1, 4, 0, tzinfo=UTC))
    with site.app.app_context(), transaction():
        checkins.roll_up(site.unit_id(), Month(2026, 11), actor=Actor.system("roll-up"), now=site.clock.now())


def _publish_the_month(page: Page) -> None:
    page.get_by_role("link", name="Check-in").first.click()
    page.get_by_role("link", name="November 2026").first.click()
    heading(page, "Check-in November 2026")
    page.get_by_label("What is better?").fill("Everybody speaks in the huddle.")
    press(page, "Keep for later")
    expect(page.get_by_label("What is better?")).to_have_value("Everybody speaks in the huddle.")
    _promise(page)
    press(page, "Publish")
    expect(page.get_by_text("Published today")).to_be_visible()


def _promise(page: Page) -> None:
    promise = page.locator("details", has_text="promise")
    if promise.count() and promise.first.get_attribute("open") is None:
        promise.locator("summary").first.click()
    page.get_by_label("What will be done?").fill("Ask theatre to call before a transfer")
    page.get_by_label("Who?").select_option(label="Maya Okafor")
    page.locator("label.chip", has_text="In 30 days").click()
    press(page, "Add the promise")
    expect(page.get_by_role("link", name="Ask theatre to call before a transfer")).to_be_visible()


def test_the_health_check_says_ready(site: Site, browser: Browser) -> None:
    page = site.open(browser)
    page.goto("/health")
    assert json.loads(page.inner_text("body"))["status"] == "ok"
