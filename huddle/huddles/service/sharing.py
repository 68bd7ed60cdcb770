"""What is said in a huddle and lives on outside it: concerns, action items, thanks."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.huddles.models import Huddle
from huddle.huddles.queries.locking import take_part
from huddle.huddles.rules import STEP_LABELS, Step
from huddle.recognition import service as recognition

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem
    from huddle.concerns.models import Concern
    from huddle.recognition.models import Recognition


def raise_concern(huddle: Huddle, *, text: str, topic: Topic, unnamed: bool, actor: Actor, now: datetime) -> Concern:
    """Write a concern down while the huddle goes on."""
    take_part(huddle, actor)
    # no trace: the concern leaves its own.
    return concerns.raise_concern(huddle.unit_id, text=text, topic=topic, unnamed=unnamed, actor=actor, now=now)


def park(huddle: Huddle, *, step: Step | None, text: str, actor: Actor, now: datetime) -> Concern:
    """Leave a talk for later, so that the huddle goes on: it becomes a concern, which nobody forgets."""
    # no trace: the concern leaves its own.
    words = text or f"Parked in the {huddle.name.lower()} huddle, at “{STEP_LABELS[step] if step else 'Close'}”."
    return raise_concern(huddle, text=words, topic=Topic.OTHER, unnamed=False, actor=actor, now=now)


def open_action(huddle: Huddle, *, title: str, owner_id: UUID, due_on: date, actor: Actor, now: datetime) -> ActionItem:
    """Promise something in the huddle: who does what by when."""
    take_part(huddle, actor)
    # no trace: the action item leaves its own.
    return actions.open_item(
        huddle.unit_id,
        title=title,
        owner_id=owner_id,
        due_on=due_on,
        source_kind=SourceKind.HUDDLE,
        source_id=huddle.id,
        actor=actor,
        now=now,
    )


def thank(huddle: Huddle, *, to_whom: str, what: str, actor: Actor, now: datetime) -> Recognition:
    """Say thanks in front of everybody."""
    take_part(huddle, actor)
    # no trace: the thank-you leaves its own.
    return recognition.thank(huddle.unit_id, to_whom=to_whom, what=what, actor=actor, now=now, huddle_id=huddle.id)
