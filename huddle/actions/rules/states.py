"""The two lanes of action items, their states, and where each can go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from huddle.core.errors import RuleBroken

TITLE_LIMIT = 100
NOTE_LIMIT = 160
UNDO_WITHIN = timedelta(hours=24)


class Lane(StrEnum):
    """A quick fix is done when it is done; an improvement goes on until it is known whether it helped."""

    QUICK_FIX = "quick_fix"
    IMPROVEMENT = "improvement"


class ActionStatus(StrEnum):
    """`open` and `done` belong to the quick fix, what stands between them and `dropped` to the improvement."""

    OPEN = "open"
    DONE = "done"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    STUCK = "stuck"
    ESCALATED = "escalated"
    DONE_UNVERIFIED = "done_unverified"
    VERIFIED = "verified"
    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"
    CLOSED = "closed"
    DROPPED = "dropped"
    MERGED = "merged"


class SourceKind(StrEnum):
    """What raised an item; `manual` is somebody who simply wrote it down."""

    CONCERN = "concern"
    HANDOFF = "handoff"
    HUDDLE = "huddle"
    REVIEW = "review"
    CHECK_IN = "check_in"
    MANUAL = "manual"


class EventKind(StrEnum):
    """What happened to an item, as its history tells it."""

    OPENED = "opened"
    MOVED = "moved"
    HANDED_OVER = "handed_over"
    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"
    ACCEPTED = "accepted"
    CHANGE_SUGGESTED = "change_suggested"
    DECLINED = "declined"
    REWORDED = "reworded"
    PLANNED = "planned"
    STARTED = "started"
    STUCK = "stuck"
    ESCALATED = "escalated"
    WENT_ON = "went_on"
    HELPED_ON = "helped_on"
    EVIDENCE_ADDED = "evidence_added"
    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    WORKS = "works"
    WORKS_PARTLY = "works_partly"
    WORKS_NOT = "works_not"
    TOO_EARLY = "too_early"
    REOPENED = "reopened"
    TOLD_BACK = "told_back"
    MERGED = "merged"
    MADE_IMPROVEMENT = "made_improvement"


SOURCE_LABELS = {
    SourceKind.CONCERN: "From a concern",
    SourceKind.HANDOFF: "From a handoff",
    SourceKind.HUDDLE: "From a huddle",
    SourceKind.REVIEW: "From a review",
    SourceKind.CHECK_IN: "From a check-in",
    SourceKind.MANUAL: "",
}
LANE_OF_SOURCE = {
    kind: Lane.IMPROVEMENT if kind in {SourceKind.REVIEW, SourceKind.CHECK_IN} else Lane.QUICK_FIX
    for kind in SourceKind
}
"""What an item is unless somebody says otherwise."""
DONE_AS = {Lane.QUICK_FIX: ActionStatus.DONE, Lane.IMPROVEMENT: ActionStatus.DONE_UNVERIFIED}
UNDONE_AS = {Lane.QUICK_FIX: ActionStatus.OPEN, Lane.IMPROVEMENT: ActionStatus.IN_PROGRESS}
FIRST_STATUS = {Lane.QUICK_FIX: ActionStatus.OPEN, Lane.IMPROVEMENT: ActionStatus.PROPOSED}
_WAYS_OUT = frozenset({ActionStatus.DONE_UNVERIFIED, ActionStatus.DROPPED, ActionStatus.MERGED})
NEXT: dict[ActionStatus, frozenset[ActionStatus]] = {
    ActionStatus.OPEN: frozenset({ActionStatus.DONE, ActionStatus.DROPPED, ActionStatus.MERGED, ActionStatus.PROPOSED}),
    ActionStatus.DONE: frozenset({ActionStatus.OPEN}),
    ActionStatus.PROPOSED: frozenset({ActionStatus.ACCEPTED, ActionStatus.DROPPED, ActionStatus.MERGED}),
    ActionStatus.ACCEPTED: _WAYS_OUT | {ActionStatus.IN_PROGRESS, ActionStatus.STUCK, ActionStatus.PROPOSED},
    ActionStatus.IN_PROGRESS: _WAYS_OUT | {ActionStatus.STUCK, ActionStatus.PROPOSED},
    ActionStatus.STUCK: _WAYS_OUT | {ActionStatus.IN_PROGRESS, ActionStatus.ESCALATED, ActionStatus.PROPOSED},
    ActionStatus.ESCALATED: _WAYS_OUT | {ActionStatus.IN_PROGRESS, ActionStatus.PROPOSED},
    ActionStatus.DONE_UNVERIFIED: frozenset({ActionStatus.VERIFIED, ActionStatus.IN_PROGRESS}),
    ActionStatus.VERIFIED: frozenset({ActionStatus.EFFECTIVE, ActionStatus.NOT_EFFECTIVE, ActionStatus.CLOSED}),
    ActionStatus.EFFECTIVE: frozenset({ActionStatus.CLOSED, ActionStatus.NOT_EFFECTIVE}),
    ActionStatus.NOT_EFFECTIVE: frozenset(
        {ActionStatus.IN_PROGRESS, ActionStatus.PROPOSED, ActionStatus.DROPPED, ActionStatus.MERGED}
    ),
    ActionStatus.CLOSED: frozenset(),
    ActionStatus.DROPPED: frozenset(),
    ActionStatus.MERGED: frozenset(),
}
"""Where an item can go. Back to proposed is another owner, who has to accept it first; back to in progress is work
that was not done after all, or that did not help."""
REFUSED = {
    ActionStatus.OPEN: "This action item is still open.",
    ActionStatus.DONE: "This action item is done already.",
    ActionStatus.PROPOSED: "Its owner has not accepted this action item yet.",
    ActionStatus.ACCEPTED: "This action item is accepted and not done yet.",
    ActionStatus.IN_PROGRESS: "This action item is in progress.",
    ActionStatus.STUCK: "This action item is stuck. Say first that it goes on.",
    ActionStatus.ESCALATED: "This action item waits for an answer from above.",
    ActionStatus.DONE_UNVERIFIED: "This action item is done and waits for somebody else to verify it.",
    ActionStatus.VERIFIED: "This action item is verified already.",
    ActionStatus.EFFECTIVE: "This action item is known to work.",
    ActionStatus.NOT_EFFECTIVE: "This action item did not work. Open it again, or say why not.",
    ActionStatus.CLOSED: "This action item is closed, and everybody was told.",
    ActionStatus.DROPPED: "This action item was dropped. Open a new one if it is needed after all.",
    ActionStatus.MERGED: "This action item goes on within another one.",
}
STATUS_LABELS = {
    ActionStatus.OPEN: "Open",
    ActionStatus.DONE: "Done",
    ActionStatus.PROPOSED: "Proposed",
    ActionStatus.ACCEPTED: "Accepted",
    ActionStatus.IN_PROGRESS: "In progress",
    ActionStatus.STUCK: "Stuck",
    ActionStatus.ESCALATED: "Asked for help above",
    ActionStatus.DONE_UNVERIFIED: "Done, not verified yet",
    ActionStatus.VERIFIED: "Verified",
    ActionStatus.EFFECTIVE: "Works",
    ActionStatus.NOT_EFFECTIVE: "Did not work",
    ActionStatus.CLOSED: "Closed, told back",
    ActionStatus.DROPPED: "Dropped, and said why",
    ActionStatus.MERGED: "Goes on within another",
}
UNFINISHED = frozenset(
    {
        ActionStatus.OPEN,
        ActionStatus.PROPOSED,
        ActionStatus.ACCEPTED,
        ActionStatus.IN_PROGRESS,
        ActionStatus.STUCK,
        ActionStatus.ESCALATED,
        ActionStatus.NOT_EFFECTIVE,
    }
)
"""Somebody still has to do something."""
DATED = UNFINISHED - {ActionStatus.NOT_EFFECTIVE}
"""It has a day by which. Of what did not work it is first said what is tried instead, and by which new day."""
KEPT = frozenset({ActionStatus.PROPOSED, ActionStatus.STUCK, ActionStatus.ESCALATED, ActionStatus.NOT_EFFECTIVE})
"""What it stays when somebody else gets it: what is in the way, who was asked above, that it did not work. The new
owner is asked, and accepts it before it goes on."""
SAID_DONE = frozenset({ActionStatus.DONE, ActionStatus.DONE_UNVERIFIED})
SEEN_DONE = frozenset({ActionStatus.VERIFIED, ActionStatus.EFFECTIVE, ActionStatus.CLOSED})
"""Somebody else has seen that it is done."""
FINISHED = SAID_DONE | SEEN_DONE
"""Its owner is through with it; in the improvement lane others are not."""


def move(status: ActionStatus, to: ActionStatus) -> ActionStatus:
    """The new state. Raises RuleBroken when an item cannot go there from here."""
    if to not in NEXT[status]:
        raise RuleBroken(REFUSED[status])
    return to


def is_unfinished(status: ActionStatus) -> bool:
    """Whether somebody still has to do something."""
    return status in UNFINISHED


def require_unfinished(status: ActionStatus) -> None:
    """Raise RuleBroken unless there is still something to do."""
    if status not in UNFINISHED:
        raise RuleBroken(REFUSED[status])


def require_undo_in_time(done_at: datetime, now: datetime) -> None:
    """Raise RuleBroken when it was marked done more than a day ago: by then it is history."""
    if now - done_at > UNDO_WITHIN:
        raise RuleBroken("It was marked done more than a day ago. Open a new action item instead.")


def require_other_eyes(
    person_id: UUID | None, owner_id: UUID, done_by: UUID | None, said_done: Collection[UUID]
) -> None:
    """Raise RuleBroken for whoever owns an item or said that it is done: somebody else verifies it (domain.md 5.2)."""
    if person_id in {owner_id, done_by, *said_done}:
        raise RuleBroken("Somebody else verifies it: not its owner, and not whoever marked it done.")
