"""Where a transfer goes: which unit may be chosen, by whom, and until when."""

from __future__ import annotations

from uuid import uuid4

import pytest

from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import service
from huddle.handoffs.rules import HandoffKind
from tests.handoffs.moving import moved
from tests.handoffs.test_service import PLAN, report
from tests.support.ward import Ward


@pytest.mark.parametrize("kind", [HandoffKind.SHIFT, HandoffKind.ESCALATION])
def test_only_a_transfer_leaves_the_unit(ward: Ward, kind: HandoffKind) -> None:
    with transaction():
        draft = service.begin(ward.unit_id, report(kind=kind), actor=ward.alice, now=ward.now)
    with pytest.raises(FieldRefused, match="Only a transfer"), transaction():
        service.choose_unit(draft, ward.other_unit_id, actor=ward.alice, now=ward.now)


def test_where_it_goes_must_be_another_unit_that_is_open(ward: Ward) -> None:
    with transaction():
        draft = service.begin(ward.unit_id, report(kind=HandoffKind.TRANSFER), actor=ward.alice, now=ward.now)
    with pytest.raises(FieldRefused, match="on this unit already"), transaction():
        service.choose_unit(draft, ward.unit_id, actor=ward.alice, now=ward.now)
    with pytest.raises(FieldRefused, match="takes no patients"), transaction():
        service.choose_unit(draft, uuid4(), actor=ward.alice, now=ward.now)
    with pytest.raises(NotPermitted), transaction():
        service.choose_unit(draft, ward.other_unit_id, actor=ward.bob, now=ward.now)


def test_it_is_addressed_to_people_of_the_new_unit_alone(ward: Ward) -> None:
    with pytest.raises(FieldRefused, match="does not work there now"):
        moved(ward, ward.alice, to=ward.bob)


def test_what_is_no_transfer_any_more_stays(ward: Ward) -> None:
    with transaction():
        draft = service.begin(ward.unit_id, report(kind=HandoffKind.TRANSFER), actor=ward.alice, now=ward.now)
        service.choose_unit(draft, ward.other_unit_id, actor=ward.alice, now=ward.now)
        service.keep_plan(draft, PLAN, to_person_id=ward.charlie.person_id, actor=ward.alice, now=ward.now)
        service.rewrite(draft, report(), actor=ward.alice, now=ward.now)
    assert (draft.to_unit_id, draft.to_person_id) == (None, None)


def test_what_was_sent_goes_nowhere_else(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    with pytest.raises(RuleBroken, match="sent already"), transaction():
        service.choose_unit(handoff, None, actor=ward.alice, now=ward.now)


def test_a_transfer_goes_on_its_own_and_not_with_a_list(ward: Ward) -> None:
    with transaction():
        draft = service.begin(ward.unit_id, report(kind=HandoffKind.TRANSFER), actor=ward.alice, now=ward.now)
        service.choose_unit(draft, ward.other_unit_id, actor=ward.alice, now=ward.now)
        service.keep_plan(draft, PLAN, to_person_id=None, actor=ward.alice, now=ward.now)
    with pytest.raises(RuleBroken, match="cannot go with the list"), transaction():
        service.send_list([draft], to_person_id=None, actor=ward.alice, now=ward.now)
