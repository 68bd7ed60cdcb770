"""How the sending of e-mails goes, for administrators: numbers, no names, no words."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.core.errors import RuleBroken
from huddle.notifications.forms import RetryMailForm, TestMailForm
from huddle.notifications.queries import outbox as queries
from huddle.notifications.routes import bp
from huddle.notifications.rules import MailState
from huddle.notifications.service import outbox
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/admin/mail")
@access.admin
def mail() -> str:
    return _page()


def _page(**forms: Any) -> str:
    state = queries.state()
    made = {"test_form": TestMailForm.beside("mail"), "retry_form": RetryMailForm.beside("mail")} | forms
    return render_template(
        "notifications/mail.html",
        server=current_app.extensions["huddle.settings"].mail,
        me=accounts.person(current_actor().person_id),
        waiting=sum(state.counts[one] for one in queries.PENDING),
        sent=state.counts[MailState.SENT],
        failed=state.counts[MailState.FAILED],
        state=state,
        form=next(iter(forms.values()), None),
        **made,
    )


@bp.post("/admin/mail/test")
@access.admin
def test_mail() -> Response:
    form = TestMailForm.about("mail")
    return submit(
        form,
        page=lambda: _page(test_form=form),
        save=_write_test,
        to=lambda _: url_for(".mail"),
        notice="The test is on its way. Look into your mailbox in a minute or two.",
    )


def _write_test() -> None:
    if current_app.extensions["huddle.settings"].mail is None:
        raise RuleBroken("No mail server is set up, so nothing can be sent.")
    if not accounts.person(current_actor().person_id).email:
        raise RuleBroken("You have no e-mail address yet. Enter it under “Reminders and calendar” first.")
    outbox.write_test(actor=current_actor(), now=now())


@bp.post("/admin/mail/retry")
@access.admin
def retry_mail() -> Response:
    form = RetryMailForm.about("mail")
    return submit(
        form,
        page=lambda: _page(retry_form=form),
        save=lambda: outbox.retry_failed(actor=current_actor(), now=now()),
        to=lambda _: url_for(".mail"),
        notice="They are tried once more.",
    )
