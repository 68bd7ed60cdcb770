"""Where a leader says what changed in a week or month of a chart."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, url_for
from werkzeug.routing import BaseConverter, ValidationError
from werkzeug.wrappers import Response

from huddle.chart_notes import queries, rules, service
from huddle.chart_notes.forms import NoteForm
from huddle.core.dates import local_day
from huddle.core.errors import NotFound
from huddle.web import access
from huddle.web.charted import charted
from huddle.web.context import current_actor, now, zone_here
from huddle.web.writes import submit

bp = Blueprint("chart_notes", __name__, url_prefix="/units/<uuid:unit_id>/chart-notes/<measure:measure>")


class DayConverter(BaseConverter):
    """`<day:starts_on>` in an address: YYYY-MM-DD, as a date."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError from error

    def to_url(self, value: date | str) -> str:
        return str(value)


# Before the first route that uses it.
bp.record_once(lambda state: state.app.url_map.converters.update(day=DayConverter))


@bp.get("")
@access.unit_lead
def index(unit_id: UUID, measure: str) -> str:
    """The weeks or months of the chart, each with its note and a way to write it."""
    chart, today = charted(measure), local_day(now(), zone_here())
    notes = queries.of_unit(unit_id).get(measure, {})
    lines = [
        (url_for(".edit", unit_id=unit_id, measure=measure, starts_on=day), _text(day, measure), notes.get(day, ""))
        for day in rules.periods(chart.monthly, today)
    ]
    return render_template("chart_notes/index.html", unit_id=unit_id, chart=chart, lines=lines)


@bp.get("/<day:starts_on>")
@access.unit_lead
def edit(unit_id: UUID, measure: str, starts_on: date) -> str:
    _check(measure, starts_on)
    return _page(unit_id, measure, starts_on, _form(unit_id, measure, starts_on))


@bp.post("/<day:starts_on>")
@access.unit_lead
def save(unit_id: UUID, measure: str, starts_on: date) -> Response:
    _check(measure, starts_on)
    form = _form(unit_id, measure, starts_on)
    return submit(
        form,
        target=queries.stored(unit_id, measure, starts_on),
        page=lambda: _page(unit_id, measure, starts_on, form),
        save=lambda: service.write_note(
            unit_id, measure, starts_on, form.text.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".index", unit_id=unit_id, measure=measure),
        notice=_notice(form.text.data or ""),
    )


def _notice(text: str) -> str:
    """What is true of every period offered: the running one, and a month in its first days, are not drawn yet."""
    return "Saved. It stands on the chart as soon as the chart shows that time." if text.strip() else "Taken away."


def _check(measure: str, starts_on: date) -> None:
    if starts_on not in rules.periods(charted(measure).monthly, local_day(now(), zone_here())):
        raise NotFound


def _text(starts_on: date, measure: str) -> str:
    return rules.period_text(starts_on, charted(measure).monthly)


def _form(unit_id: UUID, measure: str, starts_on: date) -> NoteForm:
    note = queries.stored(unit_id, measure, starts_on)
    version, known = (note.version, {"text": note.text}) if note else (0, {})
    form: NoteForm = NoteForm.about(f"{unit_id} {measure} {starts_on}", version=version, data=known)
    return form


def _page(unit_id: UUID, measure: str, starts_on: date, form: NoteForm) -> str:
    return render_template(
        "chart_notes/edit.html",
        chart=charted(measure),
        period=_text(starts_on, measure),
        form=form,
        back_to=url_for(".index", unit_id=unit_id, measure=measure),
        save_to=url_for(".save", unit_id=unit_id, measure=measure, starts_on=starts_on),
    )
