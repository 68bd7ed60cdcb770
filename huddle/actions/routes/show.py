"""The page of one action item: where it stands, and the one thing that comes next for whoever looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template

from huddle.actions import policy, queries, rules
from huddle.actions.forms import (
    AskAboveForm,
    DropForm,
    FinishForm,
    GoOnForm,
    HandOverForm,
    ImproveForm,
    MoveDueForm,
    StartForm,
    UndoForm,
)
from huddle.actions.queries import lists, planning
from huddle.actions.routes import bp
from huddle.actions.routes.beside import beside
from huddle.actions.routes.coaching import counsel_after
from huddle.actions.routes.items import origin_label, today
from huddle.actions.rules import ActionStatus, Looks
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import KIND_OF
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm
from huddle.web.sources import conditions, source_link

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem

BARE = {"undo": UndoForm, "start": StartForm, "ask_above": AskAboveForm, "go_on": GoOnForm, "improve": ImproveForm}
"""Forms that ask nothing."""


@bp.get("/<uuid:item_id>")
@access.unit_staff
def show(unit_id: UUID, item_id: UUID) -> str:
    return show_page(unit_id, item_id)


def show_page(unit_id: UUID, item_id: UUID, form: WriteForm | None = None) -> str:
    """One item with everything that may be done with it; `form` is the one that was refused, if any."""
    item, actor = queries.get(unit_id, item_id), current_actor()
    people, history, helpers = units.people(unit_id, now()), queries.history(item_id), planning.helpers(item_id)
    can_change, check = policy.can_change(actor, item), rules.next_check(item, zone_here())
    beside_it = beside(item, form)
    looks = Looks(
        owns=bool(policy.can_answer(actor, item)),
        may_change=bool(can_change),
        may_verify=bool(policy.can_verify(actor, item, lists.said_done([item])[item.id])),
        may_take=bool(policy.can_take(actor, item)),
        may_tell=beside_it.may_tell,
        check_due=check is not None and check[1] <= today() and bool(policy.can_check(actor, item)),
    )
    return render_template(
        "actions/show.html",
        unit_id=unit_id,
        item=item,
        here={"unit_id": unit_id, "item_id": item_id},
        form=form,
        forms=_forms(item, people, form),
        next=rules.next_thing(item, looks),
        way=rules.way(item),
        check=check,
        can_change=can_change,
        can_finish=policy.can_finish(actor, item),
        can_undo=bool(can_change) and _can_undo(item),
        me=actor.user_id,
        due=rules.due_tag(item.due_on, today()),
        names=units.names(_people_of(history) | {item.owner_id, item.sponsor_id, *helpers}),
        helpers=helpers,
        history=history,
        helped=rules.help_given(history) if item.is_unfinished else None,
        beside=beside_it,
        counsel=counsel_after(item),
        source_label=origin_label(item),
        link=source_link(item.source_kind, unit_id, item.source_id, actor),
        above=_above(item),
        **_words(item),
    )


def _can_undo(item: ActionItem) -> bool:
    said_done = item.status in rules.SAID_DONE and item.done_at is not None
    return said_done and now() - item.done_at <= rules.UNDO_WITHIN  # type: ignore[operator]


def _above(item: ActionItem) -> str:
    """The name of the level that was asked for help, or that would be."""
    if item.escalated_tier is not None:
        kind = KIND_OF.get(item.escalated_tier)
        return next((level.name for level in levels.above(item.unit_id) if level.kind is kind), "")
    if item.status is not ActionStatus.STUCK:
        return ""
    level = planning.level_to_ask(item.unit_id)
    return level.name if level else ""


def _words(item: ActionItem) -> dict[str, Any]:
    found = conditions(item.source_kind, item.unit_id, item.source_id, current_actor())
    return {
        "kinds": rules.TYPE_LABELS,
        "strengths": rules.STRENGTH_LABELS,
        "blockers": rules.BLOCKER_LABELS,
        "effects": rules.EFFECT_LABELS,
        "condition": found.get(item.condition or "", ""),
        "may_get_stuck": ActionStatus.STUCK in rules.NEXT[item.status],
        "may_plan": item.status in rules.PLANNED_IN,
    }


def _forms(item: ActionItem, people: list[units.Person], refused: WriteForm | None) -> dict[str, WriteForm]:
    """One empty form for each thing that may be done, and the refused one as it was sent."""
    about, version = str(item.id), item.version
    forms: dict[str, WriteForm] = {
        "finish": FinishForm.beside(about, version=version),
        "move": MoveDueForm(None, about, version, None),
        "hand_over": HandOverForm.empty(item.id, version, people),
        "drop": DropForm.beside(about, version=version),
        **{name: made(None, about, version, None) for name, made in BARE.items()},
    }
    return {name: refused if type(refused) is type(form) else form for name, form in forms.items()}


def _people_of(history: Iterable[Any]) -> set[UUID | None]:
    return {person for event in history for person in (event.by, event.from_person, event.to_person)}
