"""Where somebody is reached by e-mail, and whether they want to be."""

from __future__ import annotations

from datetime import datetime

from huddle.accounts import service as accounts
from huddle.accounts.models import User
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused
from huddle.notifications import policy


def choose(person: User, *, email: str, by_mail: bool, actor: Actor, now: datetime) -> None:
    """Set the address (empty: none) and whether digests go there. Raises FieldRefused on `email`."""
    policy.can_set_address(actor, person.id).require()
    if by_mail and not email:
        raise FieldRefused("email", "Enter the address to which the e-mail goes, or switch the e-mail off.")
    accounts.set_email(person, email=email, actor=actor, now=now)
    person.mail_off_at = None if by_mail else person.mail_off_at or now
    db.session.flush()
    audit.record("person.reminders_chosen", subject=("user", person.id), actor=actor, now=now)
