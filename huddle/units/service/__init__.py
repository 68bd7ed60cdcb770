"""Setting the hospital up: organisation, sites, services, units and their shifts."""

from huddle.units.service.closing import close_unit, reopen_unit
from huddle.units.service.places import (
    THE_ONE,
    Contact,
    FirstDay,
    add_service,
    add_site,
    add_unit,
    edit_organisation,
    edit_service,
    edit_site,
    edit_unit,
    move_unit,
    set_up,
)
from huddle.units.service.shifts import ShiftTimes, add_shift, edit_shift, end_shift

__all__ = [
    "THE_ONE",
    "Contact",
    "FirstDay",
    "ShiftTimes",
    "add_service",
    "add_shift",
    "add_site",
    "add_unit",
    "close_unit",
    "edit_organisation",
    "edit_service",
    "edit_shift",
    "edit_site",
    "edit_unit",
    "end_shift",
    "move_unit",
    "reopen_unit",
    "set_up",
]
