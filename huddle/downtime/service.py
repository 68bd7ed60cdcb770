"""Numbering paper forms, and making a handoff, a huddle or a review of one that was written on.

What a sheet becomes is made by the services of those features at the time that stands on the paper, so their events
and their lines in the trail carry that time. The line "paper.typed_in" carries the true one, and who typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select

from huddle.audit import service as audit
from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.dates import local_day, moment_text
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotFound, RuleBroken
from huddle.downtime import policy, queries, rules
from huddle.downtime.models import PaperForm
from huddle.downtime.rules import PaperHandoff, PaperHuddle, PaperKind, Written
from huddle.handoffs import service as handoffs
from huddle.handoffs.rules import SICK, Plan
from huddle.huddles import queries as huddle_queries
from huddle.huddles import service as huddles
from huddle.huddles.rules import Mark, NoteName, Tally
from huddle.reviews import service as reviews
from huddle.reviews.rules import Question
from huddle.units import queries as units
from huddle.units.models import Unit
from huddle.units.staff import actor_on

if TYPE_CHECKING:
    from huddle.huddles.models import Huddle


def make_pack(unit_id: UUID, copies: Mapping[PaperKind, int], *, actor: Actor, now: datetime) -> UUID:
    """Number blank sheets for printing; the id of the pack. Raises FieldRefused when there are none, or too many."""
    policy.can_print(actor, unit_id).require()
    if not any(copies.values()):
        raise FieldRefused(PaperKind.SBAR.value, "Print at least one sheet.")
    for kind, count in copies.items():
        if not 0 <= count <= rules.COPIES_LIMIT:
            raise FieldRefused(kind.value, f"Print at most {rules.COPIES_LIMIT} at a time.")
    pack_id = uuid4()
    wanted = [kind for kind in PaperKind for _ in range(copies.get(kind, 0))]
    _number(unit_id, wanted, pack_id, actor, now)
    audit.record("paper.pack_made", subject=("paper_pack", pack_id), actor=actor, now=now)
    return pack_id


def number_one(unit_id: UUID, kind: PaperKind, *, actor: Actor, now: datetime) -> PaperForm:
    """A number for a sheet that has none, because it was copied or written on other paper."""
    policy.can_type_in(actor, unit_id).require()
    form = _number(unit_id, [kind], None, actor, now)[0]
    audit.record("paper.numbered", subject=("paper_form", form.id), actor=actor, now=now)
    return form


def type_handoff(form: PaperForm, said: PaperHandoff, written: Written, *, actor: Actor, now: datetime) -> UUID:
    """Make a handoff of the sheet; its id.

    Whoever typed it in and stands on it as the receiver has acknowledged it; anybody else still does that here.
    Newer handoffs of the patient stay as they are, and the one on paper counts as older than they.
    """
    at = _begin(form, written, actor, now)
    if said.from_id == said.to_id:
        raise FieldRefused("to_id", "Choose two different people: who handed over, and to whom.")
    if actor.user_id not in (said.from_id, said.to_id) and said.to_id is None:
        raise FieldRefused("to_id", "Choose who has this patient now.")
    if said.report.severity in SICK and said.if_then is None:
        raise FieldRefused("if_sign", "Say what to look out for. A patient who is not stable needs one “if, then”.")
    sender = actor if said.from_id == actor.user_id else _sender(form.unit_id, said.from_id, at)
    plan = Plan(if_thens=(said.if_then,) if said.if_then else ())
    handoff = handoffs.send(
        form.unit_id, said.report, plan=plan, to_person_id=said.to_id, on_paper=True, actor=sender, now=at
    )
    if said.to_id == actor.user_id:
        if said.receiver_severity is None:
            raise FieldRefused("receiver_severity", "Say how sick this patient is, in your view.")
        handoffs.acknowledge(
            handoff,
            severity=said.receiver_severity,
            priority=said.priority,
            corrections_read=0,
            watch_for=(1,) if said.if_then else (),
            actor=actor,
            now=at,
        )
    handoffs.put_in_order(handoff, actor=actor, now=now)
    _finish(form, handoff.id, at, written, actor, now)
    return handoff.id


def _sender(unit_id: UUID, person_id: UUID, at: datetime) -> Actor:
    """Who handed over, as they worked here when it was written: a guest's shift may be over by now."""
    try:
        return actor_on(unit_id, person_id, now=at)
    except NotFound:
        raise FieldRefused("from_id", "This person did not work here at that time. Check the name and time.") from None


