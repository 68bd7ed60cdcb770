"""Headers, addresses to go back to, and refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest
from werkzeug.datastructures import Headers

from huddle.audit import queries as audit
from huddle.core.errors import NotPermitted
from huddle.today.rules import tag
from huddle.web import access
from huddle.web.security import refuse_other_sites, safe_next
from tests.support.apps import TestApp
from tests.support.ward import Ward

POLICY = {
    "default-src": "'none'",  # plugins (object-src), frames, workers and media too: nothing below names them
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def require_headers(headers: Headers) -> None:
    """Each header once, with the value that stands in this file and not in the code."""
    assert {name: headers.getlist(name) for name in ALWAYS} == {name: [value] for name, value in ALWAYS.items()}
    [policy] = headers.getlist("Content-Security-Policy")
    directives = [directive.strip().partition(" ")[::2] for directive in policy.split(";")]
    assert dict(directives) == POLICY
    assert len(directives) == len(POLICY), "of a directive that stands twice the second is not heard"


def test_every_answer_carries_the_headers(ward: Ward) -> None:
    bob, unit, newest = ward.client(ward.bob), f"/units/{ward.unit_id}", audit.revision(ward.unit_id)
    poll = f"{unit}/board/news?since="
    for status, page in (
        (200, ward.anonymous().get("/sign-in")),
        (303, ward.anonymous().get(f"{unit}/board")),
        (401, ward.anonymous().get(f"{poll}0.0", htmx=True)),
        (200, bob.get(f"{unit}/board")),
        (200, bob.get(f"{poll}0.0", htmx=True)),
        (204, bob.get(poll + tag(newest, ward.now), htmx=True)),
        (403, bob.get("/admin")),
        (404, bob.get("/not-here")),
        (405, bob.post("/health", {})),
        (422, bob.submit(f"{unit}/concerns/new", f"{unit}/concerns", text="")),
    ):
        assert page.status == status
        require_headers(page.response.headers)
        assert page.response.headers.getlist("Cache-Control") == ["no-store"]
        assert page.response.headers["Huddle-Page"] == "1"


def test_a_file_of_ours_carries_the_headers_too(ward: Ward) -> None:
    for name, status in (("css/app.css", 200), ("not-here.js", 404)):
        with ward.app.test_client().get(f"/static/{name}") as answer:
            assert answer.status_code == status
            require_headers(answer.headers)


def test_a_versioned_file_may_be_kept_for_ever_and_others_are_asked_for(ward: Ward) -> None:
    client = ward.app.test_client()
    with client.get("/static/css/app.css?v=1") as versioned, client.get("/static/css/app.css") as plain:
        assert "immutable" in versioned.headers["Cache-Control"]
        assert plain.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "http:evil.example",
        "//evil.example",
        "///evil.example",
        "////evil.example/%2f..",
        "/\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " /path",
        "/path with blank",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "evil.example",
        "evil.example/path",
        "@evil.example",
        ".evil.example",
        "?next=//evil.example",
        "#fragment",
        "",
        None,
        "/path\x00",
        "/path\\..\\x",
        "/\x0b/evil.example",
        "http://localhost.evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "ftp://evil.example",
        "/\r\nLocation: https://evil.example",
        "\x01/path",
        "\uff0f\uff0fevil.example",
        "..//evil.example",
        "./path",
        "~/path",
        "*",
        "null",
        "/ ",
    ],
)
def test_only_a_path_of_ours_is_gone_back_to(target: str | None) -> None:
    assert safe_next(target, "/safe") == "/safe"


@pytest.mark.parametrize("target", ["/", "/units/1/board", "/units/1/huddles/2?step=3#watchers", "/a//b"])
def test_our_own_paths_are_gone_back_to(target: str) -> None:
    assert safe_next(target, "/safe") == target


def test_a_view_that_declares_no_access_is_refused(made: TestApp, ward: Ward) -> None:
    view = made.app.view_functions["concerns.index"]
    name = access.declared(view)
    del view.access  # type: ignore[attr-defined]
    try:
        assert ward.client(ward.bob).get(f"/units/{ward.unit_id}/concerns").status == 403
    finally:
        view.access = name  # type: ignore[attr-defined]


def test_a_page_that_breaks_says_so_without_what_was_typed(
    made: TestApp, ward: Ward, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_args: object) -> str:
        raise ValueError("CANARY what somebody typed")

    broken.access = "unit_staff"  # type: ignore[attr-defined]
    monkeypatch.setitem(made.app.view_functions, "concerns.index", broken)
    monkeypatch.setattr(made.app, "testing", False)
    page = ward.client(ward.bob).get(f"/units/{ward.unit_id}/concerns")
    assert page.status == 500
    assert "Something went wrong on our side. Try again in a moment." in page.text
    assert "CANARY" not in page.text + caplog.text
    assert "ValueError in concerns.index" in caplog.text


PROXIED = "https://huddle.hospital.example"
BEHIND = [
    ((), PROXIED, PROXIED, True),
    ((), PROXIED, "https://evil.example", False),
    ((), PROXIED, "http://huddle.hospital.example", False),
    ((), PROXIED, f"{PROXIED}:8443", False),
    ((), PROXIED, "null", False),
    ((), "http://huddle.hospital.example", "http://huddle.hospital.example", False),
    ((), "http://127.0.0.1:8000", PROXIED, False),
    ((PROXIED,), "http://127.0.0.1:8000", PROXIED, True),
    ((PROXIED,), "https://other.example", "https://other.example", False),
]


@pytest.mark.parametrize(("origins", "called", "origin", "taken"), BEHIND)
def test_with_https_a_change_comes_from_the_very_address_that_was_called(
    made: TestApp,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    origins: tuple[str, ...],
    called: str,
    origin: str,
    taken: bool,
) -> None:
    settings = replace(made.app.extensions["huddle.settings"], https=True, origins=origins)
    monkeypatch.setitem(made.app.extensions, "huddle.settings", settings)
    with made.app.test_request_context("/drafts", method="POST", base_url=called, headers={"Origin": origin}):
        if taken:
            refuse_other_sites()
            return
        with pytest.raises(NotPermitted):
            refuse_other_sites()
    assert "HUDDLE_ORIGINS" in caplog.text
    assert called in caplog.text
