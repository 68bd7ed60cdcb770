"""The command `huddle` as real processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).parent.parent.parent
SECRET = "a secret for tests only, never for a hospital"


def environment(data_dir: Path, url: str | None = None, **more: str) -> dict[str, str]:
    """What a process of its own needs; nothing of ours that the developer may have set."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("HUDDLE_", "DATABASE_URL"))}
    own |= {"HUDDLE_DATA_DIR": str(data_dir), "PYTHONPATH": str(BASE_DIR)} | more
    return own | ({"DATABASE_URL": url, "HUDDLE_SECRET_KEY": SECRET} if url else {})


def start(*words: str, env: dict[str, str], **options: Any) -> subprocess.Popen[str]:
    """Start `huddle <words>`; it and its children can be killed as one group."""
    return subprocess.Popen(
        [sys.executable, "-m", "huddle.cli", *words],
        env=env,
        text=True,
        start_new_session=True,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options,
    )


def run(*words: str, env: dict[str, str]) -> tuple[int, str, str]:
    """Run `huddle <words>` to its end: exit code, output, errors."""
    process = start(*words, env=env)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_open(port: int, process: subprocess.Popen[str], seconds: float = 180) -> None:
    """Wait until somebody listens on the port. Fails when the process ends before."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        assert process.poll() is None, process.communicate()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nobody listens on {port}")
