"""Reading what the figures of a unit are told from."""

from huddle.reports.queries.huddles import Report, huddles

__all__ = ["Report", "huddles"]
