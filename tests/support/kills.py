"""Concerns sent to a server that is killed again and again: what was acknowledged must be there, once."""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from huddle.practice.people import PASSWORD
from tests.support import processes

HIDDEN = re.compile(r'name="(_envelope|_op)" value="([^"]*)"')
BOARD = re.compile(r"/units/([0-9a-f-]{36})/board")


@dataclass
class Tally:
    """What the senders know: acknowledged operations, and those whose answer never came."""

    acknowledged: set[str] = field(default_factory=set)
    unanswered: list[tuple[Sender, str]] = field(default_factory=list)
    kills: int = 0


class Sender:
    """One nurse with a browser of her own, without a script."""

    def __init__(self, port: int, username: str) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self._sign_in(username)

    def _sign_in(self, username: str) -> None:
        page = self._ask("GET", "/sign-in")[2]
        self._ask("POST", "/sign-in", {**_hidden(page), "username": username, "password": PASSWORD})
        found = BOARD.search(self._ask("GET", "/")[1].get("Location", ""))
        assert found, "nobody is signed in"
        self.address = f"/units/{found.group(1)}/concerns"
        self._envelope = _hidden(self._ask("GET", f"{self.address}/new")[2])["_envelope"]

    def send(self, operation: str) -> bool:
        """Post one concern named after its operation; whether the server said that it is stored."""
        fields = {"_envelope": self._envelope, "_op": operation, "text": operation, "topic": "other"}
        status, headers, _body = self._ask("POST", self.address, fields)
        return status == 303 and headers.get("Huddle-Operation") == operation

    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, Message, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            headers = {"Cookie": self.cookie_header()}
            if fields is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                headers["Origin"] = f"http://127.0.0.1:{self._port}"
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, rest = line.partition("=")
                self._cookies[name] = rest.partition(";")[0]
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()


def _hidden(page: str) -> dict[str, str]:
    return dict(HIDDEN.findall(page))


def kill_under_load(env: dict[str, str], data_dir: Path, *, kills: int, seed: int) -> Tally:
    """Four senders, `kills` SIGKILLs of the whole server at random moments, then every unanswered one once more."""
    dice, tally, port = random.Random(seed), Tally(), processes.free_port()
    server = _serve(env, data_dir, port)
    senders = [Sender(port, name) for name in ("ben.carter", "ana.silva", "chloe.dubois", "daniel.osei")]
    stop = threading.Event()
    threads = [threading.Thread(target=_keep_sending, args=(sender, tally, stop)) for sender in senders]
    for thread in threads:
        thread.start()
    for _ in range(kills):
        time.sleep(dice.uniform(0.2, 1.2))
        os.killpg(server.pid, signal.SIGKILL)
        server.communicate()
        tally.kills += 1
        server = _serve(env, data_dir, port)
    stop.set()
    for thread in threads:
        thread.join()
    for sender, operation in tally.unanswered:
        assert sender.send(operation), "a repeated operation was not answered"
    os.killpg(server.pid, signal.SIGTERM)
    server.communicate(timeout=120)
    return tally


def _serve(env: dict[str, str], data_dir: Path, port: int) -> subprocess.Popen[str]:
    server = processes.start("serve", "--port", str(port), "--data-dir", str(data_dir), env=env)
    processes.wait_until_open(port, server)
    return server


def _keep_sending(sender: Sender, tally: Tally, stop: threading.Event) -> None:
    while not stop.is_set():
        operation = str(uuid4())
        try:
            stored = sender.send(operation)
        except ConnectionRefusedError:
            time.sleep(0.05)  # nobody was there: nothing was asked
            continue
        except (OSError, http.client.HTTPException):
            stored = False
        if stored:
            tally.acknowledged.add(operation)
        else:
            tally.unanswered.append((sender, operation))
