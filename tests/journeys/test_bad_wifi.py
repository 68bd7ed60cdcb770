"""A network that fails, a tablet that reloads, crashes or locks: what was typed is there again, for its author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect
from sqlalchemy import select

from huddle.concerns.models import Concern
from huddle.core.db import db
from tests.journeys.site import Site, enrol, press, sign_in, switch_to
from tests.support.browser import CHROMIUM, FLAGS

pytestmark = pytest.mark.browser

TEXT = "CANARY the lift stopped between two floors."
UNSENT = "Not sent yet. Trying again."
KEPT = re.compile(r"Your text from \d\d:\d\d was kept on this device\. It was not sent\.")
DUMP = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  const plain = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder('latin1').decode(value) : value;
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => {
      const ask = indexedDB.open(name); ask.onsuccess = () => done(ask.result);
    });
    for (const store of base.objectStoreNames) {
      const rows = await new Promise((done) => {
        const ask = base.transaction(store).objectStore(store).getAll(); ask.onsuccess = () => done(ask.result);
      });
      for (const row of rows) {
        found.push(JSON.stringify(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)]))));
      }
    }
    base.close();
  }
  return found;
}"""


SLOW_STORAGE = """
const open = indexedDB.open.bind(indexedDB);
window.storageAnswers = Promise.withResolvers();
indexedDB.open = (...args) => {
  const ask = open(...args);
  const later = (told) => ask.addEventListener("success", () => window.storageAnswers.promise.then(told));
  return Object.defineProperty(ask, "onsuccess", { set: later });
};
"""


class Net:
    """The network of one page for its writes: as it is, down, or losing the answers of what the server has stored."""

    def __init__(self, page: Page) -> None:
        self.sent: list[str] = []
        self.mode = "up"
        page.route("**/*", self._pass)

    def _pass(self, route: Route) -> None:
        if route.request.method != "POST" or self.mode == "up":
            return route.fallback()
        self.sent.append(route.request.post_data or "")
        if self.mode == "loses answers":
            route.fetch(max_redirects=0)
        return route.abort()


def new_concern(site: Site, page: Page) -> str:
    address = f"/units/{site.unit_id()}/concerns/new"
    page.goto(address)
    return address


@pytest.fixture
def page(site: Site, browser: Browser) -> Page:
    """Ben on a tablet, with a form for a concern open."""
    page = site.open(browser)
    enrol(page)
    sign_in(page, "Ben Carter")
    new_concern(site, page)
    page.on("dialog", lambda dialog: dialog.accept())
    return page


@pytest.fixture
def net(page: Page) -> Net:
    return Net(page)


def write(page: Page, words: str = TEXT) -> None:
    page.get_by_role("textbox").first.fill(words)
    page.locator("label.chip").first.click()


def send(page: Page) -> None:
    press(page, "Put it on the board")


def status(page: Page) -> Any:
    return expect(page.locator("#sync"))


def kept(page: Page, count: int) -> list[str]:
    """Wait until the tablet keeps so many sealed texts; all that its browser stores for us."""
    found: list[str] = []
    for _ in range(300):
        with suppress(Error):  # the page may be on its way to the next one
            found = page.evaluate(DUMP)
            if len(found) - 2 == count:
                return found
        page.wait_for_timeout(100)
    raise AssertionError(f"not {count} but {len(found) - 2} texts are kept")


def later(page: Page, *, minutes: int) -> None:
    """The clock of the tablet goes on by so much, from the next page on."""
    page.add_init_script(f"const clock = Date.now; Date.now = () => clock() + {minutes * 60_000}")


def stored(site: Site, words: str = TEXT) -> int:
    with site.app.app_context():
        return len(db.session.execute(select(Concern.id).where(Concern.text == words)).all())


def is_sent(page: Page, words: str = TEXT) -> None:
    """The page of the new concern is there."""
    expect(page).not_to_have_url(re.compile("/new$"))
    expect(page.get_by_text(words)).to_be_visible()


def comes_back(page: Page, words: str = TEXT) -> None:
    expect(page.get_by_role("textbox").first).to_have_value(words)
    expect(page.locator("form .draft", has_text=KEPT)).to_be_visible()


def test_text_that_was_never_sent_comes_back_after_a_reload(site: Site, page: Page, net: Net) -> None:
    net.mode = "down"
    write(page)
    kept(page, 1)
    page.reload()
    comes_back(page)
    expect(page.locator("label.chip input").first).to_be_checked()
    net.mode = "up"
    send(page)
    is_sent(page)
    kept(page, 0)
    assert stored(site) == 1


def test_a_form_sent_without_a_network_goes_by_itself_after_a_reload(site: Site, page: Page, net: Net) -> None:
    net.mode = "down"
    write(page)
    send(page)
    status(page).to_have_text(UNSENT)
    kept(page, 1)
    net.mode = "up"
    page.reload()
    is_sent(page)
    kept(page, 0)
    assert stored(site) == 1


def test_a_form_whose_answer_was_lost_is_stored_once_whatever_page_comes_next(site: Site, page: Page, net: Net) -> None:
    net.mode = "loses answers"
    write(page)
    send(page)
    status(page).to_have_text(UNSENT)
    assert stored(site) == 1
    net.mode = "up"
    page.goto(f"/units/{site.unit_id()}/board")
    status(page).to_contain_text("Saved")
    kept(page, 0)
    assert stored(site) == 1


