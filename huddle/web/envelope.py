"""The signed envelope of a form: who opened it, on which device, about what, and in which version.

It is the proof against cross-site posts and against signing with the wrong name: a form opened by one person
can never be sent by another. It outlives a lock (the same person signs in again and sends), not a shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import cast
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

LASTS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Envelope:
    """`object_id` names what the form is about; `version` is that row's version when the form was opened.

    `opened` names this one opening of the form: the draft of what is typed into it belongs to it, and goes with it.
    """

    actor_id: UUID | None
    device_id: UUID | None
    form: str
    object_id: str
    version: int
    opened: str = ""


def _serializer() -> URLSafeTimedSerializer:
    return _made(cast(str, current_app.secret_key))


@lru_cache(maxsize=8)
def _made(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="form-envelope")


def seal(envelope: Envelope) -> str:
    return str(
        _serializer().dumps(
            [
                envelope.actor_id.hex if envelope.actor_id else None,
                envelope.device_id.hex if envelope.device_id else None,
                envelope.form,
                envelope.object_id,
                envelope.version,
                envelope.opened,
            ]
        )
    )


def open_sealed(text: str) -> Envelope | None:
    """The envelope, or None when it was not sealed here or is more than twelve hours old."""
    try:
        actor, device, form, object_id, version, opened = _serializer().loads(text, max_age=int(LASTS.total_seconds()))
        return Envelope(
            actor_id=UUID(actor) if actor else None,
            device_id=UUID(device) if device else None,
            form=str(form),
            object_id=str(object_id),
            version=int(version),
            opened=str(opened),
        )
    except (BadData, ValueError, TypeError):
        return None
