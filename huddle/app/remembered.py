"""What comes up again in the look back of a huddle, feature by feature."""

from __future__ import annotations

from huddle.reviews.routes.years import remembered_lines
from huddle.web.look_back import Finder

REMEMBERED: tuple[Finder, ...] = (remembered_lines,)
