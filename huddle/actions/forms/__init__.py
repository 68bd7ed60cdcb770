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
    "DropForm",
    "DueForm",
    "EffectForm",
    "FinishForm",
    "GoOnForm",
    "HandOverForm",
    "ImproveForm",
    "MoveDueForm",
    "OpenItemForm",
    "PlanForm",
    "ReopenForm",
    "RewordForm",
    "StartForm",
    "StuckForm",
    "UndoForm",
    "VerifyForm",
    "colleagues",
    "planned",
]
