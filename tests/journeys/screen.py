"""One screen of Huddle in one state, and the people who look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.journeys.world import World

ADMIN, QUALITY, MANAGER = "Alex Admin", "Quentin Shaw", "Maya Okafor"
RECEIVER = "Rachel Boateng"
STAFF, CHARGE, EMPTY = "Ben Carter", "Ana Silva", "Nova Blank"


@dataclass(frozen=True)
class Screen:
    """One state of one page. `values` fill the address, by name where the world knows one."""

    name: str
    endpoint: str
    who: str
    unit: str = "5 West"
    values: dict[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200
    do: Callable[[Page, World], None] | None = None
    instead: Callable[[], object] | None = None
    bedside: bool = False
    empty_installation: bool = False

    def path(self, world: World) -> str:
        return world.path(self.endpoint, self.unit, self.values) + self.query
