"""Templates: they compile, carry no code of their own, and the parts are parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.architecture.test_conventions import SCRIPTS, TEMPLATES, named
from tests.support.apps import BASE_DIR, TestApp

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_compiles(made: TestApp, path: Path) -> None:
    made.app.jinja_env.get_template(str(path.relative_to(BASE_DIR / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_runs_and_nothing_is_styled_inside_a_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text)
    assert "|safe" not in text.replace(" ", "")
    assert "autoescape false" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_imported_macro_is_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for node in Environment(autoescape=True).parse(text).find_all(nodes.FromImport):
        for imported in node.names:
            name = imported[1] if isinstance(imported, tuple) else imported
            assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{name} is imported and not used"


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.name.startswith("_")], ids=named)
def test_a_part_extends_nothing(path: Path) -> None:
    if path.parent.name != "errors":
        assert "{% extends" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_evaluates_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = text.replace('localStorage.setItem("kept", "1")', "")  # a mark without words: look for sealed text
    for forbidden in ("eval(", "new Function", ".innerHTML =", "document.write", "localStorage.setItem"):
        assert forbidden not in text
