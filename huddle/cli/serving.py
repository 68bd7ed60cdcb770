"""The web server, and the scheduler beside it (docs/adr/0002-web-server.md)."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

import click
from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy import make_url

from huddle.cli.installation import SERVED_BY, keep_private, served_app
from huddle.cli.scheduler import GRACE_SECONDS, Scheduler
from huddle.core.paths import load_config

THREADS = 8
HEADERS_WITHIN_MS = 10_000
"""A tablet that polls sends every few seconds; a connection that sends nothing for longer is not worth keeping."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to serve."""

    folder: Path
    host: str
    port: int
    certificate: Path | None
    key: Path | None
    with_jobs: bool
    workers: int

    @property
    def address(self) -> str:
        return "127.0.0.1" if self.host == "localhost" else self.host

    @property
    def is_loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self.address).is_loopback
        except ValueError:
            return False

    @property
    def sqlite_file(self) -> Path | None:
        """The database, if it is a file and no server."""
        url = make_url(load_config().database_url(os.environ.get("DATABASE_URL"), self.folder))
        return Path(url.database or "") if url.get_backend_name() == "sqlite" else None

    @property
    def url(self) -> str:
        scheme = "https" if self.certificate else "http"
        everywhere = self.host in {"0.0.0.0", "::"}  # noqa: S104 - read, not listened on
        host = "localhost" if self.is_loopback else socket.gethostname() if everywhere else self.host
        return f"{scheme}://{host}:{self.port}"


def check(plan: Plan) -> None:
    """Refuse, in a sentence, what would not work or would not be safe; say to all processes what was decided."""
    if bool(plan.certificate) != bool(plan.key):
        raise click.UsageError("Give both --certificate and --key, or neither.")
    behind_proxy = os.environ.get("HUDDLE_TRUSTED_PROXIES", "0") not in {"", "0"}
    if not plan.is_loopback and not plan.certificate and not behind_proxy:
        raise click.UsageError(
            f"Listening on {plan.host} needs HTTPS, or anybody on the network could read along. Give --certificate and "
            "--key, or put a proxy with HTTPS in front and set HUDDLE_TRUSTED_PROXIES=1."
        )
    if plan.workers > 1 and plan.sqlite_file:
        raise click.UsageError("With SQLite there is one web process. Set DATABASE_URL to PostgreSQL to use --workers.")
    if not plan.certificate and not behind_proxy:
        os.environ.setdefault("HUDDLE_HTTPS", "off")
        os.environ.setdefault("HUDDLE_ORIGINS", f"http://localhost:{plan.port},http://127.0.0.1:{plan.port}")
    _require_certificate(plan)
    _require_free_port(plan)


def _require_certificate(plan: Plan) -> None:
    if plan.certificate is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(plan.certificate, plan.key, password=_no_password)
    except OSError as error:  # which an SSLError is
        raise click.ClickException(f"The certificate and the key cannot be used: {error.strerror or error}.") from None


def _no_password() -> str:
    raise click.ClickException("The key has a password, and nobody would be there to type it. Give a key without one.")


def _require_free_port(plan: Plan) -> None:
    family = socket.AF_INET6 if ":" in plan.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((plan.address, plan.port))
        except OSError as error:
            raise click.ClickException(
                f"Port {plan.port} on {plan.host} cannot be used ({error.strerror}). Choose another one with --port."
            ) from None


def serve(plan: Plan) -> None:
    """Serve until SIGTERM or SIGINT: no new requests, the answers in flight are finished, then the end."""
    _require_free_port(plan)  # loading the practice hospital takes minutes: somebody else may have come meanwhile
    keep_private()
    scheduler = Scheduler() if plan.with_jobs else None
    server = Server(
        "huddle.cli.installation:worker_app",
        factory=True,
        address=plan.address,
        port=plan.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=plan.workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN_MS),
        log_level=LogLevels.error,
        ssl_cert=plan.certificate,
        ssl_key=plan.key,
        ssl_protocol_min=SSLProtocols.tls12,
    )
    os.environ[SERVED_BY] = str(os.getpid())
    click.echo(f"Huddle opens at {plan.url} (stop it with Ctrl+C)")
    served_app()
    gc.collect()
    gc.freeze()  # scheduler and workers are forks: what no collection walks through stays one copy for all of them
    if scheduler:
        scheduler.start()
    try:
        server.serve()
    finally:
        if scheduler:
            scheduler.stop()
