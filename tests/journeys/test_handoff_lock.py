"""The tablet locks in the middle of a handoff: the words are there again for their author, and for nobody else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.handing_over import (
    PATIENT,
    come_back,
    hand_over,
    open_it,
    responsible,
    say_back,
    sign,
    tablet,
    to_handoffs,
)
from tests.journeys.site import Site, press, sign_in
from tests.journeys.test_bad_wifi import DUMP, UNSENT, Net, kept

pytestmark = pytest.mark.browser
BEN, ANA, DANIEL = "Ben Carter", "Ana Silva", "Daniel Osei"
WORDS = "KESTREL hourly looks"
EVERYTHING = """async () => {
  const files = [];
  for (const name of await caches.keys()) {
    for (const ask of await (await caches.open(name)).keys()) {
      files.push(ask.url, await (await (await caches.open(name)).match(ask)).text());
    }
  }
  return [...files, document.cookie, document.title, location.href, JSON.stringify(history.state), name];
}"""


def lock(page: Page) -> None:
    """As after two minutes without a touch."""
    page.evaluate("document.dispatchEvent(new CustomEvent('huddle:lock'))")


def in_browser(page: Page) -> str:
    """All that the browser stores for us, and what its page says of itself."""
    return "\n".join([*page.evaluate(DUMP), *page.evaluate(EVERYTHING)])


@pytest.fixture
def ana(site: Site, browser: Browser) -> Page:
    """The receiver, in the middle of saying back what Ben has sent her."""
    hand_over(tablet(site, browser, BEN), to=ANA)
    page = tablet(site, browser, ANA)
    page.on("dialog", lambda dialog: dialog.accept())
    open_it(page)
    return page


def test_what_was_said_back_before_the_lock_is_there_after_the_pin(ana: Page) -> None:
    say_back(ana, "Unstable", WORDS)
    address = ana.url
    lock(ana)
    expect(ana.get_by_role("heading", level=1)).to_have_text("Tap your name")
    assert PATIENT not in ana.content()
    come_back(ana, ANA)
    ana.goto(address)
    expect(ana.get_by_label("What matters first?", exact=True)).to_have_value(WORDS)
    expect(ana.locator("label.chip", has_text="Unstable").locator("input")).to_be_checked()
    expect(ana.locator("label.chip", has_text="I take it on").locator("input")).to_be_checked()
    sign(ana)
    press(ana, "I have this patient")
    responsible(ana, "You are responsible since 07:05")


def test_after_a_lock_the_browser_holds_no_word_of_a_patient(ana: Page) -> None:
    say_back(ana, "Unstable", WORDS)
    address = ana.url
    assert "KESTREL" in ana.locator("main input[name=priority]").input_value()
    lock(ana)
    expect(ana.get_by_role("heading", level=1)).to_have_text("Tap your name")
    held = in_browser(ana) + ana.content()
    for word in ("KESTREL", "4471", "Short of breath", "Pneumonia"):
        assert word not in held
    ana.goto(address)  # and the address leads a stranger to the door
    expect(ana.get_by_role("heading", level=1)).to_have_text("Tap your name")
    ana.go_back()
    assert "Short of breath" not in ana.content()


def test_words_that_could_not_be_sent_are_sealed_until_their_author_comes_back(site: Site, ana: Page) -> None:
    net = Net(ana)
    net.mode = "down"
    address = ana.url
    say_back(ana, "Unstable", WORDS)
    press(ana, "I have this patient")
    expect(ana.locator("#sync")).to_have_text(UNSENT)
    kept(ana, 1)
    ana.get_by_text("switch", exact=True).click()
    expect(ana.get_by_role("heading", name="Locked")).to_be_visible()
    held = in_browser(ana)
    for word in ("KESTREL", "4471", "Short of breath"):
        assert word not in held
    ana.evaluate("document.documentElement.dataset.leaving = '1'")
    ana.context.clear_cookies(name="huddle")
    ana.goto("/")
    net.mode = "up"
    sign_in(ana, DANIEL)
    ana.goto(address)
    assert "KESTREL" not in in_browser(ana) + ana.content()
    ana.get_by_text("switch", exact=True).click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Tap your name")
    come_back(ana, ANA)
    ana.goto(address)
    responsible(ana, "You are responsible since 07:05")  # what she had sent goes by itself, once
    kept(ana, 0)


def test_a_search_for_a_patient_goes_into_no_address(site: Site, browser: Browser) -> None:
    page = tablet(site, browser, BEN)
    hand_over(page)
    to_handoffs(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.get_by_label("Find by initials, number or bed").press_sequentially("4471")
    expect(page.locator("#found")).to_have_text("1 found")
    expect(page.locator("#handoff-list .row__title:visible")).to_have_text([PATIENT])
    page.get_by_label("Find by initials, number or bed").fill("nobody")
    expect(page.locator("#found")).to_have_text("0 found")
    assert not any("4471" in one for one in (*asked, page.url))
