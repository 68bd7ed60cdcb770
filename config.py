"""Settings of one installation, read from the environment.

A default stands here only when it is safe in production and safe to publish. What has no such default
(the secret, the public address behind a proxy) is either given, or made by `huddle serve` in the data folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path


class MissingSetting(Exception):
    """Names every setting that is missing or cannot be read, all at once."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How the hospital's mail server is reached. `security`: starttls, tls, or none for a server on this machine."""

    host: str
    sender: str
    link: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_env(cls, env: Mapping[str, str], origins: tuple[str, ...], faults: list[str]) -> MailSettings | None:
        """None, and so no e-mail at all, until HUDDLE_SMTP_HOST names a server."""
        host = env.get("HUDDLE_SMTP_HOST", "").strip()
        if not host:
            return None
        security, sender = env.get("HUDDLE_SMTP_SECURITY") or "starttls", env.get("HUDDLE_MAIL_FROM", "").strip()
        port = env.get("HUDDLE_SMTP_PORT") or ("465" if security == "tls" else "587")
        if security not in {"starttls", "tls", "none"}:
            faults.append("HUDDLE_SMTP_SECURITY (starttls, tls or none)")
        user, password = env.get("HUDDLE_SMTP_USER", ""), env.get("HUDDLE_SMTP_PASSWORD", "")
        if security == "none" and user and not _is_loopback(host):
            faults.append("HUDDLE_SMTP_SECURITY (starttls or tls: a password is not sent readable to another machine)")
        if not port.isdigit():
            faults.append("HUDDLE_SMTP_PORT (a number)")
        if "@" not in sender:
            faults.append("HUDDLE_MAIL_FROM (like huddle@hospital.example)")
        if not origins:
            faults.append("HUDDLE_ORIGINS (e-mails lead there)")
        if faults:
            return None
        return cls(host, sender, origins[0], int(port), security, user, password)


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation. Times are durations; `origins` are scheme://host:port without a path."""

    secret_key: str
    database_url: str
    data_dir: Path
    https: bool = True
    origins: tuple[str, ...] = ()
    trusted_proxies: int = 0
    practice: bool = False
    tablet_lock_after: timedelta = timedelta(minutes=2)
    huddle_lock_after: timedelta = timedelta(minutes=15)
    own_device_lock_after: timedelta = timedelta(minutes=15)
    session_lasts: timedelta = timedelta(hours=12)
    device_lasts: timedelta = timedelta(days=90)
    pin_signs_for: timedelta = timedelta(minutes=2)
    argon2_memory_kib: int = field(default=19 * 1024)
    max_request_bytes: int = 256 * 1024
    mail: MailSettings | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read `HUDDLE_*` and `DATABASE_URL`. Raises MissingSetting naming every fault."""
        faults: list[str] = []
        data_dir = Path(env.get("HUDDLE_DATA_DIR") or "var").absolute()
        secret = env.get("HUDDLE_SECRET_KEY") or _secret_in(data_dir)
        if len(secret) < 32:
            faults.append("HUDDLE_SECRET_KEY (at least 32 characters, or run `huddle init` first)")
        https = _flag(env, "HUDDLE_HTTPS", True, faults)
        origins = tuple(filter(None, (part.strip().rstrip("/") for part in env.get("HUDDLE_ORIGINS", "").split(","))))
        if any(not origin.startswith(("https://", "http://")) for origin in origins):
            faults.append("HUDDLE_ORIGINS (like https://huddle.hospital.example, several with a comma)")
        practice = _flag(env, "HUDDLE_PRACTICE", False, faults)
        proxies = env.get("HUDDLE_TRUSTED_PROXIES", "0")
        if not proxies.isdigit():
            faults.append("HUDDLE_TRUSTED_PROXIES (a number)")
        mail = MailSettings.from_env(env, origins, faults)
        if faults:
            raise MissingSetting("Missing or not readable: " + "; ".join(faults))
        return cls(
            secret_key=secret,
            database_url=database_url(env.get("DATABASE_URL"), data_dir),
            data_dir=data_dir,
            https=https,
            origins=origins,
            trusted_proxies=int(proxies),
            practice=practice,
            mail=mail,
        )


def database_url(given: str | None, data_dir: Path) -> str:
    """SQLite in the data folder unless another database is named; PostgreSQL always through psycopg 3."""
    if not given:
        return f"sqlite:///{data_dir / 'huddle.sqlite3'}"
    for scheme in ("postgres://", "postgresql://"):
        if given.startswith(scheme):
            return "postgresql+psycopg://" + given.removeprefix(scheme)
    return given


def _secret_in(data_dir: Path) -> str:
    path = data_dir / "secret.key"
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _flag(env: Mapping[str, str], name: str, default: bool, faults: list[str]) -> bool:
    words = {"1": True, "on": True, "true": True, "yes": True, "0": False, "off": False, "false": False, "no": False}
    given = env.get(name, "").strip().lower()
    if not given:
        return default
    if given not in words:
        faults.append(f"{name} (on or off)")
        return default
    return words[given]
