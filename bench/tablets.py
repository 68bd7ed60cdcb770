"""Many tablets that ask every five seconds whether something is new: what the server takes of the processors.

A few hundred connections ask as often as thousands of tablets would. The processes of the database are not counted.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import processes
from tests.support.kills import Sender

TABLETS = 6_000
EVERY_SECONDS = 5
CONNECTIONS = 400
SECONDS = 20
TAG = re.compile(rb"since=([\d.]+)")
LENGTH = re.compile(rb"(?i)content-length: (\d+)")


@dataclass
class Seen:
    """What the tablets saw: the newest tag, how long each answer took, and how many brought news."""

    tag: bytes = b"0.0"
    took: list[float] = field(default_factory=list)
    news: int = 0


def observe(env: dict[str, str], folder: Path) -> str:
    """Serve the hospital in `folder`, let the tablets ask, and tell what it took."""
    port, begun = processes.free_port(), time.monotonic()
    server = processes.start("serve", "--port", str(port), "--data-dir", str(folder), env=env)
    try:
        processes.wait_until_open(port, server)
        started = time.monotonic() - begun
        nurse = Sender(port, "ana.silva")
        seen = Seen()
        asyncio.run(_all(port, nurse, seen, seconds=2))  # the first board is made, and its tag known
        seen = Seen(tag=seen.tag)
        before, at = _cpu_seconds(server.pid), time.monotonic()
        asyncio.run(_all(port, nurse, seen, seconds=SECONDS))
        used, lasted = _cpu_seconds(server.pid) - before, time.monotonic() - at
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=60)
    share = used / lasted / (os.cpu_count() or 1)
    worst = statistics.quantiles(seen.took, n=100)[98] * 1000
    return (
        f"{len(seen.took) / lasted:,.0f} polls a second ({TABLETS:,} tablets every {EVERY_SECONDS} s), {seen.news} "
        f"with news: {share:.0%} of {os.cpu_count()} processors, 99 of 100 answered within {worst:.0f} ms; "
        f"the port was open after {started:.1f} s."
    )


async def _all(port: int, nurse: Sender, seen: Seen, *, seconds: float) -> None:
    ends = time.monotonic() + seconds
    gap = CONNECTIONS * EVERY_SECONDS / TABLETS
    await asyncio.gather(*(_one(port, nurse, seen, gap, gap * n / CONNECTIONS, ends) for n in range(CONNECTIONS)))


async def _one(port: int, nurse: Sender, seen: Seen, gap: float, first: float, ends: float) -> None:
    await asyncio.sleep(first)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    path, cookies = nurse.address.replace("/concerns", "/board/news").encode(), nurse.cookie_header().encode()
    at = time.monotonic()
    while at < ends:
        asked = time.monotonic()
        writer.write(
            b"GET %b?since=%b HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %b\r\nHX-Request: true\r\n\r\n"
            % (path, seen.tag, cookies)
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if (length := LENGTH.search(head)) and int(length[1]):
            body = await reader.readexactly(int(length[1]))
            seen.tag, seen.news = TAG.findall(body)[0], seen.news + 1
        seen.took.append(time.monotonic() - asked)
        at += gap
        await asyncio.sleep(max(0.0, at - time.monotonic()))
    writer.close()


def _cpu_seconds(starter: int) -> float:
    """What the starter and its children have used of the processors."""
    children = subprocess.run(["pgrep", "-P", str(starter)], capture_output=True, text=True, check=True).stdout.split()
    ticks = 0
    for process in (str(starter), *children):
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
