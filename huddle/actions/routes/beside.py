"""What stands beside an item on its page: comments, what shows that it was done, what everybody was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from huddle.actions import policy, queries, rules
from huddle.actions.forms import CommentForm, EvidenceForm, TellForm
from huddle.core.decision import Decision
from huddle.units import queries as units
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.wording import Hints, hints

if TYPE_CHECKING:
    from huddle.actions.models import ActionComment, ActionItem

COMMENTS_SHOWN = 6
"""So many of the newest stand there at once."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything that the parts `_evidence.html`, `_comments.html` and `_told.html` show.

    `tell` and `merge` say whether this person may; where nobody could, now or at all, they are None.
    """

    pieces: list[queries.Piece]
    comments: Sequence[ActionComment]
    older: Sequence[ActionComment]
    names: Mapping[UUID | None, str]
    comment_form: CommentForm | None
    evidence_form: EvidenceForm | None
    tell_form: TellForm | None
    tell: Decision | None
    can_merge: bool
    into: ActionItem | None
    merged: Sequence[ActionItem]
    hints: Mapping[str, Hints]

    @property
    def may_tell(self) -> bool:
        """Whether everybody can be told now, by this person."""
        return self.tell_form is not None


def beside(item: ActionItem, refused: WriteForm | None = None) -> Beside:
    """Read all of it; `refused` is the form that was sent and not taken, and is shown as it was sent."""
    actor = current_actor()
    comments, pieces = queries.comments(item.id), queries.evidence_of(item.id)
    said_by = {comment.by for comment in comments} | {piece.by for piece in pieces} | {item.told_back_by}
    tell = policy.can_tell(actor, item) if rules.can_be_told(item) else None
    forms = _forms(item, len(pieces), refused, may_tell=bool(tell))
    shown = len(comments) - COMMENTS_SHOWN if len(comments) > COMMENTS_SHOWN + 1 else 0
    return Beside(
        pieces=pieces,
        comments=comments[shown:],
        older=comments[:shown],
        names=units.names(said_by),
        comment_form=forms[0],
        evidence_form=forms[1],
        tell_form=forms[2],
        tell=tell,
        can_merge=rules.can_merge(item) and bool(policy.can_change(actor, item)),
        into=queries.get(item.unit_id, item.merged_into_id) if item.merged_into_id else None,
        merged=queries.merged_into(item.id),
        hints=_hints(item.unit_id, forms),
    )


def _forms(
    item: ActionItem, pieces: int, refused: WriteForm | None, *, may_tell: bool
) -> tuple[CommentForm | None, EvidenceForm | None, TellForm | None]:
    """Those that this item still takes."""
    comment: CommentForm | None = None
    evidence: EvidenceForm | None = None
    tell: TellForm | None = None
    if item.merged_into_id is None:
        comment = refused if isinstance(refused, CommentForm) else CommentForm.beside(item.id)
    if rules.takes_evidence(item.status, pieces):
        evidence = refused if isinstance(refused, EvidenceForm) else EvidenceForm.beside(item.id)
    if may_tell:
        begun = {"text": rules.proposed(item)}
        fresh = TellForm.beside(item.id, version=item.version, data=begun)
        tell = refused if isinstance(refused, TellForm) else fresh
    return comment, evidence, tell


def _hints(unit_id: UUID, forms: Sequence[CommentForm | EvidenceForm | TellForm | None]) -> dict[str, Hints]:
    """The wording help for what stands in the fields already; colleagues are not to be named in any."""
    texts = {form.text.id: form.text.data for form in forms if form}
    names = [person.name for person in units.people(unit_id, now())] if any(texts.values()) else []
    return {key: hints(text, names) for key, text in texts.items()}
