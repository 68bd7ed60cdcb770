"""Forms beside an item: a comment, a piece of evidence, what everybody is told, and within which other it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from wtforms import FileField, RadioField
from wtforms.validators import DataRequired, InputRequired

from huddle.actions.forms.items import at_most
from huddle.actions.rules import COMMENT_LIMIT, TOLD_LIMIT, URL_LIMIT
from huddle.core.pictures import BYTES_LIMIT, NoPicture, redrawn
from huddle.web.forms import Line, LongText, WriteForm

PICTURES = "image/jpeg,image/png,image/webp"
"""A phone that takes other kinds makes one of these of its picture when it is asked for them."""


class Named(Protocol):
    """What a choice among items reads of each."""

    @property
    def id(self) -> UUID: ...
    @property
    def title(self) -> str: ...


class CommentForm(WriteForm):
    """A few words to the others."""

    form_name = "action-item.comment"
    keeps_draft = True

    text = LongText(
        "Add a comment",
        id="comment-text",
        description="It stays as it is written. No patient names.",
        validators=[DataRequired("Write something first."), at_most(COMMENT_LIMIT)],
    )


class EvidenceForm(WriteForm):
    """What shows that it was done: words, a link or a picture. `drawn` is the picture as it will be kept."""

    form_name = "action-item.evidence"
    keeps_draft = True

    text = LongText(
        "What shows that it is done?",
        id="evidence-text",
        description="A count, an order number, or what one can go and see.",
        validators=[at_most(COMMENT_LIMIT)],
    )
    url = Line("A link, if there is one", id="evidence-url", validators=[at_most(URL_LIMIT)])
    picture = FileField(
        "A picture, if there is one",
        id="evidence-picture",
        description="No patients, no people in the picture. Place and device are taken out of it. At most 10 MB.",
        render_kw={"accept": PICTURES},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent: bytes = b""
        self.drawn: bytes | None = None

    def take(self, sent: Any) -> None:
        """The file that came with the form, if one did; one byte more than may be, so that too much is seen."""
        if sent and sent.filename:
            self.sent = sent.stream.read(BYTES_LIMIT + 1)

    def validate(self, extra_validators: object = None) -> bool:
        valid = super().validate(extra_validators)  # type: ignore[arg-type]
        if not self.sent:
            return valid
        try:
            self.drawn = redrawn(self.sent)
        except NoPicture as no:
            self.picture.errors = [str(no)]
            return False
        return valid

    def come_back(self) -> EvidenceForm:
        """The form to be shown once more. A browser gives no file back, so it says that one is to be chosen again."""
        if self.sent and not self.picture.errors:
            self.picture.errors = ["Choose the picture again: it was not kept."]
        return self

    def typed(self) -> list[tuple[str, str]]:
        """Another picture makes it another thing to store."""
        return [*super().typed(), ("picture", sha256(self.sent).hexdigest() if self.sent else "")]


class TellForm(WriteForm):
    """What everybody is told."""

    form_name = "action-item.tell"
    as_it_stands = True
    keeps_draft = True

    text = LongText(
        "We did",
        id="tell-text",
        description="One or two sentences for the board and for whoever raised it. No patient names.",
        validators=[DataRequired("Say in one or two sentences what was done."), at_most(TOLD_LIMIT)],
    )


class MergeForm(WriteForm):
    """Within which other one does it go on?"""

    form_name = "action-item.merge"
    as_it_stands = True

    into_id = RadioField("It is the same as", validators=[InputRequired("Choose the one within which it goes on.")])

    def offer(self, items: Iterable[Named]) -> None:
        """Say which can be chosen."""
        self.into_id.choices = [(str(item.id), item.title) for item in items]


class ItemSeenForm(WriteForm):
    """One tap: what became of it has been read."""

    form_name = "action-item.seen"
