"""One installation on this machine: its data folder, its secret, its database."""

from __future__ import annotations

import fcntl
import gc
import os
import secrets
import tempfile
from functools import cache
from pathlib import Path
from typing import IO, Any

import click
from flask import Flask
from sqlalchemy import inspect

from huddle.accounts import setup_code
from huddle.app import create_app
from huddle.core import migrate
from huddle.core.clock import Clock
from huddle.core.dates import zone_named
from huddle.core.db import db
from huddle.core.parent import stop_with
from huddle.core.paths import base_dir, load_config
from huddle.units import queries as units

SERVED_BY = "HUDDLE_SERVED_BY"
SECRET_FILE = "secret.key"  # noqa: S105 - the name of a file


def use_data_dir(data_dir: Path | None) -> Path:
    """Say to this process and to its children where the data is; the folder itself."""
    if data_dir is not None:
        os.environ["HUDDLE_DATA_DIR"] = str(data_dir.absolute())
    return Path(os.environ.get("HUDDLE_DATA_DIR") or "var").absolute()


def settings() -> Any:
    """The settings of this installation. A missing one is told in a sentence."""
    config = load_config()
    try:
        return config.Settings.from_env(os.environ)
    except config.MissingSetting as missing:
        raise click.ClickException(str(missing)) from None


def open_app(clock: Clock | None = None) -> Flask:
    """The application of this installation."""
    return create_app(settings(), base_dir=base_dir(), clock=clock)


@cache
def served_app() -> Flask:
    """The application that is served: made before the forks, which share it; it has not opened its database yet."""
    return open_app()


def worker_app() -> Flask:
    """The application as a web worker needs it."""
    app = served_app()
    # What is built once need not be looked at by every collection: fewer long answers (performance.md).
    gc.collect()
    gc.freeze()
    if parent := os.environ.get(SERVED_BY):
        stop_with(int(parent))
    return app


def keep_private() -> None:
    """The database and what lies beside it, which our children write, too, are for nobody else on this machine."""
    os.umask(0o077)


def make_folder(data_dir: Path) -> None:
    """The data folder, for nobody but us."""
    keep_private()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)


def claim(database: Path) -> IO[str]:
    """Be the one web server of this SQLite database until this process ends or the file is closed.

    Raises ClickException when another one is. The lock is this process's alone: a fork of it that lives a moment longer
    keeps nobody out. Where the file system knows no locks, everybody is let in.
    """
    keep_private()
    try:
        file = database.with_suffix(".serving").open("w", encoding="ascii")
    except OSError as error:
        raise click.ClickException(f"Nothing can be written beside {database}: {error.strerror}.") from None
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        file.close()
        raise click.ClickException(
            f"Another Huddle serves {database}. Stop it first: with SQLite there is one web process."
        ) from None
    except OSError:
        pass
    return file


def prepare(data_dir: Path) -> Flask:
    """Make whatever is missing: the folder, the secret, the newest tables."""
    make_folder(data_dir)
    if not os.environ.get("HUDDLE_SECRET_KEY"):
        _make_secret(data_dir / SECRET_FILE)
    app = open_app()
    with app.app_context():
        migrate.to_newest()
        _require_zones()
    return app


def _require_zones() -> None:
    """Refuse to work with a time zone that this machine does not know: every time of day there would be a wrong one."""
    for site, zone in units.zones_of_sites():
        try:
            zone_named(zone)
        except ValueError:
            raise click.ClickException(
                f"This machine does not know {zone}, the time zone of {site}. Update its tzdata."
            ) from None


def _make_secret(path: Path) -> None:
    """Whole or not at all, and the first one stays, whoever else makes one at the same moment."""
    if path.exists():
        return
    handle, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def close_database() -> None:
    """Leave no connection open for a fork: SQLite's locks stay behind, and its log could be deleted in use."""
    db.session.remove()
    db.engine.dispose()  # which closes the reading ones too (huddle/core/reading.py)


def require_tables() -> None:
    """Refuse to work on a data folder that nobody has set up."""
    if not inspect(db.engine).has_table("check_in"):
        raise click.ClickException("There is no data here yet. Run `huddle init` first, or name another --data-dir.")


def is_empty() -> bool:
    """Whether nobody has set a hospital up here yet."""
    return units.organisation() is None


def tell_setup_code(data_dir: Path) -> None:
    """Print the code by which an empty installation is set up in the browser."""
    click.echo(f"Set-up code: {setup_code.ensure(data_dir)}")
    click.echo("Open Huddle in a browser and enter it to set up your hospital.")
