"""The page of one huddle, whole or its changing part, with all its forms."""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from flask import render_template, url_for

from huddle.actions import policy as action_policy
from huddle.actions.rules import due_tag
from huddle.audit import queries as audit
from huddle.concerns import policy as concern_policy
from huddle.concerns.forms import RaiseConcernForm
from huddle.concerns.rules import OUTCOME_LABELS, TOPIC_LABELS
from huddle.handoffs.rules import bed_text, patient_text
from huddle.huddles import queries, rules
from huddle.huddles.forms import (
    AddWatcherForm,
    AttendanceForm,
    CheckWatcherForm,
    CloseHuddleForm,
    ConfirmStepForm,
    HuddleActionForm,
    LookBackForm,
    StaffingNoteForm,
    WatchHandedOverForm,
)
from huddle.huddles.queries import agenda as agendas
from huddle.huddles.queries.agenda import Agenda, LookBackItem
from huddle.huddles.rules import Step, SubjectKind
from huddle.recognition.forms import ThankForm
from huddle.units import queries as units
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm

SomeForm = TypeVar("SomeForm", bound=WriteForm)


def place(unit_id: UUID, huddle_id: UUID, step: Step) -> str:
    """Where a tap leads: the same step of the same page."""
    return url_for("huddles.show", unit_id=unit_id, huddle_id=huddle_id, _anchor=f"step-{step}")


def whole(unit_id: UUID, huddle_id: UUID, failed: WriteForm | None = None) -> str:
    """The live page, or the summary once it is closed; `failed` is a form that was refused, shown as it was typed."""
    huddle = queries.get(unit_id, huddle_id)
    return _render("huddles/show.html" if huddle.closed_at is None else "huddles/summary.html", huddle, failed)


def part(unit_id: UUID, huddle_id: UUID) -> str:
    """The part of the live page that changes."""
    return _render("huddles/_live.html", queries.get(unit_id, huddle_id), None)


def _render(template: str, huddle: Any, failed: WriteForm | None) -> str:
    unit_id: UUID = huddle.unit_id
    agenda = agendas.agenda(huddle, now())
    return render_template(
        template,
        unit_id=unit_id,
        huddle=huddle,
        agenda=agenda,
        forms=_forms(huddle, agenda, failed),
        can_settle={item.id: _can_settle(item) for item in agenda.look_backs},
        turn=_turn(unit_id),
        revision=audit.revision(unit_id),
        budget_seconds=int(rules.BUDGET.total_seconds()),
        now=now(),
        shows_identifiers=_shows_identifiers(huddle.closed_at),
        form=failed,
        **_words(),
    )


def _shows_identifiers(closed_at: datetime | None) -> bool:
    """Whether a summary still says who was watched."""
    return closed_at is None or now() - closed_at < rules.IDENTIFIERS_SHOWN_FOR


def _words() -> dict[str, Any]:
    return {
        "steps": rules.STEP_LABELS,
        "answers": rules.ANSWER_LABELS,
        "reasons": rules.REASON_LABELS,
        "roles": rules.ROLE_LABELS,
        "first_roles": rules.FIRST_ROLES,
        "topics": TOPIC_LABELS,
        "outcomes": OUTCOME_LABELS,
        "due_tag": due_tag,
        "patient_text": patient_text,
        "bed_text": bed_text,
        "minutes": rules.minutes,
        "is_on_time": rules.is_on_time,
    }


def _can_settle(item: LookBackItem) -> Any:
    """Whether "Done" or "Told" by this person settles it, or who else has to."""
    actor = current_actor()
    if item.kind is SubjectKind.ACTION:
        return action_policy.can_change(actor, item.row)
    return (concern_policy.can_tell_back if item.to_tell else concern_policy.can_answer)(actor, item.row)


def _turn(unit_id: UUID) -> str:
    """Whose turn it is to lead next."""
    people = {person.id: person.name for person in units.people(unit_id)}
    found = rules.by_turn(list(people), queries.leaders(unit_id))
    return people[found] if found else ""


def _forms(huddle: Any, agenda: Agenda, failed: WriteForm | None) -> dict[str, Any]:
    """Every form of the page: by name, and by name and id where there is one for each thing."""
    if huddle.closed_at is not None:
        return {}
    choices = people(huddle.unit_id)
    close, action = CloseHuddleForm.beside(huddle.id), HuddleActionForm.beside(huddle.id)
    close.offer(choices)
    action.offer(choices)
    note = {"staffing_note": huddle.staffing_note}
    found: dict[str, Any] = {
        "close": close,
        "action": action,
        "note": StaffingNoteForm.beside(huddle.id, version=note_version(huddle.staffing_note), data=note),
        "attendance": AttendanceForm.beside(huddle.id),
        "add_watcher": AddWatcherForm.beside(huddle.unit_id),
        "concern": RaiseConcernForm.beside(huddle.unit_id),
        "thank": ThankForm.beside(huddle.unit_id),
        "confirm": {step: ConfirmStepForm.beside(f"{huddle.id}-{step}") for step in Step},
        "look_back": {item.id: LookBackForm.beside(f"{huddle.id}-{item.id}") for item in agenda.look_backs},
        "check": {item.row.id: CheckWatcherForm.beside(f"{huddle.id}-{item.row.id}") for item in agenda.watchers},
        "suggested": {item.id: WatchHandedOverForm.beside(f"{huddle.id}-{item.id}") for item in agenda.suggestions},
    }
    return {name: _or_failed(form, failed) for name, form in found.items()}


def _or_failed(form: Any, failed: WriteForm | None) -> Any:
    if isinstance(form, dict):
        return {key: _or_failed(each, failed) for key, each in form.items()}
    return failed if failed is not None and failed.html_id == form.html_id else form


def people(unit_id: UUID) -> dict[str, str]:
    """Names by id of those who work on the unit, for a list to choose from."""
    return {str(person.id): person.name for person in units.people(unit_id)}


def note_version(note: str) -> int:
    """A number that changes when the note does: other taps in the huddle are no conflict with it."""
    return zlib.crc32(note.encode()) & 0x7FFFFFFF  # drafts store it as a plain integer
