"""All screens, in one list."""

from __future__ import annotations

from flask import Blueprint

from huddle.actions.routes import bp as actions
from huddle.concerns.routes import bp as concerns
from huddle.huddles.routes import bp as huddles
from huddle.reviews.routes import bp as reviews

BLUEPRINTS: tuple[Blueprint, ...] = (actions, concerns, huddles, reviews)
