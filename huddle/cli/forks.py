"""Forks of this process. What it has loaded and frozen stays one copy for all of them (docs/measured.md, Memory)."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

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
    """Do this in a fork, and wait: the memory and the open files that it takes go with it. Its failure ends us, too."""
    if not can_fork():
        work()
        return
    code = Fork(partial(_tell, work, os.getpid())).wait() or 0
    if code < 0:
        raise click.ClickException(f"Setting up was ended by signal {-code}.")
    if code:
        raise SystemExit(code)


def _tell(work: Callable[[], None], parent: int) -> None:
    stop_with(parent)
    try:
        work()
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:  # whoever waits for us got it, too, and says so
        raise SystemExit(1) from None
