"""Which measures have a chart that takes notes: id by id, its name and the page that draws it."""

from __future__ import annotations

from huddle.handoffs.rules.catalogue import CATALOGUE as HANDOFFS
from huddle.reports.rules.promise_catalogue import CATALOGUE as PROMISES
from huddle.web.charted import Charted

CHARTED: dict[str, Charted] = {
    **{id_: Charted(HANDOFFS[id_].name, "handoffs.measures") for id_ in ("H1", "H2", "H4", "H7", "H9")},
    "F1": Charted(PROMISES["F1"].name, "reports.promises", monthly=True),
    "U1": Charted("Huddles held each week", "reports.huddles"),
}
