"""Forms of a huddle: shape and length only. Most are one tap."""

from huddle.huddles.forms.fields import BACK, ENDED, OFF, STILL, UNDO
from huddle.huddles.forms.taps import (
    CheckWatcherForm,
    CloseHuddleForm,
    ConfirmStepForm,
    ItemTapForm,
    LeaderForm,
    LookBackForm,
    MarksForm,
    NotHeldForm,
    OpenHuddleForm,
    WatchHandedOverForm,
)
from huddle.huddles.forms.template import TemplateForm
from huddle.huddles.forms.watching import AddWatcherForm, ChangeWatcherForm
from huddle.huddles.forms.written import (
    ITEM_FORMS,
    AheadForm,
    AnswerWordsForm,
    EquipmentForm,
    EventForm,
    HuddleActionForm,
    NewcomerForm,
    NoteForm,
    ParkForm,
)

__all__ = [
    "BACK",
    "ENDED",
    "ITEM_FORMS",
    "OFF",
    "STILL",
    "UNDO",
    "AddWatcherForm",
    "AheadForm",
    "AnswerWordsForm",
    "ChangeWatcherForm",
    "CheckWatcherForm",
    "CloseHuddleForm",
    "ConfirmStepForm",
    "EquipmentForm",
    "EventForm",
    "HuddleActionForm",
    "ItemTapForm",
    "LeaderForm",
    "LookBackForm",
    "MarksForm",
    "NewcomerForm",
    "NotHeldForm",
    "NoteForm",
    "OpenHuddleForm",
    "ParkForm",
    "TemplateForm",
    "WatchHandedOverForm",
]
