"""Two people do something about one patient in the same moment: there is one answer to who has them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from huddle.core.db import db
from huddle.core.errors import HuddleError
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.rules import ActionAnswer, HandoffStatus, Severity
from tests.handoffs.test_routes import begun
from tests.handoffs.test_service import PLAN, acknowledged, sent
from tests.support.ward import Ward


def meanwhile(ward: Ward, first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """`second` begins when `first` has done everything and is not stored yet; what either was told."""
    did, done, told = threading.Event(), threading.Event(), list[str]()

    def run(what: Callable[[], object]) -> None:
        with ward.app.app_context():
            try:
                with transaction():
                    what()
            except HuddleError as error:
                told.append(str(error))
            finally:
                db.session.remove()

    def act() -> None:
        first()
        did.set()
        done.wait(1)  # nobody gets that far before this is stored

    def follow() -> None:
        did.wait(20)
        run(second)
        done.set()

    db.session.remove()
    threads = [threading.Thread(target=run, args=(act,)), threading.Thread(target=follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


def test_nobody_hands_over_for_a_colleague_who_has_the_patient_no_longer(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.bob), ward.alice)
    ward.clock.tick(timedelta(minutes=1))
    older_id, draft_id = sent(ward, ward.alice).id, begun(ward, ward.maria).id

    def take() -> None:
        service.acknowledge(
            queries.get(ward.unit_id, older_id, ward.now),
            severity=Severity.UNSTABLE,
            priority="Pain",
            corrections_read=0,
            watch_for={1},
            answers={row.number: ActionAnswer.ACCEPTED for row in queries.actions(older_id)},
            actor=ward.bob,
            now=ward.now,
        )

    def send() -> None:
        service.send_draft(
            queries.draft(ward.unit_id, draft_id, ward.maria.person_id, ward.now),
            PLAN,
            to_person_id=None,
            responsible_id=ward.alice.person_id,
            actor=ward.maria,
            now=ward.now,
        )

    assert meanwhile(ward, take, send) == ["Somebody else has this patient now. Read who it is, then send again."]
    assert queries.draft(ward.unit_id, draft_id, ward.maria.person_id, ward.now).status is HandoffStatus.DRAFT
