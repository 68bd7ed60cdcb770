"""An after-action review, one question a page: a row of the timeline, a part of the work, who was there, published."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.site import Site, enrol, heading, press, sign_in

pytestmark = pytest.mark.browser


def test_a_team_talks_it_over_and_publishes(site: Site, browser: Browser, script: bool) -> None:
    page = site.open(browser, script=script)
    enrol(page)
    sign_in(page, "Ana Silva")
    page.goto(f"/units/{site.unit_id()}/reviews/new")
    page.get_by_label("What is it about?").fill("Delay in finding the weighing bed")
    press(page, "Go to the ground rules")
    press(page, "First question")
    page.get_by_label("Our answer").fill("It stands beside the lift.")
    press(page, "Next question")
    heading(page, "What happened?")
    for clock, what in (("14:20", "The bed came"), ("14:05", "Two of us looked for it")):
        page.get_by_label("Time", exact=True).fill(clock)
        page.get_by_label("What was seen, heard or done?").fill(what)
        press(page, "Add this row")
        expect(page.get_by_role("link", name=what)).to_be_visible()
    page.get_by_label("Our answer").fill("Nobody was hurt.")
    press(page, "Next question")
    heading(page, "Why was it different?")
    page.get_by_label("Our answer").fill("It has no home.")
    press(page, "Place")
    heading(page, "Place")
    page.locator("label.chip", has_text="It got in the way").click()
    page.get_by_label("How?").fill("Nobody can see where it is.")
    press(page, "Save")
    expect(page.get_by_label("Our answer")).to_have_value("It has no home.")
    press(page, "Next question")
    heading(page, "What did we learn?")
    page.get_by_label("Our answer").fill("A place that can be seen.")
    press(page, "What will change?")
    heading(page, "What will change?")
    page.get_by_text("Nothing needs to change", exact=True).click()
    page.get_by_label("Nothing needs to change, because").fill("The place is marked since noon.")
    press(page, "Keep this")
    press(page, "Who was there?")
    heading(page, "Who was there?")
    page.locator("[name=here_nurse]").fill("2")
    press(page, "See it all")
    rows = page.locator(".timeline li")
    expect(rows).to_contain_text(["Two of us looked for it", "The bed came"])
    expect(page.locator(".parts")).to_contain_text("Got in the way Nobody can see where it is.")
    press(page, "The talk is over; write up")
    expect(page.get_by_text("The talk is over. Write up what is missing")).to_be_visible()
    press(page, "Publish")
    expect(page.get_by_text("We ask whether it changed anything on")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Silva")
