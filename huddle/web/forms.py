"""The base of every form that writes, and the text fields they are made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any, ClassVar
from uuid import UUID, uuid4

from flask import g, request
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField, TextAreaField
from wtforms.meta import DefaultMeta
from wtforms.validators import StopValidation

from huddle.core import drafts
from huddle.core.dates import clock_text
from huddle.core.errors import Conflict
from huddle.web.context import actor_id, device_id, now, zone_here
from huddle.web.envelope import Envelope, open_draft, seal
from huddle.web.messages import PLAIN_WORDS, PlainWords

PLUMBING = ("_envelope", "_op")
SECRETS = ("pin", "password")


def is_kept(field_name: str) -> bool:
    """Whether what was typed into this field may be stored or shown again.

    Not the plumbing, and not a field whose name begins with pin or password: those go into no draft, no error
    page, and not even into the digest of an operation (a PIN has too few values to hide in a digest).
    """
    return field_name not in PLUMBING and not field_name.startswith(SECRETS)


def clean(text: str | None) -> str | None:
    """Normal form C, one kind of line end, no blanks at the ends. What a person typed is never cut.

    What holds nothing to be seen (some tablets paste a space of no width, or a mark without its letter) is empty.
    """
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text if any(_shows(letter) for letter in text) else ""


_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and a sign to Unicode, with nothing on them: the fillers of Hangul and the Braille cell without a dot."""


def _shows(letter: str) -> bool:
    """Whether it is seen when it stands alone."""
    blank = letter.isspace() or letter in _BLANK_LETTERS
    return not blank and unicodedata.category(letter) not in {"Cf", "Mn"}


_TURNING = "\u202d\u202e"
"""They show what follows in another order than it was typed: "5.0 mg" as "gm 0.5". Scripts that run from right to left
do without."""


