"""Forms about action items. Every name is imported from here."""

from huddle.actions.forms.items import (
    DropForm,
    DueForm,
    FinishForm,
    HandOverForm,
    MoveDueForm,
    OpenItemForm,
    UndoForm,
    colleagues,
)
from huddle.actions.forms.owning import AnswerForm, ImproveForm, PlanForm, RewordForm, planned
from huddle.actions.forms.telling import CommentForm, EvidenceForm, ItemSeenForm, MergeForm, TellForm
from huddle.actions.forms.working import (
    ABOVE,
    MISSING,
    SEEN,
    AskAboveForm,
    EffectForm,
    GoOnForm,
    ReopenForm,
    StartForm,
    StuckForm,
    VerifyForm,
)

__all__ = [
    "ABOVE",
    "MISSING",
    "SEEN",
    "AnswerForm",
    "AskAboveForm",
    "CommentForm",
    "DropForm",
    "DueForm",
    "EffectForm",
    "EvidenceForm",
    "FinishForm",
    "GoOnForm",
    "HandOverForm",
    "ImproveForm",
    "ItemSeenForm",
    "MergeForm",
    "MoveDueForm",
    "OpenItemForm",
    "PlanForm",
    "ReopenForm",
    "RewordForm",
    "StartForm",
    "StuckForm",
    "TellForm",
    "UndoForm",
    "VerifyForm",
    "colleagues",
    "planned",
]
