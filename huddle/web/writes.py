"""The write contract, once, for every form (docs/write-contract.md).

One answer for each case: another person's envelope is refused, bad input is 422, a stale version is 409 with
both texts, the same operation gives the same answer, trouble with the database is 503. In none of them is a
word of what was typed lost, and only a stored change carries the operation id back in `Huddle-Operation`.
"""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask import flash, jsonify, make_response, redirect, request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response
from wtforms import Field
from wtforms.fields.choices import SelectFieldBase

from huddle.core import drafts, operations
from huddle.core.dates import clock_text
from huddle.core.errors import Conflict, FieldRefused, HuddleError, RuleBroken, SavedAtOnce, StaleEdit
from huddle.core.transaction import transaction
from huddle.web.context import actor_id, now, visit, zone_here
from huddle.web.envelope import Envelope, Misfit, open_draft, open_sealed
from huddle.web.forms import WriteForm, is_kept

Saved = TypeVar("Saved")
OPERATION_HEADER = "Huddle-Operation"
SCRIPT_HEADER = "Huddle-Script"


class Versioned(Protocol):
    """A row that several people may edit."""

    @property
    def version(self) -> Any: ...


class NotTaken(Exception):
    """A form that is not taken and cannot be shown again; what was typed is."""

    def __init__(self, message: str, kept: list[tuple[str, str]]) -> None:
        super().__init__(message)
        self.kept = kept


class RanOut(HuddleError):
    """The form was opened longer ago than a shift lasts."""


class Faulty(HuddleError):
    """A field does not hold what it should; the form says which."""


class OthersForm(NotTaken):
    """The form was opened by another person, or on another device, or for something else."""


class OutOfTurn(NotTaken):
    """The thing has moved on, and its page no longer offers this form."""


def submit(
    form: WriteForm,
    *,
    page: Callable[[], str],
    save: Callable[[], Saved],
    to: Callable[[Saved], str],
    target: Versioned | None = None,
    notice: str | Callable[[Saved], str] = "",
) -> Response:
    """Take one posted form to its answer.

    `page` renders the form again with what was typed; `save` makes the change (services only, no commit);
    `to` gives the address to go to next; `target` is the row being edited, whose version is checked;
    `notice` is said once on the next page (never patient text).
    """
    asked = _asked(form)
    try:
        envelope = _checked(form)
        try:
            done = _store(form, envelope, asked, save, to, target, notice)
        except SavedAtOnce:
            # Nothing of it was stored. The second try reads what the other one stored, and says what follows from it.
            done = _store(form, envelope, asked, save, to, target, notice)
    except (HuddleError, NotTaken, IntegrityError) as refusal:
        # Sent twice, because the answer was lost on the way: what is stored is not refused afterwards.
        before = operations.done(asked)
        if before is None:
            return _refused(form, page, refusal)
        done = before
    return saved(asked.id, done.location, done.notice)


def show_once(
    form: WriteForm, *, page: Callable[[], str], save: Callable[[], Saved], show: Callable[[Saved], str]
) -> Response:
    """Take one posted form to a page with a new secret, which is shown in this answer and never again.

    Nothing of it is stored to be repeated: the same operation sent twice is done once, and the second answer
    says so. Give such a form no `data-write`: the answer is a page, not an address.
    """
    asked = _asked(form)
    try:
        _checked(form)
        with transaction():
            if not operations.record(asked, now=now()):
                raise RuleBroken(
                    "This is done already. What was made is shown only once; make a new one if you need it."
                )
            result = save()
    except (FieldRefused, Faulty, RanOut) as refusal:
        return _refused(form, page, refusal)
    return make_response(show(result))


def answer(form: WriteForm, *, page: Callable[[], str], show: Callable[[], str]) -> Response:
    """Take one posted form to a page that tells what it would do. Nothing is stored, so it may be asked again."""
    try:
        _checked(form)
        return make_response(show())
    except (FieldRefused, Faulty, RanOut) as refusal:
        return _refused(form, page, refusal)


def answered_before(form: WriteForm) -> operations.Done | None:
    """The answer to this very post by this very person, when it is stored already and was lost on the way.

    A signature is not asked for again then: `submit` gives the answer of the first time.
    """
    try:
        return operations.done(_asked(form))
    except RuleBroken:
        return None  # without an operation id it is `submit` that says so


