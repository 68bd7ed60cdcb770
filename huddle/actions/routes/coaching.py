"""What the coach says about one action item: read, answered, and kept nowhere, not even as a count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from huddle.actions import queries
from huddle.actions.queries import lists
from huddle.actions.rules import FIRST_STATUS, Lane, SourceKind, coach
from huddle.actions.rules.coach import Advice, Writing
from huddle.core.dates import local_day
from huddle.units import queries as units
from huddle.web import same_theme
from huddle.web.context import current_actor, now, zone_here
from huddle.web.same_theme import Earlier
from huddle.web.wording import Hints, hints

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem

COUNTED_FROM = frozenset({SourceKind.REVIEW, SourceKind.CHECK_IN})
"""Where more than three new items are too many; a concern or a huddle brings what it brings."""
LOOKED_OVER_FOR = timedelta(days=1)
NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Counsel:
    """Everything that stands beside the form. `ask` is what to think about when a review chose weaker kinds only."""

    advice: tuple[Advice, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    wording: Hints = NO_HINTS
    ask: str = ""

    @property
    def says_nothing(self) -> bool:
        return not (self.advice or self.earlier or self.wording.shown or self.ask)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form so far."""

    title: str
    lane: Lane
    has_owner: bool
    due_on: date | None
    source: tuple[SourceKind, UUID | None]


def counsel(unit_id: UUID, typed: Typed, *, itself: ActionItem | None = None) -> Counsel:
    """What to say about an item that is being written, or was written a moment ago (`itself`)."""
    kind, source_id = typed.source
    others = _siblings(kind, source_id, itself)
    here = Writing(
        title=typed.title,
        lane=typed.lane,
        today=local_day(now(), zone_here()),
        has_owner=typed.has_owner,
        due_on=typed.due_on,
        siblings=len(others) if kind in COUNTED_FROM else 0,
        open_here=lists.open_count(unit_id),
    )
    same = [each for each in others if each.change_type is not None]
    return Counsel(
        tuple(coach.about_writing(here)),
        tuple(_earlier(unit_id, typed.title, source_id)),
        _wording(unit_id, typed.title),
        coach.about_kinds(each.change_type for each in same) if kind is SourceKind.REVIEW else "",
    )


def counsel_after(item: ActionItem) -> Counsel:
    """The same beside an item on its own page: for whoever wrote it down, within a day, while it is not begun."""
    is_fresh = item.status is FIRST_STATUS[item.lane] and now() - item.created_at < LOOKED_OVER_FOR
    if item.created_by != current_actor().user_id or not is_fresh:
        return Counsel()
    source = item.source_kind, item.source_id
    return counsel(item.unit_id, Typed(item.title, item.lane, True, item.due_on, source), itself=item)


def _siblings(kind: SourceKind, source_id: UUID | None, itself: ActionItem | None) -> list[ActionItem]:
    found = queries.for_source(kind, source_id) if source_id else ()
    return [item for item in found if itself is None or item.id != itself.id]


def _earlier(unit_id: UUID, title: str, source_id: UUID | None) -> list[Earlier]:
    """Not the very review from which it comes."""
    if not title.strip():
        return []
    found = same_theme.earlier(current_actor(), unit_id, title, now())
    return [each for each in found if source_id is None or str(source_id) not in each.url]


def _wording(unit_id: UUID, title: str) -> Hints:
    """The wording help, without what the coach says already."""
    if not title.strip():
        return Hints()
    found = hints(title, [person.name for person in units.people(unit_id, now())])
    return Hints(tuple(each for each in found.shown if coach.about_title(each.phrase) is None), found.more)
