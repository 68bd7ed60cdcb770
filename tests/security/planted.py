"""A ward whose every handoff is full of words that must be found nowhere else.

The words are planted in every text column of every table about handoffs, whatever was added to it since: a new field
is part of the proof without a line here.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from sqlalchemy import JSON, Column, Enum, String, Table, select, update
from sqlalchemy.exc import IntegrityError

from huddle.core import drafts
from huddle.core.db import Base, db
from huddle.core.transaction import transaction
from huddle.handoffs import service as handoffs
from huddle.handoffs.models import Handoff, HandoffAction, HandoffEvent
from huddle.handoffs.rules import EventKind, HandoffKind, Mode, Plan, Section, Severity
from huddle.handoffs.rules.extra import OPTIONS, Holds
from huddle.handoffs.rules.phone import Heard
from huddle.huddles import service as huddles
from tests.architecture.samples import PATIENT, PLAN, Samples, make_samples
from tests.support.ward import Ward

INITIALS, LAST_THREE, BED, WORDS = "ÆØÞ", "Ð7Þ", "bay kestrel", "kestrel"
"""Letters that no token, digest or address is made of."""
NEEDLES = tuple(needle.casefold() for needle in (INITIALS, LAST_THREE, WORDS))
CHOICES = {"watcher.more_reasons"}
"""Columns with choices from a list, several in one."""
TYPED = (Holds.LINE, Holds.TEXT, Holds.MEASURED)
NUMBERED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Planted:
    """The samples of every feature, and a handoff in every state, by what became of it."""

    samples: Samples
    handoffs: dict[str, UUID]


def plant(ward: Ward) -> Planted:
    """Make one of everything, then put the words wherever a patient's words can stand."""
    samples = make_samples(ward)
    with transaction():
        made = _in_every_state(ward, samples)
    with transaction():
        _drop_one_action(ward)
        for table in patient_tables():
            _fill(table, ward.unit_id)
        fields = {"initials": [INITIALS], "situation": [f"{WORDS} draft"]}
        place = drafts.Place(ward.bob.person_id, "handoff.send", str(ward.unit_id), "1")
        drafts.save(place, fields, version=0, now=ward.now)
    db.session.remove()
    return Planted(samples, made)


def _in_every_state(ward: Ward, samples: Samples) -> dict[str, UUID]:
    known: dict[str, Any] = {"actor": ward.alice, "now": ward.now}

    def sent(number: str, severity: Severity = Severity.WATCHER, plan: Plan = PLAN) -> Handoff:
        about = replace(PATIENT, last_four=f"000{number}", severity=severity)
        return handoffs.send(ward.unit_id, about, plan=plan, to_person_id=None, **known)

    asked, returned, escalated, opened = (sent(number) for number in "1234")
    handoffs.ask(asked, text="?", actor=ward.bob, now=ward.now)
    handoffs.return_for_detail(returned, section=Section.SITUATION, text="?", actor=ward.bob, now=ward.now)
    handoffs.escalate(escalated, reason="?", **known)
    handoffs.note_opened(opened, actor=ward.bob, now=ward.now)
    written = sent("5", Severity.STABLE, Plan(mode=Mode.WRITTEN_ONLY, written_reason="?"))
    superseded, newer = sent("6"), sent("6")
    handoffs.record_call(
        opened, Heard(ward.bob.user_id, severity=Severity.WATCHER, priority=f"{WORDS} by phone"), **known
    )
    taken_back = _taken_back(ward)
    huddles.watch_handed_over(huddles.open_extra(ward.unit_id, **known), handoff_id=newer.id, **known)
    found = {"asked": asked, "returned": returned, "escalated": escalated, "opened": opened}
    found |= {"written": written, "superseded": superseded, "newer": newer, "taken back": taken_back}
    ids = {name: handoff.id for name, handoff in found.items()}
    return ids | {name: samples.named[name] for name in ("from_alice_to_bob", "taken_by_bob", "begun_by_bob")}