def same_answer(form: WriteForm) -> Response | None:
    """The answer of the first time, before anything is looked up that the first time may have taken out of sight."""
    before = answered_before(form)
    return saved(operation_id_sent(), before.location, before.notice) if before else None


def _asked(form: WriteForm) -> operations.Asked:
    payload = operations.payload_sha256([("", form.object_id), *form.typed()])
    return operations.Asked(operation_id_sent(), form.form_name, payload, actor_id())


def _checked(form: WriteForm) -> Envelope:
    """The envelope of a form that is this person's own and well filled. Raises what `_refused` answers."""
    envelope = _own_envelope(form)
    if envelope is not None:
        form.version = envelope.version  # shown again, it is still the form that was begun on that version
    if envelope is None or envelope.expired:
        raise RanOut("This page was open for a long time. Nothing is lost: check it and send again.")
    if not form.validate():
        raise Faulty
    return envelope


def _refused(form: WriteForm, page: Callable[[], str], refusal: Exception) -> Response:
    """The page again with the form as it was sent and the reason; other refusals go on to huddle/web/errors.py."""
    if isinstance(refusal, Faulty):
        return make_response(page(), 422)
    if isinstance(refusal, FieldRefused):
        form.refuse(refusal.field_name, str(refusal))
        return make_response(page(), 422)
    if isinstance(refusal, StaleEdit | RuleBroken | RanOut):
        form.form_errors.append(str(refusal))
        return _again_or_kept(form, page())
    raise refusal


def _store(
    form: WriteForm,
    envelope: Envelope,
    asked: operations.Asked,
    save: Callable[[], Saved],
    to: Callable[[Saved], str],
    target: Versioned | None,
    notice: str | Callable[[Saved], str],
) -> operations.Done:
    with transaction():
        if target is not None:
            _settle_versions(form, envelope, target)
        result = save()
        done = operations.Done(to(result), notice if isinstance(notice, str) else notice(result))
        opened = form.opened or None
        if not operations.record(asked, opened=opened, location=done.location, notice=done.notice, now=now()):
            raise RuleBroken("This form was sent before with other words. Check what is stored, then try once more.")
        if form.keeps_draft and (author := actor_id()):
            drafts.discard(drafts.Place(author, form.form_name, form.object_id, form.opened))
    return done


def _settle_versions(form: WriteForm, envelope: Envelope, target: Versioned) -> None:
    """Take the words of a conflict that was answered; raise StaleEdit with both texts for one that was not."""
    version = int(target.version)
    stored = {field.name: getattr(target, field.name) for field in form if hasattr(target, field.name)}
    if envelope.version == version:
        return
    if form.as_it_stands:
        form.version = version
        raise StaleEdit("Somebody changed this while you were choosing. See how it stands now, then send again.")
    if request.form.get("_conflict_version") == str(version):
        _take_choices(form, stored)
        return
    # The envelope keeps the version that the form was begun on: only an answered conflict gets past a newer one.
    who_when = str(getattr(target, "last_change_text", "") or "Stored now")
    conflicts = [
        _conflict(form[name], theirs, who_when)
        for name, theirs in stored.items()
        if str(form[name].data or "") != str(theirs or "")
    ]
    form.version = envelope.version
    form.show_conflicts(conflicts, version)
    if conflicts:
        raise StaleEdit


def _conflict(field: Field, theirs: Any, who_when: str) -> Conflict:
    """Both as a person reads them: of a choice its words, not what the form sends."""
    mine, stored = str(field.data or ""), str(theirs or "")
    if not isinstance(field, SelectFieldBase):
        return Conflict(field.name, field.label.text, mine, stored, who_when)
    words = {str(value): str(label) for value, label, *_ in field.iter_choices()}
    labels = words.get(mine, ""), words.get(stored, "Something that is not offered here")
    return Conflict(field.name, field.label.text, *labels, who_when, choice=mine)


def _take_choices(form: WriteForm, stored: dict[str, Any]) -> None:
    for name, theirs in stored.items():
        choice = request.form.get(f"_keep_{name}")
        if choice == "theirs":
            form[name].data = theirs
        elif choice == "both":
            form[name].data = f"{theirs}\n{form[name].data}"


