"""The run chart at the head of a huddle stays as somebody left it, whatever the page fetches meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.transaction import transaction
from huddle.units import queries as units
from huddle.units.staff import actor_on
from tests.journeys.site import Site, enrol, press, sign_in

pytestmark = pytest.mark.browser


def _somebody_raises_a_concern(site: Site) -> None:
    unit_id, now = site.unit_id(), site.clock.now()
    with site.app.app_context(), transaction():
        ben = next(person.id for person in units.people(unit_id, now) if person.name == "Ben Carter")
        actor = actor_on(unit_id, ben, now=now)
        concerns.raise_concern(unit_id, text="A lamp is out", topic=Topic.OTHER, unnamed=False, actor=actor, now=now)


def test_an_unfolded_chart_stays_through_a_tap_and_a_poll(site: Site, browser: Browser) -> None:
    page = site.open(browser)
    enrol(page)
    sign_in(page, "Ana Silva")
    press(page, "Open the huddle")
    expect(page.locator("#held")).to_contain_text("Huddles held last week")
    page.get_by_text("Week by week").click()
    page.get_by_role("button", name="That is right").click()
    expect(page.locator(".is-done", has_text="Who is here")).to_be_visible()
    expect(page.locator("#held .chart__drawing")).to_be_visible()
    _somebody_raises_a_concern(site)
    expect(page.locator("#step-concerns")).to_contain_text("A lamp is out", timeout=15_000)
    expect(page.locator("#held .chart__drawing")).to_be_visible()
