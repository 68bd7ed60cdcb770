"""Forms about reviews: shape and length only."""

from huddle.reviews.forms.steering import AssignForm, CallOffForm, EffectForm, EndTalkForm, OpenForm, PublishForm
from huddle.reviews.forms.telling import (
    HERE,
    CompanyForm,
    FactorForm,
    MomentForm,
    NothingNeededForm,
    RemoveMomentForm,
)
from huddle.reviews.forms.writing import AnswerForm, NoteForm, ReviewItemForm, StartReviewForm

__all__ = [
    "HERE",
    "AnswerForm",
    "AssignForm",
    "CallOffForm",
    "CompanyForm",
    "EffectForm",
    "EndTalkForm",
    "FactorForm",
    "MomentForm",
    "NoteForm",
    "NothingNeededForm",
    "OpenForm",
    "PublishForm",
    "RemoveMomentForm",
    "ReviewItemForm",
    "StartReviewForm",
]
