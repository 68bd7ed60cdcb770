"""What journeys do with handoffs, in the words on the screen; with and without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from huddle.practice.people import PIN
from tests.journeys.site import Site, enrol, has_script, heading, press, sign_in

PATIENT = "QZ 4471"
REPORT = {
    "Initials": "QZ",
    "Record number, last four": "4471",
    "Situation": "Short of breath since six, oxygen up to three litres.",
    "Background": "Pneumonia, day three.",
    "Assessment": "I am worried, he looks tired.",
    "Recommendation": "Look every hour, call at four litres.",
}
SIGN, ANSWER = "he needs four litres", "call the doctor"


def tablet(site: Site, browser: Browser, name: str, unit: str = "5 West", *, script: bool = True) -> Page:
    """A tablet of the unit with this person signed in."""
    page = site.open(browser, script=script)
    enrol(page, unit)
    sign_in(page, name)
    return page


def come_back(page: Page, name: str) -> None:
    """Sign in on a tablet that has locked, to whatever page comes next."""
    page.get_by_role("link", name=name).click()
    page.get_by_label("PIN", exact=True).fill(PIN)
    if not has_script(page):
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("switch", exact=True)).to_be_visible()


def to_handoffs(page: Page) -> None:
    with page.expect_navigation():  # the page before may be the same list: a tap on it would go away with it
        page.get_by_role("link", name="Handoffs").first.click()
    heading(page, "Handoffs")


def write(page: Page, severity: str = "Watcher", *, kind: str = "") -> None:
    """The first page: what it is for, who, how sick, S, B, A and R."""
    to_handoffs(page)
    press(page, "Hand over a patient")
    heading(page, "New handoff")
    if kind:
        page.locator("summary", has_text="Is it something else?").click()
        press(page, kind)
        expect(page.locator("#kind summary")).to_contain_text(kind)
    for label, words in REPORT.items():
        page.get_by_label(label, exact=True).fill(words)
    page.locator("label.chip", has_text=severity).first.click()
    press(page, "Next: what to do")
    heading(page, PATIENT)


def plan(page: Page, *, unit: str = "", to: str = "The next nurse on this unit", how: str = "Face to face") -> None:
    """The second page: what to do, what to look out for, and to whom."""
    page.get_by_label("What must be done?", exact=True).fill("Look every hour")
    page.get_by_label("If", exact=True).fill(SIGN)
    page.get_by_label("Then", exact=True).fill(ANSWER)
    page.locator("label.chip", has_text="Checked, as before").click()
    page.locator("label.chip", has_text=how).click()
    if unit:
        page.get_by_label("To which unit?").select_option(label=unit)
    page.get_by_label("To whom").select_option(label=to)


def keep(page: Page) -> None:
    """Keep it for later, and look at the list; somebody with more patients goes on to the next one first."""
    page.locator("button[name=then]").click()
    expect(page).not_to_have_url(re.compile("/plan$"))
    page.goto(re.sub("/handoffs/.*", "/handoffs/shift-list", page.url))
    heading(page, "My patients to hand over")


def hand_over(page: Page, severity: str = "Watcher", *, to: str = "The next nurse on this unit") -> None:
    write(page, severity)
    plan(page, to=to)
    sign(page)
    press(page, "Send handoff")
    expect(page.locator(".notice")).to_contain_text("You stay responsible")


def open_it(page: Page) -> None:
    to_handoffs(page)
    page.locator("#handoff-list").get_by_role("link", name=PATIENT).first.click()
    heading(page, PATIENT)


def say_back(page: Page, severity: str = "Watcher", priority: str = "Hourly looks") -> None:
    """The receiver's own view, all but the last tap."""
    page.locator("label.chip", has_text=severity).first.click()
    page.get_by_label("What matters first?", exact=True).fill(priority)
    page.get_by_text(f"{SIGN}: {ANSWER}").click()
    page.locator("label.chip", has_text="I take it on").click()
    sign(page)


def sign(page: Page) -> None:
    """Enter the PIN where the page asks for it."""
    field = page.locator("main form:not(details form) input[type=password]")
    if field.count():
        field.first.fill(PIN)


def responsible(page: Page, words: str) -> None:
    expect(page.locator("#handoff-responsible")).to_contain_text(words)