def test_text_on_a_locked_tablet_is_unreadable_and_comes_back_for_its_author_alone(
    site: Site, page: Page, net: Net
) -> None:
    net.mode = "down"
    write(page)
    send(page)
    kept(page, 1)
    page.get_by_text("switch", exact=True).click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert not any("CANARY" in item for item in kept(page, 1))
    page.evaluate("document.documentElement.dataset.leaving = '1'")
    page.context.clear_cookies(name="huddle")
    page.goto("/")
    net.mode = "up"
    expect(page.get_by_role("link", name="Ben Carter")).to_contain_text("1 text not sent yet")
    expect(page.locator(".tile__waiting")).to_have_count(1)
    page.get_by_role("searchbox").fill("ca")
    expect(page.get_by_role("link", name="Ben Carter")).to_contain_text("1 text not sent yet")
    page.goto("/")
    sign_in(page, "Ana Silva")
    address = new_concern(site, page)
    expect(page.get_by_role("textbox").first).to_have_value("")
    expect(page.locator(".draft")).to_have_count(0)
    assert not any("CANARY" in item for item in kept(page, 1))
    assert "CANARY" not in page.content()
    assert stored(site) == 0
    switch_to(page, "Ben Carter")
    page.goto(address)
    expect(page.get_by_text(TEXT)).to_be_visible()
    kept(page, 0)
    assert stored(site) == 1


def test_a_crash_leaves_the_text_sealed_on_the_disk(site: Site, browser: Browser, tmp_path: Path) -> None:
    with tablet(site, browser, tmp_path) as page:
        enrol(page)
        sign_in(page, "Ben Carter")
        new_concern(site, page)
        Net(page).mode = "down"
        write(page)
        kept(page, 1)
    with tablet(site, browser, tmp_path) as page:
        page.goto("/")
        sign_in(page, "Ben Carter")
        new_concern(site, page)
        comes_back(page)
        send(page)
        is_sent(page)
    assert stored(site) == 1


@contextmanager
def tablet(site: Site, browser: Browser, folder: Path) -> Iterator[Page]:
    """A browser with a folder of its own, which loses its window and its session all at once."""
    context = browser.browser_type.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=FLAGS, base_url=site.url, viewport={"width": 1024, "height": 768}
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.script_on = True  # type: ignore[attr-defined]
    yield page
    context.close()


def test_what_was_sent_long_ago_is_not_sent_by_itself(site: Site, page: Page, net: Net) -> None:
    net.mode = "down"
    write(page)
    send(page)
    status(page).to_have_text(UNSENT)
    kept(page, 1)
    later(page, minutes=11)
    net.mode = "up"
    page.goto(f"/units/{site.unit_id()}/board")
    expect(page.locator(".draft", has_text=KEPT)).to_be_visible()
    assert stored(site) == 0
    page.get_by_role("link", name="Open it").click()
    comes_back(page)
    expect(page.get_by_text("Is it still true? Then send it again.")).to_be_visible()
    send(page)
    is_sent(page)
    assert stored(site) == 1


def test_text_that_nobody_came_back_to_is_gone_after_two_days(site: Site, page: Page, net: Net) -> None:
    net.mode = "down"
    write(page)
    kept(page, 1)
    later(page, minutes=49 * 60)
    page.context.clear_cookies(name="huddle")
    page.goto("/")
    kept(page, 0)


def test_text_that_was_kept_can_be_deleted(site: Site, page: Page, net: Net) -> None:
    net.mode = "down"
    write(page)
    kept(page, 1)
    page.reload()
    comes_back(page)
    page.get_by_role("button", name="Delete it").click()
    kept(page, 0)
    expect(page.locator(".draft")).to_have_count(0)
    expect(page.get_by_role("textbox").first).to_have_value("")


def test_text_that_is_refused_before_the_tablet_has_looked_stands_once(site: Site, page: Page) -> None:
    """The script that keeps text comes after the first word of it, and its storage after the answer."""
    page.add_init_script(SLOW_STORAGE)
    scripts: list[Route] = []
    page.route("**/kept.js*", lambda route: scripts.append(route))
    new_concern(site, page)
    write(page)
    page.context.add_cookies(signed_in_cookies(site, page, "Ana Silva"))
    with page.expect_response("**/vault.js*"):
        scripts[0].fallback()
    send(page)
    expect(page.get_by_role("heading", name="This was not saved")).to_be_visible()
    page.evaluate("window.storageAnswers.resolve()")
    kept(page, 1)
    page.evaluate("import('/static/js/vault.js').then(({ mine }) => mine())")  # what looks for text has looked by then
    expect(page.get_by_role("textbox")).to_have_value(TEXT)
    expect(page.get_by_text(KEPT)).to_have_count(0)


def signed_in_cookies(site: Site, page: Page, name: str) -> Any:
    assert page.context.browser
    other = site.open(page.context.browser)
    enrol(other)
    sign_in(other, name)
    return other.context.cookies()
