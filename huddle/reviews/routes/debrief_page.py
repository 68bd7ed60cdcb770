"""The page of one hot debrief, as it stands: how we are, the boxes, the end, or why it was not held."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, url_for

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind, due_tag
from huddle.audit import queries as audit
from huddle.core.dates import local_day, moment_text
from huddle.huddles.rules import NOT_HELD_LABELS
from huddle.reviews import policy, queries
from huddle.reviews.forms.debriefs import BoxForm, DebriefItemForm, DebriefTitleForm, MoveForm, ShareForm, WellbeingForm
from huddle.reviews.routes.protection import protection_of
from huddle.reviews.routes.wording import hints_for
from huddle.reviews.rules import (
    ANSWER_LIMIT,
    PROMPTS,
    QUESTIONS,
    SHARED,
    WELLBEING_LABELS,
    Question,
    ReviewFormat,
    ReviewStatus,
    Wellbeing,
)
from huddle.reviews.rules.debriefs import (
    CLOCK,
    CLOCK_SHOWN_FOR,
    PROMISES_AT_MOST,
    SCRIPT,
    SHARED_WITH,
    step_now,
)
from huddle.units import overview
from huddle.units import queries as units
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm

if TYPE_CHECKING:
    from huddle.reviews.models import Review


class Stage(StrEnum):
    """The pages of a debrief: how we are, the boxes, and what stands when nobody writes any more."""

    CIRCLE = "circle"
    BOXES = "boxes"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """One text as a thing of its own, read when it is asked for: only the same text is in conflict with it."""

    review_id: UUID
    name: Question

    @property
    def _row(self) -> Any:
        return queries.answers(self.review_id)[self.name]

    @property
    def text(self) -> str:
        return str(self._row.text)

    @property
    def version(self) -> int:
        return int(self._row.version)

    @property
    def last_change_text(self) -> str:
        row = self._row
        return f"{units.names({row.changed_by})[row.changed_by]}, {moment_text(row.changed_at, now(), zone_here())}"


@dataclass(frozen=True, slots=True)
class Title:
    """The title as the box shows it."""

    review: Review

    @property
    def text(self) -> str:
        return self.review.title

    @property
    def version(self) -> int:
        return self.review.version


def address(review: Review) -> str:
    """Where the debrief is."""
    return url_for("reviews.debrief", unit_id=review.unit_id, review_id=review.id, stage=stage(review))


def is_under_way(review: Review) -> bool:
    """Whether it is a hot debrief that is not shared yet; of a marked one for those alone who may write in it."""
    if policy.is_marked(review) and not policy.can_edit(current_actor(), review):
        return False
    return review.format is ReviewFormat.HOT_DEBRIEF and review.status not in SHARED


def stage(review: Review) -> Stage:
    """Which page it is on now."""
    if review.status is not ReviewStatus.OPEN:
        return Stage.END
    return Stage.BOXES if review.wellbeing in (Wellbeing.OK, Wellbeing.BREAK) else Stage.CIRCLE


def whole(review: Review, failed: WriteForm | None = None) -> str:
    """The page; `failed` is a form that was refused, shown as it was typed."""
    if review.not_held_reason is not None:
        return _render("debrief_not_held", review, failed, reason=NOT_HELD_LABELS[review.not_held_reason])
    if review.status is not ReviewStatus.OPEN:
        return _end(review, failed)
    if review.wellbeing is None:
        return _render("debrief_check", review, failed, choices=WELLBEING_LABELS)
    if review.wellbeing is Wellbeing.STOP:
        return _render("debrief_stopped", review, failed, support=overview.organisation().support_route)
    return _render("debrief", review, failed, **_live(review, failed))


def part(review: Review) -> str:
    """The part of the live page that changes."""
    return _render("_debrief_live", review, None, **_live(review, None))


def _end(review: Review, failed: WriteForm | None) -> str:
    texts = _texts(review)
    return _render(
        "debrief_end",
        review,
        failed,
        support=overview.organisation().support_route,
        questions=QUESTIONS,
        texts=texts,
        hints=hints_for(review.unit_id, {name.value: words for name, words in texts.items()}),
        missing=[QUESTIONS[name] for name in SHARED_WITH if not texts[name].strip()],
        publish=_or_failed(ShareForm.beside(review.id), failed),
        **_items(review),
    )


def _live(review: Review, failed: WriteForm | None) -> dict[str, Any]:
    texts, items = _texts(review), _items(review)
    item_form = DebriefItemForm.beside(review.id)
    item_form.offer(units.people(review.unit_id, now()))
    title = DebriefTitleForm.beside(f"{review.id}-title", version=review.version, data={"text": review.title})
    boxes = {name: _or_failed(_box(review.id, name), failed) for name in texts}
    typed = {name.value: form.text.data for name, form in boxes.items()}
    return items | {
        "boxes": boxes,
        "title": _or_failed(title, failed),
        "item_form": _or_failed(item_form, failed),
        "hints": hints_for(review.unit_id, typed | {"title": review.title, "item": item_form["title"].data}),
        "questions": QUESTIONS,
        "prompts": PROMPTS,
        "limit": ANSWER_LIMIT,
        "script": SCRIPT,
        "step": step_now(texts, len(items["items"])),
        "clock": _clock(review),
        "room": len(items["items"]) < PROMISES_AT_MOST,
        "revision": audit.revision(review.unit_id),
        "now": now(),
    }


def _box(review_id: UUID, name: Question) -> BoxForm:
    stored = Box(review_id, name)
    form: BoxForm = BoxForm.beside(f"{review_id}-{name}", version=stored.version, data={"text": stored.text})
    form.text.label.text = QUESTIONS[name]
    return form


def _texts(review: Review) -> dict[Question, str]:
    return {name: row.text for name, row in queries.answers(review.id).items()}


def _items(review: Review) -> dict[str, Any]:
    items = actions.for_source(SourceKind.REVIEW, review.id)
    return {
        "items": items,
        "names": units.names({item.owner_id for item in items}),
        "due_tag": lambda item: due_tag(item.due_on, local_day(now(), zone_here())),
    }


def _clock(review: Review) -> int | None:
    """Seconds that the circle has; None for who writes it up later."""
    late = review.opened_at is None or now() - review.opened_at > CLOCK_SHOWN_FOR
    return None if late else int(CLOCK.total_seconds())


def _or_failed(form: Any, failed: WriteForm | None) -> Any:
    return failed if failed is not None and failed.html_id == form.html_id else form


def _render(template: str, review: Review, failed: WriteForm | None, **values: Any) -> str:
    return render_template(
        f"reviews/{template}.html",
        unit_id=review.unit_id,
        review=review,
        form=failed,
        move=MoveForm.beside(review.id),
        wellbeing=WellbeingForm.beside(review.id),
        protection=protection_of(review),
        **values,
    )
