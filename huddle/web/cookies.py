"""The cookies: one for the sign-in, one for the enrolled tablet, and one for what is said once on the next page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, Request, current_app, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Response as FlaskResponse
from itsdangerous import URLSafeTimedSerializer
from werkzeug.wrappers import Response

LASTING = 90 * 24 * 3600


def _settings() -> Any:
    return current_app.extensions["huddle.settings"]


def _name(kind: str) -> str:
    # The prefix makes browsers insist on HTTPS, this very host, and the whole path.
    return f"__Host-{kind}" if _settings().https else kind


def names(https: bool) -> tuple[str, str]:
    """The names of the session's cookie and of the tablet's."""
    return ("__Host-huddle", "__Host-huddle-tablet") if https else ("huddle", "huddle-tablet")


def session_token() -> str | None:
    return request.cookies.get(_name("huddle"))


def device_token() -> str | None:
    return request.cookies.get(_name("huddle-tablet"))


def set_session(response: Response, token: str) -> None:
    """A cookie that goes with the browser window; the row behind it ends by itself."""
    _set(response, _name("huddle"), token, None)


def set_device(response: Response, token: str) -> None:
    _set(response, _name("huddle-tablet"), token, LASTING)


def clear_session(response: Response) -> None:
    response.delete_cookie(_name("huddle"), secure=_settings().https, httponly=True, samesite="Lax")


def set_theme(response: Response, theme: str) -> None:
    """Day or night view, remembered on this device for a year; it says nothing about a person."""
    response.set_cookie("theme", theme, max_age=4 * LASTING, secure=_settings().https, samesite="Lax", httponly=True)


def _set(response: Response, name: str, token: str, max_age: int | None) -> None:
    response.set_cookie(name, token, max_age=max_age, secure=_settings().https, httponly=True, samesite="Lax", path="/")


class Notices(SecureCookieSessionInterface):
    """Flask's own session, which holds nothing but what is said once; its signer is made once and not per request."""

    @lru_cache(maxsize=8)  # noqa: B019 - lives as long as the application
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return super().get_signing_serializer(app)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if not request.cookies.get(self.get_cookie_name(app)):
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: FlaskResponse) -> None:
        if session or session.modified:  # every page says that it varies by cookie (huddle/web/htmx.py)
            super().save_session(app, session, response)
