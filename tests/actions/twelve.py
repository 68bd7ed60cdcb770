"""Twelve promises of October 2026 as a table, and what comes of counting them, worked out by hand.

Times are those of the wall clock of the unit, so that the answer is the same in every time zone. Counted on
16 November: a change verified by 17 October is 30 days old then.

 #  lane, strength         first day  what became of it                                   in D  F1   F2   30 days
 1  improvement stronger   5 Oct      verified 12 Oct 23:59, the last minute of grace;    yes   yes  yes  works
                                      works
 2  improvement interm.    5 Oct      verified 13 Oct 00:00, a minute too late            yes   no   yes  asked, unsaid
 3  improvement weaker     10 Oct     verified the next day, told back, closed            yes   yes  yes  not asked
 4  improvement stronger   15 Oct     moved once, verified before its first day: late     yes   no   yes  in part
 5  improvement interm.    20 Oct     done, nobody has verified it                        yes   no   no
 6  improvement stronger   21 Oct     moved twice, stuck                                  yes   no   no
 7  improvement (unsaid)   22 Oct     proposed; its owner has not answered                yes   no   no
 8  improvement weaker     25 Oct     dropped on its day, at 00:00                        yes   no   no
 9  improvement interm.    25 Oct     dropped the evening before, at 23:59                no
10  improvement stronger   26 Oct     goes on within another one                          no
11  improvement made safe  1 Oct      verified 8 Oct 23:59; did not work, opened again    yes   yes  no   no
12  quick fix              31 Oct     done at 23:59 of its day                            apart

D of improvements: 1 2 3 4 5 6 7 8 11 = 9. F1: 1 3 11 = 3 of 9. F2: 1 2 3 4 = 4 of 9.
F3 after 30 days: of 1 2 4 11 = 4 one works, one in part. After 90 days: nobody is asked yet.
F4: of the verified 1 2 3 4 = 4 one is told back (3). F7: 6 = 1 of 9. F9: 11 = 1 of 9.
Done: 1 2 3 4 5 = 5, by their day and not moved 1 2 3 5 = 4. With the quick fix 6 and 5 of 10.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.actions.models import ActionItem
from huddle.actions.rules import ActionStatus as S
from huddle.actions.rules import ChangeType, Effect, Lane, SourceKind, Strength
from huddle.actions.rules.figures import Counts, Grade, Heap, Heaps
from huddle.core.actor import Actor
from huddle.core.dates import Month
from huddle.core.db import db

OCTOBER, COUNTED_ON = Month(2026, 10), date(2026, 11, 16)
FIX, BETTER = Lane.QUICK_FIX, Lane.IMPROVEMENT
ROWS: tuple[dict[str, Any], ...] = (
    {
        "strength": Strength.STRONGER,
        "status": S.EFFECTIVE,
        "day": 5,
        "done": "10-04 09:00",
        "verified": "10-12 23:59",
        "effect_30": Effect.WORKS,
    },
    {
        "strength": Strength.INTERMEDIATE,
        "status": S.VERIFIED,
        "day": 5,
        "done": "10-05 23:59",
        "verified": "10-13 00:00",
    },
    {
        "strength": Strength.WEAKER,
        "status": S.CLOSED,
        "day": 10,
        "done": "10-10 08:00",
        "verified": "10-11 08:00",
        "told_back": "10-12 08:00",
    },
    {
        "strength": Strength.STRONGER,
        "status": S.VERIFIED,
        "day": 15,
        "done": "10-11 08:00",
        "verified": "10-12 08:00",
        "moved": 1,
        "effect_30": Effect.PARTLY,
    },
    {"strength": Strength.INTERMEDIATE, "status": S.DONE_UNVERIFIED, "day": 20, "done": "10-20 08:00"},
    {"strength": Strength.STRONGER, "status": S.STUCK, "day": 21, "moved": 2},
    {"strength": None, "status": S.PROPOSED, "day": 22},
    {"strength": Strength.WEAKER, "status": S.DROPPED, "day": 25, "dropped": "10-25 00:00"},
    {"strength": Strength.INTERMEDIATE, "status": S.DROPPED, "day": 25, "dropped": "10-24 23:59"},
    {"strength": Strength.STRONGER, "status": S.MERGED, "day": 26, "merged": "10-20 08:00"},
    {
        "strength": Strength.CONTAINMENT,
        "status": S.IN_PROGRESS,
        "day": 1,
        "reopened": 1,
        "first_verified": "10-08 23:59",
        "first_effect_30": Effect.NO,
    },
    {"lane": FIX, "strength": None, "status": S.DONE, "day": 31, "done": "10-31 23:59"},
)
BY_HAND: Heaps = {
    Heap(BETTER, Grade.STRONGER): Counts(
        due=3,
        done=2,
        done_on_time=1,
        verified_on_time=1,
        open=1,
        seen=1,
        settled=1,
        moved_often=1,
        checks_30=2,
        works_30=1,
        partly_30=1,
    ),
    Heap(BETTER, Grade.INTERMEDIATE): Counts(due=2, done=2, done_on_time=2, waiting=1, seen=1, checks_30=1),
    Heap(BETTER, Grade.WEAKER): Counts(due=2, done=1, done_on_time=1, verified_on_time=1, settled=1, dropped=1, told=1),
    Heap(BETTER, Grade.UNSAID): Counts(due=1, open=1),
    Heap(BETTER, Grade.CONTAINMENT): Counts(due=1, verified_on_time=1, open=1, reopened=1, checks_30=1),
    Heap(FIX, Grade.UNSAID): Counts(due=1, done=1, done_on_time=1),
}
IMPROVEMENTS = Counts(
    due=9,
    done=5,
    done_on_time=4,
    verified_on_time=3,
    open=3,
    waiting=1,
    seen=2,
    settled=2,
    dropped=1,
    told=1,
    moved_often=1,
    reopened=1,
    checks_30=4,
    works_30=1,
    partly_30=1,
)


def store(unit_id: UUID, owner: Actor, other: Actor, zone: ZoneInfo) -> list[ActionItem]:
    """The twelve rows on a unit; inside a transaction."""
    items = [_item(row, unit_id, owner, other, zone) for row in ROWS]
    db.session.add_all(items)
    merged = next(item for item in items if item.status is S.MERGED)
    db.session.flush([item for item in items if item is not merged])
    merged.merged_into_id = items[0].id
    db.session.flush()
    return items


def _item(row: dict[str, Any], unit_id: UUID, owner: Actor, other: Actor, zone: ZoneInfo) -> ActionItem:
    item = ActionItem(
        unit_id=unit_id,
        title="Move the chairs",
        owner_id=owner.person_id,
        due_on=date(2026, 10, row["day"]) + timedelta(days=7 * row.get("moved", 0)),
        original_due_on=date(2026, 10, row["day"]),
        source_kind=SourceKind.MANUAL,
        lane=row.get("lane", BETTER),
        strength=row["strength"],
        change_type=row["strength"] and ChangeType.READ_BACK,
        status=row["status"],
        created_at=datetime(2026, 9, 20, tzinfo=UTC),
        created_by=owner.person_id,
        redated_count=row.get("moved", 0),
        reopened_count=row.get("reopened", 0),
        dropped_reason="Not needed any more" if "dropped" in row else "",
    )
    if first := row.get("verified", row.get("first_verified")):
        item.first_verified_at = _moment(first, zone)
    item.first_effect_30 = row.get("effect_30", row.get("first_effect_30"))
    for what, by in (("done", owner), ("dropped", owner), ("verified", other), ("told_back", other), ("merged", other)):
        if what in row:
            setattr(item, f"{what}_at", _moment(row[what], zone))
            setattr(item, f"{what}_by", by.person_id)
    if "effect_30" in row:
        item.effect_30, item.effect_30_by = row["effect_30"], other.person_id
        item.effect_30_at = datetime(2026, 11, 13, tzinfo=UTC)
    return item


def _moment(text: str, zone: ZoneInfo) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=zone).astimezone(UTC)
