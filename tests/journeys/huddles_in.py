"""The huddles of the world of screens: with many items, with nothing, with every step, and a mid-shift check."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.huddles import queries as huddle_queries
from huddle.huddles import service as huddles
from huddle.huddles.queries import templates
from huddle.huddles.rules import DEFAULTS, HuddleKind, ItemKind, Mark, NoteName, Tally, WatcherReason
from tests.journeys.words import LONG


class Builder(Protocol):
    """What builds the world."""

    ids: dict[str, Any]
    now: datetime

    def who(self, name: str, unit: str = "5 West") -> Actor: ...

    def promise(self, owner: str, title: str, days: int, unit: str = "5 West") -> Any: ...


def build(here: Builder) -> None:
    """Add them all."""
    _north(here)
    _every_step(here)


def _north(here: Builder) -> None:
    """A huddle with more in it than anybody wants, and one with nothing."""
    north, nadia = here.ids["3 North"], here.who("Nadia Rahman", "3 North")
    for number in range(6):
        here.promise("Sean Doyle", f"{number + 1}. {LONG[:90]}", number - 4, "3 North")
        concerns.raise_concern(
            north,
            text=f"{number + 1}. {LONG}",
            topic=Topic.STAFFING,
            unnamed=False,
            actor=nadia,
            now=here.now - timedelta(hours=9),
        )
    full = huddles.open_scheduled(north, actor=nadia, now=here.now)
    for number, reason in enumerate(list(WatcherReason)[:6]):
        huddles.add_watcher(
            full,
            initials="QZ",
            last_four=f"33{number:02}",
            bed=f"{number + 1}-A",
            reason=reason,
            plan="Look every hour, glasses on, same faces",
            trigger="oxygen above four litres",
            actor=nadia,
            now=here.now,
        )
    huddles.note(full, name=NoteName.STRETCHED, text=LONG[:150], actor=nadia, now=here.now)
    huddles.raise_concern(full, text=LONG, topic=Topic.FALLS, unnamed=True, actor=nadia, now=here.now)
    huddles.thank(full, to_whom="the porters", what=LONG, actor=nadia, now=here.now)
    bare = huddles.open_scheduled(here.ids["9 South"], actor=here.who("Nova Blank", "9 South"), now=here.now)
    here.ids.update({"full huddle": full.id, "empty huddle": bare.id})
    here.ids["watcher"] = huddle_queries.watchers(north)[-1].id


def _every_step(here: Builder) -> None:
    """A huddle with all steps on and something in each, and an extra one."""
    unit_id, mei = here.ids["Harbour 2"], here.who("Mei Tanaka", "Harbour 2")
    plan = tuple(replace(line, on=True) for line in DEFAULTS[HuddleKind.SCHEDULED])
    before = templates.newest(unit_id, HuddleKind.SCHEDULED)
    facts: dict[str, Any] = {"names_on": True, "begun_on": before.number if before else 0}
    huddles.save_template(unit_id, HuddleKind.SCHEDULED, plan, **facts, actor=mei, now=here.now)
    huddle = huddles.open_scheduled(unit_id, actor=mei, now=here.now)
    for kind, text, about in (
        (ItemKind.EVENT, "The lift was out of order for an hour", {"type": "delay"}),
        (ItemKind.NEWCOMER, "nurse", {"type": "float", "buddy": "charge_nurse"}),
        (ItemKind.AHEAD, "Transfer to the heart centre", {"type": "transfer", "time": "14:30"}),
        (ItemKind.EQUIPMENT, "Bladder scanner", {"tag": "BS-0417", "out_of_use": True, "reported": True}),
    ):
        huddles.add_item(huddle, kind=kind, text=text, facts=about, actor=mei, now=here.now)
    marks = [Mark(Tally.BEDS, "patients", 28), Mark(Tally.CHOSEN, "load", "heavy"), Mark(Tally.SPOKE, "student", 1)]
    huddles.mark(huddle, marks=marks, actor=mei, now=here.now)
    huddles.note(huddle, name=NoteName.TEACHING, text="Check the tube before the feed.", actor=mei, now=here.now)
    nova = here.who("Nova Blank", "9 South")
    check = huddles.open_extra(here.ids["9 South"], kind=HuddleKind.MID_SHIFT, actor=nova, now=here.now)
    here.ids.update({"every step": huddle.id, "mid-shift check": check.id})
