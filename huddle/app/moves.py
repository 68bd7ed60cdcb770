"""What ends on a unit when its patient has left for another one, feature by feature."""

from __future__ import annotations

from huddle.huddles import service as huddles
from huddle.units.moves import Leaving

LEAVING: tuple[Leaving, ...] = (huddles.stop_watching,)
