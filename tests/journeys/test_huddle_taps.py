"""The huddle of 28 beds, three watchers, four look backs, a new concern and a new action; every tap is counted."""

from __future__ import annotations

import math
import sys
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from huddle.accounts.models import User
from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.huddles import service as huddles
from huddle.huddles.rules import HuddleKind, Mark, Tally, WatcherReason
from huddle.practice.hospital import BUILDER
from huddle.units import people
from huddle.units import service as units
from huddle.units.models import Unit
from huddle.units.staff import actor_on
from tests.journeys.site import MONDAY_MORNING, Site, heading, sign_in

pytestmark = pytest.mark.browser
AT_MOST = 25
CODE = "BEDS2828"
AT_MOST_SECONDS = 90
COUNT = """
addEventListener('pointerdown', (event) => {
  const taps = JSON.parse(localStorage.getItem('taps') ?? '[]');
  const box = event.target.getBoundingClientRect();
  taps.push([event.clientX, event.clientY, Math.min(box.width, box.height)]);
  localStorage.setItem('taps', JSON.stringify(taps));
}, true)
"""
LOOK, REACH, BITS = 1.35, 0.4, 0.2


def touching_seconds(taps: list[list[float]]) -> float:
    """How long these taps take a hand, by a model and not by this machine's clock.

    For each: 1.35 s to find the control, then 0.4 s and 0.2 s for each bit of difficulty to reach it (farther and
    smaller is harder: Fitts's law with slow values, for gloves). Waiting, talking and typing are not touching.
    """
    seconds, hand = 0.0, (512.0, 384.0)
    for right, down, size in taps:
        seconds += LOOK + REACH + BITS * math.log2(1 + math.dist(hand, (right, down)) / size)
        hand = (right, down)
    return seconds


def ward_of_28_beds(site: Site) -> None:
    """A unit whose last huddle was yesterday."""
    before = MONDAY_MORNING - timedelta(days=1)
    with site.app.app_context(), transaction():
        service_id = db.session.execute(select(Unit.service_id).where(Unit.name == "5 West")).scalar_one()
        ana_id = db.session.execute(select(User.id).where(User.name == "Ana Silva")).scalar_one()
        unit_id = units.add_unit(service_id, name="28 Beds", actor=BUILDER, now=before).id
        people.set_member(unit_id, ana_id, role=UnitRole.CHARGE, actor=BUILDER, now=before)
        alex_id = db.session.execute(select(User.id).where(User.name == "Alex Admin")).scalar_one()
        alex = Actor(user_id=alex_id, name="Alex Admin", org_role=OrgRole.ADMIN)
        people.make_tablet_code(unit_id, lasts=timedelta(days=9), uses=9, code=CODE, actor=alex, now=before)
        _yesterday(unit_id, actor_on(unit_id, ana_id, now=before))


def _yesterday(unit_id: Any, ana: Any) -> None:
    at = {"actor": ana, "now": MONDAY_MORNING - timedelta(days=1)}
    for text in ("The call bell in bay 2 is quiet", "Small gloves have run out"):
        concerns.raise_concern(unit_id, text=text, topic=Topic.EQUIPMENT, unnamed=False, **at)
    for title in ("Order a bladder scanner", "Move the key hook"):
        due: dict[str, Any] = {"owner_id": ana.person_id, "due_on": MONDAY_MORNING.date()}
        actions.open_item(unit_id, title=title, source_kind=SourceKind.MANUAL, source_id=None, **due, **at)
    huddle = huddles.open_extra(unit_id, kind=HuddleKind.AD_HOC, **at)
    huddles.mark(huddle, marks=[Mark(Tally.HERE, "nurse", 5), Mark(Tally.PLANNED, "nurse", 5)], **at)
    for number in range(3):
        about = {"initials": "QZ", "last_four": f"44{number:02}", "bed": str(number + 1)}
        plan = {"reason": WatcherReason.FAMILY_CONCERN, "plan": "Look every hour", "trigger": "four litres"}
        huddles.add_watcher(huddle, **about, **plan, **at)  # type: ignore[arg-type]
    huddles.close(huddle, next_leader_id=None, **at)


def enrolled(site: Site, browser: Browser) -> Page:
    page = site.open(browser)
    page.add_init_script(COUNT)
    page.goto("/tablet/enrolment")
    page.get_by_label("Code").fill(CODE)
    page.locator("input[name=name]").fill("Tablet by the desk")
    page.get_by_role("button", name="Make it a tablet of the unit").click()
    sign_in(page, "Ana Silva")
    page.evaluate("localStorage.removeItem('taps')")
    return page


def tap(what: Locator, after: Locator) -> None:
    """One tap, and wait until the page says what became of it."""
    what.first.click()
    expect(after).to_be_visible()


def test_a_routine_huddle_takes_at_most_25_taps(
    site: Site, browser: Browser, record_property: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ward_of_28_beds(site)
    page = enrolled(site, browser)
    page.get_by_role("button", name="Open the huddle").click()
    heading(page, "Day huddle")
    _go_through(page)
    page.wait_for_timeout(1200)  # a clock that still runs shows itself within a second
    expect(page.locator(".steps .is-done", has_text=":")).to_have_count(0)
    page.get_by_role("button", name="Close the huddle").click()
    expect(page.get_by_text("What was decided")).to_be_visible()
    expect(page.get_by_role("link", name="Ask for a second hoist")).to_be_visible()
    taps = page.evaluate("JSON.parse(localStorage.getItem('taps'))")
    seconds = touching_seconds(taps)
    record_property("taps", len(taps))
    record_property("seconds of touching", round(seconds))
    with capsys.disabled():
        sys.stdout.write(
            "\nA huddle with 3 watchers, 4 look backs, 1 concern, 1 action: "
            f"{len(taps)} taps, {seconds:.0f} s of touching\n"
        )
    assert len(taps) <= AT_MOST
    assert seconds <= AT_MOST_SECONDS


def _go_through(page: Page) -> None:
    for number in range(4):
        items = page.locator("#step-look-back .lookback")
        places = [row.bounding_box() for row in items.all()]
        tap(
            items.nth(number).get_by_role("button", name="Going"),
            items.nth(number).locator("[aria-pressed=true]"),
        )
        if number == 0:
            assert [row.bounding_box() for row in items.all()] == places, "what was answered pushes nothing away"
    tap(page.get_by_role("button", name="That is right"), page.locator(".is-done", has_text="Who is here"))
    for number in range(3):
        items = page.locator("#step-watchers .lookback")
        tap(
            items.nth(number).get_by_role("button", name="Still"),
            items.nth(number).locator("[aria-pressed=true]"),
        )
    step = page.locator("#step-concerns")
    step.get_by_text("Raise a concern").click()
    step.get_by_label("What did you see or hear?").click()
    page.keyboard.insert_text("The hoist in bay 4 squeaks")
    step.locator("label.chip", has_text="Equipment").click()
    tap(step.get_by_role("button", name="Put it on the board"), step.locator(".tag", has_text="New concern"))
    step.get_by_text("Promise an action").click()
    step.get_by_label("What will be done?").click()
    page.keyboard.insert_text("Ask for a second hoist")
    step.get_by_label("Who does it?").click()
    step.get_by_label("Who does it?").select_option(label="Ana Silva")
    step.locator("label.chip", has_text="In 7 days").click()
    tap(step.get_by_role("button", name="Promise it"), step.get_by_text("Ask for a second hoist"))
    thanks = page.locator("#step-thanks")
    tap(thanks.get_by_role("button", name="None, we asked"), page.locator("#step-thanks.step--folded"))
