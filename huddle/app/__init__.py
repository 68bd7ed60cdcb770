"""The factory: settings, Flask, database, hooks, blueprints. It knows every feature; nobody imports it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from huddle.app.blueprints import BLUEPRINTS
from huddle.app.charted import CHARTED
from huddle.app.duties import DUTIES
from huddle.app.moves import LEAVING
from huddle.app.open_work import OPEN_WORK
from huddle.app.remembered import REMEMBERED
from huddle.app.same_theme import find as find_same_theme
from huddle.app.shell import make_shell
from huddle.app.sources import ORIGINS, SOURCES
from huddle.app.subjects import SUBJECTS
from huddle.app.visits import load_visit, touch_session
from huddle.core.clock import Clock, SystemClock
from huddle.core.db import db, set_up_engine
from huddle.notifications.rules import MailServer
from huddle.today.poll import BoardPoll, Boards
from huddle.units import duties, moves, open_work
from huddle.web import (
    access,
    charted,
    draft_routes,
    errors,
    htmx,
    look_back,
    same_theme,
    security,
    sources,
    subjects,
    templating,
    uploads,
)
from huddle.web.cookies import Notices


class AppSettings(Protocol):
    """What the application needs to know; config.Settings is one such thing."""

    @property
    def secret_key(self) -> str: ...
    @property
    def database_url(self) -> str: ...
    @property
    def data_dir(self) -> Path: ...
    @property
    def https(self) -> bool: ...
    @property
    def origins(self) -> tuple[str, ...]: ...
    @property
    def trusted_proxies(self) -> int: ...
    @property
    def tablet_lock_after(self) -> timedelta: ...
    @property
    def huddle_lock_after(self) -> timedelta: ...
    @property
    def own_device_lock_after(self) -> timedelta: ...
    @property
    def session_lasts(self) -> timedelta: ...
    @property
    def device_lasts(self) -> timedelta: ...
    @property
    def pin_signs_for(self) -> timedelta: ...
    @property
    def argon2_memory_kib(self) -> int: ...
    @property
    def max_request_bytes(self) -> int: ...
    @property
    def mail(self) -> MailServer | None: ...


def create_app(settings: AppSettings, *, base_dir: Path, clock: Clock | None = None) -> Flask:
    """Build the application. `base_dir` holds templates/, static/ and migrations/."""
    app = Flask("huddle", template_folder=str(base_dir / "templates"), static_folder=str(base_dir / "static"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
        SESSION_COOKIE_NAME="__Host-notice" if settings.https else "notice",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.session_interface = Notices()
    app.extensions["huddle.settings"] = settings
    app.extensions["huddle.clock"] = clock or SystemClock()
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        set_up_engine(db.engine)
    app.extensions["huddle.migrations"] = base_dir / "migrations"
    uploads.install(app)
    security.install(app)
    app.before_request(load_visit)
    access.install(app)
    app.before_request(touch_session)
    errors.install(app)
    htmx.install(app)
    templating.install(app, make_shell)
    sources.install(app, SOURCES, ORIGINS)
    charted.install(app, CHARTED)
    subjects.install(app, SUBJECTS)
    open_work.install(app, OPEN_WORK)
    duties.install(app, DUTIES)
    moves.install(app, LEAVING)
    look_back.install(app, REMEMBERED)
    same_theme.install(app, find_same_theme)
    for blueprint in (draft_routes.bp, *BLUEPRINTS):
        app.register_blueprint(blueprint)
    app.extensions["huddle.boards"] = Boards()
    app.wsgi_app = BoardPoll(app, app.wsgi_app)  # type: ignore[method-assign, assignment]
    return app


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        options: dict[str, Any] = {
            "connect_args": {"check_same_thread": False},
            "pool_size": 10,
            "max_overflow": 20,
        }
    else:
        options = {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}
    return options | {"hide_parameters": True}  # what people typed belongs in no log
