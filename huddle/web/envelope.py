"""The sealed envelope of a form: who opened it, on which device, about what, and in which version.

It is the proof against cross-site posts and against signing with the wrong name: a form opened by one person
can never be sent by another. It outlives a lock (the same person signs in again and sends), not a shift.

A page may hold dozens of forms, so an envelope carries only what the server cannot know when the form comes back:
the minute in which it was opened and the version. Person, device, form and object are under the seal without being
carried. A form that keeps drafts also carries its author, its opening and its object, so that the text of somebody
who is not signed in any more can be kept for them.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import cast
from uuid import UUID

from flask import current_app

from huddle.web.context import actor_id, device_id, now

LASTS = timedelta(hours=12)
SEAL_BYTES, MINUTE_BYTES = 16, 4


@dataclass(frozen=True, slots=True)
class Envelope:
    """`object_id` names what the form is about; `version` is that row's version when the form was opened.

    `opened` names this one opening of a form that keeps drafts: what is typed into it belongs to it, and goes with it.
    `expired`: its seal holds, and it is older than a shift lasts. Nothing may be stored with it.
    """

    actor_id: UUID | None
    device_id: UUID | None
    form: str
    object_id: str
    version: int
    opened: str = ""
    expired: bool = False


class Misfit(Exception):
    """The envelope is whole, but sealed for somebody else, another device or something else; or not sealed by us."""


def seal(envelope: Envelope) -> str:
    minute = int(now().timestamp()) // 60
    dated = minute.to_bytes(MINUTE_BYTES, "big") + _short(envelope.version)
    text = _text(dated + _mac(envelope, dated))
    return f"{text}.{_text(_carried(envelope))}" if envelope.opened and envelope.actor_id else text


def open_sealed(text: str, *, form: str = "", object_id: str = "") -> Envelope | None:
    """The envelope of this form about this object, opened here, also when it has `expired`; None when it is broken.

    One that carries its author is told by what it carries: compare. Raises Misfit when the seal does not hold.
    """
    sealed, _dot, more = text.partition(".")
    here = Envelope(actor_id(), device_id(), form, object_id, 0)
    try:
        whole = _bytes(sealed)
        known = _with_carried(here, _bytes(more)) if more else here
    except ValueError:
        return None
    dated, mac = whole[:-SEAL_BYTES], whole[-SEAL_BYTES:]
    if len(dated) < MINUTE_BYTES:
        return None
    envelope = replace(known, version=int.from_bytes(dated[MINUTE_BYTES:], "big"))
    if not hmac.compare_digest(mac, _mac(envelope, dated)):
        raise Misfit
    opened_at = datetime.fromtimestamp(int.from_bytes(dated[:MINUTE_BYTES], "big") * 60, UTC)
    return replace(envelope, expired=now() - opened_at > LASTS)


def open_draft(text: str, *, also_expired: bool = False) -> Envelope | None:
    """The envelope of any form that keeps drafts, opened on this device by whomever, not expired; else None.

    `also_expired` where one only asks whose text it is and to which opening it belongs: that it stays for ever.
    """
    try:
        envelope = open_sealed(text) if "." in text else None
    except Misfit:
        return None
    return None if envelope is None or (envelope.expired and not also_expired) else envelope


def _mac(envelope: Envelope, dated: bytes) -> bytes:
    """Half of an HMAC-SHA256 (128 bits). No part but the last can hold a NUL, so no two envelopes read alike."""
    parts = (envelope.actor_id, envelope.device_id, envelope.opened, envelope.form, dated.hex(), envelope.object_id)
    words = "\x00".join("" if part is None else str(part) for part in parts).encode(errors="surrogatepass")
    return hmac.digest(_key(cast(str, current_app.secret_key)), words, "sha256")[:SEAL_BYTES]


@lru_cache(maxsize=8)
def _key(secret_key: str) -> bytes:
    return sha256(b"form-envelope\x00" + secret_key.encode()).digest()


def _carried(envelope: Envelope) -> bytes:
    author = cast(UUID, envelope.actor_id).bytes
    return author + "\x00".join((envelope.opened, envelope.form, envelope.object_id)).encode(errors="surrogatepass")


def _with_carried(here: Envelope, carried: bytes) -> Envelope:
    """Raises ValueError for what was never an envelope."""
    author, words = UUID(bytes=carried[:16]), carried[16:].decode(errors="surrogatepass")
    opened, form, object_id = words.split("\x00", 2)
    return replace(here, actor_id=author, opened=opened, form=form, object_id=object_id)


def _short(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
