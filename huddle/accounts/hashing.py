"""Secrets as they are stored: argon2 for passwords and PINs, a keyed digest for codes.

A PIN has a million values, so its hash alone could be guessed in minutes. It is mixed with a key that is
derived from the secret of the installation first: who holds the database but not that secret can try nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from huddle.accounts import rules

Made = TypeVar("Made")
AT_ONCE = 2


def hash_password(password: str) -> str:
    return _in_turn(_hasher().hash, _normal(password))


def hash_pin(pin: str) -> str:
    return _in_turn(_hasher().hash, _keyed("pin", pin))


def is_password(stored: str | None, typed: str) -> bool:
    """Whether the password is right. Without a stored one it takes as long and is wrong."""
    return _verify(stored, _normal(typed))


def is_pin(stored: str | None, typed: str) -> bool:
    """Whether the PIN is right. Without a stored one it takes as long and is wrong."""
    return _verify(stored, _keyed("pin", typed))


def code_digest(code: str) -> str:
    """What is stored of a short code that somebody types."""
    return _keyed("code", rules.clean_code(code))


def token_sha256(token: str) -> str:
    """What is stored of a random token (256 bits, so a plain digest is enough)."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A code to read aloud and type once."""
    return "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_LENGTH))


def new_pin() -> str:
    """A PIN that our own rules accept."""
    while rules.pin_fault(pin := f"{secrets.randbelow(10**rules.PIN_LENGTH):0{rules.PIN_LENGTH}d}"):
        pass
    return pin


def new_password() -> str:
    """A password to be read from the screen once and then changed."""
    letters = rules.CODE_LETTERS.lower()
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _keyed(purpose: str, text: str) -> str:
    key = hmac.digest(str(current_app.secret_key).encode(), f"huddle {purpose}".encode(), "sha256")
    return hmac.new(key, text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def _hasher() -> PasswordHasher:
    settings: Any = current_app.extensions["huddle.settings"]
    return _made(int(settings.argon2_memory_kib))


@cache
def _made(memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=2, parallelism=1, memory_cost=memory_kib)


@cache
def _nobodys(memory_kib: int) -> str:
    return _made(memory_kib).hash(secrets.token_hex(32))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")


os.register_at_fork(after_in_child=_threads.cache_clear)  # a fork has none of these threads


def _in_turn(make: Callable[..., Made], *secret: str) -> Made:
    """Two at a time, in threads for nothing else: a thread keeps the 19 MB of a hash, and eight of them serve."""
    return _threads().submit(make, *secret).result()


def _verify(stored: str | None, typed: str) -> bool:
    hasher = _hasher()
    try:
        _in_turn(hasher.verify, stored or _nobodys(hasher.memory_cost), typed)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
