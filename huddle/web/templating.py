"""What every template may use: few filters, `static_url`, and the shell around the page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from flask import Flask, current_app, get_flashed_messages, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup

from huddle.core import dates
from huddle.web.context import now, visit, zone_here
from huddle.web.kept_text import kept_text_key, owner_mark
from huddle.web.messages import in_summary


@dataclass(frozen=True, slots=True)
class NavItem:
    """One destination in the header."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds every page: where we are, who is here, when the tablet locks.

    Parts of the page that show nothing else are rendered once for each value; the time is in none of them.
    """

    unit_name: str | None = None
    unit_url: str | None = None
    person: str | None = None
    person_url: str = "/"
    switch_url: str = "/"
    sign_out_url: str = "/"
    nav: tuple[NavItem, ...] = ()
    on_tablet: bool = False
    idle_seconds: int | None = None
    held_seconds: int = 0
    lock_url: str = "/lock"
    theme: str = "day"
    theme_url: str = "/theme"
    practice: bool = False
    banner: str | None = None
    now_text: str = field(default="", compare=False)


ShellMaker = Callable[[UUID | None], Shell]


def install(app: Flask, shell: ShellMaker) -> None:
    """Set the environment up. `shell` makes the shell for the unit in the address (or none)."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        clock=lambda moment: dates.clock_text(moment, zone_here()),
        moment=lambda moment: dates.moment_text(moment, now(), zone_here()),
        ago=lambda moment: dates.ago_text(moment, now()),
        day=_day,
        iso=lambda moment: moment.isoformat(),
        in_summary=in_summary,
    )
    app.jinja_env.globals.update(static_url=static_url, once=_once(app), kept_text_key=kept_text_key)
    app.jinja_env.globals.update(owner_mark=owner_mark)
    app.extensions["huddle.shell"] = shell
    app.context_processor(_context)


def fragment(template: str, **context: Any) -> str:
    """A part of a page that is for everybody alike: rendered without the shell and whatever else is of one person."""
    return current_app.jinja_env.get_template(template).render(context)


def _once(app: Flask) -> Callable[..., Markup]:
    """`once(template, shell)` renders a part that depends on nothing else, once for each shell."""

    @lru_cache(maxsize=512)
    def made(template: str, shell: Shell | None, _script_root: str) -> Markup:
        return Markup(app.jinja_env.get_template(template).render(shell=shell))  # noqa: S704 - escaped by the template

    def once(template: str, shell: Shell | None = None) -> Markup:
        make = made.__wrapped__ if app.debug else made
        return make(template, shell, request.script_root)

    return once


def _day(value: date | datetime) -> str:
    day = dates.local_day(value, zone_here()) if isinstance(value, datetime) else value
    return dates.day_text(day, dates.local_day(now(), zone_here()))


def static_url(path: str) -> str:
    """The address of a file in static/, which changes when the file does."""
    return _static_url(path, cast(str, current_app.static_folder), request.script_root)


@cache
def _static_url(path: str, folder: str, _script_root: str) -> str:
    version = hashlib.sha256((Path(folder) / path).read_bytes()).hexdigest()[:12]
    return url_for("static", filename=path, v=version)


def address(endpoint: str, unit_id: UUID | None = None) -> str:
    """The address of a page of a unit (or of none), built once: the shell of every page has a dozen of them."""
    return _address(endpoint, unit_id, request.script_root)


@lru_cache(maxsize=4096)
def _address(endpoint: str, unit_id: UUID | None, _script_root: str) -> str:
    return url_for(endpoint, unit_id=unit_id) if unit_id else url_for(endpoint)


def theme() -> str:
    return "night" if request.cookies.get("theme") == "night" else "day"


def shell_of(unit_id: UUID | None) -> Shell:
    """What surrounds a page about this unit, or about none in particular."""
    return cast(ShellMaker, current_app.extensions["huddle.shell"])(unit_id)


def _context() -> dict[str, Any]:
    said = get_flashed_messages()
    unit_id = (request.view_args or {}).get("unit_id") if visit().actor and not visit().locked else None
    return {
        "shell": shell_of(unit_id if isinstance(unit_id, UUID) else None),
        "notice": " ".join(map(str, said)) if said else None,
        "form": None,
    }
