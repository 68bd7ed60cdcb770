"""Pages for readers: those made from the code are up to date, and every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from huddle.practice import people
from tests.architecture.test_conventions import named
from tests.support.apps import BASE_DIR

PAGES = sorted(path for path in (*BASE_DIR.glob("*.md"), *(BASE_DIR / "docs").rglob("*.md")))
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PATH = re.compile(r"`((?:huddle|tests|templates|static|docs|migrations|\.ci)/[\w./-]+)`")


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", BASE_DIR / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_pages_made_from_the_code_are_up_to_date() -> None:
    for name, text in generator().pages().items():
        assert text_of(BASE_DIR / "docs" / name) == text, f"docs/{name} differs from the code: run `make fix`"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in LINK.findall(text_of(path)):
        if "://" in link or link.startswith("mailto:"):
            continue
        target, _hash, anchor = link.partition("#")
        found = (path.parent / target) if target else path
        assert found.exists(), f"{link} leads nowhere"
        if anchor:
            anchors = {
                re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in HEADING.findall(text_of(found))
            }
            assert anchor in anchors, f"{link}: no such heading"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_file_that_is_named_is_there(path: Path) -> None:
    for mentioned in PATH.findall(text_of(path)):
        assert (BASE_DIR / mentioned).exists(), f"{mentioned} is named and not there"


def test_the_practice_page_names_everybody_and_every_secret() -> None:
    page = text_of(BASE_DIR / "docs" / "practice.md")
    for unit in people.UNITS:
        for word in (unit.name, unit.code, unit.phone, unit.service, people.SITES[unit.site]):
            assert word in page
        for name, _role in people.members(unit):
            assert f"| {name} | `{people.username(name)}` |" in page
    for name, _org_role in people.ORGANISATION_STAFF:
        assert f"| {name} | `{people.username(name)}` |" in page
    assert people.PASSWORD in page
    assert people.PIN in page


def test_every_setting_is_explained() -> None:
    page = text_of(BASE_DIR / "docs" / "deploy.md")
    for name in set(re.findall(r"HUDDLE_[A-Z_]+|DATABASE_URL", text_of(BASE_DIR / "config.py"))):
        assert f"`{name}`" in page, f"{name} is not explained"


def test_every_dependency_has_a_reason() -> None:
    page = text_of(BASE_DIR / "docs" / "dependencies.md")
    project = text_of(BASE_DIR / "pyproject.toml")
    lists = project[project.index("dependencies = [") : project.index("[tool.hatch.build]")]
    for name in re.findall(r'^    "([a-z0-9-]+)|[\[ ]"([a-z]+)>=', lists, re.MULTILINE | re.IGNORECASE):
        wanted = next(filter(None, name))
        assert f"`{wanted}`" in page, f"{wanted} has no reason to be there"
    for path in (BASE_DIR / "static" / "vendor").glob("*.js"):
        assert path.name.split("-")[0] in page


def test_every_decision_is_listed() -> None:
    listed = text_of(BASE_DIR / "docs" / "adr" / "README.md")
    for path in (BASE_DIR / "docs" / "adr").glob("0*.md"):
        assert f"({path.name})" in listed
