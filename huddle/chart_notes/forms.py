"""The form of a note on a chart: shape and length only."""

from __future__ import annotations

from wtforms.validators import Length

from huddle.chart_notes.rules import NOTE_LIMIT
from huddle.web.forms import Line, WriteForm


class NoteForm(WriteForm):
    """What changed then?"""

    form_name = "chart.note"

    text = Line(
        "What changed then?",
        description="Like: New handoff template. Roles rather than names. Leave it empty to take the note away.",
        validators=[Length(max=NOTE_LIMIT, message=f"Use at most {NOTE_LIMIT} letters.")],
    )
