"""Everything that changes a review."""

from huddle.reviews.service.writing import add_note, answer, promise, publish, start

__all__ = ["add_note", "answer", "promise", "publish", "start"]
