"""The measures: how each is counted (formulas), what it is called and does not tell (catalogue), what is said."""

from huddle.charts.measure import Line, Share
from huddle.reports.rules.catalogue import CATALOGUE, GROUPS, HARM
from huddle.reports.rules.sentences import Counted, lines

__all__ = ["CATALOGUE", "GROUPS", "HARM", "Counted", "Line", "Share", "lines"]
