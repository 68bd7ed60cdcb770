"""What a page says of a write while the network is slow, gone or back: never saved before it is."""

# ruff: noqa: F811 - fixtures are asked for by name
from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.site import Site, enrol, press, sign_in, switch_to
from tests.journeys.test_bad_wifi import UNSENT, Net, is_sent, kept, net, page, send, status, write  # noqa: F401
from tests.journeys.test_loop import PATIENT

pytestmark = pytest.mark.browser

HEARD = """() => {
  window.heard = [];
  new MutationObserver(() => {
    const words = document.getElementById('sync')?.textContent;
    if (words && words !== heard.at(-1)) heard.push(words);
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def huddle(site: Site, page: Page) -> Page:
    """The huddle of this morning, on Ben's tablet."""
    page.goto(f"/units/{site.unit_id()}/board")
    press(page, "Open the huddle")
    expect(page.get_by_role("heading", level=1)).to_have_text("Day huddle")
    page.evaluate(HEARD)
    return page


def say_thanks(page: Page, words: str) -> None:
    box = page.locator("#step-thanks")
    if not box.get_by_role("textbox").is_visible():
        box.get_by_text("Say thanks").first.click()
    box.locator("label.chip").first.click()
    box.get_by_role("textbox").fill(words)
    box.get_by_role("button", name="Say thanks").click()


def test_a_slow_network_is_called_saving_and_then_saved(huddle: Page) -> None:
    def slow(route: Route) -> None:
        if route.request.method == "POST":
            huddle.wait_for_timeout(300)
        route.fallback()

    huddle.route("**/*", slow)
    huddle.locator(".lookback").get_by_role("button", name="Going").first.click()
    expect(huddle.locator(".lookback [aria-pressed=true]").first).to_be_visible()
    heard = huddle.evaluate("heard")
    assert heard[0] == "Saving…"
    assert re.fullmatch(r"Saved \d\d:\d\d", heard[1])
    assert len(heard) == 2


def test_one_write_is_not_called_saved_for_another_that_waits(huddle: Page, net: Net) -> None:
    net.mode = "down"
    say_thanks(huddle, "CANARY for the blankets")
    status(huddle).to_have_text(UNSENT)
    net.mode = "up"
    huddle.route("**/thanks", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    huddle.locator(".lookback").get_by_role("button", name="Going").first.click()
    expect(huddle.locator(".lookback [aria-pressed=true]").first).to_be_visible()
    status(huddle).to_have_text(UNSENT)
    assert not any(words.startswith("Saved") for words in huddle.evaluate("heard"))
    huddle.unroute("**/thanks")
    huddle.evaluate("dispatchEvent(new Event('online'))")
    status(huddle).to_contain_text("Saved")
    expect(huddle.locator("#step-thanks").get_by_text("CANARY for the blankets")).to_be_visible()


def test_taps_without_a_network_end_as_the_last_one(huddle: Page, net: Net) -> None:
    net.mode = "loses answers"
    item = huddle.locator(".lookback", has=huddle.get_by_role("button", name="Going")).first
    item.get_by_role("button", name="Going").click()
    status(huddle).to_have_text(UNSENT)
    item.get_by_role("button", name="Stuck").click()
    net.mode = "up"
    huddle.evaluate("dispatchEvent(new Event('online'))")
    expect(item.get_by_role("button", name="Stuck")).to_have_attribute("aria-pressed", "true")
    expect(item.locator("[aria-pressed=true]")).to_have_count(1)
    status(huddle).to_contain_text("Saved")


def test_the_browser_says_that_the_network_is_gone_and_the_page_says_so_at_once(page: Page, net: Net) -> None:
    page.route("**/concerns", lambda _route: None)  # never answered
    write(page)
    send(page)
    status(page).to_have_text("Saving…")
    page.evaluate("dispatchEvent(new Event('offline'))")
    status(page).to_have_text(UNSENT)


def test_a_handoff_that_is_not_sent_says_whom_to_phone(site: Site, page: Page, net: Net) -> None:
    page.goto(f"/units/{site.unit_id()}/handoffs/new")
    for label, words in PATIENT.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_text("Stable", exact=True).click()
    press(page, "Next: what to do")
    expect(page.get_by_role("heading", level=1)).to_contain_text("QZ 4471")
    page.wait_for_load_state()
    net.mode = "down"
    press(page, "Send handoff")
    status(page).to_have_text("Not sent. Phone 5 West 5-1234.")


def test_an_escalation_that_is_not_sent_says_whom_to_phone(site: Site, page: Page, net: Net) -> None:
    write(page)
    send(page)
    is_sent(page)
    concern = page.url
    switch_to(page, "Ana Silva")
    page.goto(concern)
    page.get_by_role("link", name="Ask for help from above").click()
    net.mode = "down"
    for group in page.locator("form[data-phone-text] .chips").all():
        group.locator("label.chip").first.click()
    page.locator("form[data-phone-text]").evaluate("form => form.requestSubmit()")
    status(page).to_have_text(re.compile(r"Not sent\. Phone Medicine \d-\d{4}\."))


def test_a_text_that_somebody_else_changed_meanwhile_shows_both(
    site: Site, browser: Browser, huddle: Page, net: Net
) -> None:
    box = huddle.locator("#step-watchers")
    box.get_by_text("Add a watcher").click()
    for name, words in (("initials", "QZ"), ("last_four", "4471"), ("plan", "Look every hour")):
        box.locator(f"[name={name}]").fill(words)
    box.locator("label.chip").first.click()
    box.get_by_role("button", name="Add to the list").click()
    box.locator(".lookback", has_text="4471").get_by_role("link", name="Change the plan").click()
    expect(huddle.locator("main input[name=plan]")).to_have_value("Look every hour")
    huddle.wait_for_load_state()
    net.mode = "down"
    huddle.locator("main input[name=plan]").fill("Look every CANARY minutes")
    huddle.locator(".bar button").last.click()
    status(huddle).to_have_text(UNSENT)
    kept(huddle, 1)
    other = site.open(browser)
    enrol(other)
    sign_in(other, "Ana Silva")
    other.goto(huddle.url)
    other.locator("main input[name=plan]").fill("Look all the time")
    other.locator(".bar button").last.click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Day huddle")
    net.mode = "up"
    huddle.reload()
    expect(huddle.locator(".conflict")).to_contain_text("Look all the time")
    expect(huddle.locator(".conflict")).to_contain_text("Look every CANARY minutes")
