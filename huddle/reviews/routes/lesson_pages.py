"""The lessons of all units: for everybody who is signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.concerns.rules import TOPIC_LABELS, Topic
from huddle.reviews import policy
from huddle.reviews.forms.lessons import WithdrawLessonForm
from huddle.reviews.queries import lessons, searching
from huddle.reviews.service import lessons as service
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.htmx import page_or_partial
from huddle.web.writes import same_answer, submit

bp = Blueprint("lessons", __name__, url_prefix="/lessons")


@bp.get("")
@access.signed_in
def index() -> str:
    """Newest first; of one topic, or what has the words that were typed."""
    typed, topic = request.args.get("q", "")[:200], _topic(request.args.get("topic", ""))
    found = {each.id for each in searching.find(typed, reader=current_actor())} if typed.strip() else None
    listed = lessons.lessons(topic, only=found)
    return page_or_partial(
        "lessons/index.html",
        "lessons/_list.html",
        lessons=listed,
        unit_names=_names({lesson.unit_id for lesson in listed}),
        typed=typed,
        topic=topic,
        topics=TOPIC_LABELS,
        in_use=lessons.lesson_topics(),
    )


def _topic(asked: str) -> Topic | None:
    return Topic(asked) if asked in set(Topic) else None


def _names(unit_ids: set[UUID | None]) -> dict[UUID, str]:
    named = [unit_id for unit_id in unit_ids if unit_id is not None]
    return {unit.id: unit.name for unit in units.facts_of(named)} if named else {}


@bp.get("/<uuid:lesson_id>")
@access.signed_in
def show(lesson_id: UUID) -> str:
    return _page(lesson_id)


def _page(lesson_id: UUID, form: WithdrawLessonForm | None = None) -> str:
    lesson, actor = lessons.get_lesson(lesson_id), current_actor()
    return render_template(
        "lessons/show.html",
        lesson=lesson,
        unit_name=_names({lesson.unit_id}).get(lesson.unit_id) if lesson.unit_id else None,
        topic=TOPIC_LABELS[lesson.topic],
        can_withdraw=policy.can_withdraw(actor, of_own_unit=lessons.is_of_managed_unit(actor, lesson)),
        form=form or WithdrawLessonForm.about(lesson_id, version=lesson.version),
    )


@bp.post("/<uuid:lesson_id>/withdrawal")
@access.signed_in
def withdraw(lesson_id: UUID) -> Response:
    if again := same_answer(WithdrawLessonForm.about(lesson_id)):
        return again
    lesson = lessons.get_lesson(lesson_id)
    form = WithdrawLessonForm.about(lesson_id, version=lesson.version)
    return submit(
        form,
        page=lambda: _page(lesson_id, form),
        target=lesson,
        save=lambda: service.withdraw(lesson, actor=current_actor(), now=now()),
        to=lambda _: url_for(".index"),
        notice="The lesson is withdrawn. Nobody can read it now.",
    )
