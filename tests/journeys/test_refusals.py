"""An answer that is not "saved" never costs a word: the form stays, or its text stands in what takes its place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from huddle.practice.people import PASSWORD
from tests.journeys.site import Site, enrol, press, sign_in

pytestmark = pytest.mark.browser

TEXT = "The lift stopped between two floors with a patient in it."


@pytest.fixture
def concern(site: Site, browser: Browser) -> Page:
    """A concern that is written and not sent yet."""
    page = site.open(browser)
    enrol(page)
    sign_in(page, "Ben Carter")
    page.goto(f"/units/{site.unit_id()}/concerns/new")
    page.get_by_role("textbox").first.fill(TEXT)
    page.locator("label.chip").first.click()
    return page


def _answered(page: Page, status: int, words: str) -> None:
    """The server refuses, with a page of ours that holds no text."""
    body = (
        f"<!doctype html><title>x</title><div id=page><main id=main><h1>{words}</h1><p>Why it is so.</p></main></div>"
    )

    def answer(route: Route) -> None:
        if route.request.method != "POST" or route.request.url.endswith("/drafts"):
            return route.fallback()
        return route.fulfill(status=status, headers={"Huddle-Page": "1", "Content-Type": "text/html"}, body=body)

    page.route("**/*", answer)


@pytest.mark.parametrize(
    ("status", "words"),
    [(413, "Too much text"), (403, "Not yours to do"), (404, "Not here"), (429, "Wait a little")],
)
def test_a_refusal_without_the_text_leaves_the_form(concern: Page, status: int, words: str) -> None:
    _answered(concern, status, words)
    press(concern, "Put it on the board")
    expect(concern.locator("#sync")).to_have_text(f"Not sent. {words}.")
    expect(concern.locator(".notice")).to_have_text(f"{words}. Why it is so.")
    expect(concern.get_by_role("textbox").first).to_have_value(TEXT)
    concern.unroute_all()
    press(concern, "Put it on the board")
    expect(concern.get_by_text(TEXT)).to_be_visible()
    expect(concern).not_to_have_url(re.compile("/new$"))


def test_too_much_text_stays_in_its_field(concern: Page) -> None:
    much = "word " * 60_000
    concern.get_by_role("textbox").first.evaluate("(field, text) => { field.value = text; }", much)
    press(concern, "Put it on the board")
    expect(concern.locator("#sync")).to_have_text("Not sent. Too much text.")
    assert concern.get_by_role("textbox").first.input_value() == much


@pytest.mark.parametrize("status", [500, 503])
def test_trouble_that_lasts_leaves_the_form_and_is_named(concern: Page, status: int) -> None:
    concern.clock.install()
    _answered(concern, status, "Not saved yet")
    with concern.expect_response(lambda answer: answer.status == status):
        press(concern, "Put it on the board")
    for seconds in (2, 3, 6, 11):
        expect(concern.locator("#sync")).to_have_text("Not sent yet. Trying again.")
        with concern.expect_response(lambda answer: answer.status == status):
            concern.clock.run_for(seconds * 1000)
    expect(concern.locator(".notice")).to_have_text("Not saved yet. Why it is so.")
    expect(concern.get_by_role("textbox").first).to_have_value(TEXT)


def test_a_refusal_that_carries_the_text_takes_the_place_of_the_form(concern: Page) -> None:
    concern.locator("input[name=_envelope]").evaluate("field => { field.value = 'not sealed here'; }")
    press(concern, "Put it on the board")
    expect(concern.locator(".govuk-error-summary")).to_be_visible()
    expect(concern.get_by_role("textbox").first).to_have_value(TEXT)


def test_reasons_are_shown_although_the_server_wrote_the_initials_in_its_own_way(concern: Page) -> None:
    concern.goto(re.sub("concerns/new$", "handoffs/new", concern.url))
    concern.get_by_label("Initials").fill("m.k.")
    concern.get_by_label("Situation").fill("Fever\vsince noon")
    press(concern, "Next: what to do")
    expect(concern.locator(".govuk-error-summary")).to_contain_text("Say how sick this patient is.")
    expect(concern.get_by_label("Initials")).to_have_value("MK")


def test_a_text_with_a_hidden_sign_comes_back_without_it_and_can_be_sent(concern: Page) -> None:
    box = concern.get_by_role("textbox").first
    box.fill("Give \u202egm 0.5\u202c now")
    press(concern, "Put it on the board")
    expect(concern.locator(".govuk-error-summary")).to_contain_text("was taken out")
    expect(box).to_have_value("Give gm 0.5\u202c now")
    press(concern, "Put it on the board")
    expect(concern.get_by_text("Give gm 0.5\u202c now")).to_be_visible()
    expect(concern).not_to_have_url(re.compile("/new$"))


class Net:
    """The network of one page: down, answering too late, or as it is."""

    def __init__(self, page: Page) -> None:
        self.sent: list[str] = []
        self.is_down = self.loses_answers = False
        page.route("**/concerns", self._pass)

    def _pass(self, route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        self.sent.append(route.request.post_data or "")
        if self.is_down:
            return route.abort()
        if self.loses_answers:
            route.fetch(max_redirects=0)
            return route.abort()
        return route.fallback()


UNSENT, CHANGED = "Not sent yet. Trying again.", "Not sent yet. Send it again when it is ready."


def test_words_that_change_after_a_lost_try_are_the_words_that_are_stored(concern: Page) -> None:
    concern.clock.install()
    net = Net(concern)
    net.is_down = True
    press(concern, "Put it on the board")
    expect(concern.locator("#sync")).to_have_text(UNSENT)
    concern.get_by_role("textbox").first.fill(f"{TEXT} It is half")
    expect(concern.locator("#sync")).to_have_text(CHANGED)
    net.is_down = False
    concern.clock.run_for(60_000)
    assert len(net.sent) == 1, "half a sentence was sent by itself"
    concern.get_by_role("textbox").first.fill(f"{TEXT} It is open again.")
    press(concern, "Put it on the board")
    expect(concern.get_by_text(f"{TEXT} It is open again.")).to_be_visible()
    expect(concern).not_to_have_url(re.compile("/new$"))


def test_words_that_change_after_a_stored_try_are_shown_and_not_stored_twice(concern: Page) -> None:
    concern.clock.install()
    net = Net(concern)
    net.loses_answers = True
    press(concern, "Put it on the board")
    expect(concern.locator("#sync")).to_have_text(UNSENT)
    net.loses_answers = False
    concern.get_by_role("textbox").first.fill(f"{TEXT} And again.")
    press(concern, "Put it on the board")
    expect(concern.locator(".govuk-error-summary")).to_contain_text("sent before with other words")
    expect(concern.get_by_role("textbox").first).to_have_value(f"{TEXT} And again.")


def test_words_typed_while_the_first_ones_are_on_their_way_stay_and_are_not_called_saved(concern: Page) -> None:
    def slow(route: Route) -> None:
        concern.get_by_role("textbox").first.fill(f"{TEXT} And again.")
        route.fallback()

    concern.route("**/concerns", slow, times=1)
    press(concern, "Put it on the board")
    expect(concern.locator("#sync")).to_contain_text("without what you typed after that")
    expect(concern.get_by_role("textbox").first).to_have_value(f"{TEXT} And again.")
    press(concern, "Put it on the board")
    expect(concern.get_by_text(f"{TEXT} And again.")).to_be_visible()
    expect(concern).not_to_have_url(re.compile("/new$"))


def test_a_dose_mended_while_a_refusal_was_on_its_way_is_not_put_back(concern: Page) -> None:
    box = concern.get_by_role("textbox").first

    def slow(route: Route) -> None:
        box.fill("Given 1.5 mg")
        route.fallback()

    box.fill("Given 15 mg")
    concern.locator("input[name=_envelope]").evaluate("field => { field.value = 'not sealed here'; }")
    concern.route("**/concerns", slow, times=1)
    press(concern, "Put it on the board")
    expect(concern.locator(".notice .strip--stale")).to_be_visible()
    expect(box).to_have_value("Given 1.5 mg")
    press(concern, "Put it on the board")
    expect(concern.locator(".govuk-error-summary")).to_be_visible()
    expect(box).to_have_value("Given 1.5 mg")


def test_a_choice_made_while_a_refusal_was_on_its_way_is_not_put_back(concern: Page) -> None:
    chips = concern.locator("label.chip")

    def slow(route: Route) -> None:
        chips.nth(1).click()
        route.fallback()

    concern.locator("input[name=_envelope]").evaluate("field => { field.value = 'not sealed here'; }")
    concern.route("**/concerns", slow, times=1)
    press(concern, "Put it on the board")
    expect(concern.locator(".notice .strip--stale")).to_contain_text("This page was open for a long time")
    expect(chips.nth(1).locator("input")).to_be_checked()
    press(concern, "Put it on the board")
    expect(concern.locator(".govuk-error-summary")).to_be_visible()
    expect(chips.nth(1).locator("input")).to_be_checked()


def test_on_an_own_phone_a_session_that_ended_leads_to_sign_in_and_back_to_the_text(
    site: Site, browser: Browser
) -> None:
    page = site.open(browser, size=(390, 844))
    page.goto(f"/sign-in?next=/units/{site.unit_id()}/concerns/new")
    _with_password(page, "ben.carter")
    page.locator("textarea").fill(TEXT)
    page.locator("label.chip").first.click()
    page.context.clear_cookies()
    page.route("**/static/js/wire.js*", lambda route: route.abort(), times=1)  # the network goes right after the answer
    press(page, "Put it on the board")
    expect(page.locator(".cover")).to_contain_text("There is no connection, so this page stays locked.")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    _with_password(page, "ben.carter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXT)  # it was sent a moment ago: once more, by itself
    expect(page.locator(".notice")).to_contain_text("Your concern is on the board.")


def _with_password(page: Page, username: str) -> None:
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
