"""The two identifiers of a patient as fields, for every form that names one: on the way, on a watch list, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import Field, Form
from wtforms.validators import DataRequired, ValidationError

from huddle.handoffs import rules
from huddle.web.forms import Line


def initials_line() -> Any:
    """The patient's initials."""
    return _identifier("Initials", "Enter the patient's initials.", rules.initials_fault)


def last_four_line(missing: str = "Enter the last four of the record number.") -> Any:
    """The last four of the record number; `missing` is said when it was left out."""
    return _identifier("Record number, last four", missing, rules.last_four_fault)


def _identifier(label: str, missing: str, fault: Callable[[str], str]) -> Any:
    def check(_form: Form, field: Field) -> None:
        if message := fault(field.data or ""):
            raise ValidationError(message)

    return Line(label, filters=[rules.clean_identifier], validators=[DataRequired(missing), check])
