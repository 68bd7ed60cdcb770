"""A patient goes to another unit: both units see what they may, and no more, before and after."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.handing_over import PATIENT, REPORT, open_it, plan, responsible, say_back, sign, tablet, write
from tests.journeys.site import Site, press

pytestmark = pytest.mark.browser
BEN, NADIA, DANIEL = "Ben Carter", "Nadia Rahman", "Daniel Osei"


@pytest.fixture
def ben(site: Site, browser: Browser, script: bool) -> Page:
    page = tablet(site, browser, BEN, script=script)
    write(page, kind="Transfer")
    plan(page, unit="3 North", to="The next nurse there")
    sign(page)
    press(page, "Send handoff")
    expect(page.locator(".notice")).to_contain_text("You stay responsible")
    return page


@pytest.fixture
def nadia(site: Site, browser: Browser, script: bool) -> Page:
    return tablet(site, browser, NADIA, "3 North", script=script)


def test_the_other_unit_takes_the_patient_and_the_first_one_sees_who_has_them(
    site: Site, browser: Browser, script: bool, ben: Page, nadia: Page
) -> None:
    open_it(ben)
    responsible(ben, "You are still responsible.")
    open_it(nadia)
    expect(nadia.get_by_text(REPORT["Situation"])).to_be_visible()
    expect(nadia.locator("main .tag", has_text="Watcher")).to_have_count(0)
    say_back(nadia)
    press(nadia, "I have this patient")
    responsible(nadia, "You are responsible since 07:05")
    open_it(ben)
    responsible(ben, "3 North is responsible since 07:05: Nadia Rahman took this patient on there.")
    expect(ben.get_by_role("link", name="Hand this patient on")).to_have_count(0)


def test_the_other_unit_reads_this_handoff_and_nothing_else(site: Site, ben: Page, nadia: Page) -> None:
    there, here = site.unit_id("3 North"), site.unit_id("5 West")
    open_it(nadia)
    own_address = nadia.url
    for address in (own_address.replace(str(there), str(here)), f"{site.url}/units/{here}/handoffs"):
        answer = nadia.goto(address)
        assert answer is not None
        assert answer.status == 404
        assert REPORT["Situation"] not in nadia.content()
    ben.goto(f"{site.url}/units/{here}/handoffs")
    rows = ben.locator("#handoff-list li")
    staying = ids(rows) - ids(rows.filter(has_text="North"))
    assert staying
    nadia.goto(f"{site.url}/units/{there}/handoffs")
    expect(nadia.locator("#handoff-list")).to_contain_text(PATIENT)
    assert not [id_ for id_ in staying if id_ in nadia.content()]


def ids(rows: Locator) -> set[str]:
    """The handoffs that these rows lead to."""
    links = rows.locator("a.row__link").evaluate_all("links => links.map((link) => link.href)")
    return {link.split("/handoffs/")[1].split("/")[0] for link in links if "/handoffs/" in link}
