"""Screens of handoffs: the lists, writing, reading and taking on, and what is said afterwards."""

from huddle.handoffs.routes import beds, composing, lists, measures, paper, phone, promises, reading, talking, templates
from huddle.handoffs.routes.blueprint import bp

__all__ = [
    "beds",
    "bp",
    "composing",
    "lists",
    "measures",
    "paper",
    "phone",
    "promises",
    "reading",
    "talking",
    "templates",
]
