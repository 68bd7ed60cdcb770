"""The life of a review (domain.md 4.7)."""

from __future__ import annotations

from huddle.core.errors import RuleBroken
from huddle.reviews.rules.kinds import SHARED, ReviewStatus

NEXT: dict[ReviewStatus, frozenset[ReviewStatus]] = {
    ReviewStatus.SCHEDULED: frozenset({ReviewStatus.OPEN, ReviewStatus.NOT_HELD}),
    ReviewStatus.OPEN: frozenset({ReviewStatus.NOTES_READY, ReviewStatus.SHARED_BACK, ReviewStatus.NOT_HELD}),
    ReviewStatus.NOTES_READY: frozenset({ReviewStatus.OPEN, ReviewStatus.SHARED_BACK}),
    ReviewStatus.SHARED_BACK: frozenset({ReviewStatus.ACTIONS_TRACKED}),
    ReviewStatus.ACTIONS_TRACKED: frozenset({ReviewStatus.SHARED_BACK, ReviewStatus.CLOSED}),
    ReviewStatus.CLOSED: frozenset(),
    ReviewStatus.NOT_HELD: frozenset({ReviewStatus.OPEN}),
}
WRITTEN = frozenset({ReviewStatus.SCHEDULED, ReviewStatus.OPEN, ReviewStatus.NOTES_READY})
"""Its words can still be changed."""
LOCKED = "This review is published, so it stays as it is. You can add a note to it."
NOT_HELD = "This was not held. Open it first."
STILL_WRITTEN = "This review is still being written. Change the answer itself."


def move(status: ReviewStatus, to: ReviewStatus) -> ReviewStatus:
    """The new state. Raises RuleBroken when a review cannot go there from here."""
    if to not in NEXT[status]:
        raise RuleBroken(_why_not(status))
    return to


def require_written(status: ReviewStatus) -> None:
    """Raise RuleBroken once it is published, or when it was not held."""
    if status not in WRITTEN:
        raise RuleBroken(_why_not(status))


def require_shared(status: ReviewStatus) -> None:
    """Raise RuleBroken before it is published: until then the answers themselves can be changed."""
    if status not in SHARED:
        raise RuleBroken(_why_not(status))


def _why_not(status: ReviewStatus) -> str:
    if status in SHARED:
        return LOCKED
    return NOT_HELD if status is ReviewStatus.NOT_HELD else STILL_WRITTEN
