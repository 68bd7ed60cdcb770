"""Rolling a month up, writing down what the meeting said, publishing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete

from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.audit import service as audit
from huddle.checkins import policy, queries, rules
from huddle.checkins.models import CheckIn, CheckInAddendum, RollupRun
from huddle.checkins.rules import CheckInState, Outcome
from huddle.core.actor import Actor
from huddle.core.dates import Month
from huddle.core.db import db
from huddle.core.errors import RuleBroken
from huddle.core.storing import insert_once
from huddle.units import queries as units

RUNS_KEPT_FOR = timedelta(days=400)


def roll_up(unit_id: UUID, month: Month, *, actor: Actor, now: datetime) -> Outcome:
    """Freeze the numbers of a month, once; find out later whether anything came in after that.

    However many run this at once, in one process or in many, one snapshot comes of it. Raises RuleBroken for
    a month that is not over on the unit.
    """
    zone = units.facts(unit_id).zone
    if not rules.is_over(month, zone, now):
        raise RuleBroken(f"{month.label()} is not over yet on this unit.")
    known = queries.known(unit_id, month)
    if known is None and _insert(unit_id, month, actor=actor, now=now):
        return Outcome.CREATED
    known = known or queries.known(unit_id, month)
    assert known is not None  # noqa: S101 - somebody else inserted it a moment ago, and nobody can delete it
    return _add_what_is_new(known, month, actor=actor, now=now)


def _insert(unit_id: UUID, month: Month, *, actor: Actor, now: datetime) -> bool:
    check_in_id = uuid4()
    made = insert_once(
        CheckIn,
        id=check_in_id,
        unit_id=unit_id,
        month=str(month),
        state=CheckInState.DRAFTED,
        snapshot=queries.numbers(unit_id, month, units.facts(unit_id).zone),
        rules_version=rules.RULES_VERSION,
        computed_at=now,
        better="",
        still_hurts="",
        focus="",
    )
    if not made:
        return False
    audit.record("check_in.rolled_up", subject=("check_in", check_in_id), actor=actor, now=now, unit_id=unit_id)
    return True


def _add_what_is_new(check_in: CheckIn, month: Month, *, actor: Actor, now: datetime) -> Outcome:
    numbers = queries.numbers(check_in.unit_id, month, units.facts(check_in.unit_id).zone)
    later = queries.addenda(check_in.id)
    before = (later[-1] if later else check_in).snapshot
    numbers = rules.comparable(numbers, before, check_in.rules_version)
    if numbers == before:
        return Outcome.UNCHANGED
    db.session.add(CheckInAddendum(check_in_id=check_in.id, snapshot=numbers, computed_at=now))
    db.session.flush()
    subject = ("check_in", check_in.id)
    audit.record("check_in.addendum_added", subject=subject, actor=actor, now=now, unit_id=check_in.unit_id)
    return Outcome.ADDENDUM


def write_notes(check_in: CheckIn, *, better: str, still_hurts: str, focus: str, actor: Actor, now: datetime) -> None:
    """Keep what the meeting said; it can be changed until it is published."""
    rules.require_drafted(check_in.state)
    policy.can_lead(actor, check_in).require()
    check_in.better, check_in.still_hurts, check_in.focus = better, still_hurts, focus
    db.session.flush()
    _record("check_in.notes_written", check_in, actor, now)


def make_promise(check_in: CheckIn, *, title: str, owner_id: UUID, due_on: date, actor: Actor, now: datetime) -> UUID:
    """Open an action item that came of this meeting; its id. Raises FieldRefused for its owner or its day."""
    rules.require_drafted(check_in.state)
    policy.can_lead(actor, check_in).require()
    item = actions.open_item(
        check_in.unit_id,
        title=title,
        owner_id=owner_id,
        due_on=due_on,
        source_kind=SourceKind.CHECK_IN,
        source_id=check_in.id,
        actor=actor,
        now=now,
    )
    _record("check_in.promise_made", check_in, actor, now)
    return item.id


def publish(check_in: CheckIn, *, actor: Actor, now: datetime) -> None:
    """Give it to the whole unit. Raises FieldRefused or RuleBroken while something is missing."""
    state = rules.move(check_in.state, CheckInState.PUBLISHED)
    policy.can_lead(actor, check_in).require()
    rules.require_ready(check_in.better, len(queries.promises_made(check_in.id)))
    check_in.state = state
    check_in.published_at, check_in.published_by = now, actor.person_id
    db.session.flush()
    _record("check_in.published", check_in, actor, now)


def log_run(month: Month, outcomes: Iterable[Outcome], seconds: float, *, actor: Actor, now: datetime) -> None:
    """Write down what one run did for one month."""
    count = Counter(outcomes)
    run = RollupRun(
        at=now,
        month=str(month),
        units=count.total(),
        created=count[Outcome.CREATED],
        unchanged=count[Outcome.UNCHANGED],
        addenda=count[Outcome.ADDENDUM],
        failed=count[Outcome.FAILED],
        seconds=round(seconds, 3),
    )
    db.session.add(run)
    db.session.flush()
    audit.record("rollup.run", subject=("rollup_run", run.id), actor=actor, now=now)


def delete_old_runs(*, actor: Actor, now: datetime) -> int:
    """Forget what the scheduler logged more than a year ago; how many rows went."""
    gone = db.session.execute(delete(RollupRun).where(RollupRun.at < now - RUNS_KEPT_FOR).returning(RollupRun.id)).all()
    if gone:
        audit.record("rollup.runs_deleted", subject=("rollup_run", None), actor=actor, now=now)
    return len(gone)


def _record(action: str, check_in: CheckIn, actor: Actor, now: datetime) -> None:
    audit.record(action, subject=("check_in", check_in.id), actor=actor, now=now, unit_id=check_in.unit_id)