def operation_id_sent() -> UUID:
    """The id of the operation that this request asks for. Raises RuleBroken without one."""
    try:
        return UUID(request.form.get("_op", ""))
    except ValueError:
        raise RuleBroken("This form is not complete. Go back, open it again and send it once more.") from None


def _own_envelope(form: WriteForm) -> Envelope | None:
    """The envelope of this very form, opened by this very person here, perhaps long ago; None for a broken one."""
    try:
        envelope = open_sealed(request.form.get("_envelope", ""), form=form.form_name, object_id=form.object_id)
    except Misfit:
        raise OthersForm(
            "Somebody else opened this form, or it belongs to something else. Nothing was sent. "
            "Open it again from its own page.",
            form.kept(),
        ) from None
    if envelope is None:
        return None
    if (envelope.form, envelope.object_id) != (form.form_name, form.object_id):
        raise OthersForm("This form belongs to something else. Open it again from its own page.", form.kept())
    if envelope.actor_id != actor_id():
        kept = " The text is kept for the person who started it." if keep_as_draft(envelope) else ""
        raise OthersForm(
            f"A colleague opened this form and somebody else is signed in now. Nothing was sent.{kept}", form.kept()
        )
    return envelope


def keep_as_draft(envelope: Envelope | None) -> bool:
    """Keep what was posted as a draft of the person who opened the form, whoever holds the tablet now.

    Only on the device on which it was opened (the seal says so), only for forms that come back with their draft, not
    when that very form has been sent, and not for somebody who has been deactivated: True when the text is kept.
    """
    if envelope is None or envelope.actor_id is None or envelope.form not in WriteForm.keeping:
        return False
    if was_sent(envelope):
        return False
    fields: dict[str, list[str]] = {}
    for name, value in request.form.items(multi=True):
        if is_kept(name):
            fields.setdefault(name, []).append(value.replace("\x00", ""))
    place = drafts.Place(envelope.actor_id, envelope.form, envelope.object_id, envelope.opened)
    with transaction():
        return drafts.save(place, fields, version=envelope.version, now=now())


def keep_for_another_page(form: WriteForm, **changes: str) -> None:
    """Keep what was typed as a draft that this form finds when it is opened again, with `changes` to its fields.

    For a form that asks for other things after an answer: `save` of `submit`, which then goes to the page anew.
    """
    author, envelope = actor_id(), open_draft(request.form.get("_envelope", ""))
    assert author is not None and envelope is not None  # noqa: S101, PT018 - submit has opened it
    fields = {name: request.form.getlist(name) for name in request.form if is_kept(name) and name not in changes}
    fields = {name: [value.replace("\x00", "") for value in values] for name, values in fields.items()}
    fields |= {name: [value] for name, value in changes.items()}
    place = drafts.Place(author, form.form_name, form.object_id, token_urlsafe(6))
    drafts.save(place, fields, version=envelope.version, now=now())


def was_sent(envelope: Envelope | None) -> bool:
    """Whether what was posted is stored already: then nothing of it waits.

    Without an envelope that says whose it is, whoever is locked out here counts.
    """
    here = visit().actor
    author = envelope.actor_id if envelope else here.user_id if here else None
    try:
        if operations.is_done(operation_id_sent(), actor_id=author):
            return True
    except RuleBroken:
        pass  # no operation of ours
    return envelope is not None and operations.is_sent(envelope.opened)


def is_script() -> bool:
    """Whether our own script sent this request and reads the answer."""
    return request.headers.get(SCRIPT_HEADER) == "1"


def _again_or_kept(form: WriteForm, body: str) -> Response:
    """The page with its form, or, where the page no longer offers the form, the reason and the text."""
    if f'id="{form.html_id}"' not in body:
        raise OutOfTurn(form.form_errors[-1], form.kept())
    return make_response(body, 409)


def saved(operation_id: UUID, location: str, notice: str) -> Response:
    """The answer after a change was stored: off to `location`, for our script as well as without it."""
    if notice:
        flash(notice)
    if is_script():
        response: Response = make_response(jsonify(saved_at=clock_text(now(), zone_here()), location=location))
    else:
        response = redirect(location, 303)
    response.headers[OPERATION_HEADER] = str(operation_id)
    return response
