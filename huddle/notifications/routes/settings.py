"""How somebody wants to be reached, and the calendar addresses of people and units."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.notifications import queries
from huddle.notifications.forms import FeedForm, ReminderForm, RemoveFeedForm
from huddle.notifications.routes import bp
from huddle.notifications.service import addresses, feeds
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import show_once, submit


@bp.get("/me/reminders")
@access.signed_in
def settings() -> str:
    return _page()


def _page(**forms: Any) -> str:
    """The page, with the form that came back with an error, if there is one."""
    me = accounts.person(current_actor().person_id)
    feed = queries.feed_of_person(me.id)
    actor = current_actor()
    made = {"form": _reminder_form(), "feed_form": FeedForm.beside(me.id), "remove_form": RemoveFeedForm.beside(me.id)}
    return render_template(
        "notifications/settings.html",
        feed=feed,
        led=units.facts_of([unit_id for unit_id in actor.units if actor.leads(unit_id)]),
        **made | forms,
    )


def _reminder_form() -> ReminderForm:
    me = accounts.person(current_actor().person_id)
    data = {"email": me.email or "", "by_mail": me.email is not None and me.mail_off_at is None}
    form: ReminderForm = ReminderForm.about(me.id, version=me.version, data=data)
    return form


@bp.post("/me/reminders")
@access.signed_in
def choose() -> Response:
    form, me = _reminder_form(), accounts.person(current_actor().person_id)
    return submit(
        form,
        page=lambda: _page(form=form),
        target=me,
        save=lambda: addresses.choose(
            me, email=form.email.data or "", by_mail=bool(form.by_mail.data), actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".settings"),
        notice="Saved.",
    )


@bp.post("/me/calendar-address")
@access.signed_in
def make_own_feed() -> Response:
    form = FeedForm.about(current_actor().person_id)
    return show_once(
        form,
        page=lambda: _page(feed_form=form),
        save=lambda: feeds.make_own(actor=current_actor(), now=now()),
        show=lambda token: _address_page(token, "Your calendar", url_for(".settings")),
    )


def _address_page(token: str, whose: str, back_url: str) -> str:
    address = url_for("calendars.feed", key=token, _external=True)
    return render_template("notifications/address.html", address=address, whose=whose, back_url=back_url)


@bp.post("/me/calendar-address/remove")
@access.signed_in
def remove_own_feed() -> Response:
    form = RemoveFeedForm.about(current_actor().person_id)
    return submit(
        form,
        page=lambda: _page(remove_form=form),
        save=lambda: feeds.remove_own(actor=current_actor(), now=now()),
        to=lambda _: url_for(".settings"),
        notice="The address does not work any more.",
    )


@bp.get("/units/<uuid:unit_id>/calendar-address")
@access.unit_lead
def unit_feed(unit_id: UUID) -> str:
    return _unit_page(unit_id)


def _unit_page(unit_id: UUID, **forms: Any) -> str:
    made = {"feed_form": FeedForm.beside(unit_id), "remove_form": RemoveFeedForm.beside(unit_id)}
    facts, feed = units.facts(unit_id), queries.feed_of_unit(unit_id)
    return render_template("notifications/unit_feed.html", unit=facts, feed=feed, **made | forms)


@bp.post("/units/<uuid:unit_id>/calendar-address")
@access.unit_lead
def make_unit_feed(unit_id: UUID) -> Response:
    form, back_url = FeedForm.about(unit_id), url_for(".unit_feed", unit_id=unit_id)
    return show_once(
        form,
        page=lambda: _unit_page(unit_id, feed_form=form),
        save=lambda: feeds.make_for_unit(unit_id, actor=current_actor(), now=now()),
        show=lambda token: _address_page(token, f"Calendar of {units.facts(unit_id).name}", back_url),
    )


@bp.post("/units/<uuid:unit_id>/calendar-address/remove")
@access.unit_lead
def remove_unit_feed(unit_id: UUID) -> Response:
    form = RemoveFeedForm.about(unit_id)
    return submit(
        form,
        page=lambda: _unit_page(unit_id, remove_form=form),
        save=lambda: feeds.remove_for_unit(unit_id, actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit_feed", unit_id=unit_id),
        notice="The address does not work any more.",
    )
