"""Secret calendar addresses: made, made anew, removed. Only a hash of the secret is stored."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from huddle.accounts import hashing
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.notifications import policy, queries
from huddle.notifications.models import CalendarFeed


def make_own(*, actor: Actor, now: datetime) -> str:
    """A new secret for this person's calendar, to be shown once; the one before it stops."""
    feed = queries.feed_of_person(actor.person_id)
    return _renew(feed or CalendarFeed(person_id=actor.person_id), actor, now)


def make_for_unit(unit_id: UUID, *, actor: Actor, now: datetime) -> str:
    """A new secret for the calendar of a unit, to be shown once; the one before it stops."""
    policy.can_make_feed(actor, unit_id).require()
    return _renew(queries.feed_of_unit(unit_id) or CalendarFeed(unit_id=unit_id), actor, now)


def _renew(feed: CalendarFeed, actor: Actor, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    feed.token_sha256, feed.created_at, feed.created_by = hashing.token_sha256(token), now, actor.person_id
    db.session.add(feed)
    db.session.flush()
    audit.record("calendar.address_made", subject=("calendar_feed", feed.id), actor=actor, now=now)
    return token


def remove_own(*, actor: Actor, now: datetime) -> None:
    """The address of this person stops at once. Nothing happens where there is none."""
    _remove(queries.feed_of_person(actor.person_id), actor, now)


def remove_for_unit(unit_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The address of the unit stops at once. Nothing happens where there is none."""
    policy.can_make_feed(actor, unit_id).require()
    _remove(queries.feed_of_unit(unit_id), actor, now)


def _remove(feed: CalendarFeed | None, actor: Actor, now: datetime) -> None:
    if feed is None:
        return
    db.session.delete(feed)
    db.session.flush()
    audit.record("calendar.address_removed", subject=("calendar_feed", feed.id), actor=actor, now=now)
