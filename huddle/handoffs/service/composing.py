"""Writing a handoff and sending it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.handoffs import policy, queries, rules
from huddle.handoffs.models import Handoff, HandoffAction, HandoffIfThen
from huddle.handoffs.queries import templates
from huddle.handoffs.queries.locking import lock, lock_patient
from huddle.handoffs.rules import Decided, EventKind, Extra, HandoffKind, HandoffStatus, Plan, Report
from huddle.handoffs.rules.phone import TO_ROLE
from huddle.handoffs.service import promises
from huddle.handoffs.service.trace import note_and_record
from huddle.units import queries as units
from huddle.units.rules import runs_between

NO_PLAN = Plan()


def begin(
    unit_id: UUID,
    report: Report,
    *,
    copied_from: UUID | None = None,
    on_paper: bool = False,
    actor: Actor,
    now: datetime,
) -> Handoff:
    """Write a report down without sending it. Nobody but its author reads it.

    It is told as the unit's template of this kind asks for; what was written `on_paper` is taken as it stands there.
    `copied_from` is the older handoff of this patient whose words the page carried along.
    """
    policy.can_send(actor, unit_id).require()
    source = queries.get_of_ours(unit_id, copied_from, now) if copied_from else None
    template = templates.newest(unit_id, report.kind)
    if not on_paper:
        rules.require_report(templates.shape(template, report.kind), report)
    handoff = Handoff(
        unit_id=unit_id,
        template_id=template.id if template else None,
        **_columns(report, rules.carried(source.extra, source.sent_at) if source else {}),
        background_at=_background_at(report, source, now),
        copied_from=copied_from,
        sent_by=actor.person_id,
        started_at=now,
        status=HandoffStatus.DRAFT,
    )
    db.session.add(handoff)
    db.session.flush()
    _record("begun", handoff, actor, now)
    return handoff


def rewrite(draft: Handoff, report: Report, *, actor: Actor, now: datetime) -> None:
    """Change the report of a handoff that is not sent yet."""
    policy.can_write(actor, draft).require()
    _require_draft(draft)
    template = templates.newest(draft.unit_id, report.kind)
    rules.require_report(templates.shape(template, report.kind), report)
    if report.background != draft.background:
        draft.background_at = now
    draft.template_id = template.id if template else None
    to_role = draft.extra.get(TO_ROLE) if report.kind is HandoffKind.ESCALATION else None
    for name, value in _columns(report, draft.extra).items():
        setattr(draft, name, value)
    if to_role:
        draft.extra = draft.extra | {TO_ROLE: to_role}
    if draft.kind is not HandoffKind.TRANSFER and draft.to_unit_id:
        draft.to_unit_id = draft.to_person_id = None
    db.session.flush()
    _record("rewritten", draft, actor, now)


def keep_plan(
    draft: Handoff,
    plan: Plan,
    *,
    to_person_id: UUID | None,
    decided: Sequence[Decided] = (),
    actor: Actor,
    now: datetime,
) -> None:
    """Store what is to be done, without sending it yet. What is open from before may be `decided` later."""
    policy.can_write(actor, draft).require()
    _require_draft(draft)
    plan = promises.settle(draft, plan, decided, is_sent=False, actor=actor, now=now)
    _store_plan(draft, plan)
    draft.to_person_id, draft.planned = to_person_id, True
    rules.require_plan(draft.severity, plan)
    db.session.flush()
    _record("planned", draft, actor, now)


def send_draft(
    draft: Handoff,
    plan: Plan,
    *,
    to_person_id: UUID | None,
    responsible_id: UUID | None,
    decided: Sequence[Decided] | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Hand the patient over. Whoever is responsible stays so until it is acknowledged.

    `decided` says what becomes of each thing that is open from before; None where nobody was asked (what was written
    on paper), and then it stays open where it is.
    `responsible_id` is who the page said has the patient now: when that is somebody else meanwhile it raises
    RuleBroken, so that nobody hands over for a colleague without having been told.
    """
    policy.can_write(actor, draft).require()
    _require_draft(draft)
    lock_patient(draft)
    holder = queries.holder(draft.unit_id, draft.patient_id1, draft.patient_id2, now)
    has_it = holder.person_id if holder else None
    if has_it not in (responsible_id, actor.person_id):
        raise RuleBroken("Somebody else has this patient now. Read who it is, then send again.")
    if decided is not None:
        plan = promises.settle(draft, plan, decided, is_sent=True, actor=actor, now=now)
    _store_plan(draft, plan)
    _send(draft, plan, to_person_id, has_it, actor, now)


def send(
    unit_id: UUID,
    report: Report,
    *,
    plan: Plan = NO_PLAN,
    to_person_id: UUID | None,
    on_paper: bool = False,
    actor: Actor,
    now: datetime,
) -> Handoff:
    """Write and send in one go, to a colleague or (None) to the next nurse on the unit."""
    draft = begin(unit_id, report, on_paper=on_paper, actor=actor, now=now)
    holder = queries.holder(unit_id, report.initials, report.last_four, now)
    responsible_id = holder.person_id if holder else None
    send_draft(draft, plan, to_person_id=to_person_id, responsible_id=responsible_id, actor=actor, now=now)
    return draft


