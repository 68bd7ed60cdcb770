"""What happens to a change whose answer was lost, and to drafts around it: nothing twice, nothing overwritten."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from huddle.actions import queries as actions
from huddle.concerns import queries, service
from huddle.concerns.rules import Outcome, Topic
from huddle.core import drafts
from huddle.core.transaction import transaction
from huddle.handoffs import queries as handoffs
from tests.actions.test_service import opened
from tests.handoffs.test_routes import VIEW, urls
from tests.handoffs.test_service import sent
from tests.support.ward import Ward

CONCERN = {"text": "Bay 2 has no call bell", "topic": "equipment_supplies"}


@pytest.fixture
def base(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/concerns"


def test_an_acknowledgement_resent_after_the_pin_ran_out_is_not_asked_for_the_pin_again(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.alice).id)
    tablet = ward.client(ward.bob, tablet=True)
    data = tablet.fill(url["show"], url["acknowledge"], **VIEW)
    first = tablet.post(url["acknowledge"], data)
    for _ in range(2):
        ward.clock.tick(timedelta(seconds=80))
        tablet.get(f"/units/{ward.unit_id}/board")
    again = tablet.post(url["acknowledge"], data)
    assert (first.status, again.status, again.location) == (303, 303, first.location)
    assert len(handoffs.taken(ward.unit_id, ward.now)) == 1


def test_a_change_that_is_stored_is_no_draft_when_the_tablet_locks(ward: Ward, base: str) -> None:
    tablet = ward.client(ward.alice, tablet=True)
    data = tablet.fill(f"{base}/new", base, **CONCERN)
    tablet.post(base, data)
    ward.clock.tick(timedelta(seconds=121))
    page = tablet.post(base, data)
    assert page.status == 401
    assert "What you sent is stored" in page.text
    assert drafts.of_author(ward.alice.person_id, now=ward.now) == []


def test_an_autosave_that_comes_after_the_form_is_no_draft(ward: Ward, base: str) -> None:
    client = ward.client(ward.bob)
    data = client.fill(f"{base}/new", base, **CONCERN)
    client.post(base, data)
    late = client.post("/drafts", data | {"_op": str(uuid4())}, script=True)
    assert late.status == 409
    assert "Huddle-Operation" not in late.response.headers
    assert drafts.of_author(ward.bob.person_id, now=ward.now) == []


def test_two_forms_begun_at_once_keep_a_draft_each(ward: Ward, base: str) -> None:
    client = ward.client(ward.bob)
    first = client.fill(f"{base}/new", base, text="The first", topic="falls")
    second = client.fill(f"{base}/new", base, text="The second", topic="falls")
    for form in (first, second):
        client.post("/drafts", form | {"_op": str(uuid4())}, script=True)
    client.post(base, first)
    assert "The second" in client.get(f"{base}/new").text
    assert len(drafts.of_author(ward.bob.person_id, now=ward.now)) == 1


def test_a_conflict_outlives_a_reload(ward: Ward, base: str) -> None:
    with transaction():
        concern = service.raise_concern(
            ward.unit_id, text="x", topic=Topic.FALLS, unnamed=False, actor=ward.bob, now=ward.now
        )
    show = f"{base}/{concern.id}"
    alice = ward.client(ward.alice)
    mine = alice.fill(show, f"{show}/answer", outcome="fixed", answer="Alice's words")
    with transaction():
        service.answer(concern, outcome=Outcome.FIXED, answer="Maria's words", actor=ward.maria, now=ward.now)
    refused = alice.post(f"{show}/answer", mine).form(f"{show}/answer")
    alice.post("/drafts", refused | {"_op": str(uuid4())}, script=True)
    page = alice.post(f"{show}/answer", alice.get(show).form(f"{show}/answer"))
    assert page.status == 409
    assert "Maria's words" in page.text
    assert queries.get(ward.unit_id, concern.id).answer == "Maria's words"


def test_the_other_form_of_a_page_keeps_its_draft_when_one_is_refused(ward: Ward, base: str) -> None:
    with transaction():
        concern = service.raise_concern(
            ward.unit_id, text="x", topic=Topic.FALLS, unnamed=False, actor=ward.bob, now=ward.now
        )
        service.answer(concern, outcome=Outcome.FIXED, answer="Done", actor=ward.maria, now=ward.now)
    show = f"{base}/{concern.id}"
    alice = ward.client(ward.alice)
    draft = alice.fill(show, f"{show}/answer", answer="A better answer")
    alice.post("/drafts", draft | {"_op": str(uuid4())}, script=True)
    page = alice.submit(show, f"{show}/telling", how=None)
    assert page.status == 422
    assert "A better answer" in page.text


def test_a_change_of_state_that_is_sent_again_gets_its_first_answer(ward: Ward) -> None:
    item = opened(ward)
    show = f"/units/{ward.unit_id}/action-items/{item.id}"
    data = ward.client(ward.bob).fill(show, f"{show}/completion", note="It stands in bay 2")
    first, again = (ward.client(ward.bob).post(f"{show}/completion", data) for _ in range(2))
    assert (first.status, again.status, again.location) == (303, 303, first.location)
    assert len(actions.history(item.id)) == 2
    page = ward.client(ward.bob).post(f"{show}/completion", data | {"_op": str(uuid4())})
    assert page.status == 409


def test_what_is_stored_is_not_refused_when_its_envelope_has_run_out(ward: Ward, base: str) -> None:
    data = ward.client(ward.bob).fill(f"{base}/new", base, **CONCERN)
    first = ward.client(ward.bob).post(base, data)
    ward.clock.tick(timedelta(hours=13))
    again = ward.client(ward.bob).post(base, data)
    assert (first.status, again.status, again.location) == (303, 303, first.location)
    assert ward.client(ward.bob).post(base, data | {"_op": str(uuid4())}).status == 409
    assert len(queries.unsettled(ward.unit_id)) == 1
