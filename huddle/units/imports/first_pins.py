"""PINs for many people, made before the transaction: hashing two hundred takes seconds, in which tablets save."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from huddle.accounts import hashing
from huddle.units.imports.plans import MadePin


def make_pins(usernames: Iterable[str]) -> dict[str, MadePin]:
    """A first PIN for each."""
    pins = {username: hashing.new_pin() for username in usernames}
    contexts = [copy_context() for _ in pins]
    with ThreadPoolExecutor(2) as pool:
        hashes = pool.map(lambda context, pin: context.run(hashing.hash_pin, pin), contexts, pins.values())
        return {username: MadePin(pin, hashed) for (username, pin), hashed in zip(pins.items(), hashes, strict=True)}
