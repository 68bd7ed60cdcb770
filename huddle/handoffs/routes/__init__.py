"""Screens of handoffs: the lists, writing, reading and taking on, and what is said afterwards."""

from huddle.handoffs.routes import composing, lists, phone, promises, reading, talking
from huddle.handoffs.routes.blueprint import bp

__all__ = ["bp", "composing", "lists", "phone", "promises", "reading", "talking"]
