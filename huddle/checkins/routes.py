"""Screens of the monthly check-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.routing import BaseConverter, ValidationError
from werkzeug.wrappers import Response

from huddle.actions.forms import THROWN_AWAY
from huddle.actions.queries import promised_for
from huddle.actions.rules.figures import is_due
from huddle.checkins import policy, queries, rules, service
from huddle.checkins.forms import NotesForm, PromiseForm
from huddle.checkins.rules import MONTH_PATTERN, CheckInState
from huddle.core.dates import Month, local_day
from huddle.core.errors import NotFound, RuleBroken
from huddle.leaving.rules import month_words
from huddle.recognition import queries as recognition
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm
from huddle.web.sources import known_ids
from huddle.web.writes import submit

bp = Blueprint("checkins", __name__, url_prefix="/units/<uuid:unit_id>/check-ins")


class MonthConverter(BaseConverter):
    """`<month:month>` in an address: YYYY-MM, as a Month."""

    regex = MONTH_PATTERN

    def to_python(self, value: str) -> Month:
        try:
            return rules.read_month(value)
        except ValueError as error:
            raise ValidationError from error

    def to_url(self, value: Month | str) -> str:
        return str(value)


# Before the first route that uses it.
bp.record_once(lambda state: state.app.url_map.converters.update(month=MonthConverter))


@bp.get("")
@access.unit_reader
def index(unit_id: UUID) -> str:
    works_here = current_actor().works_on(units.facts(unit_id).id)
    check_ins = queries.of_unit(unit_id, published_only=not works_here)
    return render_template(
        "checkins/index.html",
        unit_id=unit_id,
        waiting=[row for row in check_ins if row.state is CheckInState.DRAFTED],
        published=[row for row in check_ins if row.state is CheckInState.PUBLISHED],
        label=lambda row: rules.read_month(row.month).label(),
    )


@bp.get("/<uuid:check_in_id>")
@access.unit_reader
def by_id(unit_id: UUID, check_in_id: UUID) -> Response:
    """Where an action item leads back to: on to the month's own address."""
    check_in = _readable(unit_id, queries.month_of(unit_id, check_in_id))
    return redirect(url_for(".show", unit_id=unit_id, month=check_in.month))


def _readable(unit_id: UUID, month: Month) -> Any:
    """The check-in of a month. Raises NotFound where this person may not read it yet."""
    check_in = queries.get(unit_id, month)
    if not policy.can_read(current_actor(), check_in):
        raise NotFound
    return check_in


@bp.get("/<month:month>")
@access.unit_reader
@access.stays_open
def show(unit_id: UUID, month: Month) -> str:
    return _page(unit_id, month)


def _page(unit_id: UUID, month: Month, form: WriteForm | None = None) -> str:
    check_in, actor = _readable(unit_id, month), current_actor()
    made, zone = queries.promises_made(check_in.id), units.facts(unit_id).zone
    works_here = actor.works_on(unit_id)
    promised = promised_for(unit_id, month.first_day(), month.last_day(), shown=known_ids("review", actor))
    return render_template(
        "checkins/show.html",
        unit_id=unit_id,
        check_in=check_in,
        month=month,
        form=form,
        forms=_forms(unit_id, check_in, form),
        can_lead=policy.can_lead(actor, check_in),
        works_here=works_here,
        wins=recognition.month_list(unit_id, month.starts_at(zone), month.ends_at(zone)),
        due=[item for item in promised if is_due(item, zone)],
        made=made,
        fate=lambda item: rules.fate(item, local_day(now(), zone)),
        names=units.names({check_in.published_by, *(item.owner_id for item in made)}) if works_here else {},
        **_numbers(check_in),
    )


def _numbers(check_in: Any) -> dict[str, Any]:
    """The frozen numbers, and what came in late, step by step."""
    later, before = [], check_in.snapshot
    for addendum in queries.addenda(check_in.id):
        later.append((addendum.computed_at, rules.changed_lines(before, addendum.snapshot)))
        before = addendum.snapshot
    return {
        "promises": rules.promise_line(check_in.snapshot),
        "lines": rules.lines(check_in.snapshot),
        "left_late": month_words(check_in.snapshot.get("left_late", {})),
        "is_quiet": rules.is_quiet(check_in.snapshot),
        "later": [(at, changes) for at, changes in later if changes],
        "wins_shown": rules.WINS_SHOWN,
    }


def _forms(unit_id: UUID, check_in: Any, sent: WriteForm | None) -> dict[str, WriteForm]:
    """Both forms of the page; the one that was refused stands in the place of its own."""
    if not policy.can_lead(current_actor(), check_in):
        return {}
    return {
        "notes": sent if isinstance(sent, NotesForm) else _notes_form(check_in, NotesForm.beside),
        "promise": sent if isinstance(sent, PromiseForm) else _promise_form(unit_id, check_in, PromiseForm.beside),
    }


def _notes_form(check_in: Any, build: Callable[..., Any] = NotesForm.about) -> NotesForm:
    stored = {"better": check_in.better, "still_hurts": check_in.still_hurts, "focus": check_in.focus}
    form: NotesForm = build(check_in.id, version=check_in.version, data=stored)
    return form


def _promise_form(unit_id: UUID, check_in: Any, build: Callable[..., Any] = PromiseForm.about) -> PromiseForm:
    form: PromiseForm = build(check_in.id)
    form.offer(units.people(unit_id, now()))
    return form


@bp.post("/<month:month>/notes")
@access.unit_lead
@access.stays_open
def write_notes(unit_id: UUID, month: Month) -> Response:
    """Keep the notes; with the button "Publish" also publish them."""
    check_in = queries.get(unit_id, month)
    form, publishes = _notes_form(check_in), "publish" in request.form
    words = "Published. The whole unit can read it." if publishes else "Kept. Publish it when the meeting is over."
    return submit(
        form,
        page=lambda: _page(unit_id, month, form),
        target=check_in,
        save=lambda: _keep(check_in, form, publishes),
        to=lambda _: url_for(".show", unit_id=unit_id, month=month),
        notice=words,
    )


def _keep(check_in: Any, form: NotesForm, publishes: bool) -> None:
    service.write_notes(
        check_in,
        better=form.better.data or "",
        still_hurts=form.still_hurts.data or "",
        focus=form.focus.data or "",
        actor=current_actor(),
        now=now(),
    )
    if publishes:
        if PromiseForm.beside(check_in.id).is_begun:
            raise RuleBroken("You began a promise that is not added yet. Add it or throw it away, then publish.")
        service.publish(check_in, actor=current_actor(), now=now())


@bp.post("/<month:month>/promises")
@access.unit_lead
@access.stays_open
def make_promise(unit_id: UUID, month: Month) -> Response:
    check_in = queries.get(unit_id, month)
    form = _promise_form(unit_id, check_in)
    return submit(
        form,
        page=lambda: _page(unit_id, month, form),
        save=lambda: None if form.is_thrown_away else _promise(check_in, form),
        to=lambda _: url_for(".show", unit_id=unit_id, month=month) + "#promises",
        notice=THROWN_AWAY if form.is_thrown_away else "Promised. It is on the list of action items.",
    )


def _promise(check_in: Any, form: PromiseForm) -> None:
    service.make_promise(check_in, **form.promised(local_day(now(), zone_here())), actor=current_actor(), now=now())
