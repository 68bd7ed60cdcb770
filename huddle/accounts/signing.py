"""Signing with a PIN, for forms by which a person takes on something (acknowledging a handoff, verifying).

On a shared tablet a PIN entered within the last two minutes counts as signing; after that the form asks for it
again. On a person's own computer or phone the sign-in is the signature and nothing is asked.

Use it in three places:

    class AcknowledgeForm(SignedForm):            # forms.py: instead of WriteForm
        form_name = "handoff.acknowledge"

    def acknowledge(unit_id, handoff_id):         # routes.py: instead of submit
        form = AcknowledgeForm.about(handoff.id, version=handoff.version)
        return signing.submit_signed(form, page=page, save=..., to=...)

    {{ signature(form) }}                         # template: {% from "accounts/_signature.html" import signature %}
                                                  # shows the PIN field only when it is needed

A receiver who co-signs on the sender's tablet (face to face) is another person than the one signed in:

    class CoSignForm(CoSignedForm): ...           # always asks; whose PIN it is comes from the address or a field
    if not signing.confirm_as(form, person_id):
        return signing.asked_again(page)
    ... service.acknowledge(..., actor=staff.actor_on(unit_id, person_id, device_id(), now=now()), now=now())

`units.staff.actor_on` raises NotFound for somebody who does not work on the unit: call it before `confirm_as`.

The PIN is checked with the same throttle as at sign-in: five wrong ones block it on that tablet for a while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app, g, make_response
from werkzeug.wrappers import Response
from wtforms import PasswordField

from huddle.accounts import door, rules, service, throttle
from huddle.core.errors import FieldRefused
from huddle.core.transaction import transaction
from huddle.web.context import actor_id, current_actor, now, visit
from huddle.web.forms import WriteForm
from huddle.web.writes import answered_before, submit


class SignedForm(WriteForm):
    """A form that is signed: it has the field `pin` when one is needed now, and None in its place when not."""

    pin: Any = PasswordField("Your PIN, to sign", render_kw={"maxlength": rules.PIN_LENGTH})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_pin():
            del self.pin


class CoSignedForm(WriteForm):
    """A form that another person than the one signed in confirms with their PIN; it always asks."""

    pin: Any = PasswordField("Their PIN, to sign", render_kw={"maxlength": rules.PIN_LENGTH})


def needs_pin() -> bool:
    """Whether a signature asks for the PIN now: on a tablet, when it was not given within the last two minutes."""
    return visit().tablet is not None and not proved_just_now()


def proved_just_now() -> bool:
    """Whether this person gave their PIN or password within the last two minutes."""
    settings: Any = current_app.extensions["huddle.settings"]
    signs_for: timedelta = settings.pin_signs_for
    given_at = visit().pin_at
    return given_at is not None and now() - given_at <= signs_for


def confirm(form: SignedForm) -> bool:
    """Whether the form is signed by the person signed in. False puts the reason on its field `pin`.

    A form that is faulty in another way is not looked at (True): `submit` answers it, and no try is spent.
    Call it outside of a transaction. A right PIN counts for the next two minutes, for all forms.
    """
    signer = actor_id()
    if form.pin is None or signer is None or answered_before(form) is not None or not form.validate():
        return True
    if not _is_right(form, signer):
        return False
    here = visit()
    if here.session_id is not None:
        with transaction():
            service.note_pin(here.session_id, actor=current_actor(), now=now())
        g.visit = replace(here, pin_at=now())
    return True


def confirm_as(form: CoSignedForm, user_id: UUID) -> bool:
    """Whether the form is signed by another person on this tablet. False puts the reason on its field `pin`.

    The caller makes sure that the person works on the unit. Their signature opens no session for them.
    """
    return True if not form.validate() else _is_right(form, user_id)


def submit_signed(form: SignedForm, *, page: Callable[[], str], **more: Any) -> Response:
    """`submit` of a form that is signed first: without the right PIN it is the page once more, and nothing is done."""
    return submit(form, page=page, **more) if confirm(form) else asked_again(page)


def asked_again(page: Callable[[], str]) -> Response:
    """The page once more, with the reason on the PIN field and every word kept."""
    return make_response(page(), 422)


def _is_right(form: WriteForm, user_id: UUID) -> bool:
    typed = (form["pin"].data or "").strip()
    if not typed:
        form.refuse("pin", "Enter the PIN to sign.")
        return False
    try:
        door.sign_by_pin(user_id, typed, now=now())
    except (FieldRefused, throttle.TooManyTries) as refused:
        form.refuse("pin", str(refused))
        return False
    return True
