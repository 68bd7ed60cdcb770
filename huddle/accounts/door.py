"""From a secret that somebody typed to a session: throttle, check, session, each in its place.

The try is counted in one transaction, argon2 runs outside of any, the session opens in another one. Messages
are the same whether or not there is such a person, and so is the work.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from flask import current_app

from huddle.accounts import hashing, queries, rules, service, throttle
from huddle.accounts.queries import Secrets
from huddle.accounts.rules import Secret
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused
from huddle.core.transaction import transaction
from huddle.web.context import device_id, visit

log = logging.getLogger(__name__)
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Entered:
    """A new session: the token for its cookie, and whether somebody else was in this browser before."""

    token: str
    after_another: bool


def by_password(username: str, password: str, *, address: str, now: datetime) -> Entered:
    """Sign in with username and password.

    Raises FieldRefused on `password`, or TooManyTries (for this name from this place, or from too many places).
    """
    name, place = rules.clean_username(username), throttle.place(address)
    with transaction():
        left = throttle.count_password_try(name, place, now=now)
    found = queries.secrets_of_username(username)
    if not hashing.is_password(found.password_hash if found else None, password) or found is None:
        raise FieldRefused("password", _wrong("This username and password do not belong together.", left))
    return _enter(found, lambda: throttle.password_was_right(name, place, now=now), now, secret=Secret.PASSWORD)


def by_pin(user_id: UUID, pin: str, *, until: datetime | None = None, now: datetime) -> Entered:
    """Sign in with a PIN on the tablet of this visit, at the longest until the time on its unit ends (`until`).

    The caller has made sure that the person works on the tablet's unit. Raises FieldRefused on `pin`, or
    TooManyTries (for this person on this tablet).
    """
    key, found = check_pin(user_id, pin, now=now)
    return _enter(found, lambda: throttle.forget(key, now=now), now, secret=Secret.PIN, until=until)


def check_pin(user_id: UUID, pin: str, *, now: datetime) -> tuple[str, Secrets]:
    """The key under which the try was counted, and whose PIN it is. Raises as `by_pin` does."""
    here = device_id()
    if here is None:
        raise FieldRefused("pin", "A PIN works only on a tablet that belongs to a unit.")
    key = throttle.key("pin", user_id, here)
    left = _count(key, now)
    found = queries.secrets_of(user_id)
    if not hashing.is_pin(found.pin_hash if found else None, pin) or found is None:
        raise FieldRefused("pin", _wrong("That PIN is not right.", left))
    return key, found


def check_own_pin(user_id: UUID, pin: str, *, now: datetime) -> None:
    """Prove by PIN who is there. Raises FieldRefused on `pin`, or TooManyTries."""
    _prove_by_pin(user_id, pin, now)


def sign_by_pin(user_id: UUID, pin: str, *, now: datetime) -> None:
    """Sign by PIN. Raises as `check_own_pin` does; a PIN that somebody else made signs for nobody."""
    if _prove_by_pin(user_id, pin, now).must_change(Secret.PIN):
        raise FieldRefused("pin", "This PIN was made by somebody else. Sign in with it and choose your own first.")


def _prove_by_pin(user_id: UUID, pin: str, now: datetime) -> Secrets:
    key, found = check_pin(user_id, pin, now=now)
    with transaction():
        throttle.forget(key, now=now)
    return found


def check_own_password(user_id: UUID, password: str, *, address: str, now: datetime) -> None:
    """Prove once more who is signed in. Raises FieldRefused on `password`, or TooManyTries."""
    key = throttle.key("own password", user_id, throttle.place(address))
    left = _count(key, now)
    found = queries.secrets_of(user_id)
    if found is None or not hashing.is_password(found.password_hash, password):
        raise FieldRefused("password", _wrong("That password is not right.", left))
    with transaction():
        throttle.forget(key, now=now)


def try_code(purpose: str, attempt: Callable[[], Done], *, address: str, now: datetime) -> Done:
    """Count a try at a code from this address, then run `attempt` in a transaction of its own.

    `attempt` raises FieldRefused when the code is wrong; otherwise the count is taken back. Raises TooManyTries.
    """
    key = throttle.key("code", purpose, throttle.place(address))
    _count(key, now)
    with transaction():
        throttle.forget(key, now=now)
        return attempt()


def _count(key: str, now: datetime) -> int:
    with transaction():
        return throttle.count_try(key, now=now)


def _wrong(what: str, left: int) -> str:
    log.info("sign-in refused on device %s, tries left: %s", device_id() or "without a unit", left)
    if left:
        return f"{what} {rules.tries_text(left)}"
    minutes = int(rules.BLOCKED_FOR.total_seconds() // 60)
    return f"{what} That was one try too many. Wait {minutes} minutes, then try again."


def _enter(
    person: Secrets, settle: Callable[[], None], now: datetime, *, secret: Secret, until: datetime | None = None
) -> Entered:
    with transaction():
        settle()
        token = open_here(person.user_id, person.name, must_change=person.must_change(secret), until=until, now=now)
    before = visit().actor
    return Entered(token, after_another=before is not None and before.user_id != person.user_id)


def open_here(
    user_id: UUID,
    name: str,
    *,
    must_change: Secret | None = None,
    until: datetime | None = None,
    now: datetime,
) -> str:
    """Open a session in this browser and end the one that it had, whoever that belonged to; the new token.

    Needs an open transaction. Only for somebody who has just proved who they are.
    """
    actor = Actor(user_id=user_id, name=name, device_id=device_id())
    settings: Any = current_app.extensions["huddle.settings"]
    lock_after: timedelta = settings.tablet_lock_after if visit().tablet else settings.own_device_lock_after
    lasts: timedelta = settings.session_lasts
    close_here(now=now)
    return service.open_session(
        device_id=device_id(),
        lasts=min(lasts, until - now) if until else lasts,
        lock_after=lock_after,
        must_change=must_change,
        actor=actor,
        now=now,
    )


def close_here(*, now: datetime) -> None:
    """End the session of this browser, if it has one. Needs an open transaction."""
    here = visit()
    if here.session_id is not None and here.actor is not None:
        service.close_session(here.session_id, actor=here.actor, now=now)
