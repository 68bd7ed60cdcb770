"""What the pages of a level show."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template

from huddle.actions.queries import planning
from huddle.actions.rules import BLOCKER_LABELS
from huddle.concerns import queries as concerns
from huddle.concerns.routes import page as concern_page
from huddle.core.dates import local_day
from huddle.huddles.rules import NOT_HELD_LABELS, minutes
from huddle.huddles.rules.marks import LOAD_LABELS
from huddle.tiers import policy, queries, rules
from huddle.tiers.forms import (
    AnswerFromAboveForm,
    CloseTierHuddleForm,
    GiveBackForm,
    NotHeldForm,
    OpenTierHuddleForm,
    TakeHigherForm,
)
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import KIND_OF, Level, LevelKind
from huddle.web.context import current_actor, now, speak_in
from huddle.web.forms import WriteForm
from huddle.web.sources import secret


def level_here(kind: str, level_id: UUID) -> Level:
    """The level in the address, for somebody who has business there; the page speaks in its time zone."""
    level = queries.level_for(current_actor(), LevelKind(kind), level_id)
    speak_in(level.zone)
    return level


def whole(level: Level, form: WriteForm | None = None) -> str:
    """Today at one level."""
    today = local_day(now(), level.zone)
    return render_template(
        "tiers/level.html",
        today_huddle=queries.on_day(level, today),
        lately=[row for row in queries.lately(level, today) if row.held_on != today],
        misses=[(day, _not_held_form(level, day, form)) for day in queries.unexplained(level, today)[:1]],
        open_form=OpenTierHuddleForm.beside(level.id),
        can_hold=policy.can_hold(current_actor(), level),
        form=form,
        **_agenda(level),
    )


def _not_held_form(level: Level, day: date, refused: WriteForm | None) -> WriteForm:
    about = f"{level.id}-{day}"
    return refused if refused is not None and refused.object_id == about else NotHeldForm.beside(about)


def of_huddle(level: Level, huddle_id: UUID, form: WriteForm | None = None) -> str:
    """One huddle: live until it is closed, then what was said."""
    huddle = queries.get(level, huddle_id)
    assert huddle.opened_at is not None  # noqa: S101 - `get` finds only those
    return render_template(
        "tiers/huddle.html" if huddle.closed_at is None else "tiers/summary.html",
        huddle=huddle,
        budget_seconds=int(rules.BUDGET.total_seconds()),
        now=now(),
        close_form=form or CloseTierHuddleForm.beside(huddle.id, version=huddle.version),
        can_hold=policy.can_hold(current_actor(), level),
        form=form,
        **_agenda(level, huddle),
    )


def _agenda(level: Level, huddle: Any = None) -> dict[str, Any]:
    """What waits, what was settled, and how the units stand."""
    is_closed = huddle is not None and huddle.closed_at is not None
    start = huddle.opened_at if huddle else queries.since_last(level, now())
    waiting = [] if is_closed else concerns.at_level(level)
    items = [] if is_closed else planning.at_level(level, current_actor(), secret)
    return {
        "level": level,
        "receiver": units.names({level.receiver_id})[level.receiver_id] if level.receiver_id else "",
        "waiting": waiting,
        "items": items,
        "blockers": BLOCKER_LABELS,
        "settled": concerns.settled_at_level(level, start, huddle.closed_at if huddle else None),
        "unit_lines": [] if is_closed else queries.unit_lines(level, [*waiting, *items], now()),
        "unit_names": queries.unit_names(level),
        "is_late": lambda concern: concern.response_due < now(),
        "not_held": NOT_HELD_LABELS,
        "minutes": minutes,
        "loads": LOAD_LABELS,
        **concern_page.words(),
    }


def of_concern(level: Level, concern_id: UUID, form: WriteForm | None = None) -> str:
    """One escalated concern, as those above meet it: roles and places, no names."""
    concern = concerns.for_level(level, concern_id)
    above = levels.above(concern.unit_id)
    forms = {
        "answer": AnswerFromAboveForm.beside(concern.id, version=concern.version),
        "take_higher": TakeHigherForm.beside(concern.id, version=concern.version),
        "give_back": GiveBackForm.beside(concern.id, version=concern.version),
    }
    unit = units.facts(concern.unit_id)
    return render_template(
        "tiers/concern.html",
        level=level,
        concern=concern,
        unit=unit,
        waits_here=concern.status == "escalated" and concern.tier == level.tier,
        can=policy.can_answer_for(current_actor(), level),
        next_level=next((other for other in above if other.tier == level.tier + 1), None),
        huddle=going_on(level),
        lines=concern_page.history_lines(concerns.history(concern_id), {}, above, named=False),
        calls=[(unit.name, unit.phone)] if unit.phone else [],
        forms={name: form if type(form) is type(each) else each for name, each in forms.items()},
        form=form,
        level_name=_name_of(above, concern.tier),
        **concern_page.words(),
    )


def going_on(level: Level) -> Any:
    """The level's huddle of today while it is open, else None."""
    huddle = queries.on_day(level, local_day(now(), level.zone))
    return huddle if huddle is not None and huddle.opened_at and not huddle.closed_at else None


def _name_of(above: list[Level], tier: int) -> str:
    kind = KIND_OF.get(tier)
    return next((level.name for level in above if level.kind is kind), "")
