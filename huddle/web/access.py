"""Who may use a view at all, declared on the view and refused where undeclared.

Apply the marker under the route decorator:

    @bp.get("/units/<uuid:unit_id>/handoffs")
    @access.unit_staff
    def index(unit_id): ...

What a person may do with one row is the feature's policy, asked by the service.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, current_app, redirect, request
from werkzeug.wrappers import Response

from huddle.core.actor import Actor, OrgRole
from huddle.core.errors import HuddleError, NotFound, NotPermitted
from huddle.web.context import Visit, visit
from huddle.web.security import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., Any])
Check = Callable[[Actor, dict[str, Any]], None]
READERS = frozenset({OrgRole.QUALITY, OrgRole.EXECUTIVE})


class SignInNeeded(HuddleError):
    """Nobody is signed in, or the tablet is locked."""


def _mark(name: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        view.access = name  # type: ignore[attr-defined]
        return view

    return decorate


public = _mark("public")
"""Anybody, signed in or not."""
tablet = _mark("tablet")
"""An enrolled tablet, whoever holds it; never shows patients or names beyond the name tiles."""
signed_in = _mark("signed_in")
"""Any person signed in."""
unit_staff = _mark("unit_staff")
"""People who work on the unit in the address; for all others the page is not there."""
unit_or_named = _mark("unit_or_named")
"""People who work on the unit in the address, and those whom the thing itself names: its loader is to say who."""
unit_lead = _mark("unit_lead")
"""Charge nurses and managers of the unit in the address."""
unit_manager = _mark("unit_manager")
"""Managers of the unit in the address."""
unit_reader = _mark("unit_reader")
"""People who work on the unit, and the quality and executive roles: published pages without patient text."""
unit_wall = _mark("unit_wall")
"""A wall screen of the unit in the address, on which nobody signs in, and people who work there: no names, no beds."""
unit_setup = _mark("unit_setup")
"""Managers of the unit in the address and administrators: people and tablets, no clinical text."""
unit_shape = _mark("unit_shape")
"""Charge nurses and managers of the unit in the address and administrators: what the unit asks, no clinical text."""
unit_paper = _mark("unit_paper")
"""People who work on the unit, and administrators: blank paper forms and their numbers, nothing that was written."""
admin = _mark("admin")
"""Administrators of the organisation."""


def _unit(args: dict[str, Any]) -> UUID:
    unit_id = args["unit_id"]
    assert isinstance(unit_id, UUID)  # noqa: S101 - the route declares <uuid:unit_id>
    return unit_id


def _check_staff(actor: Actor, args: dict[str, Any]) -> None:
    if not actor.works_on(_unit(args)):
        raise NotFound


def _check_lead(actor: Actor, args: dict[str, Any]) -> None:
    _check_staff(actor, args)
    if not actor.leads(_unit(args)):
        raise NotPermitted("Only a charge nurse or the manager of this unit can do this.")


def _check_manager(actor: Actor, args: dict[str, Any]) -> None:
    _check_staff(actor, args)
    if not actor.manages(_unit(args)):
        raise NotPermitted("Only the manager of this unit can do this.")


def _check_reader(actor: Actor, args: dict[str, Any]) -> None:
    if not actor.works_on(_unit(args)) and actor.org_role not in READERS:
        raise NotFound


def _check_setup(actor: Actor, args: dict[str, Any]) -> None:
    if actor.is_admin:
        return
    _check_staff(actor, args)
    if not actor.manages(_unit(args)):
        raise NotPermitted("Only the manager of this unit or an administrator can do this.")


def _check_shape(actor: Actor, args: dict[str, Any]) -> None:
    if not actor.is_admin:
        _check_lead(actor, args)


def _check_paper(actor: Actor, args: dict[str, Any]) -> None:
    if not actor.is_admin:
        _check_staff(actor, args)


def _check_admin(actor: Actor, _args: dict[str, Any]) -> None:
    if not actor.is_admin:
        raise NotPermitted("Only an administrator can do this.")


def _anybody_signed_in(_actor: Actor, _args: dict[str, Any]) -> None:
    return None


CHECKS: dict[str, Check] = {
    "signed_in": _anybody_signed_in,
    "unit_staff": _check_staff,
    "unit_or_named": _anybody_signed_in,
    "unit_lead": _check_lead,
    "unit_manager": _check_manager,
    "unit_reader": _check_reader,
    "unit_wall": _check_staff,
    "unit_setup": _check_setup,
    "unit_shape": _check_shape,
    "unit_paper": _check_paper,
    "admin": _check_admin,
}


def declared(view: Callable[..., Any]) -> str | None:
    """The marker of a view, or None when it has none."""
    return getattr(view, "access", None)


def refuse_undeclared() -> Response | None:
    """Before each request: hold the view to what it declared. A view that declared nothing is refused."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    name = declared(view)
    if name is None:
        raise NotPermitted("This page does not say who may use it, so nobody may.")
    here = visit()
    if here.tablet is not None and here.tablet.is_wall:
        _hold_wall(here.tablet.unit_id, view)
        return None
    if name == "public":
        return None
    if name == "tablet":
        if here.tablet is None and here.actor is None:
            raise SignInNeeded("This page is for a tablet that belongs to a unit.")
        return None
    return _hold_person(here, view, name)


