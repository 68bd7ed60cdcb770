"""Forms about reviews: shape and length only."""

from huddle.reviews.forms.writing import AnswerForm, NoteForm, PublishForm, ReviewItemForm, StartReviewForm

__all__ = ["AnswerForm", "NoteForm", "PublishForm", "ReviewItemForm", "StartReviewForm"]
