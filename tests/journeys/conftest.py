"""A running practice hospital and a browser, for journeys."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import WSGIRequestHandler, make_server

from huddle import practice
from huddle.core.clock import FrozenClock
from huddle.core.db import db
from huddle.core.transaction import transaction
from tests.journeys.site import MONDAY_MORNING, Gate, Site
from tests.support.apps import create_schema, make_app
from tests.support.browser import running_browser


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_args: object) -> None:
        """Nothing: the journey tells its own story."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("journeys")
    live, filled = folder / "live.sqlite3", folder / "filled.sqlite3"
    clock = FrozenClock(MONDAY_MORNING)
    app = make_app(folder, f"sqlite:///{live}", clock)
    create_schema(app)
    with app.app_context():
        with transaction():
            practice.load(MONDAY_MORNING)
        db.engine.dispose()
    shutil.copy(live, filled)
    gate = Gate(app)
    server = make_server("127.0.0.1", 0, gate, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app, clock, f"http://127.0.0.1:{server.server_port}", live, filled, gate)
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def site(_running: Site) -> Iterator[Site]:
    """The practice hospital on a Monday at 07:05, as at its first start."""
    _running.put_back()
    yield _running
    _running.close_windows()
    assert not _running.script_errors, "a script on a page failed"


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether JavaScript is on in the browser."""
    return bool(request.param)
