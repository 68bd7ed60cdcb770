"""All screens, in one list."""

from __future__ import annotations

from flask import Blueprint

from huddle.concerns.routes import bp as concerns

BLUEPRINTS: tuple[Blueprint, ...] = (concerns,)
