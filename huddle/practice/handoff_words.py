"""How one unit of the practice hospital tells its shift handoffs, and what it says there beyond the short form."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from huddle.handoffs.queries import templates as stored
from huddle.handoffs.rules import DEFAULTS, Face, HandoffKind, Option, Part, Severity, at_name, fitted
from huddle.handoffs.service import templates
from huddle.practice.hospital import Ward

OWN_WORDS = "3 North"
"""The unit that tells how sick a patient is first, and has switched two things on."""
OWN_HINTS: dict[Part, str] = {
    Option.UNCERTAINTY: "What are we still waiting to know?",
    Option.VITALS: "The last set, with the score.",
}
MINUTES = {Severity.STABLE: 45, Severity.WATCHER: 20, Severity.UNSTABLE: 5}
UNSURE = {
    Severity.STABLE: "",
    Severity.WATCHER: "Whether it is the chest or the heart; the picture is not read yet.",
    Severity.UNSTABLE: "Where it comes from. The surgeon decides after the scan.",
}
MEASURED = {
    Severity.STABLE: "BP 124/76, pulse 78, breathing 16, score 0",
    Severity.WATCHER: "BP 118/70, pulse 104, breathing 24, score 5",
    Severity.UNSTABLE: "BP 86/50, pulse 122, breathing 26, score 9",
}


def shape(ward: Ward, at: datetime) -> None:
    """Let the unit choose its letters, its questions and its clocks, before its first handoff."""
    if ward.name != OWN_WORDS:
        return
    ours = DEFAULTS[HandoffKind.SHIFT]
    lines = (
        replace(line, on=line.on or line.part in OWN_HINTS, hint=OWN_HINTS.get(line.part, "")) for line in ours.lines
    )
    own = replace(ours, face=Face.SEVERITY_FIRST, lines=fitted(Face.SEVERITY_FIRST, lines), minutes=MINUTES)
    templates.save_template(ward.unit_id, own, begun_on=0, actor=ward.manager, now=at)


def beyond(ward: Ward, severity: Severity, sent_at: datetime) -> dict[str, Any]:
    """What a nurse of this unit adds; nothing where the unit does not ask."""
    if stored.newest(ward.unit_id, HandoffKind.SHIFT) is None:
        return {}
    said = {
        Option.UNCERTAINTY.value: UNSURE[severity],
        Option.VITALS.value: MEASURED[severity],
        at_name(Option.VITALS): (sent_at - timedelta(minutes=35)).isoformat(),
    }
    return {name: value for name, value in said.items() if value}
