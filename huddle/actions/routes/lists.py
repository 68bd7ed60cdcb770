"""A unit's list of action items, and what one or two taps on a card do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.actions import policy, queries, rules, service
from huddle.actions.forms.lists import InTheWayForm, PickOwnerForm, StepForm
from huddle.actions.queries import lists
from huddle.actions.routes import bp
from huddle.actions.routes.cards import Card, by_pressing, cards, hidden_sources, undoable
from huddle.actions.routes.items import today
from huddle.actions.rules import views as board
from huddle.actions.rules.views import Column, Filter, Step
from huddle.actions.service import many
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.htmx import page_or_partial
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem

NOTICES = {
    Step.DONE: "Done. Thank you.",
    Step.UNDO: "It is open again.",
    Step.START: "Started.",
    Step.GO_ON: "It goes on.",
    Step.ASK_ABOVE: "Asked. Its owner and you are told of the answer.",
    Step.TAKE: "It is yours now. Thank you.",
}


NOTHING = {
    Filter.ALL: ("Nothing is open.", "Whatever somebody promises next, write it down here."),
    Filter.MINE: ("You have nothing to do here.", "What you promise next stands here first."),
    Filter.OVERDUE: ("Nothing is overdue.", "Every promise on this unit is still in time."),
    Filter.WAITING: ("Nothing waits on a manager.", "What is stuck, not accepted or a week overdue stands here."),
    Filter.TO_VERIFY: ("Nothing is to be verified.", "What is done as an improvement waits here for other eyes."),
    Filter.FROM_HUDDLE: ("Nothing came of a huddle.", "What a huddle or a concern leads to stands here."),
    Filter.FROM_REVIEW: ("Nothing came of a review.", "What a review leads to stands here."),
    Filter.FROM_CHECK_IN: ("Nothing came of a check-in.", "What a check-in promises stands here."),
}


@bp.get("")
@access.unit_staff
def index(unit_id: UUID) -> str:
    return index_page(unit_id)


def shown_here() -> Filter:
    """What the list is narrowed to; everything for a word that no filter has."""
    asked = request.values.get("show", "")
    return Filter(asked) if asked in set(Filter) else Filter.ALL


def index_page(unit_id: UUID, refused: WriteForm | None = None) -> str:
    """The list; `refused` is the form of a card that was not taken."""
    chosen = shown_here()
    everything = cards(lists.on_board(unit_id, now()), refused=refused)
    hidden = hidden_sources([card.item for card in everything], current_actor())
    under = {each: [card for card in everything if _fits(card, each, hidden)] for each in Filter}
    waiting = under[chosen] if chosen is Filter.WAITING else []
    late = [card for card in under[chosen] if _fits(card, Filter.OVERDUE, hidden) and card not in waiting]
    return page_or_partial(
        "actions/index.html",
        "actions/_list.html",
        unit_id=unit_id,
        form=refused,
        chosen=chosen,
        filters=[(each, label, len(under[each])) for each, label in board.FILTER_LABELS.items()],
        origins=set(board.SOURCES_OF),
        waiting=by_pressing(waiting),
        late=sorted(late, key=lambda card: card.order),
        columns=_columns([card for card in under[chosen] if card not in late and card not in waiting]),
        undo=undoable(everything),
        leads=current_actor().leads(unit_id),
        nothing=NOTHING[chosen],
        counts=queries.month_counts(unit_id, *_month()) if chosen is Filter.ALL else None,
    )


def _month() -> tuple[date, date]:
    """The thirty days before today."""
    return today() - timedelta(days=30), today() - timedelta(days=1)


def _fits(card: Card, chosen: Filter, hidden: set[UUID]) -> bool:
    if chosen in board.SOURCES_OF and card.item.source_id in hidden:
        return False
    return board.fits(card.item, chosen, me=current_actor().user_id, today=today(), wait=card.wait)


def _columns(found: list[Card]) -> list[tuple[str, list[Card]]]:
    """Four columns, mine first in each; what is done stands newest first."""
    by_column: dict[Column, list[Card]] = {column: [] for column in Column}
    for card in found:
        if column := board.column_of(card.item.status):
            by_column[column].append(card)
    for column, group in by_column.items():
        if column is Column.DONE:
            group.sort(key=lambda card: card.item.done_at or card.item.created_at, reverse=True)
        else:
            group.sort(key=lambda card: card.order)
    return [(label, by_column[column]) for column, label in board.COLUMN_LABELS.items()]


@bp.post("/<uuid:item_id>/steps")
@access.unit_staff
def step(unit_id: UUID, item_id: UUID) -> Response:
    """One tap. Done by two people who did not see each other's tap: both are in the history, nobody is refused."""
    item, form = queries.get(unit_id, item_id), StepForm.about(item_id)
    asked = Step(form.step.data) if form.step.data in set(Step) else Step.DONE
    twice = asked is Step.DONE and item.status in rules.SAID_DONE and item.done_by != current_actor().user_id
    save = many.done_as_well if twice else _STEPS[asked]
    return submit(
        form,
        page=lambda: index_page(unit_id, form),
        target=None if twice else item,
        save=lambda: save(item, actor=current_actor(), now=now()),
        to=lambda _: back_to_list(unit_id, undo=item_id if asked is Step.DONE and not twice else None),
        notice="A colleague had marked it done already. Both are in its history." if twice else NOTICES[asked],
    )


