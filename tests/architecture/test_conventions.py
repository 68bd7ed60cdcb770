"""Conventions that a reader relies on, read from the code itself."""

from __future__ import annotations

import ast
import hashlib
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import huddle
from tests.support.apps import BASE_DIR

PACKAGE = BASE_DIR / "huddle"
MODULES = sorted(PACKAGE.rglob("*.py"))
SERVICES = sorted(path for path in MODULES if path.name == "service.py" or path.parent.name == "service")
TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.html"))
SCRIPTS = sorted((BASE_DIR / "static" / "js").glob("*.js"))
WALL_CLOCK = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time|func\.now|utcnow)\b")


def named(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_stays_readable(path: Path) -> None:
    assert lines(path) <= 400, "split it by screen or by noun"


@pytest.mark.parametrize("path", sorted((BASE_DIR / "tests").rglob("*.py")), ids=named)
def test_a_test_module_stays_readable(path: Path) -> None:
    assert lines(path) <= 400


def test_the_shared_fixtures_stay_few() -> None:
    assert lines(BASE_DIR / "tests" / "conftest.py") <= 150


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_stays_readable(path: Path) -> None:
    assert lines(path) <= (200 if path.parent.name == "macros" else 150)


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_stays_small(path: Path) -> None:
    assert lines(path) <= 150


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "clock.py"], ids=named)
def test_only_the_clock_reads_the_clock(path: Path) -> None:
    found = WALL_CLOCK.findall(path.read_text(encoding="utf-8"))
    assert not found, "time is an argument; only huddle/core/clock.py reads it"


@pytest.mark.parametrize("path", SERVICES, ids=named)
def test_every_change_names_its_actor_and_its_time(path: Path) -> None:
    module = importlib.import_module(named(path).removesuffix(".py").replace("/", "."))
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if name.startswith("_") or function.__module__ != module.__name__:
            continue
        parameters = inspect.signature(function).parameters
        for wanted in ("actor", "now"):
            assert wanted in parameters, f"{name} has no {wanted}"
            assert parameters[wanted].kind is inspect.Parameter.KEYWORD_ONLY, f"{name}: {wanted} by keyword only"


@pytest.mark.parametrize("path", [path for path in SERVICES if path.parent.name != "audit"], ids=named)
def test_every_service_leaves_a_trace(path: Path) -> None:
    """Every public function that changes something calls the audit, itself or through a neighbour."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {node.name: ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name, source in functions.items():
        if name.startswith("_"):
            continue
        helpers = [body for other, body in functions.items() if other != name and f"{other}(" in source]
        assert any("audit.record(" in body or "_record(" in body for body in (source, *helpers)) or (
            "# no trace:" in _raw(path, name)
        ), f"{name} changes something and leaves no trace"


def _raw(path: Path, name: str) -> str:
    text = path.read_text(encoding="utf-8")
    return text[text.index(f"def {name}(") :].split("\ndef ")[0]


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_entry_points_commit(path: Path) -> None:
    allowed = {"huddle/core/transaction.py"}
    assert named(path) in allowed or ".commit()" not in path.read_text(encoding="utf-8").replace(
        "connection.commit()", ""
    )


def test_every_package_says_what_it_is() -> None:
    for module in pkgutil.walk_packages(huddle.__path__, "huddle."):
        if "_data" in module.name:
            continue
        assert importlib.import_module(module.name).__doc__, f"{module.name} has no docstring"


def test_vendored_files_are_the_ones_that_were_reviewed() -> None:
    folder = BASE_DIR / "static" / "vendor"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    files = sorted(folder.glob("*.js"))
    assert files
    for path in files:
        assert path.name in readme
        assert hashlib.sha256(path.read_bytes()).hexdigest() in readme, f"{path.name} was changed"


def test_locks_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (BASE_DIR / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        assert text.count("--hash=sha256:") > text.count("==")
