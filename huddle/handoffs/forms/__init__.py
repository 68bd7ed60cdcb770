"""Forms about handoffs: shape and length only."""

from huddle.handoffs.forms.composing import DiscardForm, PlanForm, RewriteHandoffForm, SendHandoffForm
from huddle.handoffs.forms.lists import SendListForm, TakeListForm
from huddle.handoffs.forms.promises import ConcernFromHandoffForm, ItemFromHandoffForm, decided_before, deciding
from huddle.handoffs.forms.reading import (
    AcknowledgeForm,
    AskForm,
    ConfirmForm,
    CorrectForm,
    CoSignForm,
    EscalateForm,
    FinishActionForm,
    ReplyForm,
    SeenForm,
)
from huddle.handoffs.forms.shared import MOST_ACTIONS, MOST_IF_THENS

__all__ = [
    "MOST_ACTIONS",
    "MOST_IF_THENS",
    "AcknowledgeForm",
    "AskForm",
    "CoSignForm",
    "ConcernFromHandoffForm",
    "ConfirmForm",
    "CorrectForm",
    "DiscardForm",
    "EscalateForm",
    "FinishActionForm",
    "ItemFromHandoffForm",
    "PlanForm",
    "ReplyForm",
    "RewriteHandoffForm",
    "SeenForm",
    "SendHandoffForm",
    "SendListForm",
    "TakeListForm",
    "decided_before",
    "deciding",
]
