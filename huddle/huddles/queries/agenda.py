"""Everything that one huddle talks about, gathered for its page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import queries as concerns
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.handoffs import queries as handoffs
from huddle.handoffs.queries import Watched
from huddle.handoffs.rules import VISIBLE_FOR, patient_text
from huddle.huddles import rules
from huddle.huddles.models import Huddle, HuddleItem, HuddleNote, HuddleWatcher, Watcher
from huddle.huddles.queries import rows, templates
from huddle.huddles.queries.looking_back import LookBackItem, look_backs
from huddle.huddles.rules import ItemKind, NoteName, Plan, Step, StepPlan, StepState, SubjectKind
from huddle.recognition import queries as recognition
from huddle.units import queries as units


@dataclass(frozen=True, slots=True)
class WatcherItem:
    """A watcher with what this huddle said of them: still, no longer, or nothing yet.

    `stable_at` is when they were handed over as stable since: a reason to ask, the huddle decides. `is_silent`: no
    huddle spoke of them and nobody handed them over as sick for 48 hours, so that who they are is not shown; somebody
    of this huddle opens or answers it.
    """

    row: Watcher
    still: bool | None
    stable_at: datetime | None = None
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """The page of one huddle. `quiet` says that many huddles passed without one concern."""

    plan: tuple[StepPlan, ...]
    names_on: bool
    look_backs: list[LookBackItem]
    watchers: list[WatcherItem]
    suggestions: list[Watched]
    concerns: Sequence[Any]
    actions: Sequence[Any]
    thanks: Sequence[Any]
    notes: dict[NoteName, HuddleNote]
    items: dict[ItemKind, list[HuddleItem]]
    names: dict[UUID | None, str]
    today: date
    steps: list[StepState]
    current: Step | None
    quiet: bool

    @property
    def budget(self) -> int:
        """Minutes of all its steps."""
        return rules.budget(self.plan)


def agenda(huddle: Huddle, now: datetime) -> Agenda:
    """What the huddle talks about; for one that is closed, what it said."""
    today = local_day(now, units.facts(huddle.unit_id).zone)
    plan, names_on = steps_of(huddle)
    wanted = {line.step for line in plan}
    backs = look_backs(huddle, today)
    sick = handoffs.watching(huddle.unit_id, now) if huddle.closed_at is None else []
    watched = _watchers(huddle, {patient.patient for patient in sick}, now)
    raised = _raised_meanwhile(huddle)
    opened = actions.for_source(SourceKind.HUDDLE, huddle.id)
    thanks = recognition.of_huddle(huddle.unit_id, huddle.id)
    notes, items = rows.notes(huddle.id), _items(huddle)
    counts = _counts(huddle, backs, watched, items, notes) | {
        Step.CONCERNS: (len(raised) + len(opened), 0),
        Step.THANKS: (len(thanks), 0),
    }
    steps = [
        rules.step_state(line.step, count=counts[line.step][0], left=counts[line.step][1], asked=huddle.asked)
        for line in plan
    ]
    return Agenda(
        plan=plan,
        names_on=names_on,
        look_backs=backs,
        watchers=watched,
        suggestions=_suggestions(huddle, watched, sick, now) if Step.WATCHERS in wanted else [],
        concerns=raised,
        actions=opened,
        thanks=thanks,
        notes=notes,
        items=items,
        names=_names(huddle, backs, opened, notes),
        today=today,
        steps=steps,
        current=rules.current_step(steps),
        quiet=not raised and Step.CONCERNS in wanted and _is_quiet(huddle),
    )


def steps_of(huddle: Huddle) -> tuple[Plan, bool]:
    """The steps that are on, in order. "Keep and change" is asked once a week and left out in between."""
    plan, names_on = templates.plan_of(huddle)
    on = tuple(line for line in plan if line.on)
    if huddle.opened_at is not None and any(line.step is Step.PLUS_DELTA for line in on):
        since = huddle.opened_at - rules.PLUS_DELTA_EVERY
        if rows.said_lately(huddle.unit_id, rules.NOTES_OF[Step.PLUS_DELTA], since, huddle.opened_at):
            on = tuple(line for line in on if line.step is not Step.PLUS_DELTA)
    return on, names_on


def step_states(huddle: Huddle, now: datetime) -> list[StepState]:
    """How the steps stand, for the way on after a tap."""
    return agenda(huddle, now).steps


def checks(huddle_id: UUID) -> dict[UUID, bool]:
    """Of which watchers a huddle said "still" (True) or "no longer"."""
    query = select(HuddleWatcher.watcher_id, HuddleWatcher.still).where(HuddleWatcher.huddle_id == huddle_id)
    found = db.session.execute(query.order_by(HuddleWatcher.at, HuddleWatcher.id))
    return {watcher_id: still for watcher_id, still in found}


def _watchers(huddle: Huddle, sick: Collection[str], now: datetime) -> list[WatcherItem]:
    """Who is watched now, or was when the huddle closed, and who was taken off the list in it; `sick` have a name."""
    known = checks(huddle.id)
    query = select(Watcher).where(Watcher.unit_id == huddle.unit_id)
    listed: list[ColumnElement[bool]] = [Watcher.ended_at.is_(None), Watcher.id.in_(known)]
    if huddle.closed_at is not None:
        query = query.where(Watcher.added_at <= huddle.closed_at)
        listed.append(Watcher.ended_at > huddle.closed_at)
    query = query.where(or_(*listed)).order_by(Watcher.added_at, Watcher.id)
    found = db.session.execute(query).scalars().all()
    stable = handoffs.stable_since(huddle.unit_id, now) if found and huddle.closed_at is None else {}
    spoken = _spoken_of([row.id for row in found])
    return [
        WatcherItem(
            row,
            known.get(row.id),
            _stable_at(row, stable),
            is_silent=patient_text(row.patient_id1, row.patient_id2) not in sick
            and row.id not in known
            and spoken.get(row.id, row.added_at) <= now - VISIBLE_FOR,
        )
        for row in found
    ]


def _spoken_of(watcher_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When a huddle spoke of them last."""
    newest = func.max(HuddleWatcher.at, type_=HuddleWatcher.at.type)
    query = select(HuddleWatcher.watcher_id, newest).where(HuddleWatcher.watcher_id.in_(watcher_ids))
    rows_ = db.session.execute(query.group_by(HuddleWatcher.watcher_id).order_by(HuddleWatcher.watcher_id))
    return {watcher_id: at for watcher_id, at in rows_}


