"""Forms in which something is written that is said in a huddle."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Optional

from huddle.actions.rules import DUE_LABELS, TITLE_LIMIT
from huddle.concerns.rules import TOPIC_LABELS, Topic
from huddle.huddles import rules
from huddle.huddles.forms.fields import (
    PRESS,
    OwnIds,
    at_most,
    chips,
    is_uuid,
)
from huddle.huddles.rules import (
    AHEAD_LABELS,
    EVENT_LABELS,
    ITEM_LIMIT,
    NEWCOMER_LABELS,
    ROLE_LABELS,
    TAG_LIMIT,
    ItemKind,
    NoteName,
    Step,
)
from huddle.web.forms import Line, WriteForm


class AnswerWordsForm(OwnIds):
    """What is answered to a concern that is done, in a few words: one of ours, or one's own, which win."""

    form_name = "huddle.answer-words"
    keeps_draft = True

    @property
    def html_id(self) -> str:
        return f"{super().html_id}-{self.object_id}"

    subject_id = StringField(validators=[is_uuid])
    usual = RadioField(
        "What shall whoever raised it hear?",
        choices={words: words for words in rules.ANSWER_WORDS},
        validators=[Optional()],
    )
    words = Line("Or in your own words", validators=[at_most(rules.WORDS_LIMIT)])


class NoteForm(OwnIds):
    """One text of a huddle, with a version of its own; about huddle and name."""

    form_name = "huddle.note"
    keeps_draft = True

    text = Line(validators=[at_most(rules.TYPED_LIMIT)])

    @property
    def html_id(self) -> str:
        return f"{super().html_id}-{self.object_id}"

    def ask(self, name: NoteName) -> None:
        """Each of them has its own question."""
        self.text.label.text = rules.NOTE_LABELS[name]


class ItemForm(OwnIds):
    """Something said that stands in a list; about the unit, so that a draft survives the end of the huddle."""

    keeps_draft = False

    def facts(self) -> dict[str, str | bool]:
        """What is stored beside the text."""
        return {
            field.name: field.data
            for field in self
            if field.name != "text" and isinstance(field.data, str | bool) and field.data
        }


_HARMS = (
    Topic.FALLS,
    Topic.PRESSURE_INJURY,
    Topic.LINES_DEVICES,
    Topic.MEDICATION,
    Topic.INFECTION,
    Topic.DETERIORATION,
    Topic.BEHAVIOUR,
)
_ABOUT: dict[str, str] = {"": "Something else"} | {str(topic): TOPIC_LABELS[topic] for topic in _HARMS}


class EventForm(ItemForm):
    form_name = "huddle.event"
    keeps_draft = True

    type = chips("What was it?", EVENT_LABELS, "Choose what it was.")
    text = Line(
        "In a few words",
        description="Roles, not names.",
        validators=[DataRequired("Say it in a few words."), at_most(ITEM_LIMIT)],
    )
    topic = SelectField("What is it about?", choices=_ABOUT)


class NewcomerForm(ItemForm):
    """Roles on both sides, no names."""

    form_name = "huddle.newcomer"
    keeps_draft = True

    type = chips("New in which way?", NEWCOMER_LABELS, "Choose in which way.")
    text = SelectField(
        "In which role?", choices={"": "Choose", **ROLE_LABELS}, validators=[InputRequired("Choose the role.")]
    )
    buddy = SelectField("Who is with them?", choices={"": "Not decided yet", **ROLE_LABELS})


class AheadForm(ItemForm):
    form_name = "huddle.ahead"
    keeps_draft = True

    type = chips("What comes?", AHEAD_LABELS, "Choose what comes.")
    time = Line("When?", description="Such as 14:30 or afternoon.", validators=[at_most(TAG_LIMIT)])
    text = Line("What to know", validators=[DataRequired("Say it in a few words."), at_most(ITEM_LIMIT)])


class EquipmentForm(ItemForm):
    form_name = "huddle.equipment"
    keeps_draft = True

    text = Line("What is it?", validators=[DataRequired("Say what it is."), at_most(ITEM_LIMIT)])
    tag = Line("Tag number", validators=[at_most(TAG_LIMIT)])
    out_of_use = BooleanField("Taken out of use")
    reported = BooleanField("Reported")


ITEM_FORMS: dict[ItemKind, type[ItemForm]] = {
    ItemKind.EVENT: EventForm,
    ItemKind.NEWCOMER: NewcomerForm,
    ItemKind.AHEAD: AheadForm,
    ItemKind.EQUIPMENT: EquipmentForm,
}


class ParkForm(WriteForm):
    """The talk becomes a concern. Words may follow later."""

    form_name = "huddle.park"
    keeps_draft = True

    step = HiddenField(validators=[Optional(), AnyOf([step.value for step in Step], message=PRESS)])
    park_text = Line("Park it: what is it about?", validators=[at_most(rules.WORDS_LIMIT)])


class HuddleActionForm(WriteForm):
    """Who does what by when; about the huddle."""

    form_name = "huddle.action"
    keeps_draft = True

    title = Line("What will be done?", validators=[DataRequired("Say what will be done."), at_most(TITLE_LIMIT)])
    owner_id = SelectField("Who does it?", validators=[InputRequired("Choose who does it.")])
    due = RadioField(
        "By when?",
        choices={due.value: label for due, label in DUE_LABELS.items()},
        validators=[InputRequired("Choose by when.")],
    )

    def offer(self, people: dict[str, str]) -> None:
        """Let the owner be one of these people (names by id)."""
        self.owner_id.choices = {"": "Choose", **people}
