"""Forks of this process. What it has loaded and frozen stays one copy for all of them (docs/measured.md, Memory)."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from huddle.core.parent import stop_with

_FORK = multiprocessing.get_context("fork")


def can_fork() -> bool:
    """Only on Linux, and only while nobody else in this process may hold a lock that a fork would never see freed."""
    threads = Path("/proc/self/task")
    return threads.is_dir() and len(list(threads.iterdir())) == 1


class Fork:
    """A fork that does this work, to be waited for and ended like a `subprocess.Popen`."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._process = _FORK.Process(target=work, daemon=True)
        self._process.start()

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def apart(work: Callable[[], None]) -> None:
    """Do this in a fork, and wait: the memory and the open files that it takes go with it. Its failure ends us, too.

    SIGTERM ends both, the fork first: whoever starts us again finds nobody still at work in the data folder.
    """
    if not can_fork():
        work()
        return
    code = _wait_for(partial(_tell, work, os.getpid()))
    if code < 0:
        raise click.ClickException(f"Setting up was ended by signal {-code}.")
    if code:
        raise SystemExit(code)


def _wait_for(work: Callable[[], None]) -> int:
    told = False

    def pass_on(*_: Any) -> None:
        nonlocal told
        told = True
        fork.terminate()

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # until there is a fork to pass it on to
    fork = Fork(work)
    before = signal.signal(signal.SIGTERM, pass_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    try:
        code = fork.wait() or 0
    finally:
        signal.signal(signal.SIGTERM, before)
    if told:
        os.kill(os.getpid(), signal.SIGTERM)
    return code


def _tell(work: Callable[[], None], parent: int) -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    stop_with(parent)
    try:
        work()
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:  # whoever waits for us got it, too, and says so
        raise SystemExit(1) from None
