"""What a unit talks about in its huddles: steps on and off, their order, minutes and questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huddle.core.errors import RuleBroken
from huddle.huddles.rules.kinds import HuddleKind
from huddle.huddles.rules.marks import ROLE_LABELS
from huddle.huddles.rules.steps import QUESTIONS, Step

MINUTES_LIMIT = 30
QUESTION_LIMIT = 120


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step as the unit wants it. An empty question means ours."""

    step: Step
    on: bool
    minutes: int
    question: str = ""

    @property
    def asks(self) -> str:
        """The question as the page shows it."""
        return self.question or QUESTIONS[self.step]


Plan = tuple[StepPlan, ...]


def _plan(on: Mapping[Step, int], off: Iterable[Step]) -> Plan:
    return (*(StepPlan(step, True, long) for step, long in on.items()), *(StepPlan(step, False, 1) for step in off))


DEFAULTS: dict[HuddleKind, Plan] = {
    HuddleKind.SCHEDULED: (
        StepPlan(Step.LOOK_BACK, True, 2),
        StepPlan(Step.STAFFING, True, 1),
        StepPlan(Step.CENSUS, False, 1),
        StepPlan(Step.WATCHERS, True, 4),
        StepPlan(Step.LOOK_AHEAD, False, 2),
        StepPlan(Step.EQUIPMENT, False, 1),
        StepPlan(Step.CONCERNS, True, 2),
        StepPlan(Step.VOICES, False, 1),
        StepPlan(Step.TEACHING, False, 1),
        StepPlan(Step.THANKS, True, 1),
        StepPlan(Step.PLUS_DELTA, False, 1),
    ),
    HuddleKind.MID_SHIFT: _plan(
        {Step.STAFFING: 1, Step.WATCHERS: 3, Step.CONCERNS: 1},
        (Step.LOOK_BACK, Step.CENSUS, Step.LOOK_AHEAD, Step.EQUIPMENT, Step.VOICES, Step.THANKS),
    ),
    HuddleKind.AD_HOC: _plan(
        {Step.CHANGE: 3, Step.WATCHERS: 1, Step.CONCERNS: 1},
        (Step.STAFFING, Step.CENSUS, Step.EQUIPMENT, Step.VOICES, Step.THANKS),
    ),
    HuddleKind.DEBRIEF: _plan(
        {Step.DEBRIEF: 3, Step.CONCERNS: 1, Step.THANKS: 1},
        (Step.LOOK_BACK, Step.EQUIPMENT, Step.VOICES, Step.TEACHING, Step.PLUS_DELTA),
    ),
}
"""Where a unit begins. A kind of huddle offers the steps that stand here and no others."""


def stored(plan: Sequence[StepPlan], needed: Iterable[str] = ()) -> dict[str, Any]:
    """As a row keeps it. `needed` are the roles without which something is missing."""
    return {
        "steps": [
            {"step": line.step.value, "on": line.on, "minutes": line.minutes, "question": line.question}
            for line in plan
        ],
        "needed": [role for role in ROLE_LABELS if role in set(needed)],
    }


def read_plan(kind: HuddleKind, row: Mapping[str, Any]) -> Plan:
    """A stored plan. A step that this kind no longer offers is left out, a new one stands at the end, off."""
    offered = {line.step: line for line in DEFAULTS[kind]}
    known = [
        StepPlan(Step(line["step"]), bool(line["on"]), int(line["minutes"]), str(line["question"]))
        for line in row.get("steps", [])
        if line["step"] in offered
    ]
    there = {line.step for line in known}
    return (*known, *(replace(line, on=False) for step, line in offered.items() if step not in there))


def read_needed(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The roles that a stored plan wants to be there, in our order."""
    return tuple(role for role in ROLE_LABELS if role in row.get("needed", ()))


def budget(plan: Iterable[StepPlan]) -> int:
    """Minutes of all steps that are on."""
    return sum(line.minutes for line in plan if line.on)


def moved(plan: Sequence[StepPlan], step: Step, *, up: bool) -> Plan:
    """The same plan with one step a place further up or down; at the end it stays."""
    lines = list(plan)
    at = next(place for place, line in enumerate(lines) if line.step is step)
    to = min(max(at + (-1 if up else 1), 0), len(lines) - 1)
    lines.insert(to, lines.pop(at))
    return tuple(lines)


def require_plan(kind: HuddleKind, plan: Sequence[StepPlan]) -> None:
    """Raise RuleBroken for a plan that cannot be talked through."""
    if {line.step for line in plan} != {line.step for line in DEFAULTS[kind]} or len(plan) != len(DEFAULTS[kind]):
        raise RuleBroken("Open the page again: its steps have changed.")
    if not any(line.on for line in plan):
        raise RuleBroken("Leave at least one step on.")
    if any(not 1 <= line.minutes <= MINUTES_LIMIT for line in plan):
        raise RuleBroken(f"A step takes between 1 and {MINUTES_LIMIT} minutes.")
    if any(len(line.question) > QUESTION_LIMIT for line in plan):
        raise RuleBroken(f"A question has at most {QUESTION_LIMIT} letters.")
