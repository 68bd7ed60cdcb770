"""Importing people and units: choose a file, look at what it would do, import it."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.core.errors import FieldRefused
from huddle.units.imports import queries, rules, service
from huddle.units.imports.first_pins import make_pins
from huddle.units.imports.forms import ImportForm
from huddle.units.imports.plans import Imported, Plan, pins_wanted
from huddle.units.imports.rules import ImportKind, RowState
from huddle.units.routes import bp
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import answer, show_once, submit


@bp.get("/admin/imports/<any(people, units):table>")
@access.admin
def imports(table: str) -> str:
    return _begin_page(ImportKind(table), _form(table))


def _form(table: str) -> ImportForm:
    form: ImportForm = ImportForm.about(table)
    return form


def _begin_page(kind: ImportKind, form: ImportForm) -> str:
    return render_template("admin/import.html", form=form, table=kind.value, columns=rules.COLUMNS[kind], rules=rules)


@bp.get("/admin/imports/<any(people, units):table>/sample")
@access.admin
def import_sample(table: str) -> Response:
    # With the mark by which spreadsheets know UTF-8.
    response = make_response("\ufeff" + rules.SAMPLES[ImportKind(table)])
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="huddle-{table}.csv"'
    return response


@bp.post("/admin/imports/<any(people, units):table>/preview")
@access.admin
def preview_import(table: str) -> Response:
    """A dry run: it stores nothing, however often it is asked."""
    kind, form = ImportKind(table), _form(table)
    return answer(form, page=lambda: _begin_page(kind, form), show=lambda: _preview_page(kind, form))


def _preview_page(kind: ImportKind, form: ImportForm) -> str:
    notes = []
    sent = request.files.get("file")
    if sent and sent.filename:
        # One byte more than may be, so that a file that is too large is seen to be.
        form.text.data, note = rules.decode(sent.stream.read(rules.BYTES_LIMIT + 1))
        notes = [note] if note else []
    elif not form.text.data:
        raise FieldRefused("file", "Choose a file, or paste the rows.")
    plan = queries.plan(kind, form.text.data or "", actor=current_actor(), now=now())
    form.summary.data = plan.summary
    return _plan_page(kind, form, plan, notes)


def _plan_page(kind: ImportKind, form: ImportForm, plan: Plan, notes: list[str]) -> str:
    return render_template(
        "admin/import_preview.html",
        form=form,
        table=kind.value,
        columns=rules.COLUMNS[kind],
        plan=plan,
        notes=[*notes, *plan.notes],
        states=RowState,
        labels=rules.STATE_LABELS,
    )


def _again_page(kind: ImportKind, form: ImportForm) -> str:
    """The preview with what is wrong about the import, or the first page when it cannot even be read."""
    try:
        return _preview_page(kind, form)
    except FieldRefused as refused:
        form.refuse(refused.field_name, str(refused))
        return _begin_page(kind, form)


@bp.post("/admin/imports/<any(people, units):table>")
@access.admin
def run_import(table: str) -> Response:
    form = _form(table)
    if table == ImportKind.UNITS:
        return submit(
            form,
            page=lambda: _again_page(ImportKind.UNITS, form),
            save=lambda: service.import_units(
                form.text.data or "",
                summary=form.summary.data or "",
                leave_out=bool(form.leave_out.data),
                actor=current_actor(),
                now=now(),
            ),
            to=lambda _: url_for(".places"),
            notice=lambda done: f"Imported: {done.new} new, {done.changed} changed, {done.left_out} left out.",
        )
    pins = make_pins(_pins_wanted(form))
    return show_once(
        form,
        page=lambda: _again_page(ImportKind.PEOPLE, form),
        save=lambda: service.import_people(
            form.text.data or "",
            summary=form.summary.data or "",
            leave_out=bool(form.leave_out.data),
            pins=pins,
            actor=current_actor(),
            now=now(),
        ),
        show=_done_page,
    )


def _pins_wanted(form: ImportForm) -> list[str]:
    """Who needs a PIN; nobody when the import will be refused anyhow."""
    try:
        plan = queries.plan(ImportKind.PEOPLE, form.text.data or "", actor=current_actor(), now=now())
    except FieldRefused:
        return []
    if plan.summary != form.summary.data or (plan.errors and not form.leave_out.data):
        return []
    return pins_wanted(plan, again=bool(form.again.data))


def _done_page(done: Imported) -> str:
    return render_template("admin/import_done.html", done=done)
