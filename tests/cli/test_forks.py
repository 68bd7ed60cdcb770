"""A fork of the command, and the command that waits for it."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from subprocess import PIPE, Popen

SETS_UP = """
import os, time
from huddle.cli import forks

forks.apart(lambda: (print(os.getpid(), flush=True), time.sleep(60)))
"""


def test_who_is_told_to_end_while_setting_up_ends_after_the_fork() -> None:
    with Popen([sys.executable, "-c", SETS_UP], stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        fork = Path("/proc") / process.stdout.readline().strip()
        assert fork.is_dir()
        process.terminate()
        assert process.wait(30) == -signal.SIGTERM
        assert not fork.exists()
