"""Rows of reviews."""

from huddle.reviews.models.protection import ReviewExport, ReviewMark, ReviewReader
from huddle.reviews.models.review import Review, ReviewAnswer, ReviewEvent, ReviewNote
from huddle.reviews.models.spreading import Findable, Lesson, LessonYear, ReviewLesson, ReviewSeen, ReviewYear
from huddle.reviews.models.story import ReviewCompany, ReviewFactor, ReviewMoment
from huddle.reviews.models.voices import VoiceNote, VoiceRoom, VoiceTally

__all__ = [
    "Findable",
    "Lesson",
    "LessonYear",
    "Review",
    "ReviewAnswer",
    "ReviewCompany",
    "ReviewEvent",
    "ReviewExport",
    "ReviewFactor",
    "ReviewLesson",
    "ReviewMark",
    "ReviewMoment",
    "ReviewNote",
    "ReviewReader",
    "ReviewSeen",
    "ReviewYear",
    "VoiceNote",
    "VoiceRoom",
    "VoiceTally",
]
