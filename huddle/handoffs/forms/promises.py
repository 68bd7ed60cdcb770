"""Forms about what a handoff leaves behind: shape and length only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from wtforms import RadioField, TimeField
from wtforms.validators import Optional

from huddle.actions.forms import OpenItemForm
from huddle.concerns.forms import RaiseConcernForm
from huddle.handoffs import rules
from huddle.handoffs.forms.shared import ONE_LINE, choices
from huddle.handoffs.rules import DECISION_LABELS, Decided, Decision, Plan
from huddle.web.forms import Line, WriteForm

WITHOUT_THE_PATIENT = "Write it anew for the unit: no initials, no number, nothing that says who the patient is."


class DecidingForm(WriteForm):
    """A form that also decides what becomes of each thing that is open from before: `open_actions`."""

    open_actions: ClassVar[tuple[Any, ...]] = ()
    shown: ClassVar[int] = 3
    """So many of them are asked at once, beside what the page asks anyway; the others are folded away."""

    @property
    def open_rows(self) -> list[tuple[Any, Any, Any, Any]]:
        """Each open thing with its fields: what becomes of it, by when, why not."""
        return [(row, *(self[name] for name in _names(row.id))) for row in self.open_actions]

    @property
    def misses_folded(self) -> bool:
        """Whether one of those that are folded away must be seen."""
        return any(field.errors for _row, *fields in self.open_rows[self.shown :] for field in fields)

    def decided(self, now: datetime, zone: ZoneInfo) -> list[Decided]:
        """What was chosen, as the service takes it. A time is the next one that a clock on the wall shows."""
        return [
            Decided(
                row.id,
                Decision(choice.data),
                rules.next_at(due.data, now, zone) if due.data and choice.data == Decision.STILL else None,
                (why.data or "") if choice.data == Decision.DROPPED else "",
            )
            for row, choice, due, why in self.open_rows
            if choice.data
        ]


Deciding = TypeVar("Deciding", bound=DecidingForm)


def deciding(kind: type[Deciding], open_actions: Sequence[Any]) -> type[Deciding]:
    """The form with the fields of these open things. They go by id, so that none can take another one's place."""
    fields: dict[str, Any] = {"open_actions": tuple(open_actions)}
    for row in open_actions:
        choice, due, why = _names(row.id)
        fields[choice] = RadioField(row.what, choices=choices(DECISION_LABELS), validators=[Optional()])
        fields[due] = TimeField("By when now?", validators=[Optional()])
        fields[why] = Line("Why is it dropped?", validators=[ONE_LINE])
    return type(kind.__name__, (kind,), fields)


def decided_before(plan: Plan, open_actions: Sequence[Any], now: datetime, zone: ZoneInfo) -> Mapping[str, Any]:
    """What the page shows at first: what was kept, and beside the choice a time that is still to come."""
    kept = {action.came_from: action for action in plan.actions if action.came_from}
    found: dict[str, Any] = {}
    for row in open_actions:
        choice, due, _why = _names(row.id)
        due_at = kept[row.id].due_at if row.id in kept else row.due_at
        if row.id in kept:
            found[choice] = Decision.STILL.value
        if due_at and (due_at > now or row.id in kept):
            found[due] = due_at.astimezone(zone).time()
    return found


def _names(action_id: UUID) -> tuple[str, str, str]:
    return f"open_{action_id.hex}", f"till_{action_id.hex}", f"why_{action_id.hex}"


class ItemFromHandoffForm(OpenItemForm):
    """What, who, by when, in words without the patient."""

    form_name = "handoff.open-item"


class ConcernFromHandoffForm(RaiseConcernForm):
    """What the unit should talk about, in words without the patient."""

    form_name = "handoff.raise-concern"
