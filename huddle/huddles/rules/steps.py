"""The steps of the page, and how each of them stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Step(StrEnum):
    """What a huddle can talk about; the value is the anchor on the page."""

    LOOK_BACK = "look-back"
    STAFFING = "who-is-here"
    CENSUS = "beds"
    WATCHERS = "watchers"
    LOOK_AHEAD = "look-ahead"
    EQUIPMENT = "equipment"
    CONCERNS = "concerns"
    CHANGE = "what-changed"
    DEBRIEF = "how-it-went"
    VOICES = "voices"
    TEACHING = "teaching-point"
    THANKS = "thanks"
    PLUS_DELTA = "keep-and-change"


STEP_LABELS = {
    Step.LOOK_BACK: "Look back",
    Step.STAFFING: "Who is here",
    Step.CENSUS: "Beds",
    Step.WATCHERS: "Watchers",
    Step.LOOK_AHEAD: "Look ahead",
    Step.EQUIPMENT: "Equipment",
    Step.CONCERNS: "Concerns",
    Step.CHANGE: "What changed",
    Step.DEBRIEF: "How it went",
    Step.VOICES: "Every voice",
    Step.TEACHING: "Teaching point",
    Step.THANKS: "Thanks",
    Step.PLUS_DELTA: "Keep and change",
}
QUESTIONS = {
    Step.LOOK_BACK: "What did we say, and how does it stand?",
    Step.STAFFING: "Who will be stretched, who can lend a hand?",
    Step.CENSUS: "Who comes and who goes today?",
    Step.WATCHERS: "Who worries you, even if the score is fine?",
    Step.LOOK_AHEAD: "What could catch us out before the next huddle?",
    Step.EQUIPMENT: "What is broken or missing?",
    Step.CONCERNS: "What can we fix here? What needs help from above?",
    Step.CHANGE: "What changed, what is the plan now, who does what?",
    Step.DEBRIEF: "What went well? What got in the way?",
    Step.VOICES: "Did everyone get a turn?",
    Step.TEACHING: "One thing worth knowing today?",
    Step.THANKS: "Who helped you?",
    Step.PLUS_DELTA: "One thing to keep and one to change about this huddle?",
}


@dataclass(frozen=True, slots=True)
class StepState:
    """One line of the step list: `count` things in it, `left` of them without an answer.

    `empty` means that it was asked and there was nothing.
    """

    step: Step
    done: bool
    empty: bool
    count: int
    left: int = 0


def step_state(step: Step, *, count: int, left: int, asked: Mapping[str, Any]) -> StepState:
    """How a step stands: `count` things in it, `left` of them without an answer, or asked and none."""
    confirmed = step.value in asked
    if step is Step.LOOK_BACK:
        done = left == 0
    elif step in {Step.STAFFING, Step.CENSUS}:
        done = confirmed
    else:
        done = confirmed or (count > 0 and left == 0)
    return StepState(step, done=done, empty=done and count == 0, count=count, left=0 if done else left)


def current_step(states: Sequence[StepState]) -> Step | None:
    """The first one not done yet; None when only closing is left."""
    return next((state.step for state in states if not state.done), None)


def next_place(states: Sequence[StepState], step: Step) -> Step | None:
    """Where the circle goes on after a tap in `step`: there, until it is done; then the next one that is not."""
    found = next((place for place, state in enumerate(states) if state.step is step), None)
    if found is None or not states[found].done:
        return step
    return current_step(states[found + 1 :]) or current_step(states)
