"""An answer that is not "saved" never costs a word: the form stays, or its text stands in what takes its place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route, expect

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
    expect(concern.get_by_role("textbox")).to_have_count(0)


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
        expect(concern.locator("#sync")).to_have_text("Not sent yet. We keep trying.")
        with concern.expect_response(lambda answer: answer.status == status):
            concern.clock.run_for(seconds * 1000)
    expect(concern.locator(".notice")).to_have_text("Not saved yet. Why it is so.")
    expect(concern.get_by_role("textbox").first).to_have_value(TEXT)


def test_a_refusal_that_carries_the_text_takes_the_place_of_the_form(concern: Page) -> None:
    concern.locator("input[name=_envelope]").evaluate("field => { field.value = 'not sealed here'; }")
    press(concern, "Put it on the board")
    expect(concern.locator(".govuk-error-summary")).to_be_visible()
    expect(concern.get_by_role("textbox").first).to_have_value(TEXT)
