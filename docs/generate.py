"""Writes the pages that are read from the code itself: states.md, access.md and practice.md.

`make fix` runs it; a test fails when a page and the code differ.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from flask import Flask

import huddle
from config import Settings
from huddle import create_app
from huddle.practice import people
from huddle.units.rules import GUEST_ROLE_LABELS
from huddle.web import access

DOCS = Path(__file__).resolve().parent
NOTE = "<!-- Written by docs/generate.py from the code: change the code and run `make fix`. -->"
WHO = {
    "public": "anybody",
    "tablet": "an enrolled tablet, whoever holds it",
    "signed_in": "anybody signed in",
    "unit_staff": "people who work on the unit",
    "unit_or_named": "people who work on the unit; whoever a review names (its list, its facilitator)",
    "unit_lead": "charge nurses and managers of the unit",
    "unit_manager": "managers of the unit",
    "unit_reader": "people who work on the unit; quality and executives (published check-ins and counts)",
    "unit_wall": "a wall screen of the unit, on which nobody signs in; people who work on the unit",
    "unit_paper": "people who work on the unit; administrators",
    "unit_shape": "charge nurses and managers of the unit; administrators",
    "unit_setup": "managers of the unit; administrators",
    "admin": "administrators",
}
PRACTICE = """
`make run` loads it at the first start, `huddle demo` loads it into an empty data folder. Two sites in two time zones,
four units, about sixty people, and some weeks of history. Nobody and nothing in it is real, and a strip on every page
says so. Never put it on a server that a ward uses: everybody can read its secrets here.

- The password of everybody is `{password}`, for an own computer or phone, at `/sign-in`.
- The PIN of everybody is `{pin}`, for a tablet.
- To make a browser the tablet of a unit, open `/tablet/enrolment`, enter the code of the unit (for example {code}),
  give the tablet a name, then tap a name and enter the PIN. The codes last for years and may be used many times;
  those of a real hospital last for minutes and are used once.

To begin again, stop Huddle, delete the data folder (`./var`) and run `make run`.
"""
States = Mapping[StrEnum, frozenset[StrEnum]]


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    return {"states.md": states_page(), "access.md": access_page(_app()), "practice.md": practice_page()}


def _app() -> Flask:
    folder = Path(tempfile.gettempdir())  # nothing is read from it or written to it
    settings = Settings(secret_key="-", database_url=f"sqlite:///{folder}/none.sqlite3", data_dir=folder)  # noqa: S106
    return create_app(settings, base_dir=DOCS.parent)


def state_machines() -> Iterator[tuple[str, States]]:
    """Every `NEXT` of a feature's rules, by the name of the feature."""
    for module in pkgutil.iter_modules(huddle.__path__, "huddle."):
        try:
            rules = importlib.import_module(f"{module.name}.rules")
        except ModuleNotFoundError as missing:
            if missing.name != f"{module.name}.rules":
                raise
            continue
        if hasattr(rules, "NEXT"):
            yield module.name.removeprefix("huddle."), rules.NEXT


def states_page() -> str:
    parts = [
        "# States",
        NOTE,
        "What can become of a thing, as `NEXT` in each feature's `rules.py` has it. Nothing goes another way.",
    ]
    for name, following in state_machines():
        parts += [f"## {name}", _diagram(following)]
    return "\n\n".join(parts) + "\n"


def _diagram(following: States) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(following)).value}"]
    for state, then in following.items():
        lines += [f"    {state.value} --> {other.value}" for other in sorted(then)]
        if not then:
            lines.append(f"    {state.value} --> [*]")
    return "\n".join([*lines, "```"])


def access_page(app: Flask) -> str:
    rows = sorted(
        (_address(rule.rule), method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint != "static"
    )
    lines = [f"| `{path}` | {method} | {WHO[_marker(app, name)]} | `{name}` |" for path, method, name in rows]
    parts = [
        "# Who may use which address",
        NOTE,
        "To everybody else a page of a unit is not there (404); whoever works there and lacks the role is told why\n"
        "(403); whoever is not signed in is led to sign-in. What a person may do with one thing is narrower still:\n"
        "the feature's `policy.py` says it, and `tests/architecture/access_matrix.py` holds every address to both.",
        "\n".join(["| address | method | who | view |", "|---|---|---|---|", *lines]),
    ]
    return "\n\n".join(parts) + "\n"


def _address(rule: str) -> str:
    """Without the types of its variables.

    >>> _address("/units/<uuid:unit_id>/questions/<any(a,b):name>")
    '/units/<unit_id>/questions/<name>'
    """
    return re.sub(r"<[^>]*?:([a-z_]+)>", r"<\1>", rule)


def _marker(app: Flask, endpoint: str) -> str:
    marker = access.declared(app.view_functions[endpoint])
    if marker is None:
        raise ValueError(f"{endpoint} declares no access")
    return marker


def practice_page() -> str:
    parts = [
        "# The practice hospital",
        NOTE,
        PRACTICE.format(password=people.PASSWORD, pin=people.PIN, code=people.UNITS[0].code).strip(),
        "## Above the units",
        _table(
            ("name", "username", "role"),
            ((n, f"`{people.username(n)}`", r.value) for n, r in people.ORGANISATION_STAFF),
        ),
    ]
    parts += ["## Who answers what is escalated", _receivers()]
    for unit in people.UNITS:
        shifts = "; ".join(
            f"{name} {at:%H:%M} to {until:%H:%M}, huddle {huddle:%H:%M}" for name, at, until, huddle in unit.shifts
        )
        parts += [
            f"## {unit.name}",
            f"{unit.service}, {unit.site} ({people.SITES[unit.site]}), phone {unit.phone}. Code for a tablet: "
            f"**{unit.code}**.\n\nShifts: {shifts}.\n\n{_tonight(unit)}",
            _table(
                ("name", "username", "role"),
                ((name, f"`{people.username(name)}`", role.value) for name, role in people.members(unit)),
            ),
        ]
    return "\n\n".join(parts) + "\n"


def _tonight(unit: people.PracticeUnit) -> str:
    """Who is in charge when somebody looks for the first time, and who is a guest of that shift."""
    told = f"In charge now: {unit.charge[0]}."
    if guest := people.GUESTS.get(unit.name):
        name, role = guest
        told += f" Here for this shift, with the same PIN until it ends: {name} ({GUEST_ROLE_LABELS[role].lower()})."
    return told


def _receivers() -> str:
    """By level: who, and the phone for "not sent, phone ..."."""
    named = {f"{name}, {site}": who for (site, name), who in people.SERVICE_RECEIVERS.items()}
    named |= people.SITE_RECEIVERS | {"Organisation": people.ORGANISATION_RECEIVER}
    rows = ((level, name, f"`{people.username(name)}`", phone) for level, (name, phone) in named.items())
    return _table(("level", "name", "username", "phone"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *rows))


def main() -> int:
    """Write the pages that differ; say which."""
    for name, text in pages().items():
        path = DOCS / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.name} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
