"""Not outliving the process that started this one: a killed server must leave no worker that holds its port."""

from __future__ import annotations

import os
import signal
import threading

LOOKS_EVERY_SECONDS = 1


def stop_with(parent: int) -> None:
    """Send this process SIGTERM once `parent` is gone; watched from a thread of its own."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    never = threading.Event()
    while os.getppid() == parent:
        never.wait(LOOKS_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
