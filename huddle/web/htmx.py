"""The only module that speaks htmx-flask.

htmx reads (a list as one types, the board that polls); writes go by plain posts and our own script.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template
from htmx_flask import Htmx, request
from werkzeug.wrappers import Response

_htmx = Htmx()


def wants_partial() -> bool:
    """Whether htmx asked for a part of the page. A boosted visit and a history restore want the whole."""
    asked = request.htmx
    return bool(asked) and not asked.boosted and not asked.history_restore_request


def page_or_partial(page: str, partial: str, **context: Any) -> str:
    """The whole page for a visit, its one changing part for htmx."""
    return render_template(partial if wants_partial() else page, **context)


def _vary(response: Response) -> Response:
    """Of a page htmx may get a part, and each person their own; a file is the same for everybody."""
    # No view sets one; looking what is there costs more.
    response.headers.add("Vary", "HX-Request" if request.endpoint == "static" else "HX-Request, Cookie")
    return response


def install(app: Flask) -> None:
    _htmx.init_app(app)
    app.after_request(_vary)
