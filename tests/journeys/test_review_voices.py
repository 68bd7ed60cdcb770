"""Notes from everyone: a room on the tablet, notes from phones, one out of sight, the answer read later by its code."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.handing_over import tablet
from tests.journeys.site import Site, heading, press

pytestmark = pytest.mark.browser
PHONE = (390, 844)
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")
NOTES = ("The wide chair was on loan", "Nobody knew whom to ask", "I was afraid to wake the porter")


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def room(site: Site, browser: Browser, script: bool) -> tuple[Page, str]:
    """The charge nurse begins a review and opens it for notes; the address that stands there."""
    page = tablet(site, browser, "Ana Silva", script=script)
    page.goto(f"/units/{site.unit_id()}/reviews/new")
    page.get_by_label("What is it about?", exact=True).fill("Delay finding the wide chair")
    page.locator("main button.btn--primary, .bar button.btn--primary").first.click()
    expect(page).not_to_have_url(re.compile("/new$"))
    review = re.sub(r"(/reviews/[0-9a-f-]{36}).*", r"\1", page.url)
    page.goto(review)
    page.get_by_role("link", name="Open notes from everyone").click()
    heading(page, "Notes from everyone")
    press(page, "Open for notes")
    address = page.locator(".voice-code__address").inner_text()
    expect(page.locator(".voice-code__picture svg")).to_be_visible()
    return page, address[address.index("/notes/") :]


def write(site: Site, browser: Browser, address: str, words: str) -> str:
    """On a phone of one's own, where no script runs at all; the code that is shown once."""
    phone = site.open(browser, size=PHONE, script=False)
    phone.goto(address)
    phone.get_by_label("Your note", exact=True).fill(words)
    press(phone, "Send the note")
    heading(phone, "Your note is in")
    code = CODE.search(phone.locator(".secret").inner_text())
    assert code is not None
    assert [cookie["name"] for cookie in phone.context.cookies()] == ["theme"]  # which this test put there
    return code.group()


def test_three_notes_one_out_of_sight_and_an_answer_by_its_code(site: Site, browser: Browser, script: bool) -> None:
    page, address = room(site, browser, script)
    codes = [write(site, browser, address, words) for words in NOTES[:2]]
    page.reload()
    expect(page.get_by_text("Fewer than three notes are in.")).to_be_visible()
    expect(page.locator("#notes li")).to_have_count(0)
    write(site, browser, address, NOTES[2])
    page.reload()
    expect(page.locator("#notes > ul > li")).to_have_count(3)
    page.locator("#notes > ul > li", has_text=NOTES[2]).get_by_role("button", name="Hide").click()
    expect(page.locator("#notes > ul > li")).to_have_count(2)
    page.get_by_text("Out of sight: 1").click()
    page.locator("#hidden-notes").get_by_role("button", name="Show it again").click()
    expect(page.locator("#notes > ul > li")).to_have_count(3)
    page.locator("#notes > ul > li", has_text=NOTES[0]).get_by_role("link", name="Answer").click()
    heading(page, "Answer a note")
    page.get_by_label("What we did, or why not", exact=True).fill("There are two chairs now.")
    press(page, "Save the answer")
    expect(page.locator("#notes li", has_text="Answered")).to_contain_text(NOTES[0])
    later = site.open(browser, size=PHONE, script=script)
    later.goto("/notes/answers")
    later.get_by_label("Your code", exact=True).fill(codes[0].lower())
    press(later, "Read the answer")
    expect(later.get_by_text("There are two chairs now.")).to_be_visible()
    expect(later.get_by_text(NOTES[0])).to_have_count(0)


def test_the_last_questions_come_to_the_phones_and_the_tablet_takes_no_note(
    site: Site, browser: Browser, script: bool
) -> None:
    page, address = room(site, browser, script)
    press(page, "Ask the two last questions")
    expect(page.locator(".notice")).to_contain_text("the two last questions")
    for _ in range(5):
        phone = site.open(browser, size=PHONE, script=False)
        phone.goto(address)
        press(phone, "Answer the two last questions")
        for chip in (0, 1):
            phone.locator("fieldset").nth(chip).locator("label.chip", has_text="Rather yes").click()
        press(phone, "Send both answers")
        heading(phone, "Thank you")
        phone.context.close()
    press(page, "Close the notes")
    expect(page.locator("#notes")).to_contain_text("Most of 5 said yes or rather yes.")
    page.goto(address)
    heading(page, "Use your own phone")
