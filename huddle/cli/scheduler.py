"""The scheduler beside the web server."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from functools import partial

from huddle.cli import forks, installation
from huddle.core.clock import SystemClock
from huddle.jobs import run as jobs_run

log = logging.getLogger(__name__)
GRACE_SECONDS = 30
AGAIN_AFTER_SECONDS = 2


class Scheduler:
    """The schedule in a child, started again when it falls over: first a fork, then `huddle jobs run`.

    By then this process has threads and listens, and a fork would inherit locks and the port.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._child: forks.Fork | subprocess.Popen[bytes]
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Call this before anything is open that a fork must not have: threads, connections, the port."""
        self._child = forks.Fork(partial(_run, os.getpid())) if forks.can_fork() else _anew()
        self._thread.start()

    def _keep(self) -> None:
        while True:
            code = self._child.wait()
            if self._stopping.wait(AGAIN_AFTER_SECONDS):
                return
            log.warning("the scheduler ended with %s and is started again", code)
            self._child = _anew()
            if self._stopping.is_set():  # `stop` may have asked the one before
                self._child.terminate()

    def stop(self) -> None:
        """Ask it to finish the job that is running, and wait."""
        self._stopping.set()
        self._child.terminate()
        self._thread.join(GRACE_SECONDS)
        if self._thread.is_alive():
            self._child.kill()


def _run(parent: int) -> None:
    jobs_run.run(installation.served_app(), SystemClock(), parent=parent)


def _anew() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "huddle.cli", "jobs", "run", "--with-parent", str(os.getpid())]
    return subprocess.Popen(command)  # noqa: S603 - our own command
