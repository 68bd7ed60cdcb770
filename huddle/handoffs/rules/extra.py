"""What a unit may ask beyond the short form: each thing, its choices and its limits. All are off until a unit asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from huddle.core.dates import at_local, local_day
from huddle.core.errors import FieldRefused
from huddle.handoffs.rules.report import LINE_LIMIT, TEXT_LIMIT, HandoffKind

Extra = Mapping[str, Any]
"""Values by the names of their options, as JSON can hold them: text, a list of choices, True, or a moment in UTC."""


class Option(StrEnum):
    """One thing that a unit may switch on."""

    ONE_LINER = "one_liner"
    REQUEST = "request_type"
    WATCHER_REASONS = "watcher_reasons"
    UNCERTAINTY = "uncertainty"
    VITALS = "vitals"
    RESULTS = "results"
    RESULTS_PENDING = "results_pending"
    HIGH_RISK_MEDS = "high_risk_meds"
    LINES = "lines"
    LINES_NOTE = "lines_note"
    RISK_FLAGS = "risk_flags"
    ALLERGIES = "allergies"
    CODE_STATUS = "code_status"
    ISOLATION = "isolation"
    FAMILY_UPDATE = "family_update"
    FAMILY_PRESENT = "family_present"
    READINESS = "readiness"
    SENDER_CONTACT = "sender_contact"
    INTERRUPTED = "interrupted"


class Holds(StrEnum):
    """What an option holds."""

    LINE = "line"
    TEXT = "text"
    MEASURED = "measured"  # a line, and the moment at which it was true
    ONE = "one"
    MANY = "many"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Asks:
    """How an option is asked. `limit` is soft; `carried`: it may come along from the handoff before, with its age."""

    holds: Holds
    label: str
    hint: str = ""
    limit: int = LINE_LIMIT
    choices: Mapping[str, str] | None = None
    only: HandoffKind | None = None
    carried: bool = False

    @property
    def inputs(self) -> int:
        """How many inputs it adds to the page."""
        return 2 if self.holds is Holds.MEASURED else 1


def _named(*labels: str) -> dict[str, str]:
    """Choices by short names made of their words.

    >>> _named("Come now")
    {'come_now': 'Come now'}
    """
    return {label.lower().replace(" ", "_"): label for label in labels}


_LINES = _named("Vein", "Central line", "Long line", "Urine catheter", "Drain", "Feeding tube", "Airway", "Pump")
_RISKS = _named("Falls", "Pressure sores", "Choking", "Behaviour", "Clots", "Confusion")
_WORRIES = _named("Vital signs", "New confusion", "Breathing", "Bleeding", "Pain", "Family is worried", "Gut feeling")
_READY = _named("Bed is ready there", "Equipment goes along", "Medicines go along", "Lines are secured", "Family knows")
OPTIONS: Mapping[Option, Asks] = {
    Option.ONE_LINER: Asks(Holds.TEXT, "In one line", "Who, why here, which day.", 160, carried=True),
    Option.REQUEST: Asks(
        Holds.ONE,
        "Request",
        "What do you ask for?",
        choices=_named("Come now", "Call back", "Advice", "Look at the orders", "Take the patient", "Something else"),
        only=HandoffKind.ESCALATION,
    ),
    Option.WATCHER_REASONS: Asks(
        Holds.MANY, "Worries", "What worries you? For a watcher or an unstable patient.", choices=_WORRIES
    ),
    Option.UNCERTAINTY: Asks(Holds.TEXT, "Not known yet", "What do we not know yet?", 160),
    Option.VITALS: Asks(Holds.MEASURED, "Vital signs", "With the early warning score, if you use one."),
    Option.RESULTS: Asks(Holds.MEASURED, "Results", "What came back, and what it means."),
    Option.RESULTS_PENDING: Asks(Holds.LINE, "Results to come", "What is awaited, and who asks for it."),
    Option.HIGH_RISK_MEDS: Asks(
        Holds.TEXT, "High-risk medicines", "What runs now; when the last dose was, and when the next is.", 200
    ),
    Option.LINES: Asks(Holds.MANY, "Lines and devices", "Can any come out?", choices=_LINES, carried=True),
    Option.LINES_NOTE: Asks(Holds.LINE, "About the lines", "Where, and since which day.", carried=True),
    Option.RISK_FLAGS: Asks(Holds.MANY, "Risks", choices=_RISKS, carried=True),
    Option.ALLERGIES: Asks(Holds.LINE, "Allergies", "Or: none known, or: unknown, ask.", carried=True),
    Option.CODE_STATUS: Asks(
        Holds.LINE, "Code status", "As the record says, or: not talked about, or: unknown, ask.", carried=True
    ),
    Option.ISOLATION: Asks(
        Holds.MANY,
        "Isolation",
        choices=_named("Contact", "Droplet", "Airborne", "Protective"),
        carried=True,
    ),
    Option.FAMILY_UPDATE: Asks(Holds.TEXT, "Family", "Who knows what, and what worries them.", 160),
    Option.FAMILY_PRESENT: Asks(Holds.TICK, "The patient or the family was there"),
    Option.READINESS: Asks(Holds.MANY, "Ready to go", choices=_READY, only=HandoffKind.TRANSFER),
    Option.SENDER_CONTACT: Asks(Holds.LINE, "How to reach you", "In the first hour after you have left."),
    Option.INTERRUPTED: Asks(Holds.TICK, "We were interrupted"),
}


def offered(kind: HandoffKind) -> list[Option]:
    """The options that make sense for this kind of handoff, in our order."""
    return [option for option, asks in OPTIONS.items() if asks.only in (None, kind)]


def at_name(option: str) -> str:
    """Under which name the moment of a measured option is kept."""
    return f"{option}_at"


def since_name(option: str) -> str:
    """Under which name it is kept when carried words were first written."""
    return f"{option}_since"


def moment(extra: Extra, name: str) -> datetime | None:
    """A stored moment; None when there is none.

    >>> moment({"vitals_at": "2026-11-21T06:10:00+00:00"}, "vitals_at").hour
    6
    """
    text = extra.get(name)
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def last_at(clock_time: time, now: datetime, zone: ZoneInfo) -> datetime:
    """The last moment at which a clock on the wall showed this time: today, else yesterday.

    >>> last_at(time(23), datetime(2026, 11, 21, 6, tzinfo=UTC), ZoneInfo("Europe/London")).isoformat()
    '2026-11-20T23:00:00+00:00'
    """
    today = local_day(now, zone)
    found = at_local(today, clock_time, zone)
    return found if found <= now else at_local(today - timedelta(days=1), clock_time, zone)


def checked(extra: Mapping[str, Any]) -> dict[str, Any]:
    """The same values without empty ones, in our order. Raises FieldRefused for what no form of ours sends."""
    known = {name for option in Option for name in (option.value, at_name(option), since_name(option))}
    if strange := sorted(set(extra) - known):
        raise FieldRefused(strange[0], "Open the page again: it asks for other things now.")
    found: dict[str, Any] = {}
    for option, asks in OPTIONS.items():
        value = extra.get(option)
        if not value:
            continue
        _CHECKS[asks.holds](option, asks, value)
        found[option.value] = value
        found |= {
            name: extra[name]
            for name, fits in (
                (at_name(option), asks.holds is Holds.MEASURED),
                (since_name(option), asks.carried),
            )
            if fits and moment(extra, name)
        }
    return found


def _text(option: Option, asks: Asks, value: Any) -> None:
    longest = TEXT_LIMIT if asks.holds is Holds.TEXT else LINE_LIMIT
    if not isinstance(value, str) or len(value) > longest:
        raise FieldRefused(option, f"Use at most {longest:,} letters: nothing was cut.")


def _chosen(option: Option, asks: Asks, value: Any) -> None:
    chosen = value if isinstance(value, list) else [value]
    if asks.holds is Holds.ONE and not isinstance(value, str):
        raise FieldRefused(option, "Choose one of these.")
    if not set(chosen) <= set(asks.choices or ()) or len(set(chosen)) != len(chosen):
        raise FieldRefused(option, "Choose from what is offered.")


def _ticked(option: Option, _asks: Asks, value: Any) -> None:
    if value is not True:
        raise FieldRefused(option, "Tick it, or leave it.")


_CHECKS = {
    Holds.LINE: _text,
    Holds.TEXT: _text,
    Holds.MEASURED: _text,
    Holds.ONE: _chosen,
    Holds.MANY: _chosen,
    Holds.TICK: _ticked,
}


def in_words(option: Option, extra: Extra) -> str:
    """The value as it is read: choices by their labels; empty when nothing was said.

    >>> in_words(Option.ISOLATION, {"isolation": ["contact", "droplet"]})
    'Contact, droplet'
    """
    asks, value = OPTIONS[option], extra.get(option)
    if not value:
        return ""
    if asks.holds is Holds.TICK:
        return "Yes"
    if asks.choices is None:
        return str(value)
    labels = [asks.choices[one] for one in (value if isinstance(value, list) else [value]) if one in asks.choices]
    return ", ".join(labels[:1] + [label[:1].lower() + label[1:] for label in labels[1:]])


def carried(extra: Extra, sent_at: datetime) -> dict[str, Any]:
    """What the next handoff of the patient may take along, each with the moment at which it was first written.

    Never what changes within a shift: vital signs, results, worries, what is asked for.
    """
    found: dict[str, Any] = {}
    for option, asks in OPTIONS.items():
        if asks.carried and extra.get(option):
            found[option.value] = extra[option]
            found[since_name(option)] = (moment(extra, since_name(option)) or sent_at).isoformat()
    return found


def with_ages(extra: Extra, source: Extra) -> dict[str, Any]:
    """`extra` with the ages of whatever stands in it exactly as in `source` (what `carried` gave); else without."""
    kept = {name: value for name, value in extra.items() if not name.endswith("_since")}
    for option in Option:
        name = since_name(option)
        if option in kept and name in source and kept[option] == source.get(option):
            kept[name] = source[name]
    return kept
