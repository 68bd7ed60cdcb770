"""What ends on a unit when its patient has left for another one, feature by feature."""

from __future__ import annotations

from huddle.handoffs.service.moving import Leaving
from huddle.huddles import service as huddles

LEAVING: tuple[Leaving, ...] = (huddles.stop_watching,)
