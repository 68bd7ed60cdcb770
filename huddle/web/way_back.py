"""Where a page may lead back to: only to a page of ours that can be opened, whatever the address says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from huddle.web.security import safe_next

_WHOLE_UNIT = re.compile("/units(/[^/]*)?")


def page_or(target: str | None, fallback: str) -> str:
    """The page of ours to which `target` leads, as a path, else `fallback`.

    `target` is a path (`?next=`) or a whole address (`Referer`), as it was sent. Where only a form goes to
    (/concerns/1/owner), the nearest page above, which holds the form; but never as far up as a whole unit.
    """
    path = _path_here(target or "")
    return next((page for page in _pages_of(path) if _opens(page)), fallback) if path else fallback


def _pages_of(path: str) -> Iterator[str]:
    """Where the form may stand that was sent from `path`, the likeliest page first."""
    bare = urlsplit(path).path.rstrip("/")
    if request.method == "POST" and bare == request.path:
        yield f"{bare}/new"  # refused once already: its page had the address of the list that it adds to
    yield path
    yield f"{bare}/new"
    while (bare := bare.rpartition("/")[0]) and not _WHOLE_UNIT.fullmatch(bare):
        yield bare


def page_before() -> str | None:
    """The page of ours that this request came from, as a path."""
    return page_or(request.referrer, "") or None


def _path_here(target: str) -> str:
    """The path of an address of ours, with its query; empty for every other site, whatever the spelling."""
    if target.startswith("/"):
        return safe_next(target, "")
    try:
        parts = urlsplit(target)
    except ValueError:  # as of "http://["
        return ""
    if parts.scheme not in {"http", "https"} or parts.netloc != request.host:
        return ""
    return safe_next(f"{parts.path}?{parts.query}" if parts.query else parts.path, "")


def _opens(path: str) -> bool:
    try:
        current_app.create_url_adapter(request).match(urlsplit(path).path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return True
