"""`huddle serve` as a real process, and what it refuses to do."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from huddle.cli import serving as web_server
from tests.support.certificates import make_certificate
from tests.support.processes import environment, free_port, run, start, wait_until_open

EVERYWHERE = "0.0.0.0"  # noqa: S104 - to see it refused

# Put before the application in the process under test: one address that takes its time.
SLOW = """
import time
from flask import Flask

inner = Flask.wsgi_app

def slow(self, environ, start_response):
    if environ["PATH_INFO"] != "/slow":
        return inner(self, environ, start_response)
    time.sleep(1.5)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"whole"]

Flask.wsgi_app = slow
"""

# Put there, too: each fork leaves a line of what it is about to inherit.
FORKS = """
import os

def target(name):
    try:
        return os.readlink(f"/proc/self/fd/{name}") if int(name) > 2 else None
    except OSError:
        return None

def note():
    opened = [link for link in map(target, os.listdir("/proc/self/fd")) if link]
    with open(os.environ["NOTES"], "a", encoding="utf-8") as file:
        print(len(os.listdir("/proc/self/task")), *opened, file=file)

os.register_at_fork(before=note)
"""


@contextmanager
def serving(folder: Path, *words: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    env = environment(folder / "data", **more)
    process = start("serve", "--port", str(port), *words, env=env, stdout=None, stderr=None)
    try:
        wait_until_open(port, process)
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def ask(port: int, path: str, timeout: float = 30) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_an_empty_installation_opens_and_ends_when_told(tmp_path: Path) -> None:
    with serving(tmp_path, "--with-jobs") as (process, port):
        status, body = ask(port, "/health")
        assert status == 200
        assert isinstance(json.loads(body), dict)
        assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600
        assert not [name for name in _open_in(process.pid) if "sqlite" in name], "a fork has no locks on it"
        process.terminate()
        assert process.wait(40) == 0
        assert not _children_of(process.pid)


def test_forks_of_the_server_inherit_no_database_and_the_first_two_no_thread_and_no_port(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(FORKS)
    path = os.pathsep.join((str(tmp_path), str(Path(__file__).parent.parent.parent)))
    with serving(tmp_path, "--with-jobs", PYTHONPATH=path, NOTES=str(tmp_path / "notes")) as (process, _port):
        forks = [line.split() for line in (tmp_path / "notes").read_text().splitlines()]
        assert len(forks) == 3, "set-up, scheduler, worker"
        assert not [link for _threads, *links in forks for link in links if "sqlite" in link]
        assert [threads for threads, *_links in forks[:2]] == ["1", "1"]
        assert not [link for _threads, *links in forks[:2] for link in links if "socket" in link]
        for child in _children_of(process.pid):
            assert "Umask:\t0077" in Path(f"/proc/{child}/status").read_text(), "what it writes is for nobody else"


def _open_in(process_id: int) -> list[str]:
    return [os.readlink(link) for link in Path(f"/proc/{process_id}/fd").iterdir()]


def _children_of(group: int) -> list[str]:
    """Who is still there of the processes that were started together, in the order in which they began."""
    found: list[tuple[int, int]] = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append((int(fields[19]), int(status.parent.name)))
    return [str(process_id) for _began, process_id in sorted(found)]


def _command_of(process_id: str) -> list[str]:
    try:
        return Path(f"/proc/{process_id}/cmdline").read_text().split("\0")
    except OSError:  # gone since it was listed
        return []


def test_an_answer_in_flight_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(SLOW)
    path = os.pathsep.join((str(tmp_path), str(Path(__file__).parent.parent.parent)))
    with serving(tmp_path, PYTHONPATH=path) as (process, port):
        answers: list[tuple[int, bytes]] = []
        # More than there are threads: some of them have been taken and wait for their turn.
        asking = [threading.Thread(target=lambda: answers.append(ask(port, "/slow"))) for _ in range(12)]
        for thread in asking:
            thread.start()
        time.sleep(0.7)
        process.terminate()
        for thread in asking:
            thread.join()
        assert answers == [(200, b"whole")] * 12
        assert process.wait(40) == 0


def test_two_hundred_silent_tablets_keep_nobody_waiting(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, port):
        silent = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(200)]
        assert ask(port, "/health", timeout=10)[0] == 200
        process.terminate()
        assert process.wait(40) == 0
        for connection in silent:
            connection.close()


def test_a_scheduler_that_dies_comes_back_and_nothing_outlives_a_killed_server(tmp_path: Path) -> None:
    with serving(tmp_path, "--with-jobs") as (process, _port):
        scheduler = _children_of(process.pid)[1]  # in the order in which they began: the server, it, the web worker
        assert _command_of(scheduler) == _command_of(str(process.pid)), "a fork, which shares its memory"
        os.kill(int(scheduler), signal.SIGKILL)
        ends = time.monotonic() + 60
        while not [child for child in _children_of(process.pid) if "jobs" in _command_of(child)]:
            assert time.monotonic() < ends, "nobody started it again"
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        ends = time.monotonic() + 30
        while _children_of(process.pid) and time.monotonic() < ends:
            time.sleep(0.1)
        assert not _children_of(process.pid)


@pytest.mark.parametrize(
    ("words", "more", "sentence"),
    [
        (("--host", EVERYWHERE), {}, "needs HTTPS"),
        (("--host", EVERYWHERE), {"HUDDLE_TRUSTED_PROXIES": "0"}, "needs HTTPS"),
        (("--workers", "2"), {}, "With SQLite there is one web process"),
        (("--certificate", __file__), {}, "Give both --certificate and --key"),
        (("--port", "0"), {}, "Invalid value for '--port'"),
    ],
)
def test_what_would_not_be_safe_or_not_work_is_refused(
    tmp_path: Path, words: tuple[str, ...], more: dict[str, str], sentence: str
) -> None:
    code, _out, err = run("serve", *words, env=environment(tmp_path, **more))
    assert code == 2
    assert sentence in " ".join(err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _out, err = run("serve", "--port", str(port), env=environment(tmp_path))
    assert code == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in err


def test_a_second_server_of_the_same_sqlite_folder_is_refused(tmp_path: Path) -> None:
    env, ports = environment(tmp_path), (free_port(), free_port())
    with start("serve", "--port", str(ports[0]), env=env) as first:
        wait_until_open(ports[0], first)
        code, _out, err = run("serve", "--port", str(ports[1]), env=env)
        first.kill()
    assert code == 1
    assert "Another Huddle serves" in err
    with start("serve", "--port", str(ports[1]), env=env) as next_one:
        wait_until_open(ports[1], next_one)
        next_one.terminate()


def test_a_port_that_was_taken_while_the_hospital_was_loading_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port, none = taken.getsockname()[1], {"certificate": None, "key": None}
        plan = web_server.Plan(folder=tmp_path, host="127.0.0.1", port=port, with_jobs=False, workers=1, **none)
        with pytest.raises(click.ClickException, match=f"Port {port} on 127.0.0.1 cannot be used"):
            web_server.serve(plan)


def test_what_fails_while_setting_up_ends_the_server_with_a_sentence(tmp_path: Path) -> None:
    env = environment(tmp_path, HUDDLE_TRUSTED_PROXIES="one")
    code, _out, err = run("serve", "--port", str(free_port()), env=env)
    assert code == 1
    assert err.count("HUDDLE_TRUSTED_PROXIES (a number)") == 1
    assert "Traceback" not in err


def test_a_key_with_a_password_is_refused_in_a_sentence(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, key_password="horse")
    given = ("serve", "--certificate", str(certificate), "--key", str(key), "--port", str(free_port()))
    code, _out, err = run(*given, env=environment(tmp_path / "data"))
    assert code == 1
    assert "The key has a password" in err


def test_a_certificate_that_is_none_is_refused_in_a_sentence(tmp_path: Path) -> None:
    words = ("serve", "--certificate", __file__, "--key", __file__, "--port", str(free_port()))
    code, _out, err = run(*words, env=environment(tmp_path))
    assert code == 1
    assert "The certificate and the key cannot be used" in err
    assert "Traceback" not in err