def has_control_characters(text: str) -> bool:
    """Whether there is something in it that no keyboard types and nobody may be shown (NUL, an override of order)."""
    return any(
        letter in _TURNING or (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t") for letter in text
    )


class _CleanText:
    """What every text field does to what was typed. `conflict` is set when two people wrote in it."""

    data: str | None
    conflict: Conflict | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = clean(valuelist[0])

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' own signature
        if self.data and has_control_characters(self.data):
            # Taken out, so that the page can show the text again; said, so that the person checks it.
            self.data = "".join(letter for letter in self.data if not has_control_characters(letter))
            raise StopValidation("A hidden character cannot be stored and was taken out. Check the text, send again.")


class Line(_CleanText, StringField):
    """One line of text."""


class LongText(_CleanText, TextAreaField):
    """A plain text area, so that dictation works."""


def _opened_before(form_name: str, object_id: str) -> str | None:
    """The name under which the posted form was opened: shown again, it is still the same form."""
    posted = request.form.get("_envelope", "") if request.method == "POST" else ""
    envelope = open_draft(posted, also_expired=True)
    if envelope is None or (envelope.form, envelope.object_id) != (form_name, object_id):
        return None
    return envelope.opened or None


def new_operation() -> str:
    """An operation id for one form of this page: one random start for all, so that dozens of them compress well."""
    start: UUID = g.setdefault("first_operation", uuid4())
    g.operations = g.get("operations", 0) + 1
    return str(UUID(int=(start.int + g.operations) % 2**128))


class WriteForm(Form):
    """A form of the write contract: sealed envelope, operation id, draft, conflicts.

    Build it in the view with the object it is about:

        form = RaiseConcernForm.about(unit_id)
        form = AnswerForm.about(concern.id, version=concern.version, data={...})

    On POST it is filled from the request; on GET from the person's draft when there is one, else from `data`.
    """

    class Meta(DefaultMeta):
        """What the form library reads."""

        def get_translations(self, _form: Any) -> PlainWords:
            """Its messages in plain words."""
            return PLAIN_WORDS

        def render_field(self, field: Any, render_kw: Any) -> Any:
            """Without `maxlength`: a browser cuts what is pasted or dictated at it, and says nothing."""
            return super().render_field(field, {"maxlength": False, **(field.render_kw or {}), **render_kw})

    form_name: ClassVar[str] = ""
    keeps_draft: ClassVar[bool] = False
    as_it_stands: ClassVar[bool] = False
    """Whether what is chosen here depends on how the row stands: somebody else's change is then shown first."""
    holds_open: ClassVar[bool] = False
    """Whether the tablet stays open for longer from the first word or tap in it on; it has to keep its draft."""
    keeping: ClassVar[set[str]] = set()
    """The names of all forms that come back with their draft."""
    holding: ClassVar[set[str]] = set()
    """The names of those of them that hold the tablet open."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.keeps_draft:
            WriteForm.keeping.add(cls.form_name)
        if cls.keeps_draft and cls.holds_open:
            WriteForm.holding.add(cls.form_name)

    def __init__(self, formdata: Any, object_id: str, version: int, data: Mapping[str, Any] | None) -> None:
        super().__init__(formdata, data=data)
        self.object_id = object_id
        self.version = version
        self.op = new_operation()
        self.draft_note: str | None = None
        self.conflict: list[Conflict] | None = None
        self.conflict_version: int | None = None
        # Only what may come back as a draft needs a name for this opening; a page of taps stays light without.
        self.opened = (_opened_before(self.form_name, object_id) or token_urlsafe(6)) if self.keeps_draft else ""

    @classmethod
    def about(cls, about: UUID | str, *, version: int = 0, data: Mapping[str, Any] | None = None) -> Any:
        """The form about one object, filled from the request, the draft, or `data`, in this order."""
        if request.method == "POST":
            return cls(request.form, str(about), version, data)
        return cls.beside(about, version=version, data=data)

    @classmethod
    def beside(cls, about: UUID | str, *, version: int = 0, data: Mapping[str, Any] | None = None) -> Any:
        """The form as a page shows it, whatever was posted: for the other forms of a page with several."""
        object_id = str(about)
        draft = drafts.find(author, cls.form_name, object_id, now=now()) if (author := cls._author()) else None
        if draft is None:
            return cls(None, object_id, version, data)
        # With the version it was begun on, so that what others stored meanwhile is shown and not overwritten.
        form = cls(MultiDict(draft.fields), object_id, draft.version, data)
        form.opened = draft.opened
        form.draft_note = f"This is your draft, saved {clock_text(draft.saved_at, zone_here())}. It is not sent yet."
        return form

    @classmethod
    def tap(cls, about: UUID | str, *, version: int = 0) -> tuple[str, str]:
        """Envelope and operation id of a form without fields or drafts: of a button that is all there is to see."""
        assert not cls.keeps_draft, "what is typed needs the whole form"  # noqa: S101 - a programming error
        return seal(Envelope(actor_id(), device_id(), cls.form_name, str(about), version)), new_operation()

    @classmethod
    def _author(cls) -> UUID | None:
        return actor_id() if cls.keeps_draft else None

    @property
    def envelope(self) -> str:
        """A fresh sealed envelope for the page that shows this form."""
        return seal(Envelope(actor_id(), device_id(), self.form_name, self.object_id, self.version, self.opened))

    @classmethod
    def page_id(cls) -> str:
        """The id of this form on a page, for a button that stands outside of it."""
        return cls.form_name.replace(".", "-") + "-form"

    @property
    def html_id(self) -> str:
        return self.page_id()

    def refuse(self, field_name: str, message: str) -> None:
        """Put an error on one field, after validation."""
        field = self._fields.get(field_name)
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]

    def show_conflicts(self, conflicts: list[Conflict], version: int) -> None:
        """Put both texts in the place of each field in which two people wrote; `version` is what is stored now."""
        self.conflict, self.conflict_version = conflicts or None, version
        for item in conflicts:
            self[item.field_name].conflict = item  # type: ignore[attr-defined]

    def typed(self) -> list[tuple[str, str]]:
        """What was sent, field by field, without the plumbing and the secrets."""
        return [(name, value) for name, value in request.form.items(multi=True) if is_kept(name)]

    def kept(self) -> list[tuple[str, str]]:
        """The texts of this form, to be shown when the form itself cannot be."""
        return [
            (field.label.text, field.data)
            for field in self
            if isinstance(field, _CleanText) and field.data and is_kept(field.name)
        ]
