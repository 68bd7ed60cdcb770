"""Every state of a handoff against every deed: what may happen, what becomes of it, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import HuddleError
from huddle.core.transaction import transaction
from huddle.handoffs import service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import ActionAnswer, EventKind, HandoffKind, HandoffStatus, Section, Severity
from huddle.handoffs.rules.phone import Heard, LineRole, heard_text
from huddle.handoffs.service.trace import note_and_record
from tests.handoffs.test_routes import begun
from tests.handoffs.test_service import acknowledged, sent
from tests.support.ward import Ward

S = HandoffStatus
JOB = Actor.system("expire")
NEXT_EVENING = timedelta(hours=12)


class Undone(Exception):
    """Ends a transaction without storing anything."""


def acknowledge(ward: Ward, handoff: Handoff) -> None:
    service.acknowledge(
        handoff,
        severity=Severity.WATCHER,
        priority="Pain",
        corrections_read=handoff.corrections,
        watch_for={1},
        answers={1: ActionAnswer.ACCEPTED},
        actor=ward.bob,
        now=ward.now,
    )


def send_back(ward: Ward, handoff: Handoff) -> None:
    service.return_for_detail(handoff, section=Section.ACTIONS, text="What first?", actor=ward.bob, now=ward.now)


def send_again(ward: Ward, handoff: Handoff) -> None:
    service.send_again(handoff, text="The blood count", actor=ward.alice, now=ward.now)


def escalate(ward: Ward, handoff: Handoff) -> None:
    service.escalate(handoff, reason="Nobody is free", actor=ward.alice, now=ward.now)


def confirm(ward: Ward, handoff: Handoff) -> None:
    service.confirm(handoff, actor=ward.alice, now=ward.now)


def expire(ward: Ward, handoff: Handoff) -> None:
    service.expire(handoff.id, actor=JOB, now=ward.now + NEXT_EVENING)


def settle(ward: Ward, handoff: Handoff) -> None:
    """The call is written down whatever the state, so that the state alone decides."""
    heard = heard_text(Heard(role=LineRole.DOCTOR))
    note_and_record(handoff, EventKind.TOLD_BY_PHONE, actor=ward.alice, now=ward.now, text=heard)
    service.settle_by_phone(handoff, actor=ward.alice, now=ward.now)


def ask(ward: Ward, handoff: Handoff) -> None:
    service.ask(handoff, text="How much fluid?", actor=ward.bob, now=ward.now)


DEEDS: tuple[Callable[[Ward, Handoff], None], ...] = (
    acknowledge,
    send_back,
    send_again,
    escalate,
    confirm,
    expire,
    settle,
    ask,
)
OUTCOMES: dict[HandoffStatus, tuple[HandoffStatus | None, ...]] = {
    # state         acknowledge, send_back, send_again, escalate, confirm, expire, settle, ask; None: refused
    S.DRAFT: (None, None, None, None, None, S.DRAFT, None, None),
    S.SENT: (S.ACKNOWLEDGED, S.RETURNED, None, S.ESCALATED, None, S.EXPIRED, S.ANSWERED, S.SENT),
    S.OPENED: (S.ACKNOWLEDGED, S.RETURNED, None, S.ESCALATED, None, S.EXPIRED, S.ANSWERED, S.OPENED),
    S.RETURNED: (S.ACKNOWLEDGED, None, S.SENT, S.ESCALATED, None, S.RETURNED, S.ANSWERED, S.RETURNED),
    S.EXPIRED: (S.ACKNOWLEDGED, S.RETURNED, None, S.ESCALATED, None, S.EXPIRED, S.ANSWERED, S.EXPIRED),
    S.ESCALATED: (S.ACKNOWLEDGED, S.RETURNED, None, None, None, S.ESCALATED, S.ANSWERED, S.ESCALATED),
    S.ANSWERED: (None, None, None, None, None, S.ANSWERED, None, None),
    S.SUPERSEDED: (None, None, None, None, None, S.SUPERSEDED, None, None),
    S.ACKNOWLEDGED: (None, None, None, None, S.CONFIRMED, S.ACKNOWLEDGED, None, None),
    S.CONFIRMED: (None, None, None, None, None, S.CONFIRMED, None, None),
    S.CLOSED: (None, None, None, None, None, S.CLOSED, None, None),
}


def brought_to(ward: Ward, status: HandoffStatus) -> Handoff:
    """A handoff of Alice's in this state, by the deeds that lead there."""
    if status is S.DRAFT:
        return begun(ward, ward.alice, kind=HandoffKind.ESCALATION)
    handoff = sent(ward, ward.alice, kind=HandoffKind.ESCALATION)
    if status in (S.ACKNOWLEDGED, S.CONFIRMED, S.CLOSED):
        acknowledged(ward, handoff, ward.bob)
    ways: dict[HandoffStatus, Callable[[], object]] = {
        S.OPENED: lambda: service.note_opened(handoff, actor=ward.bob, now=ward.now),
        S.RETURNED: lambda: send_back(ward, handoff),
        S.EXPIRED: lambda: expire(ward, handoff),
        S.ESCALATED: lambda: escalate(ward, handoff),
        S.ANSWERED: lambda: settle(ward, handoff),
        S.CONFIRMED: lambda: confirm(ward, handoff),
    }
    if status in ways:
        with transaction():
            ways[status]()
    elif status is S.SUPERSEDED:
        sent(ward, ward.alice, kind=HandoffKind.ESCALATION)
    elif status is S.CLOSED:
        acknowledged(ward, sent(ward, ward.bob), ward.alice)
    return handoff


@pytest.mark.parametrize("status", HandoffStatus)
def test_what_may_happen_to_a_handoff_and_what_is_refused(ward: Ward, status: HandoffStatus) -> None:
    handoff_id = brought_to(ward, status).id
    for deed, becomes in zip(DEEDS, OUTCOMES[status], strict=True):
        assert result(ward, handoff_id, deed) == becomes, deed.__name__
        assert db.session.get_one(Handoff, handoff_id, populate_existing=True).status is status, "nothing was stored"


def result(ward: Ward, handoff_id: UUID, deed: Callable[[Ward, Handoff], None]) -> HandoffStatus | None:
    """What would become of it; None when it is refused. Nothing of it is stored."""
    found: HandoffStatus | None = None
    try:
        with transaction():
            handoff = db.session.get_one(Handoff, handoff_id, populate_existing=True)
            deed(ward, handoff)
            db.session.refresh(handoff)
            found = handoff.status
            raise Undone
    except (Undone, HuddleError):
        return found
