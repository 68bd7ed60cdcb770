"""Headers of every answer, and where a writing request may come from (security.md 7)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from huddle.core.errors import NotPermitted

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
    site = request.headers.get("Sec-Fetch-Site")
    allowed = site == "same-origin" if site is not None else request.headers.get("Origin") in _origins()
    if not allowed:
        raise NotPermitted("This did not come from a page of Huddle, so nothing was changed. Open the page again.")


def _origins() -> tuple[str, ...]:
    configured: tuple[str, ...] = current_app.extensions["huddle.settings"].origins
    if configured:
        return configured
    # Without HTTPS only this machine is served, so its own name may stand in. With HTTPS every browser sends
    # Sec-Fetch-Site; the Host header, which an attacker may choose, is no proof.
    return () if current_app.extensions["huddle.settings"].https else (request.host_url.rstrip("/"),)


def add_headers(response: Response) -> Response:
    response.headers.extend(HEADERS)  # no view sets one of these; replacing would look for each first
    if current_app.extensions["huddle.settings"].https:
        response.headers.set(*STRICT_TRANSPORT)
    if request.endpoint == "static":
        versioned = "v" in request.args
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        return response
    response.headers["Cache-Control"] = "no-store"
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
