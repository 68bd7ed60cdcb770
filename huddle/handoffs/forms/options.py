"""What a unit asks beyond the short form, as fields; and a report form dressed in the unit's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, Field, RadioField, TimeField
from wtforms.validators import Optional

from huddle.handoffs import rules
from huddle.handoffs.forms.shared import NOT_TOO_LONG, ONE_LINE, ticks
from huddle.handoffs.rules import OPTIONS, Asks, Extra, Holds, Option, Severity, Shape, at_name
from huddle.web.forms import Line, LongText, WriteForm

TOLD_IN_WORDS = frozenset(
    option.value for option, asks in OPTIONS.items() if asks.holds in (Holds.LINE, Holds.TEXT, Holds.MEASURED)
)
"""The options that hold text, of which two versions can stand side by side."""


MEASURED = tuple(option.value for option, asks in OPTIONS.items() if asks.holds is Holds.MEASURED)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing as the page asks it. `beside` is the field of the moment at which it was measured."""

    field: Any
    holds: Holds
    letter: str
    limit: int
    beside: Any = None


def _field(asks: Asks) -> Any:
    """The field of one option; its name and hint are the unit's, see `wear`."""
    choices = dict(asks.choices or {})
    match asks.holds:
        case Holds.TEXT:
            return LongText(asks.label, validators=[NOT_TOO_LONG])
        case Holds.ONE:
            return RadioField(asks.label, choices=choices, validators=[Optional()])
        case Holds.MANY:
            return ticks(asks.label, choices=choices)
        case Holds.TICK:
            return BooleanField(asks.label)
        case _:
            return Line(asks.label, validators=[ONE_LINE])


class DressedForm(WriteForm):
    """A report form with a field for each thing that a unit may ask; `wear` leaves those that it does ask."""

    shape: Shape

    def wear(self, shape: Shape) -> None:
        """Call everything what the unit calls it. What it does not ask stays only where words stand in it."""
        self.shape = shape
        for line in shape.lines:
            name = line.part.value
            if not (line.on or _is_filled(self[name])):
                self._leave_out(name)
                continue
            field = self[name]
            field.label.text, field.description = shape.name(line), shape.hint(line)
            field.flags.required = line.on and line.required and line.part is not Option.WATCHER_REASONS
        for option in set(Option) - {line.part for line in shape.lines}:
            self._leave_out(option)

    def validate(self, extra_validators: Any = None) -> bool:
        """What was measured has its time, and a time has what was measured."""
        valid = bool(super().validate(extra_validators))
        for name in MEASURED:
            if name not in self or bool(self[name].data) is bool(self[at_name(name)].data):
                continue
            has_words = bool(self[name].data)
            self.refuse(at_name(name) if has_words else name, "Say when that was." if has_words else "Say what it was.")
            valid = False
        return valid

    def _leave_out(self, name: str) -> None:
        for one in (name, at_name(name)):
            if one in self:
                del self[one]

    @property
    def first(self) -> list[Ask]:
        """What stands before "More": what is required."""
        return list(self._asks(required=True))

    @property
    def later(self) -> list[Ask]:
        return list(self._asks(required=False))

    @property
    def left_over(self) -> list[Ask]:
        """What was written before another kind was chosen, and is not asked by this one."""
        return [self._ask(line, "") for line in self.shape.lines if not line.on and line.part.value in self]

    @property
    def beyond(self) -> list[Ask]:
        """What is asked beyond the sections, for a page that has those in places of their own."""
        return [self._ask(line, "") for line in self.shape.asked if isinstance(line.part, Option)]

    def _asks(self, *, required: bool) -> Iterator[Ask]:
        before = ""
        for line in self.shape.asked:
            letter = self.shape.letter(line.part)
            if line.required is required:
                yield self._ask(line, " " if letter and letter == before else letter)
            before = letter or before

    def _ask(self, line: rules.Line, letter: str) -> Ask:
        name = line.part.value
        holds = OPTIONS[line.part].holds if isinstance(line.part, Option) else Holds.TEXT
        return Ask(self[name], holds, letter, line.limit, self._fields.get(at_name(name)))

    def refuse_missing(self, words: rules.Words) -> bool:
        """Say at its field what the unit requires and is not there; whether there was something."""
        found = [(part, why) for part, why in rules.missing(self.shape, words) if not self[part].errors]
        for part, why in found:
            self.refuse(part, why)
        return bool(found)

    def text(self, name: str) -> str:
        """What was typed into one field; nothing where it is not asked."""
        return (self[name].data or "") if name in self else ""

    def said_beyond(self, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
        """What was said beyond the short form. A time is the last one at which a clock on the wall showed it."""
        found: dict[str, Any] = {}
        for option in Option:
            if option not in self or not (value := self[option.value].data):
                continue
            found[option.value] = value
            at = self._fields.get(at_name(option))
            if at is not None and at.data:
                found[at_name(option)] = rules.last_at(at.data, now, zone).isoformat()
        return found

    def how_sick(self) -> Severity:
        """The severity that was chosen; a form without one is refused for that already."""
        chosen = self["severity"].data
        return Severity(chosen) if chosen in set(Severity) else Severity.STABLE


def known_extra(extra: Extra, zone: ZoneInfo) -> dict[str, Any]:
    """What is stored, as the page shows it: moments by the clock on the wall."""
    found = {option.value: extra[option] for option in Option if option in extra}
    for option in Option:
        if at := rules.moment(extra, at_name(option)):
            found[at_name(option)] = at.astimezone(zone).time()
    return found


def _is_filled(field: Field) -> bool:
    return bool(field.data)


for _option, _asks in OPTIONS.items():
    setattr(DressedForm, _option.value, _field(_asks))
    if _asks.holds is Holds.MEASURED:
        setattr(DressedForm, at_name(_option), TimeField("At what time?", validators=[Optional()]))
