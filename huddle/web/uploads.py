"""Views that take a file: they may be sent more than the others, and say how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])


def up_to(size: int) -> Callable[[View], View]:
    """Mark a view that takes a request of this many bytes; every other one takes what MAX_CONTENT_LENGTH says."""

    def decorate(view: View) -> View:
        view.takes_up_to = size  # type: ignore[attr-defined]
        return view

    return decorate


def install(app: Flask) -> None:
    """Call it before anything reads a form: a request is measured when it is read."""
    app.before_request(make_room)


def make_room() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    size: int | None = getattr(view, "takes_up_to", None)
    if size is not None:
        request.max_content_length = request.max_form_memory_size = size  # its fields have limits of their own
