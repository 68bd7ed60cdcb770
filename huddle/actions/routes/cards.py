"""What one card of a list says and offers; and what several items need to be shown, read together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import request, url_for

from huddle.actions import policy, rules
from huddle.actions.forms.lists import StepForm
from huddle.actions.queries import lists
from huddle.actions.rules import SOURCE_LABELS, STATUS_LABELS, UNFINISHED, ActionStatus, Lane, OwnerAnswer
from huddle.actions.rules import views as board
from huddle.core.actor import Actor
from huddle.core.dates import day_text, local_day
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import Level
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.sources import secret

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from huddle.actions.models import ActionItem

_TAGGED = frozenset({ActionStatus.NOT_EFFECTIVE, ActionStatus.DROPPED, ActionStatus.MERGED})
"""Their tag says the state already."""


@dataclass(frozen=True, slots=True)
class Card:
    """One item as its reader meets it. `steps`: value and words of what one tap does; `state` is empty for what its
    column says; `may_plan` of what is done before anybody said how it will be seen that it helps. `is_asked` where they
    are asked to own it, `is_to_check` where they are to say whether it works.
    """

    item: ActionItem
    who: str
    place: str
    tag: tuple[str, str]
    state: str
    origin: str
    words: str
    wait: board.Wait | None
    steps: tuple[tuple[str, str], ...]
    form: WriteForm
    may_change: bool
    may_verify: bool
    may_plan: bool
    is_asked: bool
    is_to_check: bool
    is_mine: bool
    today: date
    href: str
    is_to_help: bool

    @property
    def undo_form(self) -> StepForm:
        """The form of the bar above the list: another one, so that each has an operation of its own."""
        return StepForm(None, str(self.item.id), self.item.version, None)

    @property
    def offers(self) -> bool:
        """Whether there is anything to tap."""
        asked = self.is_asked or self.may_verify or self.may_plan or self.is_to_check or self.is_to_help
        return bool(self.steps) or self.may_hand_over or asked

    @property
    def says_more(self) -> bool:
        """Whether its state says more than the column in which it stands."""
        return self.state not in {"", *board.COLUMN_LABELS.values(), STATUS_LABELS[ActionStatus.IN_PROGRESS]}

    @property
    def may_try_again(self) -> bool:
        return self.may_change and self.item.status is ActionStatus.NOT_EFFECTIVE

    @property
    def may_reword(self) -> bool:
        """Whether whoever is to own it would take it on if it were different, and it may be said differently."""
        wants_change = self.item.status is ActionStatus.PROPOSED and self.item.owner_answer is OwnerAnswer.CHANGE
        return wants_change and self.may_change and not self.is_asked

    @property
    def may_get_stuck(self) -> bool:
        return self.may_change and self.item.status in board.CAN_GET_STUCK

    @property
    def may_hand_over(self) -> bool:
        return self.may_change and self.item.status in UNFINISHED

    @property
    def order(self) -> tuple[bool, date]:
        """Mine first, then by day."""
        return not self.is_mine, self.item.due_on


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands around some items: names, units, the last words, which sources are hidden, who works where."""

    zones: dict[UUID, ZoneInfo]
    unit_names: dict[UUID, str]
    names: dict[UUID | None, str]
    words: dict[UUID, str]
    hidden: set[UUID]
    waits: dict[UUID, board.Wait | None]
    said_done: dict[UUID, set[UUID]]
    can_ask: set[UUID]
    above: list[Level]


def cards(
    items: Sequence[ActionItem], *, refused: WriteForm | None = None, units_named: bool = False, waiting: bool = True
) -> list[Card]:
    """The cards of these items for whoever looks; `units_named` where they are of several units.

    Without `waiting` it is neither asked what waits on anybody nor who can be asked: for a list that is only read.
    """
    shown = _around(items, current_actor(), waiting)
    return [_card(item, shown, refused, units_named) for item in items]


def by_pressing(found: Iterable[Card]) -> list[Card]:
    """What waits, the most pressing first and of equals what has waited longest."""
    return sorted(found, key=lambda card: card.wait.rank if card.wait else (0, card.item.due_on))


def undoable(found: list[Card]) -> Card | None:
    """What was marked done a moment ago on this page, while that can be taken back."""
    asked = request.args.get("undo", "")
    return next((card for card in found if str(card.item.id) == asked and board.Step.UNDO in dict(card.steps)), None)


def _waits(items: Sequence[ActionItem], zones: dict[UUID, ZoneInfo]) -> dict[UUID, board.Wait | None]:
    """Why each of them waits for somebody who leads, if it does."""
    asked, members = lists.asked_since(items), units.members_of(zones.keys(), now())
    return {
        item.id: board.waits(
            item,
            asked_at=asked[item.id],
            has_left=item.owner_id not in members[item.unit_id],
            today=local_day(now(), zones[item.unit_id]),
            zone=zones[item.unit_id],
        )
        for item in items
    }


