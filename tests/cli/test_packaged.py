"""Huddle as a hospital installs it: from a wheel, without a checkout; and with several workers on PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from tests.cli.test_serving import ask
from tests.support.postgres import Postgres
from tests.support.processes import BASE_DIR, environment, free_port, start, wait_until_open


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel, and nothing else of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", str(BASE_DIR), "--no-deps", "--no-build-isolation", "--wheel-dir", folder],
        check=True,
        env=os.environ | {"PIP_NO_INDEX": "1"},
    )
    [wheel] = folder.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True)
    return folder / "site"


@contextmanager
def serving(env: dict[str, str], folder: Path, *words: str) -> Iterator[int]:
    port = free_port()
    process: Popen[str] = start("serve", "--port", str(port), *words, env=env, cwd=folder, stdout=None, stderr=None)
    try:
        wait_until_open(port, process, seconds=90)
        yield port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_an_installed_wheel_brings_all_that_it_needs(installed: Path, tmp_path: Path) -> None:
    env = environment(tmp_path / "data") | {"PYTHONPATH": str(installed)}
    with serving(env, tmp_path) as port:
        assert ask(port, "/health")[0] == 200
        status, page = ask(port, "/sign-in")
        assert status == 200
        styles = page.decode().split('rel="stylesheet" href="')[1].split('"')[0]
        assert ask(port, styles)[0] == 200
    code = "import huddle, sys; sys.exit(str(huddle.__file__))"
    said = subprocess.run([sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, text=True)
    assert str(installed) in said.stderr, "it ran from the wheel and not from the checkout"


@pytest.mark.postgres
def test_several_workers_share_one_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    env = environment(tmp_path / "data", postgres.fresh_database())
    with serving(env, tmp_path, "--workers", "2") as port:
        answers = [ask(port, "/health") for _ in range(20)]
        assert {status for status, _body in answers} == {200}
        assert all(json.loads(body) for _status, body in answers)
