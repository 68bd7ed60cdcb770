"""Improvements of more than a year, as two units brought them along from before, so that there are months to look at.

On 5 West verifying became a habit in the last eight months, which its chart shows as a signal; on 3 North there is
only the usual up and down. Rows of the past, written as they would stand; what is open now is told elsewhere.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from huddle.actions.models import ActionEvent, ActionItem
from huddle.actions.rules import (
    NEEDS_MEASURE,
    STRENGTH_OF,
    ActionStatus,
    ChangeType,
    Effect,
    EventKind,
    Lane,
    OwnerAnswer,
    SourceKind,
)
from huddle.actions.service.figures import keep_month
from huddle.core.actor import Actor
from huddle.core.dates import Month, at_local, local_day, months_before
from huddle.core.db import db
from huddle.practice.hospital import Ward

COUNTING = Actor.system("figures")
DAY = timedelta(days=1)
DUE_EACH_MONTH = 6
KEPT_ON_TIME = {
    "5 West": (2, 3, 2, 3, 3, 2, 3, 2, 5, 4, 5, 5, 6, 4, 5, 5),
    "3 North": (3, 4, 2, 5, 4, 3, 5, 2, 4, 3, 5, 4),
}
"""How many of the six improvements of each month were verified on time, the last month at the end."""
CHANGES = (
    ("Keep a glucose meter in each bay", ChangeType.BACKUP_OR_REDUNDANCY, "Walks to fetch one, a week a month, none"),
    ("Move the lifting frames beside the lift", ChangeType.CHANGE_SPACE_OR_LAYOUT, "Minutes to fetch one, ten a month"),
    ("Stock every trolley in the same order", ChangeType.STANDARDISE, "Ten drawers a week, nine of ten right"),
    ("Teach the new pump to both shifts", ChangeType.TRAINING_OR_REMINDER, ""),
    ("Put a card with the alarm limits on each monitor", ChangeType.CHECKLIST_OR_AID, "Ten beds a week, nine of ten"),
    ("Say phone orders back", ChangeType.READ_BACK, "Five calls a week heard, all said back"),
    ("Label the second oxygen port", ChangeType.LABEL_OR_WARNING, ""),
    (
        "Take the third form out of the admission pack",
        ChangeType.REMOVE_OR_SIMPLIFY_STEPS,
        "Minutes for ten admissions",
    ),
    ("Keep calls away from the drug room", ChangeType.REDUCE_DISTRACTION, "Calls in an hour, four hours a month"),
    ("Keep the two heparins on separate shelves", ChangeType.SEPARATE_LOOKALIKES, "Ten looks a month, all apart"),
    ("Count falls by the hour for a month", ChangeType.STUDY_MORE, ""),
    ("Take the worn wheelchair out of use", ChangeType.MAKE_SAFE_NOW, ""),
)
_SAID = {
    "done": EventKind.DONE,
    "verified": EventKind.VERIFIED,
    "told_back": EventKind.TOLD_BACK,
    "dropped": EventKind.DROPPED,
}


def tell(ward: Ward, now: datetime) -> None:
    """The improvements of the months before."""
    if kept_on_time := KEPT_ON_TIME.get(ward.name, ()):
        dice = Random(f"{ward.name} promises")
        past = _months(ward, now)
        _write([_item(ward, month, n, n < kept, dice, now) for month, kept in zip(past, kept_on_time, strict=True)
                for n in range(DUE_EACH_MONTH)])  # fmt: skip


def count(ward: Ward, now: datetime) -> None:
    """The figures of all months as the night job counts them."""
    for month in _months(ward, now):
        keep_month(ward.unit_id, month, actor=COUNTING, now=now - timedelta(hours=3))


def _months(ward: Ward, now: datetime) -> list[Month]:
    return months_before(Month.of(local_day(now, ward.zone)), max(len(KEPT_ON_TIME.get(ward.name, ())), 2))


def _item(ward: Ward, month: Month, number: int, on_time: bool, dice: Random, now: datetime) -> dict[str, Any]:
    """One improvement of the past: verified on time, late, or dropped with a reason."""
    # Five steps on each time: no change comes twice in one month.
    title, kind, measure = CHANGES[(month.first_day().month + 5 * number) % len(CHANGES)]
    due_on = month.first_day() + DAY * (3 + 4 * number)
    owner, other = dice.choice(ward.everybody).person_id, ward.manager.person_id
    raised = _at(ward, due_on - 30 * DAY)
    row = _empty(ward, title, kind, measure, due_on, raised, owner)
    if not on_time and dice.random() < 0.2:
        return row | _ended(dropped=_at(ward, due_on + 5 * DAY), by=other) | {
            "status": ActionStatus.DROPPED, "dropped_reason": "The other ward does it for us now."}  # fmt: skip
    days = dice.randint(1, 5) if on_time else dice.randint(10, 20)
    moved = 0 if on_time else dice.choice((0, 1, 2))
    done, verified = _at(ward, due_on + DAY * (days - 2)), _at(ward, due_on + DAY * days)
    row |= {"redated_count": moved, "due_on": due_on + 7 * DAY * moved}
    if verified >= now:
        return row | _ended(done=min(done, now - DAY), by=owner) | {"status": ActionStatus.DONE_UNVERIFIED}
    row |= _ended(done=done, by=owner) | _ended(verified=verified, by=other) | {"first_verified_at": verified}
    return row | _looked(row, verified, other, dice, now)


def _empty(
    ward: Ward, title: str, kind: ChangeType, measure: str, due_on: date, raised: datetime, owner: UUID
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "unit_id": ward.unit_id,
        "title": title,
        "lane": Lane.IMPROVEMENT,
        "change_type": kind,
        "strength": STRENGTH_OF[kind],
        "measure": measure,
        "owner_id": owner,
        "owner_answer": OwnerAnswer.ACCEPTED,
        "owner_answered_at": raised + DAY,
        "due_on": due_on,
        "original_due_on": due_on,
        "source_kind": SourceKind.MANUAL,
        "created_at": raised,
        "created_by": ward.manager.person_id,
        "redated_count": 0,
        "dropped_reason": "",
        "first_verified_at": None,
        "first_effect_30": None,
        "first_effect_90": None,
        "effect_30": None,
        "effect_30_at": None,
        "effect_30_by": None,
        "effect_90": None,
        "effect_90_at": None,
        "effect_90_by": None,
        "told_back_note": "",
    } | {f"{what}_{part}": None for what in _SAID for part in ("at", "by")}


def _ended(*, by: UUID, **moments: datetime) -> dict[str, Any]:
    return {f"{what}_{part}": value for what, at in moments.items() for part, value in (("at", at), ("by", by))}


def _looked(row: dict[str, Any], verified: datetime, by: UUID, dice: Random, now: datetime) -> dict[str, Any]:
    """What was said of the effect so far; what is known to work, or need not be looked at, was told back."""
    if row["strength"] not in NEEDS_MEASURE:
        told = min(verified + DAY, now)
        return _told(told, by) | {"status": ActionStatus.CLOSED}
    found: dict[str, Any] = {"status": ActionStatus.VERIFIED}
    for days in (30, 90):
        at = verified + DAY * (days + 2)
        if at >= now:
            return found
        effect = dice.choice((Effect.WORKS, Effect.WORKS, Effect.WORKS, Effect.PARTLY))
        found |= {f"first_effect_{days}": effect, f"effect_{days}": effect}
        found |= {f"effect_{days}_at": at, f"effect_{days}_by": by}
        if effect is Effect.WORKS:
            found["status"] = ActionStatus.EFFECTIVE
    if found["status"] is ActionStatus.EFFECTIVE and at + 3 * DAY < now:
        found |= _told(at + 3 * DAY, by) | {"status": ActionStatus.CLOSED}
    return found


def _told(at: datetime, by: UUID) -> dict[str, Any]:
    return _ended(told_back=at, by=by) | {"told_back_note": "You said it, and it is done. Tell us if it comes back."}


def _write(rows: list[dict[str, Any]]) -> None:
    events = [event for row in rows for event in _events(row)]
    counts = {row["id"]: 0 for row in rows}
    for event in events:
        counts[event["item_id"]] += 1
    db.session.execute(insert(ActionItem), [row | {"version": counts[row["id"]]} for row in rows])
    db.session.execute(insert(ActionEvent), events)


def _events(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The history of one row, in order, without the moves of its date."""
    told = [(row["created_at"], EventKind.OPENED, row["created_by"])]
    told += [(row["owner_answered_at"], EventKind.ACCEPTED, row["owner_id"])]
    told += [(row[f"{what}_at"], kind, row[f"{what}_by"]) for what, kind in _SAID.items() if row[f"{what}_at"]]
    return [
        {"item_id": row["id"], "number": number, "kind": kind, "at": at, "by": by}
        for number, (at, kind, by) in enumerate(sorted(told, key=lambda one: one[0]), start=1)
    ]


def _at(ward: Ward, day: date) -> datetime:
    return at_local(day, time(10), ward.zone)
