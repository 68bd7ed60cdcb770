"""The page of one huddle, whole or its changing part."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, url_for

from huddle.actions.rules import due_tag
from huddle.audit import queries as audit
from huddle.charts.drawing import Drawing
from huddle.concerns.rules import OUTCOME_LABELS, TOPIC_LABELS
from huddle.core.dates import clock_text
from huddle.handoffs.rules import bed_text, patient_text
from huddle.huddles import queries, rules
from huddle.huddles.queries import adherence, leading
from huddle.huddles.queries import agenda as agendas
from huddle.huddles.queries.agenda import Agenda
from huddle.huddles.routes import page_forms
from huddle.huddles.rules import ROLE_LABELS, HuddleKind, Step, StepPlan
from huddle.units import queries as units
from huddle.web import look_back
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm
from huddle.web.look_back import LookBackLine
from huddle.web.writes import is_script

PARTS = {
    Step.LOOK_BACK: "_look_back",
    Step.STAFFING: "_staffing",
    Step.CENSUS: "_beds",
    Step.WATCHERS: "_watchers",
    Step.LOOK_AHEAD: "_items",
    Step.EQUIPMENT: "_items",
    Step.CONCERNS: "_concerns",
    Step.CHANGE: "_notes",
    Step.DEBRIEF: "_notes",
    Step.VOICES: "_voices",
    Step.TEACHING: "_notes",
    Step.THANKS: "_thanks",
    Step.PLUS_DELTA: "_notes",
}


def place(unit_id: UUID, huddle_id: UUID, step: Step | None) -> str:
    """Where a tap leads: the same step of the same page; closing when there is none."""
    anchor = f"step-{step}" if step else "step-close"
    return url_for("huddles.show", unit_id=unit_id, huddle_id=huddle_id, _anchor=anchor)


def onward(huddle: Any, step: Step) -> str:
    """Where the circle goes on: in this step until it is done, then in the next one that is not."""
    states = agendas.step_states(huddle, now())
    return place(huddle.unit_id, huddle.id, rules.next_place(states, step))


def whole(unit_id: UUID, huddle_id: UUID, failed: WriteForm | None = None) -> str:
    """The live page, or the summary once it is closed; `failed` is a form that was refused, shown as it was typed."""
    huddle = queries.get(unit_id, huddle_id)
    return render("show.html" if huddle.closed_at is None else "summary.html", huddle, failed)


def part(unit_id: UUID, huddle_id: UUID) -> str:
    """The part of the live page that changes."""
    return render("_live.html", queries.get(unit_id, huddle_id), None)


def render(template: str, huddle: Any, failed: WriteForm | None = None) -> str:
    """One of the pages of a huddle."""
    unit_id: UUID = huddle.unit_id
    agenda = agendas.agenda(huddle, now())
    all_here = units.people(unit_id, now()) if huddle.closed_at is None else []
    people = {person.id: person.name for person in all_here}
    on_shift = units.on_shift(unit_id, now(), among=all_here) if people else set()
    here = [person for person in people if person in on_shift]
    following = leading.by_turn(unit_id, [person for person in people if person != huddle.leader_id])
    return render_template(
        f"huddles/{template}",
        unit_id=unit_id,
        huddle=huddle,
        agenda=agenda,
        lines={line.step: line for line in agenda.plan},
        clocks=_clocks(agenda.plan),
        parts=PARTS,
        people=people,
        here=here,
        forms=page_forms.forms(huddle, agenda, people, following, failed),
        can_settle={item.id: page_forms.can_settle(item) for item in agenda.look_backs},
        order=[ROLE_LABELS[role] for role in rules.speaking_order(set(huddle.attendance))],
        last_count=_last_count(huddle, agenda),
        revision=audit.revision(unit_id),
        me=current_actor().user_id,
        now=now(),
        shows_identifiers=_shows_identifiers(huddle.closed_at),
        chart=_chart(huddle) if template == "show.html" else None,
        form=failed,
        remembered=_remembered(huddle),
        **_words(),
    )


def _chart(huddle: Any) -> Drawing | None:
    """How this unit's huddles went lately. A script that brings the page up to date keeps the one that is there."""
    if huddle.kind is not HuddleKind.SCHEDULED or is_script():
        return None
    return adherence.chart(huddle.unit_id, now())


def _remembered(huddle: Any) -> list[LookBackLine]:
    """What other features bring into the look back of a huddle that is going on."""
    return look_back.lines(huddle.unit_id, huddle.id, now()) if huddle.closed_at is None else []


def _clocks(plan: tuple[StepPlan, ...]) -> dict[Step, int]:
    """By how many seconds after the opening each step is over when all goes as planned."""
    ends, total = {}, 0
    for line in plan:
        total += line.minutes * 60
        ends[line.step] = total
    return ends


def _last_count(huddle: Any, agenda: Agenda) -> str:
    """Who changed which number last, so that two tablets can talk about it."""
    last = huddle.counts.get("last")
    if not last:
        return ""
    labels = ROLE_LABELS | rules.BED_LABELS | rules.CHOICE_LABELS
    who, at = agenda.names.get(UUID(last["by"]), "Somebody"), datetime.fromisoformat(last["at"])
    return f"{labels.get(last['key'], 'A name')} was changed by {who}, {clock_text(at, zone_here())}."


def _shows_identifiers(closed_at: datetime | None) -> bool:
    """Whether a summary still says who was watched."""
    return closed_at is None or now() - closed_at < rules.IDENTIFIERS_SHOWN_FOR


def _words() -> dict[str, Any]:
    return {
        "steps": rules.STEP_LABELS,
        "kinds": rules.KIND_LABELS,
        "answers": rules.ANSWER_LABELS,
        "tapped": rules.TAPPED_ANSWERS,
        "plain_done": rules.PLAIN_DONE,
        "reasons": rules.REASON_LABELS,
        "why": lambda watcher: ", ".join(rules.REASON_LABELS[reason] for reason in watcher.reasons),
        "roles": rules.ROLE_LABELS,
        "first_roles": rules.FIRST_ROLES,
        "beds": rules.BED_LABELS,
        "choices": rules.CHOICES,
        "choice_labels": rules.CHOICE_LABELS,
        "notes_of": rules.NOTES_OF,
        "note_labels": rules.NOTE_LABELS,
        "item_words": {"event": rules.EVENT_LABELS, "newcomer": rules.NEWCOMER_LABELS, "ahead": rules.AHEAD_LABELS},
        "topics": TOPIC_LABELS,
        "outcomes": OUTCOME_LABELS,
        "due_tag": due_tag,
        "patient_text": patient_text,
        "bed_text": bed_text,
        "minutes": rules.minutes,
        "is_on_time": rules.is_on_time,
        "is_within": rules.is_within,
    }
