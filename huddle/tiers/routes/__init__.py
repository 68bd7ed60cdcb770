"""Screens of the huddles above the units.

Whether a level is there for somebody depends on who answers for it and who manages its units, which an access marker
cannot know: every view begins with `page.level_here`, which raises NotFound.
"""

from flask import Blueprint

bp = Blueprint("tiers", __name__, url_prefix="/levels")
LEVEL = "/<any(service,site,organisation):kind>/<uuid:level_id>"

from huddle.tiers.routes import action_items, concerns, pages  # noqa: E402, F401 - they add their views to bp
