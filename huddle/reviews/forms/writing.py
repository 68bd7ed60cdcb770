"""Forms about reviews: shape and length only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from wtforms import BooleanField, DateField, RadioField, SelectField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from huddle.actions.forms import BesideItemForm
from huddle.core.dates import at_local
from huddle.core.errors import FieldRefused
from huddle.reviews.forms.telling import at_most, clock_line, known_from_line
from huddle.reviews.rules import (
    ANSWER_LIMIT,
    BESIDE,
    FORMAT_LABELS,
    NOTE_LIMIT,
    PLACE_LIMIT,
    REFERENCE_LIMIT,
    TITLE_LIMIT,
    TRIGGER_LABELS,
    Question,
    ReviewFormat,
    ReviewTrigger,
)
from huddle.reviews.rules.following import About
from huddle.reviews.rules.story import BESIDE_LIMIT, MOMENT_LIMIT
from huddle.web.forms import Line, LongText, WriteForm

NO_NAMES = "Roles, not names. No patient details."


class StartReviewForm(WriteForm):
    """What is it about, and when was it?"""

    form_name = "review.start"
    keeps_draft = True

    title = Line(
        "What is it about?",
        description="A few neutral words: “Delay finding the wide chair”. Good outcomes count too.",
        validators=[
            DataRequired("Give it a short, neutral title."),
            Length(max=TITLE_LIMIT, message=f"Use at most {TITLE_LIMIT} letters."),
        ],
    )
    event_on = DateField("Which day was it?", validators=[InputRequired("Choose the day.")])
    trigger = SelectField(
        "What set it off?",
        choices={one.value: label for one, label in TRIGGER_LABELS.items()},
        default=ReviewTrigger.OTHER.value,
    )
    format = RadioField(
        "Which kind?",
        choices={one.value: FORMAT_LABELS[one] for one in (ReviewFormat.AAR, ReviewFormat.SUCCESS)},
        default=ReviewFormat.AAR.value,
        validators=[InputRequired("Choose one.")],
    )
    event_time = TimeField("At what time?", description="If you know it.", validators=[Optional()])
    place = Line("Where was it?", description="No patient details.", validators=[at_most(PLACE_LIMIT)])
    incident_ref = Line(
        "Incident number",
        description="If it is reported already. Nothing is copied from there.",
        validators=[at_most(REFERENCE_LIMIT)],
    )
    formal_review_planned = BooleanField("A formal review is planned too, and this one stays apart from it")
    is_marked = BooleanField(
        "Our hospital keeps a review like this apart: only you can see it, and whom you put on its list"
    )
    planned_on = DateField("Talk about it later: which day?", validators=[Optional()])
    planned_time = TimeField("At what time do we meet?", validators=[Optional()])

    @property
    def has_more(self) -> bool:
        """Whether something under "More" must be seen: it is faulty, or somebody has filled it in."""
        more = (self.event_time, self.place, self.incident_ref, self.formal_review_planned, self.is_marked)
        return any(field.errors or field.data for field in (*more, self.planned_on, self.planned_time))

    def day(self) -> date:
        """Which day it was. Raises FieldRefused for none."""
        chosen: date | None = self.event_on.data
        if chosen is None:
            raise FieldRefused("event_on", "Choose the day.")
        return chosen

    def about_event(self, zone: ZoneInfo) -> About:
        """What more is known of the event."""
        day, clock = self.event_on.data, self.event_time.data
        return About(
            event_at=at_local(day, clock, zone) if day and clock else None,
            place=self.place.data or "",
            incident_ref=self.incident_ref.data or "",
            formal_review_planned=bool(self.formal_review_planned.data),
        )

    def planned_for(self, zone: ZoneInfo) -> datetime | None:
        """When they will meet, if not now. Raises FieldRefused for half of it."""
        day, clock = self.planned_on.data, self.planned_time.data
        if clock and not day:
            raise FieldRefused("planned_on", "Choose the day too.")
        if day and not clock:
            raise FieldRefused("planned_time", "Choose the time too.")
        return at_local(day, clock, zone) if day and clock else None


class AnswerForm(WriteForm):
    """The answer to one question; it may be left empty for now."""

    form_name = "review.answer"
    keeps_draft = True

    text = LongText(
        "Our answer",
        description=NO_NAMES,
        validators=[Length(max=ANSWER_LIMIT, message=f"Use at most {ANSWER_LIMIT} letters.")],
    )
    aside = LongText("And", validators=[at_most(BESIDE_LIMIT)])
    clock = clock_line()
    what = Line("What was seen, heard or done?", validators=[at_most(MOMENT_LIMIT)])
    known_from = known_from_line()

    def fit(self, asked: Question) -> Any:
        """Keep the fields that this question asks."""
        if asked in BESIDE:
            self.aside.label.text = BESIDE[asked]
        else:
            del self.aside
        if asked is not Question.HAPPENED:
            del self.clock, self.what, self.known_from
        return self

    def moment(self) -> dict[str, str] | None:
        """The row of the timeline that was typed along, if one was."""
        if "what" not in self:
            return None
        typed = {name: self[name].data or "" for name in ("clock", "what", "known_from")}
        return typed if any(typed.values()) else None


class ReviewItemForm(BesideItemForm):
    """What will be done because of this review, by whom, by when."""

    form_name = "review.action-item"

    @property
    def is_passed_by(self) -> bool:
        """Whether somebody goes on to the next page and has begun no action item here."""
        return request.form.get("go") == "next" and not self.is_begun

    def validate(self, extra_validators: object = None) -> bool:
        """Nothing is asked of whoever only passes by."""
        return self.is_passed_by or super().validate(extra_validators)


class NoteForm(WriteForm):
    """What came out later."""

    form_name = "review.note"
    keeps_draft = True

    text = LongText(
        "Your note",
        description=NO_NAMES,
        validators=[
            DataRequired("Write the note first."),
            Length(max=NOTE_LIMIT, message=f"Use at most {NOTE_LIMIT} letters."),
        ],
    )
