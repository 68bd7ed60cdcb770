"""How long a whole handoff is when it is read aloud. The limit is soft: it stops nobody."""

from __future__ import annotations

from collections.abc import Iterable

from huddle.handoffs.rules.report import Plan

WORDS_ALOUD = 250
"""About two minutes."""


def count_words(texts: Iterable[str]) -> int:
    """
    >>> count_words(["Call me with it", "", "Blood count"])
    6
    """
    return sum(len(text.split()) for text in texts)


def words_of_plan(plan: Plan) -> int:
    """What is typed on the second page."""
    cases = (text for case in plan.if_thens for text in (case.sign, case.response))
    return count_words([*(action.what for action in plan.actions), *cases, plan.checks_note, plan.written_reason])
