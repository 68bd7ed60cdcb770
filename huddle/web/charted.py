"""Which charts people can write notes on: a small registry, filled by huddle.app, which knows every feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from werkzeug.routing import BaseConverter

from huddle.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Charted:
    """A measure with a chart: what it is called, whether its points are months, and the page that draws it."""

    name: str
    endpoint: str
    monthly: bool = False


class MeasureConverter(BaseConverter):
    """`<measure:measure>` in an address: the id of a measure, like H1."""

    regex = "[A-Z]+[0-9]+"


def install(app: Flask, charted: dict[str, Charted]) -> None:
    app.extensions["huddle.charted"] = dict(charted)
    app.url_map.converters["measure"] = MeasureConverter


def charted(measure: str) -> Charted:
    """The chart of this measure. Raises NotFound where there is none."""
    found = cast("dict[str, Charted]", current_app.extensions["huddle.charted"]).get(measure)
    if found is None:
        raise NotFound
    return found
