"""What the tests of huddles do again and again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from huddle.actions import service as actions
from huddle.actions.models import ActionItem
from huddle.actions.rules import SourceKind
from huddle.concerns import service as concerns
from huddle.concerns.models import Concern
from huddle.concerns.rules import Outcome, Topic
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.huddles import service
from huddle.huddles.models import Huddle, Watcher
from huddle.huddles.rules import LookBackAnswer, SubjectKind, WatcherReason
from tests.support.client import CarefulClient, Page, _values
from tests.support.ward import Ward

WATCHER = {"initials": "JD", "last_four": "4471", "bed": "12", "plan": "Lactate at 10", "trigger": "breathing over 28"}


def opened(ward: Ward, actor: Actor | None = None) -> Huddle:
    with transaction():
        return service.open_scheduled(ward.unit_id, actor=actor or ward.alice, now=ward.now)


def closed(ward: Ward, huddle: Huddle, actor: Actor | None = None) -> None:
    with transaction():
        service.close(huddle, next_leader_id=None, actor=actor or ward.alice, now=ward.now)


def watched(ward: Ward, huddle: Huddle, **words: str) -> Watcher:
    with transaction():
        return service.add_watcher(
            huddle, **(WATCHER | words), reason=WatcherReason.FAMILY_CONCERN, actor=ward.bob, now=ward.now
        )


def checked(ward: Ward, huddle: Huddle, watcher: Watcher, *, still: bool) -> None:
    with transaction():
        service.check_watcher(huddle, watcher, still=still, actor=ward.bob, now=ward.now)


def said(ward: Ward, huddle: Huddle, kind: SubjectKind, subject_id: UUID, answer: LookBackAnswer, actor: Actor) -> None:
    with transaction():
        service.look_back(huddle, kind=kind, subject_id=subject_id, answer=answer, actor=actor, now=ward.now)


def concern_from_yesterday(ward: Ward, *, answered: bool = False) -> Concern:
    before = ward.now - timedelta(days=1)
    with transaction():
        concern = concerns.raise_concern(
            ward.unit_id,
            text="Bay 2 has no call bell",
            topic=Topic.EQUIPMENT,
            unnamed=False,
            actor=ward.bob,
            now=before,
        )
        if answered:
            concerns.answer(concern, outcome=Outcome.FIXED, answer="A new bell is in.", actor=ward.alice, now=before)
    return concern


def action_due(ward: Ward, day: date | None = None) -> ActionItem:
    with transaction():
        return actions.open_item(
            ward.unit_id,
            title="Order a bladder scanner",
            owner_id=ward.bob.person_id,
            due_on=day or ward.now.date(),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.alice,
            now=ward.now,
        )


def base(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/huddles"


def live(ward: Ward, huddle: Huddle) -> str:
    return f"{base(ward)}/{huddle.id}"


def filled(page: Page, form_id: str, **pressed: Any) -> dict[str, Any]:
    """What a browser would send for the form with this id."""
    [form] = page.find("form", id=form_id)
    return {**_values(form), **pressed}


def tap(client: CarefulClient, url: str, action: str, form_id: str, *, script: bool = False, **pressed: Any) -> Page:
    """Open a page and press a button of one of its forms."""
    return client.post(action, filled(client.get(url), form_id, **pressed), script=script)
