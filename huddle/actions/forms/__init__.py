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

__all__ = [
    "DropForm",
    "DueForm",
    "FinishForm",
    "HandOverForm",
    "MoveDueForm",
    "OpenItemForm",
    "UndoForm",
    "colleagues",
]
