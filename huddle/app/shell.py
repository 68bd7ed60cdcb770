"""The shell around each page: where we are, who is here, where one can go, when the tablet locks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from huddle.accounts.rules import short_name
from huddle.core.actor import Actor, OrgRole
from huddle.core.dates import clock_text
from huddle.core.db import db
from huddle.units import queries
from huddle.web.access import READERS, keeps_open
from huddle.web.context import Visit, now, visit, zone_here
from huddle.web.templating import NavItem, Shell, address, theme

DESTINATIONS = (
    ("today.board", "Board"),
    ("handoffs.index", "Handoffs"),
    ("huddles.index", "Huddle"),
    ("reviews.index", "Reviews"),
    ("checkins.index", "Check-in"),
)
ADMINISTRATION = (
    ("admin.start", "Set-up"),
    ("admin.places", "Places"),
    ("admin.people_index", "People"),
)


def make_shell(unit_id: UUID | None) -> Shell:
    """The shell of a page about `unit_id`, or about no unit in particular.

    The name of a unit is told only to people who belong there, so an error page does not tell it either.
    """
    here = visit()
    actor = None if here.locked else here.actor
    shown = _unit_to_show(actor, here, unit_id)
    practice, unit_name = _known(here, shown)
    return Shell(
        unit_name=unit_name,
        unit_url=_unit_url(actor, here, shown),
        person=short_name(actor.name) if actor else None,
        person_url=address("accounts.me"),
        switch_url=address("accounts.switch"),
        sign_out_url=address("accounts.sign_out"),
        nav=_nav(actor, shown),
        on_tablet=here.tablet is not None and actor is not None,
        idle_seconds=_idle_seconds() if actor else None,
        held_seconds=_held_seconds(),
        lock_url=address("accounts.lock"),
        theme=theme(),
        theme_url=address("accounts.theme"),
        practice=practice,
        now_text=clock_text(now(), zone_here()) if actor else "",
    )


def _unit_to_show(actor: Actor | None, here: Visit, unit_id: UUID | None) -> UUID | None:
    if actor is None:
        return here.tablet.unit_id if here.tablet else None
    if unit_id is not None:
        return unit_id if actor.works_on(unit_id) or actor.org_role is not None else None
    if here.tablet is not None and actor.works_on(here.tablet.unit_id):
        return here.tablet.unit_id
    return next(iter(actor.units)) if len(actor.units) == 1 and not actor.is_admin else None


def _known(here: Visit, unit_id: UUID | None) -> tuple[bool, str | None]:
    """The same as `_read` from what the visit already told, where it did."""
    if here.practice is None or (unit_id is not None and unit_id not in here.units):
        return _read(unit_id)
    return here.practice, here.units[unit_id].name if unit_id else None


def _read(unit_id: UUID | None) -> tuple[bool, str | None]:
    """Whether this is the practice hospital, and the name of the unit: one small query for a request."""
    key = f"shell_{unit_id}"
    if key not in g:
        try:
            setattr(g, key, queries.for_shell(unit_id))
        except SQLAlchemyError:  # the page that says so needs a shell too
            db.session.rollback()
            setattr(g, key, (False, None))
    found: tuple[bool, str | None] = getattr(g, key)
    return found


def _unit_url(actor: Actor | None, here: Visit, unit_id: UUID | None) -> str:
    """Home; it leads on to the board of those who have one, and lets people of several units choose."""
    if actor is None or unit_id is None or not actor.works_on(unit_id):
        return "/"
    if here.tablet is None and (len(actor.units) > 1 or actor.is_admin):
        return "/"
    return address("today.board", unit_id)


def _nav(actor: Actor | None, unit_id: UUID | None) -> tuple[NavItem, ...]:
    if actor is None:
        return ()
    if actor.is_admin and (unit_id is None or request.blueprint == "admin" or not actor.works_on(unit_id)):
        return tuple(_item(endpoint, label, None) for endpoint, label in ADMINISTRATION)
    if unit_id is None or not actor.works_on(unit_id):
        return _reader_nav(actor, unit_id) if actor.org_role in READERS else ()
    return _unit_nav(unit_id, request.blueprint, request.script_root)


@lru_cache(maxsize=512)
def _unit_nav(unit_id: UUID, here: str | None, _script_root: str) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(label, address(endpoint, unit_id), endpoint.startswith(f"{here}.")) for endpoint, label in DESTINATIONS
    )


def _reader_nav(actor: Actor, unit_id: UUID | None) -> tuple[NavItem, ...]:
    """Those who read what units published and work on none: all units, the levels above, this one's check-ins.

    The quality role reads what it learned too.
    """
    units = NavItem("Units", "/", request.endpoint == "accounts.home")
    here = (units, _item("tiers.index", "Above", None), _item("lessons.index", "Lessons", None))
    if unit_id is None:
        return here
    reviews = [_item("reviews.index", "Reviews", unit_id)] if actor.org_role is OrgRole.QUALITY else []
    return (*here, *reviews, _item("checkins.index", "Check-in", unit_id))


def _item(endpoint: str, label: str, unit_id: UUID | None) -> NavItem:
    blueprint = endpoint.split(".")[0]
    same = _is_section(endpoint) if blueprint == "admin" else request.blueprint == blueprint
    return NavItem(label, address(endpoint, unit_id), same)


def _is_section(endpoint: str) -> bool:
    """Whether the page belongs to this part of the administration: its own pages lie under its address."""
    start = address(endpoint)
    return request.path == start or (endpoint != "admin.start" and request.path.startswith(start + "/"))


def _idle_seconds() -> int:
    """After how long without a touch this very page locks; the server holds to the same."""
    settings: Any = current_app.extensions["huddle.settings"]
    view = current_app.view_functions.get(request.endpoint or "")
    if visit().tablet is None:
        return int(settings.own_device_lock_after.total_seconds())
    return int((settings.huddle_lock_after if keeps_open(view) else settings.tablet_lock_after).total_seconds())


def _held_seconds() -> int:
    """After how long it locks once something was typed or chosen in a form that keeps it open."""
    settings: Any = current_app.extensions["huddle.settings"]
    return int(settings.huddle_lock_after.total_seconds())