def _around(items: Sequence[ActionItem], actor: Actor, waiting: bool) -> Shown:
    unit_ids = sorted({item.unit_id for item in items})
    facts = units.facts_of(unit_ids) if unit_ids else []
    zones = {unit.id: unit.zone for unit in facts}
    asks = waiting and any(item.status in {ActionStatus.STUCK, ActionStatus.ESCALATED} for item in items)
    every = levels.every() if asks else []
    return Shown(
        zones=zones,
        unit_names={unit.id: unit.name for unit in facts},
        names=units.names({item.owner_id for item in items}),
        words=lists.last_words([item.id for item in items]),
        hidden=hidden_sources(items, actor),
        waits=_waits(items, zones) if waiting else {},
        said_done=lists.said_done(items),
        can_ask=set().union(*(level.unit_ids for level in every)),
        above=[level for level in every if policy.can_help(actor, level)],
    )


def hidden_sources(items: Iterable[ActionItem], actor: Actor) -> set[UUID]:
    """The sources of these items of which this person is not even to know."""
    return secret([(item.source_kind, item.source_id) for item in items], actor)


def _card(item: ActionItem, shown: Shown, refused: WriteForm | None, units_named: bool) -> Card:
    actor, zone = current_actor(), shown.zones[item.unit_id]
    today, is_mine = local_day(now(), zone), item.owner_id == actor.user_id
    may_change = bool(policy.can_change(actor, item))
    form = StepForm(None, str(item.id), item.version, None)
    level, wait = _level_asked(item, shown), shown.waits.get(item.id)
    return Card(
        item=item,
        who="You" if is_mine else shown.names[item.owner_id],
        place=shown.unit_names[item.unit_id] if units_named else "",
        tag=_tag(item, today, zone),
        state=STATUS_LABELS[item.status] if item.lane is Lane.IMPROVEMENT and item.status not in _TAGGED else "",
        origin="" if item.source_id in shown.hidden else SOURCE_LABELS[item.source_kind],
        words=shown.words.get(item.id, ""),
        wait=wait,
        steps=_steps(item, actor, may_change, item.unit_id in shown.can_ask),
        form=refused if isinstance(refused, StepForm) and refused.object_id == str(item.id) else form,
        may_change=may_change,
        may_verify=rules.is_to_verify(item) and bool(policy.can_verify(actor, item, shown.said_done[item.id])),
        may_plan=_awaits(item) and not rules.is_to_verify(item) and may_change,
        is_asked=item.status is ActionStatus.PROPOSED and bool(policy.can_answer(actor, item)),
        is_to_check=_is_check_due(wait) and bool(policy.can_check(actor, item)),
        is_mine=is_mine,
        today=today,
        href=_address(item, actor, level),
        is_to_help=level is not None,
    )


def _awaits(item: ActionItem) -> bool:
    return item.status is ActionStatus.DONE_UNVERIFIED


def _is_check_due(wait: board.Wait | None) -> bool:
    return wait is not None and wait.reason is board.Reason.EFFECT_DUE


def _level_asked(item: ActionItem, shown: Shown) -> Level | None:
    """The level of this person that was asked for help with it."""
    if item.status is not ActionStatus.ESCALATED:
        return None
    asked = (each for each in shown.above if each.tier == item.escalated_tier and item.unit_id in each.unit_ids)
    return next(asked, None)


def _address(item: ActionItem, actor: Actor, level: Level | None) -> str:
    """Its page for whoever looks; empty where they may know that it waits and no more."""
    if level is not None:
        return url_for("tiers.action_item", kind=level.kind.value, level_id=level.id, item_id=item.id)
    works_there = actor.works_on(item.unit_id)
    return url_for("actions.show", unit_id=item.unit_id, item_id=item.id) if works_there else ""


def _tag(item: ActionItem, today: date, zone: ZoneInfo) -> tuple[str, str]:
    if item.is_finished and item.done_at is not None:
        return f"Done {day_text(local_day(item.done_at, zone), today)}", "good"
    return board.tag_of(item, today)


def _steps(item: ActionItem, actor: Actor, may_change: bool, can_ask: bool) -> tuple[tuple[str, str], ...]:
    """What one tap of this person does with it."""
    if not may_change or (item.status is ActionStatus.PROPOSED and item.owner_id != actor.user_id):
        takes = item.status in UNFINISHED and policy.can_take(actor, item)
        steps: Collection[board.Step] = (board.Step.TAKE,) if takes else ()
    else:
        steps = board.STEPS.get(item.status, ())
    left_out = set() if can_ask else {board.Step.ASK_ABOVE}
    if item.done_at is None or now() - item.done_at > rules.UNDO_WITHIN:
        left_out.add(board.Step.UNDO)
    return tuple((step.value, board.STEP_LABELS[step]) for step in steps if step not in left_out)
