"""Sixty-four clients that store handoffs at once where Huddle is served: is anybody sent away, how long do they wait?

Times are told in flushes: one is the COMMIT of a raw insert in the same folder, measured before and after.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from bench.requests import HANDOFF
from bench.throughput import NURSES, Raw, raw
from config import database_url
from tests.support import processes
from tests.support.kills import HIDDEN, Sender

CLIENTS = 64
SECONDS = 20
WARM_UP_SECONDS = 3
FLUSHES = 300
LENGTH = re.compile(rb"(?i)content-length: (\d+)")


@dataclass
class Seen:
    """What the clients saw: how long each answer took, how many there were of each status, how many say "locked"."""

    took: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    locked: int = 0


@dataclass(frozen=True, slots=True)
class _Nurse:
    """One person who is signed in, and the form that she sends."""

    head: bytes
    envelope: str

    @classmethod
    def of(cls, port: int, username: str) -> _Nurse:
        sender = Sender(port, username)
        path = sender.address.replace("/concerns", "/handoffs")
        envelope = dict(HIDDEN.findall(sender._ask("GET", f"{path}/new")[2]))["_envelope"]
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"Cookie: {sender.cookie_header()}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        )
        return cls(head.encode(), envelope)

    def post(self, patient: int) -> bytes:
        fields = {**HANDOFF, "last_four": f"{patient:04}", "_envelope": self.envelope, "_op": str(uuid4())}
        body = urlencode(fields).encode()
        return b"%b%d\r\n\r\n%b" % (self.head, len(body), body)


def observe(env: dict[str, str], folder: Path, url: str | None, *, clients: int = CLIENTS) -> str:
    """Serve the hospital in `folder`, let the clients write, and tell what they saw."""
    port = processes.free_port()
    with raw(url or database_url(None, folder)) as loop:
        loop.insert(FLUSHES)
        server = processes.start("serve", "--port", str(port), "--data-dir", str(folder), env=env)
        try:
            processes.wait_until_open(port, server)
            nurses = [_Nurse.of(port, username) for username in NURSES]
            asyncio.run(_all(port, nurses, clients, WARM_UP_SECONDS))
            began = time.monotonic()
            seen = asyncio.run(_all(port, nurses, clients, SECONDS))
            lasted = time.monotonic() - began
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.communicate(timeout=60)
        loop.insert(FLUSHES)
        return told(seen, lasted, loop, clients)


def told(seen: Seen, lasted: float, loop: Raw, clients: int) -> str:
    """One line of docs/measured.md."""
    stored, all_of_them = seen.answers["303"], seen.answers.total()
    half, worst = (statistics.quantiles(seen.took, n=100)[place] * 1000 for place in (49, 98))
    flush = loop.flush_ms
    return (
        f"{clients} clients at once, {stored / lasted:,.0f} handoffs stored a second: of {all_of_them:,} answers "
        f'{seen.locked} speak of a lock, {seen.answers["503"]} are 503, {all_of_them - stored} in all not "stored"; '
        f"half came within {half:.0f} ms ({half / flush:.0f} flushes of {flush:.2f} ms), 99 of 100 within "
        f"{worst:.0f} ms ({worst / flush:.0f} flushes)."
    )


async def _all(port: int, nurses: list[_Nurse], clients: int, seconds: float) -> Seen:
    seen, ends = Seen(), time.monotonic() + seconds
    await asyncio.gather(*(_one(port, nurses[n % len(nurses)], n, seen, ends) for n in range(clients)))
    return seen


async def _one(port: int, nurse: _Nurse, patient: int, seen: Seen, ends: float) -> None:
    """One client on one connection that sends the next handoff as soon as the last is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < ends:
        asked = time.monotonic()
        writer.write(nurse.post(patient))
        head = await reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        seen.took.append(time.monotonic() - asked)
        seen.answers[head.split(b" ", 2)[1].decode()] += 1
        seen.locked += b"locked" in body.lower()
    writer.close()
