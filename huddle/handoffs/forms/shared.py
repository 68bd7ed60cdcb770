"""What the forms of handoffs share: limits, and choices made of labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import SelectMultipleField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from huddle.handoffs import rules

MOST_ACTIONS, MOST_IF_THENS = 4, 3
MOST_TOLD = MOST_ACTIONS + rules.MOST_CARRIED
"""So many things to be done stand in one handoff at most: new ones, and those that were open before."""
NOT_TOO_LONG = Length(
    max=rules.TEXT_LIMIT,
    message="That is more than 2,000 letters, too long to read aloud. Shorten it: nothing was cut.",
)
ONE_LINE = Length(max=rules.LINE_LIMIT, message=f"Use at most {rules.LINE_LIMIT} letters: nothing was cut.")


def ticks(label: str, **kwargs: Any) -> SelectMultipleField:
    """Several of these: a list of ticks."""
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **kwargs)


def choices(labels: Mapping[Any, str]) -> dict[str, str]:
    return {key.value: label for key, label in labels.items()}