def _stable_at(watcher: Watcher, stable: Mapping[str, datetime]) -> datetime | None:
    at = stable.get(patient_text(watcher.patient_id1, watcher.patient_id2))
    return at if at and at > watcher.added_at else None


def _suggestions(huddle: Huddle, watchers: list[WatcherItem], sick: Sequence[Watched], now: datetime) -> list[Watched]:
    """Patients handed over as watcher or unstable who are not on this huddle's list.

    Without those of whom a huddle said "no longer" since they were handed over.
    """
    listed = {patient_text(item.row.patient_id1, item.row.patient_id2) for item in watchers}
    ended = rows.watched_until(huddle.unit_id, now - VISIBLE_FOR)
    return [patient for patient in sick if patient.patient not in listed and not patient.is_over(ended)]


def _raised_meanwhile(huddle: Huddle) -> Sequence[Any]:
    """Concerns raised on the unit while the huddle was going on."""
    if huddle.opened_at is None:
        return []
    return concerns.raised_between(huddle.unit_id, huddle.opened_at, huddle.closed_at)


def _is_quiet(huddle: Huddle) -> bool:
    """No concern on the unit since the huddle before the last ten: worth a curious question, never a green light."""
    if huddle.opened_at is None:
        return False
    since = rows.opening_before(huddle.unit_id, huddle.opened_at, rules.QUIET_AFTER)
    return since is not None and not concerns.raised_between(huddle.unit_id, since, huddle.opened_at)


def _items(huddle: Huddle) -> dict[ItemKind, list[HuddleItem]]:
    """What stands in the lists; once the huddle is closed without what was taken off."""
    found: dict[ItemKind, list[HuddleItem]] = {kind: [] for kind in ItemKind}
    for item in rows.items(huddle.id):
        if huddle.closed_at is None or item.gone_at is None:
            found[item.kind].append(item)
    return found


def _names(
    huddle: Huddle, backs: list[LookBackItem], opened: Sequence[Any], notes: dict[NoteName, HuddleNote]
) -> dict[UUID | None, str]:
    people: set[UUID | None] = {huddle.opened_by, huddle.leader_id, huddle.next_leader_id}
    people |= {item.owner_id for item in opened} | {note.by for note in notes.values()}
    people |= {item.row.owner_id for item in backs if item.kind is SubjectKind.ACTION}
    if last := huddle.counts.get("last"):
        people.add(UUID(last["by"]))
    people |= {UUID(person) for person in huddle.counts.get("named", {})}
    return units.names(people)


def _counts(
    huddle: Huddle,
    backs: list[LookBackItem],
    watchers: list[WatcherItem],
    items: dict[ItemKind, list[HuddleItem]],
    notes: dict[NoteName, HuddleNote],
) -> dict[Step, tuple[int, int]]:
    """Of each step, how many things are in it and how many of them wait for an answer."""
    written = {step: sum(bool(notes[name].text) for name in names if name in notes) for step, names in _NOTED.items()}
    listed = {kind: sum(item.gone_at is None for item in items[kind]) for kind in ItemKind}
    return {step: (count, 0) for step, count in written.items()} | {
        Step.LOOK_BACK: (len(backs) + listed[ItemKind.EVENT], sum(item.is_left for item in backs)),
        Step.STAFFING: (sum(huddle.attendance.values()), 0),
        Step.CENSUS: (sum(huddle.counts.get("beds", {}).values()), 0),
        Step.WATCHERS: (len(watchers), sum(item.still is None for item in watchers)),
        Step.LOOK_AHEAD: (listed[ItemKind.AHEAD], 0),
        Step.EQUIPMENT: (listed[ItemKind.EQUIPMENT], 0),
        Step.VOICES: (len(huddle.counts.get("spoke", {})), 0),
    }


_NOTED = {step: names for step, names in rules.NOTES_OF.items() if step is not Step.STAFFING}
