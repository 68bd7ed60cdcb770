"""An escalation told by phone: the caller writes down what is said back, and the one on the line signs for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.handing_over import (
    ANSWER,
    PATIENT,
    SIGN,
    come_back,
    open_it,
    plan,
    responsible,
    sign,
    tablet,
    to_handoffs,
    write,
)
from tests.journeys.site import Site, heading, press

pytestmark = pytest.mark.browser
BEN, ANA = "Ben Carter", "Ana Silva"


@pytest.fixture
def ben(site: Site, browser: Browser, script: bool) -> Page:
    """The caller, with an escalation that is sent to the charge nurse."""
    page = tablet(site, browser, BEN, script=script)
    write(page, "Unstable", kind="Escalation")
    plan(page, to=ANA, how="By phone")
    sign(page)
    press(page, "Send handoff")
    expect(page.locator(".notice")).to_contain_text("You stay responsible")
    return page


def call(page: Page, who: str) -> None:
    """Read it to them, then tap what they say back."""
    open_it(page)
    press(page, "Tell it by phone")
    expect(page.get_by_text(f"I need help with {PATIENT}")).to_be_visible()
    expect(page.get_by_text("I find this patient unstable.")).to_be_visible()
    page.get_by_label("Who is on the line?").select_option(label=who)
    page.locator("main form label.chip", has_text="Unstable").click()
    page.get_by_label("What do they say matters first?", exact=True).fill("I come now, sit him up")
    page.get_by_text(f"{SIGN}: {ANSWER}").click()
    page.locator("label.chip", has_text="All of it").first.click()
    press(page, "They said it back")
    heading(page, PATIENT)


def test_what_was_said_on_the_phone_is_taken_on_with_one_tap_and_a_pin(
    site: Site, browser: Browser, script: bool, ben: Page
) -> None:
    call(ben, ANA)
    expect(ben.locator("#handoff-calls")).to_contain_text("Told by phone 07:05 to Ana Silva, written down by you.")
    responsible(ben, "You are still responsible. Waiting for Ana Silva.")  # a call moves nothing
    site.clock.tick(timedelta(minutes=1))
    ana = tablet(site, browser, ANA, script=script)
    to_handoffs(ana)
    expect(ana.locator("#handoff-list li", has_text=PATIENT)).to_contain_text("Told by phone 07:05")
    open_it(ana)
    expect(ana.get_by_text("Is this what you said?")).to_be_visible()
    expect(ana.locator("#handoff-calls")).to_contain_text("I come now, sit him up")
    sign(ana)
    press(ana, "I took this by phone")
    responsible(ana, "You are responsible since 07:06")
    expect(ana.get_by_text("Talk now")).to_have_count(0)
    open_it(ben)
    responsible(ben, "Ana Silva is responsible since 07:06")


def test_what_was_misheard_is_changed_and_the_caller_confirms(
    site: Site, browser: Browser, script: bool, ben: Page
) -> None:
    call(ben, ANA)
    ana = tablet(site, browser, ANA, script=script)
    open_it(ana)
    ana.locator("summary", has_text="That is not what I said").click()
    ana.get_by_label("What matters first?", exact=True).fill("Team first: call 2222 now")
    sign(ana)
    press(ana, "I took this by phone")
    responsible(ana, "You signed something else than Ben wrote down on the phone.")
    open_it(ben)
    press(ben, "We have talked: confirm")
    responsible(ben, "Talked through, confirmed 07:05")


@pytest.mark.parametrize("script", [True], ids=["with-script"], indirect=True)
def test_a_doctor_without_an_account_takes_nobody_on_and_the_clock_goes_on_until_they_answered(
    site: Site, ben: Page
) -> None:
    call(ben, "A doctor")
    expect(ben.locator("#handoff-calls")).to_contain_text("Nobody has taken this patient on by that call.")
    responsible(ben, "You are still responsible.")
    site.clock.tick(timedelta(minutes=6))
    ben.reload()
    come_back(ben, BEN)
    to_handoffs(ben)
    expect(ben.locator("#handoff-list li", has_text=PATIENT)).to_contain_text("Late, answer by 07:10")
    open_it(ben)
    press(ben, "Answered: I keep this patient")
    responsible(ben, "Answered by a doctor 07:11. You keep this patient.")
