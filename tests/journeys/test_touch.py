"""Fingers in gloves: a touch that lands beside its target must not land on another one.

Touches scatter around the middle of a control by 4 mm (standard deviation, both ways). On the tablets that wards
use, 1024 by 768 pixels are a screen of about ten inches: 5.2 pixels to a millimetre.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.screens import SCREENS
from tests.journeys.test_screens import hospital, opened  # noqa: F401 - the fixture is asked for by name
from tests.journeys.world import World

pytestmark = pytest.mark.browser

TRIES = 2_000
SCATTER = 4 * 5.2
AT_MOST_WRONG = 0.01
TOUCHED = (
    "PIN",
    "board of the charge nurse",
    "board with something for you",
    "huddle with many items",
    "huddle with nothing",
)

CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, label.chip"
PREPARE = f"""() => {{
  const shown = (element) => element.checkVisibility({{ visibilityProperty: true }})
    && element.getBoundingClientRect().width > 1 && !element.matches(":disabled");
  const all = [...document.querySelectorAll({CONTROLS!r})].filter(shown);
  window.controls = all.filter((element) => !element.closest(".skip") && !element.parentElement.closest("label.chip"));
  window.meant = (element) => {{
    const found = element?.closest({CONTROLS!r});
    return found?.closest("label.chip") ?? found ?? null;
  }};
  return window.controls.length;
}}"""
TOUCH = """([place, offsets]) => {
  const control = window.controls[place];
  control.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  const box = control.getBoundingClientRect();
  const wrong = {};
  for (const [right, down] of offsets) {
    const hit = window.meant(document.elementFromPoint(box.x + box.width / 2 + right, box.y + box.height / 2 + down));
    if (hit === null || hit === control) continue;
    const name = (hit.innerText || hit.name || hit.tagName).trim().slice(0, 40);
    wrong[name] = (wrong[name] ?? 0) + 1;
  }
  return [(control.innerText || control.name || control.tagName).trim().slice(0, 40), wrong];
}"""


def touched(page: Page) -> tuple[int, dict[str, Any]]:
    """How many of the tries hit a wrong control, and which was hit instead of which."""
    dice = random.Random(1)
    number = page.evaluate(PREPARE)
    assert number > 3
    each = -(-TRIES // number)
    instead: dict[str, Any] = {}
    for place in range(number):
        offsets = [(dice.gauss(0, SCATTER), dice.gauss(0, SCATTER)) for _ in range(each)]
        name, wrong = page.evaluate(TOUCH, [place, offsets])
        if wrong:
            instead[f"{place} {name}"] = wrong
    return sum(sum(wrong.values()) for wrong in instead.values()) * TRIES // (each * number), instead


@pytest.mark.parametrize("name", TOUCHED)
def test_a_scattered_touch_seldom_hits_a_wrong_control(browser: Browser, hospital: World, name: str) -> None:  # noqa: F811
    screen = next(screen for screen in SCREENS if screen.name == name)
    with opened(browser, hospital, screen) as (page, _source, _complaints):
        wrong, instead = touched(page)
    assert wrong <= AT_MOST_WRONG * TRIES, instead