def _taken_back(ward: Ward) -> Handoff:
    """A transfer to the unit of the visitor, who could read it until the patient stayed after all."""
    known: dict[str, Any] = {"actor": ward.alice, "now": ward.now}
    about = replace(PATIENT, last_four="0007", kind=HandoffKind.TRANSFER)
    draft = handoffs.begin(ward.unit_id, about, **known)
    handoffs.choose_unit(draft, ward.other_unit_id, actor=ward.alice, now=ward.now)
    handoffs.send_draft(draft, PLAN, to_person_id=None, responsible_id=None, **known)
    stays = replace(about, kind=HandoffKind.SHIFT)
    handoffs.send(ward.unit_id, stays, plan=PLAN, to_person_id=None, **known)
    return draft


def _drop_one_action(ward: Ward) -> None:
    """What will not be done has its reason."""
    one = select(HandoffAction.id).join(Handoff, Handoff.id == HandoffAction.handoff_id)
    one = one.where(Handoff.unit_id == ward.unit_id).order_by(HandoffAction.id).limit(1)
    values = {"dropped_at": ward.now, "dropped_by": ward.bob.user_id, "dropped_reason": "?"}
    db.session.execute(update(HandoffAction).where(HandoffAction.id.in_(one.scalar_subquery())).values(values))


def patient_tables() -> list[Table]:
    """The handoff and all that is part of one or was made of one."""
    home = Base.metadata.tables["handoff"]
    return [
        table
        for table in Base.metadata.sorted_tables
        if table is home or any(key.column.table is home for key in table.foreign_keys)
    ]


def text_columns(table: Table) -> list[Column[Any]]:
    """What people type; a choice from a list is none."""
    texts = [column for column in table.columns if isinstance(column.type, (String, JSON))]
    return [column for column in texts if not isinstance(column.type, Enum) and str(column) not in CHOICES]


def _fill(table: Table, unit_id: UUID) -> None:
    """Words in every text column of what belongs to the unit, so far as the CHECKs of the table allow words there."""
    key, home = next(iter(table.primary_key.columns)), Base.metadata.tables["handoff"]
    ours = select(home.c.id).where(home.c.unit_id == unit_id)
    of_unit = table.c.unit_id == unit_id if "unit_id" in table.c else _to_home(table, home).in_(ours)
    if table is HandoffEvent.__table__:  # what was heard by phone is kept in a form of its own
        of_unit &= table.c.kind != EventKind.TOLD_BY_PHONE
    for number, id_ in enumerate(db.session.execute(select(key).where(of_unit).order_by(key)).scalars().all()):
        for column in text_columns(table):
            with suppress(IntegrityError), db.session.begin_nested():
                words = update(table).where(key == id_, column.is_not(None)).values({column: _words(column, number)})
                db.session.execute(words)


def _to_home(table: Table, home: Table) -> Column[Any]:
    return next(key.parent for key in table.foreign_keys if key.column.table is home)


def _words(column: Column[Any], number: int) -> Any:
    if isinstance(column.type, JSON):
        return {option.value: f"{WORDS} {option}" for option, asks in OPTIONS.items() if asks.holds in TYPED}
    if column.name in ("patient_id1", "initials"):
        return INITIALS
    if column.name in ("patient_id2", "last_four"):
        return LAST_THREE + NUMBERED[number % len(NUMBERED)]
    return BED if column.name == "bed" else f"{WORDS} {column.name}"


def seen_in(text: str, needles: Collection[str] = NEEDLES) -> set[str]:
    """Which of the words stand in it, however they were written: as they are, escaped, in an address, in a cookie."""
    forms = {text, unquote(text), html.unescape(text), *_escaped(text), *_in_base64(text)}
    return {needle for form in forms for needle in needles if needle in form.casefold()}


def _escaped(text: str) -> Iterator[str]:
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def _in_base64(text: str) -> Iterator[str]:
    for part in re.findall(r"[A-Za-z0-9_-]{24,}", text):
        try:
            yield base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("utf-8", "ignore")
        except (binascii.Error, ValueError):
            continue
