"""The commands, thin: read what was typed, call one function, say what came of it."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from huddle.checkins import queries, rules
from huddle.checkins.queries import RolledUnit
from huddle.checkins.rules import Outcome
from huddle.cli import forks, installation, serving
from huddle.core.clock import FrozenClock, SystemClock
from huddle.core.dates import Month, local_day
from huddle.core.transaction import transaction
from huddle.jobs import run as jobs_run
from huddle.jobs import tasks

Command = Callable[..., Any]


def data_dir_option(command: Command) -> Command:
    return click.option(
        "--data-dir",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder with database and secret; else HUDDLE_DATA_DIR, else ./var.",
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Handoffs, huddles, reviews and check-ins for hospital wards."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("alembic", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


@main.command()
@data_dir_option
def init(data_dir: Path | None) -> None:
    """Set the data folder up, or bring it to the newest version."""
    folder = installation.use_data_dir(data_dir)
    app = installation.prepare(folder)
    with app.app_context():
        empty = installation.is_empty()
    click.echo(f"The data folder {folder} is ready.")
    if empty:
        installation.tell_setup_code(folder)


@main.command()
@data_dir_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, envvar="HUDDLE_PORT", show_default=True)
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="PEM file.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="PEM file.")
@click.option("--practice", is_flag=True, help="Load the practice hospital when the database is empty.")
@click.option("--with-jobs", is_flag=True, help="Run the scheduler beside the web server.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="PostgreSQL only.")
def serve(data_dir: Path | None, practice: bool, **options: Any) -> None:
    """Set up what is missing and open the doors."""
    plan = serving.Plan(folder=installation.use_data_dir(data_dir), **options)
    serving.check(plan)
    installation.make_folder(plan.folder)
    _only = installation.claim(plan.sqlite_file) if plan.sqlite_file else None  # held until the end
    forks.apart(partial(_set_up, plan, practice))
    serving.serve(plan)


def _set_up(plan: serving.Plan, practice: bool) -> None:
    app = installation.prepare(plan.folder)
    with app.app_context():
        if practice and installation.is_empty():
            _load_practice()
        if installation.is_empty():
            installation.tell_setup_code(plan.folder)
        elif practice:
            _tell_who_to_be(plan.url)
        installation.close_database()


@main.command()
@data_dir_option
def demo(data_dir: Path | None) -> None:
    """Load the practice hospital into an empty data folder."""
    folder = installation.use_data_dir(data_dir)
    app = installation.prepare(folder)
    with app.app_context():
        if not installation.is_empty():
            raise click.ClickException(f"There is a hospital in {folder} already. Nothing was changed.")
        _load_practice()
    click.echo("The practice hospital is loaded. Start it with `huddle serve`.")
    _tell_who_to_be(f"http://localhost:{os.environ.get('HUDDLE_PORT') or 8000}")


# Imported where it is needed: an ordinary start has no use for a made-up hospital.
def _load_practice() -> None:
    from huddle import practice

    click.echo("Loading the practice hospital; this takes a moment.")
    with transaction():
        practice.load(SystemClock().now())


def _tell_who_to_be(url: str) -> None:
    from huddle.cli import welcome

    click.echo(welcome.text(url))


@main.group()
def jobs() -> None:
    """Scheduled work."""


@jobs.command("run")
@data_dir_option
@click.option("--with-parent", type=int, hidden=True)
def run_jobs(data_dir: Path | None, with_parent: int | None) -> None:
    """Run the scheduler until it is told to stop."""
    installation.use_data_dir(data_dir)
    app = installation.open_app()
    with app.app_context():
        installation.require_tables()
    jobs_run.run(app, SystemClock(), parent=with_parent)


@main.command()
@data_dir_option
@click.option("--month", "month_text", required=True, metavar="YYYY-MM", help="The month to roll up.")
@click.option("--unit", "unit_text", metavar="ID", help="One unit only, by its id.")
@click.option("--now", "now_text", metavar="ISO-8601", help="Act as at this moment, for example 2026-11-01T04:00:00Z.")
@click.pass_context
def rollup(
    context: click.Context, data_dir: Path | None, month_text: str, unit_text: str | None, now_text: str | None
) -> None:
    """Roll a month up, and print one JSON line for each unit."""
    installation.use_data_dir(data_dir)
    month, now = _month(month_text), _moment(now_text)
    app = installation.open_app(FrozenClock(now))
    with app.app_context():
        installation.require_tables()
        ready = _ready_units(month, unit_text, now)
        _make_sure(month, ready, now)
        failed = False
        for done in tasks.roll_up_month(month, ready, now=now):
            failed = failed or done.outcome is Outcome.FAILED
            click.echo(json.dumps(_line(done), ensure_ascii=False))
    context.exit(1 if failed else 0)


def _line(done: tasks.RolledUp) -> dict[str, Any]:
    return {
        "unit": str(done.unit_id),
        "name": done.name,
        "month": str(done.month),
        "outcome": done.outcome.value,
        "seconds": done.seconds,
    }


def _ready_units(month: Month, unit_text: str | None, now: datetime) -> list[RolledUnit]:
    """The units on which the month is over; the others are named. Raises UsageError when there are none."""
    found = queries.rolled_units(_unit_id(unit_text) if unit_text else None)
    if not found:
        raise click.UsageError(f"There is no unit with the id {unit_text}." if unit_text else "There are no units yet.")
    ready = [unit for unit in found if rules.is_over(month, unit.zone, now)]
    if not ready:
        raise click.UsageError(f"{month.label()} is not over yet. Nothing was rolled up.")
    for unit in found:
        if unit not in ready:
            click.echo(f"{unit.name}: {month.label()} is not over there yet.", err=True)
    return ready


def _make_sure(month: Month, ready: list[RolledUnit], now: datetime) -> None:
    """Say what freezes numbers that mean nothing, and ask whoever can be asked: nobody can take a snapshot back."""
    doubts = [
        f"{unit.name} was not in Huddle in {month.label()}."
        for unit in ready
        if Month.of(local_day(unit.created_at, unit.zone)) > month
    ]
    if now > SystemClock().now():
        doubts.append("The moment given with --now is still to come.")
    for doubt in doubts:
        click.echo(doubt, err=True)
    if doubts and sys.stdin.isatty():
        click.confirm("The numbers are frozen for good. Go on?", abort=True, err=True)


def _unit_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise click.UsageError(f"There is no unit with the id {text}.") from None


def _month(text: str) -> Month:
    try:
        return rules.read_month(text)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _moment(text: str | None) -> datetime:
    if text is None:
        return SystemClock().now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is not a moment. Write it like 2026-11-01T04:00:00Z.") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
