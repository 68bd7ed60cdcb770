"""Addresses: nouns in kebab-case, every variable typed, every endpoint with one access marker."""

from __future__ import annotations

import re

import pytest

from huddle.web import access
from tests.support.apps import TestApp

KNOWN = {"public", "tablet", *access.CHECKS}
PART = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
VARIABLE = re.compile(r"<(?:([a-z_]+)(?:\([^)]*\))?:)?([a-z_]+)>")


def rules(made: TestApp) -> list[str]:
    return [rule.rule for rule in made.app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_endpoint_declares_who_may_use_it(made: TestApp) -> None:
    for endpoint, view in made.app.view_functions.items():
        if endpoint != "static":
            assert access.declared(view) in KNOWN, f"{endpoint} declares no access"


def test_parts_of_addresses_are_words_with_hyphens(made: TestApp) -> None:
    for rule in rules(made):
        for part in filter(None, VARIABLE.sub("x", rule).split("/")):
            assert PART.match(part), f"{rule}: {part}"


def test_every_variable_in_an_address_has_a_type(made: TestApp) -> None:
    for rule in rules(made):
        for kind, name in VARIABLE.findall(rule):
            assert kind not in {"", "string", "path", "default"}, f"{rule}: {name} has no type"


def test_what_belongs_to_a_unit_says_so_in_its_address(made: TestApp) -> None:
    for rule in made.app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        marker = access.declared(made.app.view_functions[rule.endpoint]) or ""
        assert ("unit_id" in rule.arguments) or not marker.startswith("unit_"), rule.rule


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_plain_forms_can_do_everything(made: TestApp, method: str) -> None:
    assert not [rule.rule for rule in made.app.url_map.iter_rules() if method in (rule.methods or set())]