def type_huddle(form: PaperForm, said: PaperHuddle, written: Written, *, actor: Actor, now: datetime) -> UUID:
    """Make a huddle of the sheet, held when the paper says so; its id. Raises RuleBroken when it is there already."""
    at = _begin(form, written, actor, now)
    huddle = _open(form.unit_id, at, actor, now)
    marks = [Mark(Tally.HERE, role, count) for role, count in said.here.items()]
    huddles.mark(huddle, marks=marks, actor=actor, now=at)
    if said.note:
        huddles.note(huddle, name=NoteName.STRETCHED, text=said.note, actor=actor, now=at)
    for text in said.concerns:
        concerns.raise_concern(form.unit_id, text=text, topic=Topic.OTHER, unnamed=True, actor=actor, now=at)
    ended = min(at + timedelta(minutes=said.minutes), now)
    huddles.close(huddle, next_leader_id=None, actor=actor, now=ended)
    _finish(form, huddle.id, at, written, actor, now)
    return huddle.id


def type_debrief(
    form: PaperForm, title: str, answers: Mapping[Question, str], written: Written, *, actor: Actor, now: datetime
) -> UUID:
    """Make the draft of a review of the sheet; its id."""
    at = _begin(form, written, actor, now)
    review = reviews.start(form.unit_id, title=title, event_on=written.on, actor=actor, now=now)
    for question, text in answers.items():
        reviews.answer(review, question, text=text, actor=actor, now=now)
    _finish(form, review.id, at, written, actor, now)
    return review.id


def _number(
    unit_id: UUID, kinds: list[PaperKind], pack_id: UUID | None, actor: Actor, now: datetime
) -> list[PaperForm]:
    db.session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update())  # one after the other
    facts = units.facts(unit_id)
    day, code = local_day(now, facts.zone), rules.unit_code(facts.name)
    taken = queries.made_on(unit_id, day, code)
    forms = [
        PaperForm(
            unit_id=unit_id,
            pack_id=pack_id,
            number=rules.form_number(code, day, taken + place),
            kind=kind,
            made_at=now,
            made_by=actor.person_id,
        )
        for place, kind in enumerate(kinds, 1)
    ]
    db.session.add_all(forms)
    db.session.flush()
    return forms


def _begin(form: PaperForm, written: Written, actor: Actor, now: datetime) -> datetime:
    """The moment on the paper, once nobody else has typed this sheet in."""
    policy.can_type_in(actor, form.unit_id).require()
    db.session.refresh(form, with_for_update=True)
    zone = units.facts(form.unit_id).zone
    if form.entered_at is not None:
        who = units.names({form.entered_by})[form.entered_by]
        when = moment_text(form.entered_at, now, zone)
        raise RuleBroken(f"{who} typed in this sheet {when}. Nothing was stored a second time.")
    return rules.written_at(form.kind, written.on, written.at, now=now, zone=zone)


def _finish(form: PaperForm, object_id: UUID, at: datetime, written: Written, actor: Actor, now: datetime) -> None:
    form.entered_at, form.entered_by, form.object_id = now, actor.person_id, object_id
    form.written_at, form.written_by = at, written.by
    db.session.flush()
    audit.record("paper.typed_in", subject=("paper_form", form.id), actor=actor, now=now, unit_id=form.unit_id)


def _open(unit_id: UUID, at: datetime, actor: Actor, now: datetime) -> Huddle:
    """The huddle of the shift at that time; an extra one where none was due, or its slot says why there was none."""
    slot = huddle_queries.slot_now(unit_id, at)
    if slot.huddle is not None and slot.huddle.opened_at is not None:
        when = moment_text(slot.huddle.opened_at, now, units.facts(unit_id).zone)
        raise RuleBroken(f"The {slot.huddle.name} huddle is here already: it was opened {when}.")
    if slot.run is not None and slot.huddle is None:
        return huddles.open_scheduled(unit_id, actor=actor, now=at)
    if huddle_queries.open_extra(unit_id) is not None:
        raise RuleBroken("An extra huddle is going on now. Close it first, then send this again.")
    return huddles.open_extra(unit_id, actor=actor, now=at)
