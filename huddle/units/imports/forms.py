"""The one form of an import: checked as often as wanted, then imported."""

from __future__ import annotations

from wtforms import BooleanField, FileField, HiddenField

from huddle.web.forms import LongText, WriteForm


class ImportForm(WriteForm):
    """A table, from a file or pasted. `summary` says which preview it was that somebody agreed to."""

    form_name = "import"

    file = FileField("File", description="A CSV file. Every spreadsheet can save one.")
    text = LongText("Or paste the rows", description="With the names of the columns in the first line.")
    summary = HiddenField("Preview")
    leave_out = BooleanField("Leave out the rows with errors")
    again = BooleanField("Make new first PINs for people who have not chosen their own yet")
