"""`make screens`: pictures of the main screens, on three sizes, by day and by night, for docs/screens/."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from huddle import practice
from huddle.core.clock import FrozenClock
from huddle.core.db import db
from huddle.core.transaction import transaction
from tests.journeys.screen import Screen
from tests.journeys.screens import SCREENS
from tests.journeys.site import MONDAY_MORNING
from tests.journeys.world import World, world
from tests.support.apps import BASE_DIR, create_schema, make_app
from tests.support.browser import running_browser

FOLDER = BASE_DIR / "docs" / "screens"
SIZES = {"tablet": (1024, 768), "upright": (768, 1024), "phone": (390, 844)}
THEMES = ("day", "night")
SHOWN = (
    "names",
    "PIN",
    "board with something for you",
    "board of the charge nurse",
    "wall",
    "huddle with many items",
    "huddle with nothing",
    "huddle for late-comers",
    "how our huddles go",
    "our huddle",
    "open concern for the charge nurse",
    "huddle of a service",
    "before you go",
    "guests of this shift",
    "import, previewed",
    "places",
)
"""Names of screens in screens.py, in the order of a shift."""


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    wanted = [next(screen for screen in SCREENS if screen.name == name) for name in SHOWN]
    with tempfile.TemporaryDirectory() as made, running_browser() as browser:
        folder = Path(made)
        with world(folder, _filled(folder)) as hospital:
            for screen in wanted:
                for size in SIZES:
                    for theme in THEMES:
                        _picture(browser, hospital, screen, size, theme)
                sys.stdout.write(f"{screen.name}\n")
    (FOLDER / "README.md").write_text(_index(wanted), encoding="utf-8")


def _filled(folder: Path) -> Path:
    filled = folder / "filled.sqlite3"
    app = make_app(folder, f"sqlite:///{filled}", FrozenClock(MONDAY_MORNING))
    create_schema(app)
    with app.app_context():
        with transaction():
            practice.load(MONDAY_MORNING)
        db.engine.dispose()
    return filled


def _picture(browser: Browser, hospital: World, screen: Screen, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=hospital.url)
    cookies: list[Any] = [
        {"name": key, "value": value, "url": hospital.url}
        for key, value in (hospital.cookies[screen.who] | {"theme": theme}).items()
    ]
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(screen.path(hospital))
    if screen.do is not None:
        screen.do(page, hospital)
    page.screenshot(path=FOLDER / _file(screen, size, theme))
    context.close()


def _file(screen: Screen, size: str, theme: str) -> str:
    return f"{screen.name.lower().replace(' ', '-')}-{size}-{theme}.png"


def _index(screens: list[Screen]) -> str:
    parts = [
        "# Screens\n\nOf the practice hospital, made by `make screens`: tablet, upright tablet, phone; day and night.\n"
    ]
    for screen in screens:
        parts.append(f"\n## {screen.name[0].upper()}{screen.name[1:]}\n\n")
        parts += [
            f"![{screen.name}, {size}, {theme}]({_file(screen, size, theme)})\n" for size in SIZES for theme in THEMES
        ]
    return "".join(parts)


if __name__ == "__main__":
    main()