def _finish(item: ActionItem, **by: Any) -> None:
    service.finish(item, note="", **by)


def _take(item: ActionItem, **by: Any) -> None:
    service.hand_over(item, owner_id=current_actor().person_id, **by)


_STEPS: dict[Step, Callable[..., Any]] = {
    Step.DONE: _finish,
    Step.UNDO: service.undo_finish,
    Step.START: service.start,
    Step.GO_ON: service.go_on,
    Step.ASK_ABOVE: service.ask_above,
    Step.TAKE: _take,
}


def back_to_list(unit_id: UUID, undo: UUID | None = None) -> str:
    """The list as it was narrowed; or the person's own page or the manager's, when they came from there."""
    if request.values.get("from") in {"mine", "waiting"}:
        return url_for(f"follow.{request.values['from']}", undo=undo)
    chosen = shown_here()
    return url_for(".index", unit_id=unit_id, show=None if chosen is Filter.ALL else chosen.value, undo=undo)


@bp.get("/<uuid:item_id>/in-the-way")
@access.unit_staff
def in_the_way(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    return _in_the_way_page(unit_id, item, InTheWayForm.about(item_id, version=item.version))


def _in_the_way_page(unit_id: UUID, item: ActionItem, form: InTheWayForm) -> str:
    kinds = [(blocker, label) for blocker, label in rules.BLOCKER_LABELS.items() if blocker is not rules.Blocker.OTHER]
    may = policy.can_change(current_actor(), item) and item.status in board.CAN_GET_STUCK
    return render_template(
        "actions/in_the_way.html",
        unit_id=unit_id,
        item=item,
        form=form,
        kinds=kinds,
        may=may,
        back=back_to_list(unit_id),
    )


@bp.post("/<uuid:item_id>/in-the-way")
@access.unit_staff
def get_stuck(unit_id: UUID, item_id: UUID) -> Response:
    item, form = queries.get(unit_id, item_id), InTheWayForm.about(item_id)
    return submit(
        form,
        page=lambda: _in_the_way_page(unit_id, item, form),
        target=item,
        save=lambda: service.get_stuck(
            item, blocker=rules.Blocker(form.blocker.data), note="", actor=current_actor(), now=now()
        ),
        to=lambda _: back_to_list(unit_id),
        notice="Whoever leads the unit sees it now.",
    )


@bp.get("/<uuid:item_id>/next-owner")
@access.unit_staff
def next_owner(unit_id: UUID, item_id: UUID) -> str:
    item = queries.get(unit_id, item_id)
    form = PickOwnerForm.about(item_id, version=item.version)
    return _next_owner_page(unit_id, item, form)


def _next_owner_page(unit_id: UUID, item: ActionItem, form: PickOwnerForm) -> str:
    people = [person for person in units.people(unit_id, now()) if person.id not in {item.owner_id, item.verified_by}]
    here, me = units.on_shift(unit_id, now(), among=people), current_actor().user_id
    near = sorted((each for each in people if each.id == me or each.id in here), key=lambda each: each.id != me)
    return render_template(
        "actions/next_owner.html",
        unit_id=unit_id,
        item=item,
        form=form,
        me=me,
        owner=units.names({item.owner_id})[item.owner_id],
        near=near,
        others=[person for person in people if person not in near],
        may=item.is_unfinished and policy.can_change(current_actor(), item),
        back=back_to_list(unit_id),
    )


@bp.post("/<uuid:item_id>/next-owner")
@access.unit_staff
def pick_owner(unit_id: UUID, item_id: UUID) -> Response:
    item, form = queries.get(unit_id, item_id), PickOwnerForm.about(item_id)
    form.offer(units.people(unit_id, now()))
    return submit(
        form,
        page=lambda: _next_owner_page(unit_id, item, form),
        target=item,
        save=lambda: service.hand_over(item, owner_id=UUID(form.owner_id.data), actor=current_actor(), now=now()),
        to=lambda _: back_to_list(unit_id),
        notice="Handed over. It is on their list now.",
    )
