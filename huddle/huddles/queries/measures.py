"""What the measures of huddles are counted from: one statement for each kind of row, always of one unit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from huddle.concerns.rules import Topic
from huddle.core.dates import local_day
from huddle.core.db import read
from huddle.huddles.models import Huddle, HuddleItem, HuddleTemplate, Watcher
from huddle.huddles.rules import (
    DEFAULTS,
    HeldHuddle,
    HuddleKind,
    ItemKind,
    NamedWatcher,
    Step,
    budget,
    counted_here,
    read_needed,
    read_plan,
)

Wanted = dict[UUID | None, tuple[int, tuple[str, ...]]]

_HELD = (
    select(Huddle.kind, Huddle.scheduled_for, Huddle.opened_at, Huddle.closed_at, Huddle.attendance)
    .add_columns(func.coalesce(Huddle.leader_id, Huddle.opened_by), Huddle.template_id, Huddle.counts, Huddle.asked)
    .where(
        Huddle.unit_id == bindparam("unit"),
        Huddle.scheduled_for >= bindparam("start"),
        Huddle.scheduled_for < bindparam("end"),
        Huddle.opened_at.is_not(None),
    )
    .order_by(Huddle.scheduled_for, Huddle.id)
)
_TEMPLATES = (
    select(HuddleTemplate.id, HuddleTemplate.kind, HuddleTemplate.steps)
    .where(HuddleTemplate.unit_id == bindparam("unit"))
    .order_by(HuddleTemplate.kind, HuddleTemplate.number, HuddleTemplate.id)
)
_NAMED = (
    select(func.trim(Watcher.plan) != "", func.trim(Watcher.trigger) != "")
    .where(
        Watcher.unit_id == bindparam("unit"),
        Watcher.added_at >= bindparam("start"),
        Watcher.added_at < bindparam("end"),
        Watcher.patient_id1 != "",
    )
    .order_by(Watcher.added_at, Watcher.id)
)
_EVENTS = (
    select(HuddleItem.at, HuddleItem.facts)
    .join(Huddle, Huddle.id == HuddleItem.huddle_id)
    .where(
        Huddle.unit_id == bindparam("unit"),
        HuddleItem.kind == ItemKind.EVENT,
        HuddleItem.gone_at.is_(None),
        HuddleItem.at < bindparam("before"),
    )
    .order_by(HuddleItem.at, HuddleItem.id)
)


def held(unit_id: UUID, start: datetime, end: datetime) -> list[HeldHuddle]:
    """Every huddle planned (an extra one: opened) in [start, end) that was held, in order."""
    wanted = _wanted(unit_id)
    return [_held(wanted, *row) for row in read(_HELD, unit=unit_id, start=start, end=end)]


def _wanted(unit_id: UUID) -> Wanted:
    """Of each template of the unit its minutes and the roles that it needs."""
    return {
        id_: (budget(read_plan(kind, steps)), read_needed(steps)) for id_, kind, steps in read(_TEMPLATES, unit=unit_id)
    }


def _held(
    wanted: Wanted,
    kind: HuddleKind,
    scheduled_for: datetime,
    opened_at: datetime,
    closed_at: datetime | None,
    here: dict[str, int],
    leader: UUID,
    template_id: UUID | None,
    counts: dict[str, Any],
    asked: dict[str, Any],
) -> HeldHuddle:
    minutes, needed = wanted.get(template_id) or (budget(DEFAULTS[kind]), ())
    spoke = counts.get("spoke", {})
    voices = len(spoke) if spoke or Step.VOICES in asked else None
    counted = counted_here(here, asked=asked, counts=counts)
    return HeldHuddle(kind, scheduled_for, opened_at, closed_at, leader, counted, needed, minutes, voices)


def named_watchers(unit_id: UUID, start: datetime, end: datetime) -> list[NamedWatcher]:
    """Who was put on the list in [start, end), without those of whom all text has been erased since."""
    return [
        NamedWatcher(bool(plan), bool(trigger)) for plan, trigger in read(_NAMED, unit=unit_id, start=start, end=end)
    ]


def event_days(unit_id: UUID, type_: str, before: datetime, zone: ZoneInfo) -> list[tuple[date, Topic | None]]:
    """The days on which a look back said that something of this type happened, and about what if that was said.

    Oldest first; two may be the same.
    """
    return [
        (local_day(at, zone), Topic(facts["topic"]) if "topic" in facts else None)
        for at, facts in read(_EVENTS, unit=unit_id, before=before)
        if facts["type"] == type_
    ]
