"""One concern with its history and everything that may be done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import policy, queries, rules
from huddle.concerns.forms import AnswerConcernForm, MergeForm, PickUpForm, SayReadForm, TellBackForm
from huddle.concerns.rules import Move
from huddle.core.decision import Decision, deny
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import UNIT_TIER, Level
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.sources import origin, source_link


def whole(unit_id: UUID, concern_id: UUID, form: WriteForm | None = None) -> str:
    """The page of one concern; `form` is the one that was refused, if any."""
    concern = queries.get(unit_id, concern_id)
    actor, above, history = current_actor(), levels.above(unit_id), queries.history(concern_id)
    items = actions.for_source(SourceKind.CONCERN, concern_id)
    level = next((level for level in above if level.tier == concern.tier), None)
    people = {concern.owner_id, None if concern.unnamed else concern.raised_by} | {event.by for event in history}
    return render_template(
        "concerns/show.html",
        unit_id=unit_id,
        concern=concern,
        can=_can(concern),
        is_news=bool(policy.can_say_read(actor, concern)),
        said=_said(concern, unit_id),
        **_came_from(concern),
        level=level,
        answers_above=_answers_above(above, concern.tier),
        given_back=_given_back(history, above),
        into=queries.get(unit_id, concern.merged_into_id) if concern.merged_into_id else None,
        merged=queries.merged_into(concern_id),
        items=items,
        lines=history_lines(history, units.names(people), above, named=not concern.unnamed),
        names=units.names(people | {item.owner_id for item in items}),
        calls=calls(unit_id, level or above[0]),
        forms=_forms(concern, form),
        form=form,
        **words(),
    )


def _came_from(concern: Any) -> dict[str, Any]:
    """The handoff in which it was said, without the patient. An unnamed one shows no way to it: it has few people."""
    handoff_id = origin("concern", "handoff", concern.id)
    link = None if concern.unnamed else source_link("handoff", concern.unit_id, handoff_id, current_actor())
    return {"from_handoff": handoff_id is not None, "handoff_link": link}


def words() -> dict[str, Any]:
    """What a page says of topics, answers and harm."""
    return {
        "topics": rules.TOPIC_LABELS,
        "outcomes": rules.OUTCOME_WORDS,
        "harms": rules.HARM_LABELS,
        "reasons": rules.REASON_LABELS,
        "statuses": rules.STATUS_LABELS,
        "told": rules.TOLD_LABELS,
    }


def _can(concern: Any) -> dict[str, Decision]:
    """What this person may do with it as it stands, or why not."""
    actor, status = current_actor(), concern.status
    asked = {
        Move.PICK_UP: policy.can_pick_up(actor, concern),
        Move.ANSWER: policy.can_answer(actor, concern),
        Move.ESCALATE: policy.can_escalate(actor, concern),
        Move.MERGE: policy.can_escalate(actor, concern),
        Move.TELL_BACK: policy.can_tell_back(actor, concern),
    }
    return {move: asked[move] if rules.can(status, move) else deny(rules.STATUS_LABELS[status]) for move in asked}


def _forms(concern: Any, refused: WriteForm | None) -> dict[str, WriteForm]:
    """One form for each thing that may be done, and the refused one as it was sent."""
    stored = {name: getattr(concern, name) for name in ("harm", "immediate_fix", "outcome", "answer")}
    made = {
        "pick_up": PickUpForm.beside(concern.id, version=concern.version, data=stored),
        "answer": AnswerConcernForm.beside(concern.id, version=concern.version, data=stored),
        "tell_back": TellBackForm.beside(concern.id, version=concern.version),
        "say_read": SayReadForm.beside(concern.id, version=concern.version),
        "merge": offered(MergeForm.beside(concern.id, version=concern.version), concern),
    }
    return {name: refused if refused and type(refused) is type(form) else form for name, form in made.items()}


def offered(form: MergeForm, concern: Any) -> MergeForm:
    """The form with the concerns of the unit that this one can go on with."""
    others = queries.unsettled(concern.unit_id)
    form.offer((other.id, other.text) for other in others if other.id != concern.id)
    return form


def _said(concern: Any, unit_id: UUID) -> str:
    """The personal line: "Said on Tuesday, fixed on Friday"."""
    if concern.answered_at is None:
        return ""
    zone = units.facts(unit_id).zone
    return rules.said_and_done(concern.raised_at, concern.answered_at, concern.outcome, now(), zone)


def _answers_above(above: list[Level], tier: int) -> bool:
    """Whether this person answers at the level where it waits."""
    return any(level.tier == tier and policy.can_answer_for(current_actor(), level) for level in above)


def _given_back(history: Any, above: list[Level]) -> tuple[str, str] | None:
    """Who above said that the unit can settle it, and why, if that is the last word from there."""
    asked = [event for event in history if event.kind in {"escalated", "taken_higher", "given_back", "answered"}]
    if not asked or asked[-1].kind != "given_back":
        return None
    return _level_name(above, asked[-1].tier), asked[-1].note


def history_lines(history: Any, names: Any, above: list[Level], *, named: bool) -> list[tuple[Any, str, list[str]]]:
    """When, what, and what was said with it, in order; people by name unless the concern is unnamed."""
    return [(event.at, _line(event, names, above, named), _details(event)) for event in history]


def _line(event: Any, names: Any, above: list[Level], named: bool) -> str:
    level = _level_name(above, event.tier)
    if event.kind == "answered" and event.tier > UNIT_TIER:
        who = level
    else:
        who = names[event.by] if named and event.by else rules.COLLEAGUE
    return rules.event_words(event.kind, who=who, level=level)


def _details(event: Any) -> list[str]:
    outcome = rules.OUTCOME_WORDS[event.outcome] if event.outcome else ""
    reason = rules.REASON_LABELS[event.reason] if event.reason else ""
    return [words for words in (outcome, reason, event.note) if words]


def _level_name(above: list[Level], tier: int) -> str:
    return next((level.name for level in above if level.tier == tier), "the level above")


def level_names(unit_id: UUID) -> dict[int, str]:
    """What stands above the unit, by tier."""
    return {level.tier: level.name for level in levels.above(unit_id)}


def calls(unit_id: UUID, level: Level) -> list[tuple[str, str]]:
    """Whom to call, the unit first and then a level above it, where there is a number."""
    unit = units.facts(unit_id)
    return [(name, phone) for name, phone in ((unit.name, unit.phone), (level.name, level.phone)) if phone]


def place_text(concern: Any) -> str:
    """Where a page of closed concerns ends, for the address of the next one."""
    return f"{concern.told_back_at.isoformat()},{concern.id}"