def send_list(
    drafts: Sequence[Handoff],
    *,
    to_person_id: UUID | None,
    as_chosen: bool = False,
    actor: Actor,
    now: datetime,
) -> None:
    """Hand several patients over at once, all of them the sender's own and written to the end.

    Each goes to whom it was written for where they are sent `as_chosen`, else all to one colleague.
    """
    for draft in drafts:
        policy.can_write(actor, draft).require()
        _require_draft(draft)
        lock_patient(draft)
        holder = queries.holder(draft.unit_id, draft.patient_id1, draft.patient_id2, now)
        own_page = draft.to_unit_id or draft.kind is HandoffKind.ESCALATION
        if not draft.planned or own_page or (holder and holder.person_id != actor.person_id):
            raise RuleBroken(f"{draft.patient} cannot go with the list. Open it and send it on its own page.")
        plan = queries.plan_to_send(draft, queries.plan_of(draft), now)
        _store_plan(draft, plan)
        _send(draft, plan, draft.to_person_id if as_chosen else to_person_id, None, actor, now)


def discard(draft: Handoff, *, actor: Actor, now: datetime) -> None:
    """Throw away what was not sent."""
    policy.can_write(actor, draft).require()
    _require_draft(draft)
    _record("discarded", draft, actor, now)
    _forget_plan(draft)
    db.session.delete(draft)
    db.session.flush()


def _send(
    draft: Handoff, plan: Plan, to_person_id: UUID | None, has_it: UUID | None, actor: Actor, now: datetime
) -> None:
    shape = templates.shape_of(draft)
    rules.require_plan(draft.severity, plan)
    _check_receiver(draft.receiving_unit_id, to_person_id, has_it, actor, now)
    draft.status = rules.move(draft.status, HandoffStatus.SENT)
    draft.to_person_id = to_person_id
    draft.on_behalf_of = has_it if has_it != actor.person_id else None
    draft.read_back = shape.read_back(draft.severity)
    draft.sent_at, draft.asked_at, draft.planned = now, now, True
    draft.answer_by = rules.answer_by(
        draft.kind, draft.severity, now, minutes=shape.minutes, shift_starts_at=_next_shift(draft.unit_id, now)
    )
    note_and_record(draft, EventKind.SENT, actor=actor, now=now)
    for older in queries.waiting_of_patient(draft):
        if older.sent_by == actor.person_id and _replaces(draft, older):
            _supersede(older, actor, now)


def _replaces(newer: Handoff, older: Handoff) -> bool:
    """A call for help takes nothing from the colleague for whom a handoff of the same patient waits.

    Nor does handing over end a call to somebody without an account, who cannot take the patient on.
    """
    return newer.kind is older.kind or (newer.kind is not HandoffKind.ESCALATION and not older.to_role)


def _supersede(older: Handoff, actor: Actor, now: datetime) -> None:
    lock(older)
    older.status = rules.move(older.status, HandoffStatus.SUPERSEDED)
    note_and_record(older, EventKind.SUPERSEDED, actor=actor, now=now)


def _next_shift(unit_id: UUID, now: datetime) -> datetime | None:
    """When the next shift of the unit begins, if that is within the next hour."""
    zone, end = units.facts(unit_id).zone, now + rules.NEXT_SHIFT_WITHIN
    runs = runs_between(units.shifts(unit_id), now, end + rules.NEXT_SHIFT_WITHIN, zone)
    return min((run.starts_at for run in runs if now < run.starts_at <= end), default=None)


def _columns(report: Report, before: Extra) -> dict[str, Any]:
    """The report as the row keeps it; words that stand as they did `before` keep their age."""
    renamed = {"initials": "patient_id1", "last_four": "patient_id2"}
    columns = {renamed.get(field.name, field.name): getattr(report, field.name) for field in fields(report)}
    return columns | {"extra": rules.with_ages(rules.checked(report.extra), before)}


def _background_at(report: Report, source: Handoff | None, now: datetime) -> datetime:
    """When these words were first written: carried words keep their age."""
    return source.background_at if source and source.background == report.background else now


def _record(verb: str, draft: Handoff, actor: Actor, now: datetime) -> None:
    """Nobody but its author sees a draft, so no board is told."""
    subject = ("handoff", draft.id)
    audit.record(f"handoff.{verb}", subject=subject, actor=actor, now=now, unit_id=draft.unit_id, is_change=False)


def _store_plan(draft: Handoff, plan: Plan) -> None:
    _forget_plan(draft)
    for number, action in enumerate(plan.actions, start=1):
        told = {"what": action.what, "due_at": action.due_at, **queries.origin(action)}
        db.session.add(HandoffAction(handoff_id=draft.id, number=number, **told))
    for number, case in enumerate(plan.if_thens, start=1):
        db.session.add(HandoffIfThen(handoff_id=draft.id, number=number, sign=case.sign, response=case.response))
    draft.checks, draft.checks_note = plan.checks, plan.checks_note
    draft.mode, draft.written_reason = plan.mode, plan.written_reason


def _forget_plan(draft: Handoff) -> None:
    for part in (HandoffAction, HandoffIfThen):
        db.session.execute(delete(part).where(part.handoff_id == draft.id))


def _require_draft(draft: Handoff) -> None:
    if draft.status is not HandoffStatus.DRAFT:
        raise RuleBroken("This handoff was sent already.")


def _check_receiver(unit_id: UUID, to_person_id: UUID | None, has_it: UUID | None, actor: Actor, now: datetime) -> None:
    if to_person_id is None:
        return
    if to_person_id == actor.user_id:
        raise FieldRefused("to_person_id", "Choose a colleague: you cannot hand over to yourself.")
    if to_person_id == has_it:
        raise FieldRefused("to_person_id", "This colleague has the patient already. Choose somebody else.")
    if to_person_id not in {person.id for person in units.people(unit_id, now)}:
        raise FieldRefused("to_person_id", "This colleague does not work there now. Choose somebody else.")
