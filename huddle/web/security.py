"""Headers of every answer, and where a writing request may come from (security.md 7)."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from huddle.core.errors import NotPermitted

log = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PAGE_HEADER = "Huddle-Page"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # no-referrer would make browsers send "Origin: null" on our own forms
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")


def install(app: Flask) -> None:
    app.before_request(refuse_other_sites)
    app.after_request(add_headers)


def refuse_other_sites() -> None:
    """A change is accepted only from a page of ours.

    Browsers on HTTPS say so in `Sec-Fetch-Site`; without it the `Origin` must be one of ours, exactly.
    """
    if request.method in SAFE_METHODS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site == "same-origin" if site is not None else origin in _origins():
        return
    if site is None:
        log.warning(
            "a change from %.100r was refused; this server answers as %.100r. Set HUDDLE_ORIGINS to the address that "
            "people type, and HUDDLE_TRUSTED_PROXIES to the number of proxies in front",
            origin,
            request.host_url,
        )
    raise NotPermitted("This did not come from a page of Huddle, so nothing was changed. Open the page again.")


def _origins() -> tuple[str, ...]:
    """The addresses of our pages: those that are set, else the one under which this very request came.

    Over HTTPS a browser calls us only by a name that our certificate (or the proxy's) proves, and sends our cookies
    to no other name; without HTTPS only this machine is served. So a page of another site never has the address that
    it sends to. Where HTTPS is expected and did not come (a proxy that nobody has told us of), no address is ours.
    """
    settings = current_app.extensions["huddle.settings"]
    configured: tuple[str, ...] = settings.origins
    if configured:
        return configured
    return () if settings.https and not request.is_secure else (request.host_url.rstrip("/"),)


def add_headers(response: Response) -> Response:
    response.headers.extend(HEADERS)  # no view sets one of these; replacing would look for each first
    if current_app.extensions["huddle.settings"].https:
        response.headers.set(*STRICT_TRANSPORT)
    if request.endpoint == "static":
        versioned = "v" in request.args
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        return response
    response.headers.setdefault("Cache-Control", "no-store")  # but for what is nobody's page: a calendar
    response.headers[PAGE_HEADER] = "1"
    return response


def safe_next(target: str | None, fallback: str) -> str:
    """`target` when it is a path of ours, else `fallback`; never another site, whatever the spelling."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    if any(ord(letter) <= 32 or letter == "\\" for letter in target):
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc else target
