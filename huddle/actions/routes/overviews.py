"""Action items over several units: one's own, what waits on whoever leads, and improvements for quality leads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from huddle.actions import policy, rules
from huddle.actions.queries import lists
from huddle.actions.queries.lists import Place, Wanted
from huddle.actions.routes.cards import Card, by_pressing, cards, undoable
from huddle.actions.rules import DATED, UNFINISHED, ActionStatus, SourceKind, Strength
from huddle.actions.rules.views import Reason, Wait
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.units import levels
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.htmx import page_or_partial
from huddle.web.sources import known_ids

bp = Blueprint("follow", __name__, url_prefix="/action-items")

UNFINISHED_HERE = "unfinished"


@bp.get("/mine")
@access.signed_in
def mine() -> str:
    """Everything of mine over all my units: to answer, to do, for me to verify, to look at again."""
    actor = current_actor()
    found = cards(lists.of_person(actor.person_id, list(actor.units), now()), units_named=len(actor.units) > 1)
    groups = {
        "Asked of you": [card for card in found if card.is_asked],
        "To do": [card for card in found if card.is_mine and card.item.is_unfinished and not card.is_asked],
        "You help with": [card for card in found if not card.is_mine and card.item.is_unfinished],
        "Say how you will know": [card for card in found if card.is_mine and card.may_plan],
        "For you to verify": [card for card in found if card.may_verify],
        "Does it work?": [card for card in found if card.wait and card.wait.reason is Reason.EFFECT_DUE],
        "Done, waits for somebody else": [
            card
            for card in found
            if card.is_mine and not card.may_plan and card.item.status is ActionStatus.DONE_UNVERIFIED
        ],
    }
    return render_template(
        "actions/mine.html",
        groups=[(title, group) for title, group in groups.items() if group],
        undo=undoable(found),
        late=sum(card.item.is_unfinished and card.tag[1] == "urgent" for card in found if card.is_mine),
        leads=leads_somewhere(actor),
        form=None,
    )


@bp.get("/waiting")
@access.signed_in
def waiting() -> str:
    """What waits on me: on the units I lead, as a sponsor, at the levels for which I answer; the worst first."""
    actor = current_actor()
    found = waiting_cards(actor)
    return render_template(
        "actions/waiting.html",
        found=found,
        undo=undoable(found),
        left=_left(found, actor),
        above=not actor.units,
        form=None,
    )


def _left(found: list[Card], actor: Actor) -> list[tuple[UUID, UUID, str, int]]:
    """Who has left and still has something on a unit that this person leads: unit, person, name, how much."""
    cards_of: dict[tuple[UUID, UUID], list[Card]] = {}
    for card in found:
        if card.wait and card.wait.reason is Reason.NO_OWNER and actor.leads(card.item.unit_id):
            cards_of.setdefault((card.item.unit_id, card.item.owner_id), []).append(card)
    return [(*key, group[0].who, len(group)) for key, group in cards_of.items()]


def waiting_cards(actor: Actor) -> list[Card]:
    """What waits for an answer of this person, the most pressing and oldest first.

    What they verify, or say whether it works, is left out where they may not: it waits on somebody else.
    """
    led = [unit_id for unit_id in actor.units if actor.leads(unit_id)]
    asked = [(level.tier, level.unit_ids) for level in levels.every() if policy.can_help(actor, level)]
    theirs = {unit_id for _tier, unit_ids in asked for unit_id in unit_ids}
    items = lists.waiting(person_id=actor.person_id, led=led, levels=asked, now=now())
    several = len({item.unit_id for item in items}) > 1 or not led
    found = cards(items, units_named=several)
    return by_pressing(card for card in found if card.wait and _is_theirs(card, card.wait, theirs))


def _is_theirs(card: Card, wait: Wait, below: set[UUID]) -> bool:
    if wait.on_lead:
        return wait.reason is not Reason.NO_PLAN or card.may_plan
    return card.may_verify or card.is_to_check or (wait.reason is Reason.ESCALATED and card.item.unit_id in below)


def leads_somewhere(actor: Actor) -> bool:
    """Whether anything can wait on this person."""
    return any(actor.leads(unit_id) for unit_id in actor.units) or bool(levels.received_by(actor.person_id))


@bp.get("")
@access.signed_in
def index() -> str:
    """Improvements of all units, for quality leads: unit by unit, without counts and without people compared."""
    actor = current_actor()
    policy.can_see_all(actor).require()
    every = units.facts_of()
    chosen = _chosen([unit.id for unit in every])
    unit_ids = [chosen["unit"]] if chosen["unit"] else [unit.id for unit in every]
    found, next_place = lists.page(unit_ids, _wanted(chosen), shown=known_ids("review", actor), after=chosen["after"])
    return page_or_partial(
        "actions/all.html",
        "actions/_all.html",
        found=cards(found, units_named=True, waiting=False),
        next_url=_url(chosen, after=str(next_place)) if next_place else None,
        chosen=chosen,
        units=every,
        states=[(UNFINISHED_HERE, "Not finished"), *_states()],
        strengths=rules.STRENGTH_LABELS,
        sources=[(kind, label) for kind, label in rules.SOURCE_LABELS.items() if label],
        works_on=actor.works_on,
    )


def _states() -> list[tuple[str, str]]:
    quick = {ActionStatus.OPEN, ActionStatus.DONE}
    return [(status.value, label) for status, label in rules.STATUS_LABELS.items() if status not in quick]


def _chosen(unit_ids: list[UUID]) -> dict[str, Any]:
    """The filters of the address; what none of them has counts as nothing chosen."""
    asked = request.args
    unit = next((unit_id for unit_id in unit_ids if str(unit_id) == asked.get("unit")), None)
    state = asked.get("state", UNFINISHED_HERE)
    return {
        "unit": unit,
        "state": state if state in dict(_states()) else UNFINISHED_HERE,
        "strength": asked["strength"] if asked.get("strength") in set(Strength) else "",
        "source": asked["source"] if asked.get("source") in set(SourceKind) else "",
        "overdue": "yes" if asked.get("overdue") == "yes" else "",
        "after": _place(asked.get("after", "")),
    }


def _place(text: str) -> Place | None:
    try:
        return Place.parse(text) if text else None
    except ValueError:
        return None


def _wanted(chosen: dict[str, Any]) -> Wanted:
    improving = tuple(sorted(UNFINISHED - {ActionStatus.OPEN}))
    is_late = bool(chosen["overdue"])
    statuses = improving if chosen["state"] == UNFINISHED_HERE else (ActionStatus(chosen["state"]),)
    return Wanted(
        statuses=tuple(status for status in statuses if not is_late or status in DATED),
        strength=Strength(chosen["strength"]) if chosen["strength"] else None,
        source=SourceKind(chosen["source"]) if chosen["source"] else None,
        due_before=local_day(now(), zone_here()) if is_late else None,
    )


def _url(chosen: dict[str, Any], **more: str) -> str:
    kept: dict[str, Any] = {name: str(value) for name, value in chosen.items() if value and name != "after"}
    return url_for(".index", **(kept | more))
