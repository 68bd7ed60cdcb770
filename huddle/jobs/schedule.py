"""When which job runs: names and cron fields, in UTC, where no hour is skipped or comes twice."""

from __future__ import annotations

SCHEDULE: dict[str, dict[str, str]] = {
    "roll-up": {"minute": "15"},
    "clean-up": {"hour": "2", "minute": "45"},
    "purge": {"hour": "3", "minute": "15"},
    "expire": {"minute": "*/5"},
    "follow-up": {"minute": "35"},
    "figures": {"hour": "3", "minute": "45"},
    "missing-figures": {"minute": "25"},
    "remind": {"minute": "5,35"},
    "mail": {"minute": "*"},
}
AT_START = frozenset({"roll-up", "expire", "remind", "mail", "missing-figures"})
"""These also run at the start, so that what was missed is caught up: the work of `figures` by `missing-figures`."""
