"""The key with which a tablet seals text that could not be sent yet (static/js/vault.js).

It belongs to one person on one device: the same person who signs in there again gets the same key, and nobody else
gets it. It is derived, so it is stored nowhere; a new secret key of the installation ends it like every sign-in.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from typing import cast
from uuid import UUID

from flask import current_app

from huddle.web.context import actor_id, device_id

OWNER_BYTES = 9


def kept_text_key() -> str:
    """`owner.key` for the person signed in and not locked out, else "". The owner's mark tells nobody who it is."""
    person = actor_id()
    return f"{owner_mark(person)}.{_text(_derived('key', person))}" if person else ""


def owner_mark(person_id: UUID) -> str:
    """The mark on this person's sealed text on this device: by it the script counts what waits, and reads nothing."""
    return _text(_derived("owner", person_id)[:OWNER_BYTES])


def _derived(purpose: str, person_id: UUID) -> bytes:
    words = f"{purpose}\x00{person_id}\x00{device_id() or ''}".encode()
    return hmac.digest(_secret(cast(str, current_app.secret_key)), words, "sha256")


@lru_cache(maxsize=8)
def _secret(secret_key: str) -> bytes:
    return sha256(b"kept-text\x00" + secret_key.encode()).digest()


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode("ascii")
