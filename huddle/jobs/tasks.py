"""What the jobs do. Plain functions of the time; each unit and month is a transaction of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

from sqlalchemy import delete

from huddle.accounts.models import LoginSession
from huddle.actions.queries.counting import by_month
from huddle.actions.queries.figures import kept
from huddle.actions.service.figures import keep, keep_month
from huddle.checkins import queries, rules, service
from huddle.checkins.queries import RolledUnit
from huddle.checkins.rules import RECHECKED_MONTHS, Outcome
from huddle.core import drafts, operations
from huddle.core.actor import Actor
from huddle.core.dates import Month, local_day, months_before
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.handoffs import queries as handoffs
from huddle.handoffs import service as handoff_service
from huddle.handoffs.service.erasing import erase_old as erase_old_handoffs
from huddle.huddles.service.erasing import erase_old as erase_old_watchers
from huddle.jobs.mail import mail
from huddle.jobs.reminders import remind
from huddle.notifications.service import outbox
from huddle.reviews import queries as reviews
from huddle.reviews import service as review_service
from huddle.reviews.service.voices import erase_voices
from huddle.units import queries as places

log = logging.getLogger(__name__)
ROLL_UP = Actor.system("roll-up")
CLEAN_UP = Actor.system("clean-up")
PURGE = Actor.system("purge")
EXPIRE = Actor.system("expire")
FOLLOW_UP = Actor.system("follow-up")
RECONCILE = Actor.system("figures")
KEPT_MONTHS = 24
COUNTED_FOR = timedelta(hours=26)
"""Counts that are older have missed their night: the machine was off, or the counting failed."""


@dataclass(frozen=True, slots=True)
class RolledUp:
    """What became of one unit and month."""

    unit_id: UUID
    name: str
    month: Month
    outcome: Outcome
    seconds: float


def roll_up(unit: RolledUnit, month: Month, *, now: datetime) -> RolledUp:
    """One unit and month. A failure is logged, by ids alone, and stops nobody else."""
    started = perf_counter()
    try:
        with transaction():
            outcome = service.roll_up(unit.id, month, actor=ROLL_UP, now=now)
            keep_month(unit.id, month, actor=ROLL_UP, now=now)
    except Exception as error:
        log.error("roll-up of unit %s for %s failed: %s", unit.id, month, type(error).__name__)
        outcome = Outcome.FAILED
    return RolledUp(unit.id, unit.name, month, outcome, round(perf_counter() - started, 3))


def roll_up_month(month: Month, units: Iterable[RolledUnit], *, now: datetime) -> Iterator[RolledUp]:
    """One month for these units, each as soon as it is done, and the log of it at the end."""
    done = []
    for unit in units:
        done.append(roll_up(unit, month, now=now))
        yield done[-1]
    _write_log(month, done, now)


def roll_up_due(*, now: datetime) -> list[RolledUp]:
    """Whatever is missing on any unit, oldest month first, and what came in late for the newest months."""
    done: list[RolledUp] = []
    for unit in queries.rolled_units():
        due, known = rules.months_due(unit.created_at, unit.zone, now), queries.months_known(unit.id)
        wanted = [month for month in due if str(month) not in known or month in due[-RECHECKED_MONTHS:]]
        done += [roll_up(unit, month, now=now) for month in wanted]
    for month in sorted({one.month for one in done}):
        _write_log(month, [one for one in done if one.month == month], now)
    return done


def reconcile(*, now: datetime) -> dict[str, int]:
    """Count the figures of two years anew, whatever became of their action items since: how many months of units."""
    return _count({unit: _kept_months(unit, now) for unit in queries.rolled_units()}, now)


def count_missing(*, now: datetime) -> dict[str, int]:
    """The same for what no night has counted: months without counts and what lies between them, or all that is old."""
    wanted = {}
    for unit in queries.rolled_units():
        months = _kept_months(unit, now)
        known, counted_at = kept(unit.id, months[0], months[-1])
        is_old = counted_at is not None and now - counted_at > COUNTED_FOR
        missing = [month for month in months if is_old or month not in known]
        if missing:
            wanted[unit] = [month for month in months if missing[0] <= month <= missing[-1]]
    return _count(wanted, now)


def _kept_months(unit: RolledUnit, now: datetime) -> list[Month]:
    return months_before(Month.of(local_day(now, unit.zone)), KEPT_MONTHS)


def _count(wanted: dict[RolledUnit, list[Month]], now: datetime) -> dict[str, int]:
    """Count these months in a row; unit by unit, each read before anybody has to wait for what is kept of it."""
    done = {"months": 0, "failed": 0}
    for unit, months in wanted.items():
        try:
            days = months[0].first_day(), months[-1].last_day()
            found = by_month(unit.id, *days, local_day(now, unit.zone))
            with transaction():
                keep(unit.id, {month: found.get(month, {}) for month in months}, actor=RECONCILE, now=now)
            done["months"] += len(months)
        except Exception as error:
            log.error("figures of unit %s failed: %s", unit.id, type(error).__name__)
            done["failed"] += len(months)
    return done


def _write_log(month: Month, done: list[RolledUp], now: datetime) -> None:
    """A run that found nothing to do leaves no row, or there would be thousands of them."""
    outcomes = [one.outcome for one in done]
    if set(outcomes) <= {Outcome.UNCHANGED}:
        return
    with transaction():
        service.log_run(month, outcomes, sum(one.seconds for one in done), actor=ROLL_UP, now=now)


def clean_up(*, now: datetime) -> dict[str, int]:
    """Delete what has had its time: how many rows of which kind went."""
    steps: dict[str, Callable[[], int]] = {
        "drafts": lambda: drafts.delete_old(now=now),
        "operations": lambda: operations.delete_old(now=now),
        "sessions": lambda: _delete_sessions(now),
        "notifications": lambda: outbox.erase_old(actor=CLEAN_UP, now=now),
        "runs": lambda: service.delete_old_runs(actor=CLEAN_UP, now=now),
    }
    gone = {}
    for name, step in steps.items():
        with transaction():
            gone[name] = step()
    log.info("clean-up: %s", gone)
    return gone


def purge(*, now: datetime) -> dict[str, int]:
    """Erase the patient text and the notes that are older than the hospital keeps them: how many of which kind."""
    organisation = places.organisation()
    if organisation is None:
        return {}
    before = now - timedelta(days=organisation.patient_days)
    steps: dict[str, Callable[..., int]] = {
        "handoffs": erase_old_handoffs,
        "watchers": erase_old_watchers,
        "notes": erase_voices,
    }
    gone = dict.fromkeys(steps, 0)
    for name, step in steps.items():
        count = -1
        while count:  # some at a time, so that tablets can save in between
            with transaction():
                count = step(before, actor=PURGE, now=now)
            gone[name] += count
    log.info("purge: %s", gone)
    return gone


def expire(*, now: datetime) -> dict[str, int]:
    """Say of handoffs that nobody acknowledged that their shift has ended: how many, and of how many it failed."""
    done = {"expired": 0, "failed": 0}
    for unit in places.facts_of(handoffs.units_to_visit(now)):
        for handoff_id in handoffs.to_expire(unit, now):
            try:
                with transaction():
                    done["expired"] += handoff_service.expire(handoff_id, actor=EXPIRE, now=now)
            except Exception as error:
                log.error("expiry of handoff %s failed: %s", handoff_id, type(error).__name__)
                done["failed"] += 1
    return done


def follow_up(*, now: datetime) -> dict[str, int]:
    """Say of published reviews that their action items have ended, or that one is open again: how many moved."""
    done = {"moved": 0, "failed": 0}
    for unit_id, review_id in reviews.to_track():
        try:
            with transaction():
                review = reviews.get(unit_id, review_id)
                done["moved"] += review_service.track(review, actor=FOLLOW_UP, now=now)
        except Exception as error:
            log.error("follow-up of review %s failed: %s", review_id, type(error).__name__)
            done["failed"] += 1
    return done


def _delete_sessions(now: datetime) -> int:
    """Sessions that ended a month ago; until then they may help to find out what happened."""
    old = delete(LoginSession).where(LoginSession.expires_at <= now - operations.KEPT_FOR)
    return len(db.session.execute(old.returning(LoginSession.id)).all())


TASKS: dict[str, Callable[..., object]] = {
    "roll-up": roll_up_due,
    "clean-up": clean_up,
    "purge": purge,
    "expire": expire,
    "follow-up": follow_up,
    "figures": reconcile,
    "missing-figures": count_missing,
    "remind": remind,
    "mail": mail,
}
