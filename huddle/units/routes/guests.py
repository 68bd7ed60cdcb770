"""Here for this shift: who is let in by vouching, for how long, and out again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.accounts.routes import bp
from huddle.units import guests, queries, rules
from huddle.units.door_forms import EndGuestForm, ExtendGuestForm, GuestForm, GuestPinForm
from huddle.units.guests import Vouched
from huddle.units.rules import GUEST_ROLE_LABELS, GuestRole
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import show_once, submit


@bp.get("/units/<uuid:unit_id>/shift-guests")
@access.unit_lead
def shift_guests(unit_id: UUID) -> str:
    here, gone = guests.of_unit(unit_id, now())
    return render_template(
        "accounts/guests.html", unit=queries.facts(unit_id), here=here, gone=gone, roles=GUEST_ROLE_LABELS
    )


@bp.get("/units/<uuid:unit_id>/shift-guests/new")
@access.unit_lead
def new_shift_guest(unit_id: UUID) -> str:
    return _new_page(unit_id, _new_form(unit_id))


def _new_form(unit_id: UUID) -> GuestForm:
    form: GuestForm = GuestForm.about(unit_id)
    form.offer(guests.matches(unit_id, form.name.data or "", now()) if request.method == "POST" else [])
    return form


def _new_page(unit_id: UUID, form: GuestForm) -> str:
    unit = queries.facts(unit_id)
    _run, ends_at = rules.stay(queries.shifts(unit_id), now(), unit.zone)
    return render_template("accounts/new_guest.html", unit=unit, form=form, ends_at=ends_at)


@bp.post("/units/<uuid:unit_id>/shift-guests")
@access.unit_lead
def create_shift_guest(unit_id: UUID) -> Response:
    form = _new_form(unit_id)
    return show_once(
        form,
        page=lambda: _new_page(unit_id, form),
        save=lambda: _vouch(unit_id, form),
        show=lambda vouched: _pin_page(unit_id, vouched),
    )


def _vouch(unit_id: UUID, form: GuestForm) -> Vouched:
    role, known = GuestRole(form.role.data), form.known()
    if known is not None:
        return guests.vouch_for_known(unit_id, known, role=role, actor=current_actor(), now=now())
    return guests.vouch_for_new(unit_id, name=form.name.data or "", role=role, actor=current_actor(), now=now())


def _pin_page(unit_id: UUID, vouched: Vouched) -> str:
    return render_template("accounts/guest_pin.html", unit=queries.facts(unit_id), vouched=vouched)


@bp.get("/units/<uuid:unit_id>/shift-guests/<uuid:guest_id>")
@access.unit_lead
def shift_guest(unit_id: UUID, guest_id: UUID) -> str:
    return _guest_page(unit_id, guest_id)


def _guest_page(unit_id: UUID, guest_id: UUID, **forms: Any) -> str:
    """One guest; `forms` holds the one that came back with an error."""
    row = guests.get(unit_id, guest_id)
    guest = row.ShiftGuest
    made: dict[str, Any] = {
        "extend_form": ExtendGuestForm.beside(guest_id, version=guest.version),
        "end_form": EndGuestForm.beside(guest_id, version=guest.version),
        "pin_form": GuestPinForm.beside(guest_id),
    } | forms
    return render_template(
        "accounts/guest.html",
        unit=queries.facts(unit_id),
        row=row,
        guest=guest,
        role=GUEST_ROLE_LABELS[guest.role],
        is_here=guests.is_here(guest, now()),
        names=queries.names({guest.extended_by, guest.ended_by}),
        form=next(iter(forms.values()), None),
        **made,
    )


@bp.post("/units/<uuid:unit_id>/shift-guests/<uuid:guest_id>/extension")
@access.unit_lead
def extend_shift_guest(unit_id: UUID, guest_id: UUID) -> Response:
    guest = guests.get(unit_id, guest_id).ShiftGuest
    form = ExtendGuestForm.about(guest_id, version=guest.version)
    return submit(
        form,
        page=lambda: _guest_page(unit_id, guest_id, extend_form=form),
        target=guest,
        save=lambda: guests.extend(guest, actor=current_actor(), now=now()),
        to=lambda _: url_for(".shift_guest", unit_id=unit_id, guest_id=guest_id),
        notice="Four hours longer. They enter their PIN again when the first end comes.",
    )


@bp.post("/units/<uuid:unit_id>/shift-guests/<uuid:guest_id>/ending")
@access.unit_lead
def end_shift_guest(unit_id: UUID, guest_id: UUID) -> Response:
    guest = guests.get(unit_id, guest_id).ShiftGuest
    form = EndGuestForm.about(guest_id, version=guest.version)
    return submit(
        form,
        page=lambda: _guest_page(unit_id, guest_id, end_form=form),
        target=guest,
        save=lambda: guests.end(guest, actor=current_actor(), now=now()),
        to=lambda _: url_for(".shift_guests", unit_id=unit_id),
        notice="Ended. Their name is gone from the tablets of this unit.",
    )


@bp.post("/units/<uuid:unit_id>/shift-guests/<uuid:guest_id>/pin")
@access.unit_lead
def make_guest_pin(unit_id: UUID, guest_id: UUID) -> Response:
    row = guests.get(unit_id, guest_id)
    form = GuestPinForm.about(guest_id)
    return show_once(
        form,
        page=lambda: _guest_page(unit_id, guest_id, pin_form=form),
        save=lambda: guests.make_pin(row.ShiftGuest, actor=current_actor(), now=now()),
        show=lambda pin: _pin_page(unit_id, Vouched(row.ShiftGuest, row.name, pin)),
    )
