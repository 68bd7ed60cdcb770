"""Rows of reviews."""

from huddle.reviews.models.review import Review, ReviewAnswer, ReviewEvent, ReviewNote

__all__ = ["Review", "ReviewAnswer", "ReviewEvent", "ReviewNote"]
