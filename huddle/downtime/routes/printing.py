"""Blank forms: how many, and the sheets to print."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.core.errors import NotFound
from huddle.downtime import queries, rules, service
from huddle.downtime.forms import PackForm, SheetForm
from huddle.downtime.routes import bp
from huddle.handoffs.queries import templates
from huddle.handoffs.rules import OPTIONS, HandoffKind, Holds, Line, Option, Part, Shape
from huddle.huddles.rules import FIRST_ROLES, FROM_HANDOFFS, REASON_LABELS, ROLE_LABELS
from huddle.reviews.rules import FOUR_QUESTIONS, GROUND_RULES, QUESTIONS
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.qr import qr_picture
from huddle.web.writes import submit

MORE_ON_PAPER = 6
"""So many things beyond the sections: a sheet has one page."""


@bp.get("")
@access.unit_paper
def index(unit_id: UUID) -> str | Response:
    typed = rules.clean_number(request.args.get("number"))
    if typed and current_actor().works_on(unit_id):
        try:
            return redirect(url_for(".sheet", unit_id=unit_id, form_id=queries.numbered(unit_id, typed).id), 303)
        except NotFound:
            pass
    return _index_page(unit_id, typed or "")


def _index_page(unit_id: UUID, number: str = "", **forms: object) -> str:
    copies = {kind.value: count for kind, count in queries.default_copies(unit_id, now()).items()}
    entered = queries.typed_in(unit_id, now())
    return render_template(
        "downtime/index.html",
        unit_id=unit_id,
        unit=units.facts(unit_id),
        number=number,
        may_type=current_actor().works_on(unit_id),
        packs=queries.packs(unit_id, now()),
        entered=entered,
        names=units.names({row.entered_by for row in entered}),
        kinds=rules.KIND_LABELS,
        hours=rules.PRINTED_HOURS,
        form=next(iter(forms.values()), None),
        pack_form=forms.get("pack_form") or PackForm.beside(unit_id, data=copies),
        sheet_form=forms.get("sheet_form") or SheetForm.beside(unit_id),
    )


@bp.post("/packs")
@access.unit_paper
def make_pack(unit_id: UUID) -> Response:
    form: PackForm = PackForm.about(unit_id)
    return submit(
        form,
        page=lambda: _index_page(unit_id, pack_form=form),
        save=lambda: service.make_pack(unit_id, form.copies(), actor=current_actor(), now=now()),
        to=lambda pack_id: url_for(".pack", unit_id=unit_id, pack_id=pack_id),
    )


@bp.get("/packs/<uuid:pack_id>")
@access.unit_paper
def pack(unit_id: UUID, pack_id: UUID) -> str:
    """The sheets of one pack, each with its number and the way to where it is typed in."""
    sheets = queries.pack(unit_id, pack_id)
    return render_template(
        "downtime/pack.html",
        unit_id=unit_id,
        unit=units.facts(unit_id),
        sheets=[
            (sheet, qr_picture(url_for(".sheet", unit_id=unit_id, form_id=sheet.id, _external=True)))
            for sheet in sheets
        ],
        phones=units.phones(unit_id),
        kinds=rules.KIND_LABELS,
        roles=[ROLE_LABELS[role] for role in FIRST_ROLES],
        reasons=[label for reason, label in REASON_LABELS.items() if reason not in FROM_HANDOFFS],
        questions=[QUESTIONS[question] for question in FOUR_QUESTIONS],
        ground_rules=GROUND_RULES,
        **_told(unit_id),
    )


def _told(unit_id: UUID) -> dict[str, Any]:
    """What the sheet of a handoff asks in the words of the unit: sections with their hints, and what else to write."""
    shape = templates.shape_for(unit_id, HandoffKind.SHIFT)
    more = [line for line in shape.asked if isinstance(line.part, Option)]
    return {
        "told": [(shape.name(line), shape.hint(line)) for line in shape.asked if line not in more],
        "told_more": [(_with_time(shape, line), _boxes(line.part)) for line in more[:MORE_ON_PAPER]],
    }


def _with_time(shape: Shape, line: Line) -> str:
    is_measured = isinstance(line.part, Option) and OPTIONS[line.part].holds is Holds.MEASURED
    return f"{shape.name(line)}, and at what time" if is_measured else shape.name(line)


def _boxes(part: Part) -> list[str]:
    """What is ticked on paper instead of written."""
    if not isinstance(part, Option):
        return []
    asks = OPTIONS[part]
    return ["Yes"] if asks.holds is Holds.TICK else list((asks.choices or {}).values())


@bp.post("/sheets")
@access.unit_staff
def number_sheet(unit_id: UUID) -> Response:
    """A number for a sheet that was copied, or written on other paper."""
    form: SheetForm = SheetForm.about(unit_id)
    return submit(
        form,
        page=lambda: _index_page(unit_id, sheet_form=form),
        save=lambda: service.number_one(unit_id, rules.PaperKind(form.kind.data), actor=current_actor(), now=now()),
        to=lambda sheet: url_for(".sheet", unit_id=unit_id, form_id=sheet.id),
        notice=lambda sheet: f"Write {sheet.number} on the sheet, then type it in.",
    )
