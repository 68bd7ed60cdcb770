"""The life of a concern."""

from __future__ import annotations

import pytest

from huddle.concerns.rules import NEXT, OUTCOME_LABELS, TOPIC_LABELS, ConcernStatus, Outcome, Topic, move
from huddle.core.errors import RuleBroken

ALL_PAIRS = [(start, end) for start in ConcernStatus for end in ConcernStatus]


@pytest.mark.parametrize(("start", "end"), ALL_PAIRS)
def test_a_concern_moves_only_along_the_table(start: ConcernStatus, end: ConcernStatus) -> None:
    if end in NEXT[start]:
        assert move(start, end) is end
    else:
        with pytest.raises(RuleBroken):
            move(start, end)


def test_a_concern_cannot_close_in_silence() -> None:
    with pytest.raises(RuleBroken, match="Answer this concern first"):
        move(ConcernStatus.OPEN, ConcernStatus.CLOSED)


def test_every_topic_and_outcome_has_words() -> None:
    assert set(TOPIC_LABELS) == set(Topic)
    assert set(OUTCOME_LABELS) == set(Outcome)
