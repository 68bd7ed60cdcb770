"""Two people and one handoff: they see it differently, more is asked for, two take it at once, nobody takes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from huddle.jobs import tasks
from tests.journeys.handing_over import PATIENT, hand_over, open_it, responsible, say_back, sign, tablet, to_handoffs
from tests.journeys.site import MONDAY_MORNING, Site, press

pytestmark = pytest.mark.browser
BEN, ANA, DANIEL, CHLOE = "Ben Carter", "Ana Silva", "Daniel Osei", "Chloe Dubois"


@pytest.fixture
def ben(site: Site, browser: Browser, script: bool) -> Page:
    return tablet(site, browser, BEN, script=script)


@pytest.fixture
def ana(site: Site, browser: Browser, script: bool) -> Page:
    return tablet(site, browser, ANA, script=script)


def test_two_views_of_one_patient_wait_for_the_senders_confirmation(ben: Page, ana: Page) -> None:
    hand_over(ben, "Watcher", to=ANA)
    open_it(ana)
    expect(ana.locator("main .tag", has_text="Watcher")).to_have_count(0)  # the receiver judges first
    say_back(ana, "Unstable")
    press(ana, "I have this patient")
    responsible(ana, "You are responsible since 07:05")
    expect(ana.get_by_role("heading", level=1)).to_be_in_viewport()  # for whom, on two identifiers
    responsible(ana, "You said Unstable, Ben said Watcher. Talk now, face to face or by phone.")
    to_handoffs(ben)
    expect(ben.locator("#handoff-list li", has_text=PATIENT)).to_contain_text("Two views: talk")
    open_it(ben)
    responsible(ben, "Ana said Unstable, you said Watcher.")
    press(ben, "We have talked: confirm")
    responsible(ben, "Talked through, confirmed 07:05")
    responsible(ben, "Ana Silva is responsible since 07:05")
    ana.reload()
    responsible(ana, "Talked through, confirmed 07:05")
    expect(ana.get_by_text("Talk now")).to_have_count(0)


def test_what_lacks_a_part_goes_back_and_is_sent_again(site: Site, ben: Page, ana: Page) -> None:
    hand_over(ben, to=ANA)
    open_it(ana)
    ana.locator("summary", has_text="Ask, do not accept yet").click()
    ana.get_by_label("What do you need to know?").fill("What was his blood gas?")
    ana.locator("label.chip", has_text="Assessment").click()
    ana.get_by_role("button", name="Ask", exact=True).click()
    expect(ana.locator("#handoff-said")).to_contain_text("Sent back, missing: Assessment 07:05")
    responsible(ana, "Ben Carter is still responsible.")
    site.clock.tick(timedelta(minutes=1))
    to_handoffs(ben)
    expect(ben.locator("#handoff-list li", has_text=PATIENT)).to_contain_text("Sent back")
    open_it(ben)
    ben.get_by_label("Your answer").fill("CO2 was 7.1, it was 5.9 before.")
    sign(ben)
    press(ben, "Send the answer")
    expect(ben.locator("#handoff-said")).to_contain_text("Added 07:06")
    responsible(ben, "You are still responsible.")
    open_it(ana)
    expect(ana.locator("#handoff-said")).to_contain_text("CO2 was 7.1, it was 5.9 before.")
    say_back(ana)
    press(ana, "I have this patient")
    responsible(ana, "You are responsible since 07:06")


@pytest.mark.parametrize("script", [True], ids=["with-script"], indirect=True)
def test_of_two_who_take_a_patient_at_the_same_moment_the_second_is_told_who(
    site: Site, browser: Browser, ben: Page, ana: Page
) -> None:
    daniel = tablet(site, browser, DANIEL)
    hand_over(ben)
    for page, words in ((ana, "ANA hourly looks"), (daniel, "DANIEL hourly looks")):
        open_it(page)
        say_back(page, priority=words)
    for page in (ana, daniel):  # both are under way before either is answered
        page.evaluate("setTimeout(() => document.querySelector('.bar .btn--primary').click(), 300)")
    told = "acknowledged this handoff today 07:05 and is responsible for this patient"
    for page in (ana, daniel):
        expect(page.get_by_text("You have this patient.").or_(page.get_by_text(told)).first).to_be_visible()
    second, first = (ana, DANIEL) if ana.get_by_text(told).count() else (daniel, ANA)
    expect(second.get_by_text(f"{first} {told}").first).to_be_visible()
    assert "hourly looks" in second.content(), "the words of the second are gone"
    for page, words in ((daniel if second is ana else ana, "You are responsible"), (ben, f"{first} is responsible")):
        open_it(page)
        responsible(page, f"{words} since 07:05")


def test_at_the_end_of_the_shift_the_charge_nurse_gets_what_nobody_took(site: Site, ben: Page, ana: Page) -> None:
    hand_over(ben, to=DANIEL)
    open_it(ben)
    ben.locator("summary", has_text="Nobody takes this patient on").click()
    press(ben, "Give it to the charge nurse")
    expect(ben.locator(".govuk-error-summary")).to_contain_text("Say in a few words why.")
    ben.get_by_label("Why?").fill("My shift is over, Daniel is in theatre")
    press(ben, "Give it to the charge nurse")
    expect(ben.locator("#handoff-said")).to_contain_text("My shift is over, Daniel is in theatre")
    responsible(ben, "You are still responsible.")
    to_handoffs(ana)
    risen = ana.locator("section", has=ana.get_by_role("heading", name="For the charge nurse"))
    expect(risen.locator("li", has_text=PATIENT)).to_be_visible()
    open_it(ana)
    expect(ana.get_by_text("My shift is over, Daniel is in theatre")).to_be_visible()
    responsible(ana, "you take this patient over from them")
    say_back(ana)
    press(ana, "Take over this patient")
    responsible(ana, "You are responsible since 07:05")
    open_it(ben)
    responsible(ben, "Ana Silva is responsible since 07:05")


def test_what_nobody_answers_in_time_is_late_for_all_and_then_the_charge_nurses(
    site: Site, browser: Browser, script: bool, ben: Page
) -> None:
    hand_over(ben, "Unstable", to=DANIEL)
    site.clock.tick(timedelta(minutes=6))
    colleague = tablet(site, browser, CHLOE, script=script)
    to_handoffs(colleague)
    expect(colleague.locator("#handoff-list li", has_text=PATIENT)).to_contain_text("Late, answer by 07:10")
    site.clock.tick(timedelta(minutes=5))
    ana = tablet(site, browser, ANA, script=script)
    expect(ana.locator("main")).to_contain_text(PATIENT)
    to_handoffs(ana)
    risen = ana.locator("section", has=ana.get_by_role("heading", name="For the charge nurse"))
    expect(risen.locator("li", has_text=PATIENT)).to_be_visible()


@pytest.mark.parametrize("script", [True], ids=["with-script"], indirect=True)
def test_when_the_shift_ends_it_says_so_and_is_there_for_whoever_leads_the_next_one(
    site: Site, browser: Browser, ben: Page
) -> None:
    hand_over(ben, to=DANIEL)
    site.clock.set(MONDAY_MORNING + timedelta(hours=12, minutes=30))
    with site.app.app_context():
        assert tasks.expire(now=site.clock.now())["failed"] == 0
    ana = tablet(site, browser, ANA)
    to_handoffs(ana)
    risen = ana.locator("section", has=ana.get_by_role("heading", name="For the charge nurse"))
    expect(risen.locator("li", has_text=PATIENT)).to_be_visible()
    open_it(ana)
    responsible(ana, "Ben Carter is still responsible.")
    responsible(ana, "The shift ended before anybody acknowledged it.")
    say_back(ana)
    press(ana, "Take over this patient")
    responsible(ana, "You are responsible since 19:35")
