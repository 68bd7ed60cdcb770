"""A careful client: it behaves like a browser without JavaScript and inspects every answer it gets."""

from __future__ import annotations

import contextvars
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, has_app_context
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from huddle.core.db import db, forget_loaded

ORIGIN = "http://localhost"
UNCOMMITTED_HEADER = "Test-Uncommitted"
NAMESPACE = "{http://www.w3.org/1999/xhtml}"


_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def without_ids(text: str) -> str:
    """The same without the ids of rows."""
    return _ID.sub("", text)


@dataclass
class Page:
    """One answer, as a person would see it."""

    response: TestResponse
    tree: Element | None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def location(self) -> str | None:
        return self.response.headers.get("Location")

    @property
    def body(self) -> str:
        """The HTML as it came."""
        return self.response.get_data(as_text=True)

    @property
    def bare(self) -> str:
        """The HTML without ids, one of which may hold the figures of a patient by chance."""
        return without_ids(self.body)

    @property
    def text(self) -> str:
        """The words on the page, white space folded; what stands in fields included."""
        assert self.tree is not None
        return " ".join(" ".join(self.tree.itertext()).split())

    @property
    def h1(self) -> str:
        return " ".join(self.find("h1")[0].itertext()).strip()

    @property
    def json(self) -> Any:
        return self.response.get_json()

    def find(self, tag: str, **attributes: str) -> list[Element]:
        """Elements by tag and attributes (`class_` for class, `data_x` for data-x)."""
        assert self.tree is not None
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.tree.iter(NAMESPACE + tag)
            if all(element.get(name) == value for name, value in wanted.items())
        ]

    def form(self, action: str) -> dict[str, list[str]]:
        """What a browser would send for the form with this action, as it stands."""
        forms = [form for form in self.find("form") if form.get("action") == action]
        assert forms, f"no form posts to {action}; there are {[form.get('action') for form in self.find('form')]}"
        return _values(forms[0])

    def links(self) -> list[str]:
        return [link.get("href", "") for link in self.find("a")]


def _values(form: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in form.iter():
        name, tag = element.get("name"), element.tag.removeprefix(NAMESPACE)
        if not name or tag not in {"input", "textarea", "select"}:
            continue
        value = _value(element, tag)
        if value is not None:
            found.setdefault(name, []).append(value)
    return found


def _value(element: Element, tag: str) -> str | None:
    if tag == "textarea":
        return (element.text or "").removeprefix("\n")
    if tag == "select":
        options = list(element.iter(NAMESPACE + "option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return chosen[0].get("value", "") if chosen else None
    kind = element.get("type", "text")
    if kind in {"checkbox", "radio"} and element.get("checked") is None:
        return None
    return None if kind in {"submit", "button"} else element.get("value", "on" if kind == "checkbox" else "")


def flag_uncommitted(response: Response) -> Response:
    """Mark the answer of a request that changed rows and did not commit them."""
    if db.session.dirty or db.session.new or db.session.deleted:
        response.headers[UNCOMMITTED_HEADER] = "1"
    return response


class CarefulClient:
    """Follows no redirect by itself, sends the Origin of our own pages, and checks what comes back."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def set_cookie(self, name: str, value: str) -> None:
        self._client.set_cookie(name, value)

    def cookie(self, name: str) -> str | None:
        cookie = self._client.get_cookie(name)
        return cookie.value if cookie else None

    def get(self, url: str, *, htmx: bool = False, headers: dict[str, str] | None = None) -> Page:
        sent = dict(headers or {}) | ({"HX-Request": "true"} if htmx else {})
        return self._inspect(self._send(self._client.get, url, headers=sent), partial=htmx)

    def post(
        self,
        url: str,
        data: dict[str, Any],
        *,
        script: bool = False,
        htmx: bool = False,
        headers: dict[str, str] | None = None,
    ) -> Page:
        sent = {"Origin": ORIGIN} | ({"Huddle-Script": "1"} if script else {}) | dict(headers or {})
        sent |= {"HX-Request": "true"} if htmx else {}
        return self._inspect(self._send(self._client.post, url, data=data, headers=sent), partial=htmx)

    def raw(self, url: str, *, posts: bool = False) -> TestResponse:
        """The answer as it came, not inspected; for rounds over every address. A post carries no fields."""
        method = self._client.post if posts else self._client.get
        return self._send(method, url, headers={"Origin": ORIGIN})

    def _send(self, method: Callable[..., TestResponse], url: str, **kwargs: Any) -> TestResponse:
        # In an empty context: Flask would else reuse the test's own application context, and with it `g`
        # and the database session, as if all requests of a test were one.
        response: TestResponse = contextvars.Context().run(method, url, **kwargs)
        if has_app_context():
            forget_loaded()  # what the test has loaded is read afresh from now on
        return response

    def submit(self, page_url: str, action: str | None = None, *, script: bool = False, **fields: Any) -> Page:
        """Open a page, fill the form that posts to `action` (the page's own address when not given), send it."""
        return self.post(action or page_url, self.fill(page_url, action, **fields), script=script)

    def fill(self, page_url: str, action: str | None = None, **fields: Any) -> dict[str, Any]:
        """What the form would send with these fields; None takes a field away."""
        page = self.get(page_url)
        assert page.status == 200, f"{page_url} answered {page.status}"
        data: dict[str, Any] = {**page.form(action or page_url), **fields}
        return {name: value for name, value in data.items() if value is not None}

    def _inspect(self, response: TestResponse, *, partial: bool = False) -> Page:
        assert "HX-Request" in response.headers.get("Vary", ""), "the answer does not vary by HX-Request"
        kept = response.request.path.startswith(("/static/", "/calendar/"))
        assert response.headers["Cache-Control"] == "no-store" or kept
        assert UNCOMMITTED_HEADER not in response.headers, "this request left changes uncommitted"
        tree = None
        if response.mimetype == "text/html" and response.data:
            tree = _parse(response.get_data(as_text=True), partial=partial)
        return Page(response, tree)


def _parse(html: str, *, partial: bool) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=True)
    tree: Element = parser.parseFragment(html) if partial else parser.parse(html)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    twice = {id_ for id_ in ids if ids.count(id_) > 1}
    assert not twice, f"ids that stand twice on the page: {twice}"
    return tree
