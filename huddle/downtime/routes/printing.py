"""Blank forms: how many, and the sheets to print."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.core.errors import NotFound
from huddle.downtime import queries, rules, service
from huddle.downtime.forms import PackForm, SheetForm
from huddle.downtime.routes import bp
from huddle.handoffs.queries import templates
from huddle.handoffs.rules import OPTIONS, HandoffKind, Option, Part
from huddle.huddles.rules import FIRST_ROLES, FROM_HANDOFFS, REASON_LABELS, ROLE_LABELS
from huddle.reviews.rules import GROUND_RULES, QUESTIONS
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.qr import qr_picture
from huddle.web.writes import submit

MORE_ON_PAPER = 6
"""A sheet has one page."""


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
        questions=QUESTIONS,
        ground_rules=GROUND_RULES,
        told=_lines_of_handoff(unit_id),
    )


def _lines_of_handoff(unit_id: UUID) -> list[tuple[str, str, list[str]]]:
    """What the sheet of a handoff asks in the words of the unit: name, hint, and what can be ticked."""
    shape = templates.shape_for(unit_id, HandoffKind.SHIFT)
    more = [line for line in shape.asked if isinstance(line.part, Option)][:MORE_ON_PAPER]
    lines = [line for line in shape.asked if line in more or not isinstance(line.part, Option)]
    return [(shape.name(line), shape.hint(line), _boxes(line.part)) for line in lines]


def _boxes(part: Part) -> list[str]:
    return list((OPTIONS[part].choices or {}).values()) if isinstance(part, Option) else []


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
