"""Taking the figures and the action items of a unit out of Huddle: a reason first, then a file."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, send_file, url_for
from werkzeug.wrappers import Response

from huddle.core.dates import local_day
from huddle.reports import policy, service
from huddle.reports.forms import ExportForm
from huddle.reports.queries import exporting
from huddle.reports.routes import bp
from huddle.reports.routes.files import written
from huddle.reports.rules.exporting import Format, What
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.sources import known_ids
from huddle.web.writes import submit

TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/action-items/exports/new")
@access.unit_reader
def new_export(unit_id: UUID) -> str:
    return _page(unit_id, _form(unit_id))


def _form(unit_id: UUID) -> ExportForm:
    form: ExportForm = ExportForm.about(unit_id, data={"what": What.FIGURES.value, "format": Format.CSV.value})
    form.offer(items_too=bool(policy.can_export(current_actor(), unit_id, What.ITEMS)))
    return form


def _page(unit_id: UUID, form: ExportForm) -> str:
    return render_template("reports/export.html", unit_id=unit_id, unit_name=units.facts(unit_id).name, form=form)


@bp.post("/action-items/exports")
@access.unit_reader
def export(unit_id: UUID) -> Response:
    form = _form(unit_id)
    return submit(
        form,
        page=lambda: _page(unit_id, form),
        save=lambda: service.export(
            unit_id,
            what=What(form.what.data),
            format_=Format(form.format.data),
            reason=form.reason.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda made: url_for(".exported", unit_id=unit_id, file_id=made.id),
    )


@bp.get("/action-items/exports/<uuid:file_id>")
@access.unit_reader
def exported(unit_id: UUID, file_id: UUID) -> Response:
    """For whoever gave the reason, within the hour."""
    actor = current_actor()
    made = exporting.export_of(actor, unit_id, file_id, now())
    if made.what is What.FIGURES:
        head, rows = exporting.figures_table(unit_id, now())
    else:
        head, rows = exporting.items_table(unit_id, known_ids("review", actor))
    name = f"{'follow-through' if made.what is What.FIGURES else 'action-items'}-{local_day(made.at, zone_here())}"
    answer = send_file(
        written(made.format, head, rows),
        mimetype=TYPES[made.format],
        as_attachment=True,
        download_name=f"{name}.{made.format}",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
