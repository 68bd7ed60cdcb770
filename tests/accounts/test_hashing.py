"""How secrets are hashed; that the right one is told from a wrong one is held by signing in."""

from __future__ import annotations

import os
import threading

import pytest
from argon2 import PasswordHasher
from flask import Flask

from huddle.accounts import hashing


def test_however_many_sign_in_at_once_two_threads_hash(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread keeps the memory of its last hash: eight that serve and hash would keep 152 MB for good."""
    hashed_by: set[int] = set()
    everybody = threading.Barrier(8, timeout=30)

    def hash_(_hasher: PasswordHasher, password: str) -> str:
        hashed_by.add(threading.get_ident())
        return password

    def sign_in() -> None:
        everybody.wait()
        with app.app_context():
            assert hashing.hash_password("secret") == "secret"

    monkeypatch.setattr(PasswordHasher, "hash", hash_)
    people = [threading.Thread(target=sign_in) for _ in range(8)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert 1 <= len(hashed_by) <= 2


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # the threads are what it is about
def test_a_fork_of_a_process_that_has_hashed_can_hash(app: Flask) -> None:
    """It has none of the threads: without new ones it would wait for ever."""
    with app.app_context():
        stored = hashing.hash_password("secret")
        child = os.fork()
        if child == 0:
            threading.Timer(20, os._exit, (1,)).start()
            os._exit(0 if hashing.is_password(stored, "secret") else 2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