def _hold_person(here: Visit, view: Callable[..., Any], name: str) -> Response | None:
    if here.actor is None or here.locked:
        raise SignInNeeded("Sign in to go on.")
    if here.must_change and not getattr(view, "chooses_secret", False):
        if request.method in SAFE_METHODS:
            return redirect(f"/me/{here.must_change}", 303)
        raise NotPermitted("Choose your own secret first: somebody else made the one that you signed in with.")
    CHECKS[name](here.actor, request.view_args or {})
    return None


def _hold_wall(unit_id: UUID, view: Callable[..., Any]) -> None:
    """A screen on the wall shows the wall view of its own unit; all else is not there, and nobody signs in on it."""
    if declared(view) == "unit_wall" and (request.view_args or {}).get("unit_id") == unit_id:
        return
    if not getattr(view, "on_wall", False):
        raise NotFound


def install(app: Flask) -> None:
    app.before_request(refuse_undeclared)


def on_wall(view: View) -> View:
    """Mark a page without a unit that a screen on the wall may open too: it says nothing of anybody."""
    view.on_wall = True  # type: ignore[attr-defined]
    return view


def apart(view: View) -> View:
    """Mark a public page that is to know nobody: no session and no tablet is looked up or noted as used."""
    view.apart = True  # type: ignore[attr-defined]
    return view


def chooses_secret(view: View) -> View:
    """Mark a page on which people choose their own PIN or password: open to those who have to, before all else."""
    view.chooses_secret = True  # type: ignore[attr-defined]
    return view


def passive(view: View) -> View:
    """Mark a view that a page asks by itself: a poll is not a touch, so it does not keep a tablet open."""
    view.passive = True  # type: ignore[attr-defined]
    return view


def stays_open(view: View) -> View:
    """Mark a page that a team reads together, or on which a handoff is written: fifteen minutes instead of two."""
    view.stays_open = True  # type: ignore[attr-defined]
    return view


def stays_open_if(asked: Callable[[], bool]) -> Callable[[View], View]:
    """Mark a view that a page asks while somebody types.

    When `asked` says so the tablet stays open for fifteen minutes from then, otherwise for as long as its page allows.
    """

    def decorate(view: View) -> View:
        view.stays_open = asked  # type: ignore[attr-defined]
        return view

    return decorate


def keeps_open(view: object) -> bool | None:
    """Whether a request to this view keeps the tablet open for longer; None when it leaves that as it is."""
    asked = getattr(view, "stays_open", False)
    return (asked() or None) if callable(asked) else bool(asked)
