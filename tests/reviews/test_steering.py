"""From a planned review to one that is closed, and who leads it: rules, services and pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from huddle.accounts.models import User
from huddle.actions import queries as items
from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.huddles.rules import NotHeldReason
from huddle.jobs import tasks
from huddle.reviews import queries, service
from huddle.reviews.models import Review
from huddle.reviews.rules import Effect, ReviewEventKind, ReviewStatus, Wellbeing
from huddle.reviews.rules.following import effect_day, require_effect_due, require_planned
from huddle.units.models import Organisation
from tests.reviews.test_routes import base, page_of
from tests.reviews.test_service import answered, promised, published, started
from tests.support.erin import erin
from tests.support.ward import Ward

NOW = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)


def planned(ward: Ward) -> Review:
    with transaction():
        return service.start(
            ward.unit_id,
            title="Delay finding the wide chair",
            event_on=ward.now.date(),
            planned_for=ward.now + timedelta(days=2),
            actor=ward.alice,
            now=ward.now,
        )


def stored(review_id: UUID) -> Review:
    return db.session.get_one(Review, review_id, populate_existing=True)


def told(ward: Ward, review: Review, effect: Effect, by: Actor | None = None) -> None:
    with transaction():
        service.tell_effect(review, effect=effect, actor=by or ward.maria, now=ward.now)


@pytest.mark.parametrize("days", [0, -1, 91])
def test_it_is_planned_for_a_day_to_come(days: int) -> None:
    require_planned(NOW + timedelta(days=90), NOW)
    with pytest.raises(FieldRefused):
        require_planned(NOW + timedelta(days=days), NOW)


def test_the_day_to_look_back_is_one_of_two() -> None:
    assert effect_day(date(2026, 11, 16), 90) == date(2027, 2, 14)
    with pytest.raises(FieldRefused):
        effect_day(date(2026, 11, 16), 31)
    for due in (None, date(2026, 11, 17)):
        with pytest.raises(RuleBroken, match="too early"):
            require_effect_due(due, date(2026, 11, 16))


def test_a_planned_one_is_opened_or_called_off_and_opened_later(ward: Ward) -> None:
    review = planned(ward)
    assert (review.status, review.opened_at) == (ReviewStatus.SCHEDULED, None)
    with transaction():
        service.call_off(review, reason=NotHeldReason.STAFFING, actor=ward.alice, now=ward.now)
    assert review.not_held_reason is NotHeldReason.STAFFING
    with transaction():
        service.open_talk(review, actor=ward.alice, now=ward.now)
    assert (review.status, review.not_held_reason, review.opened_at) == (ReviewStatus.OPEN, None, ward.now)


def test_one_that_was_called_off_is_found_again_by_those_who_may_edit_it_alone(ward: Ward) -> None:
    review = planned(ward)
    page = page_of(ward, review.id)
    with transaction():
        service.call_off(review, reason=NotHeldReason.STAFFING, actor=ward.alice, now=ward.now)
    alice, bob = ward.client(ward.alice), ward.client(ward.bob)
    assert page in alice.get(base(ward)).links()
    assert alice.get(page).status == 200
    assert review.title not in alice.get(f"{base(ward)}/debriefs").text
    refused = alice.get(f"{page}/changes")
    assert refused.status == 409
    assert "This was not held. Open it first." in refused.text
    assert review.title not in bob.get(base(ward)).text
    assert bob.get(page).status == 404


def test_a_page_from_before_the_talk_began_does_not_call_it_off(ward: Ward) -> None:
    review = planned(ward)
    page, url = page_of(ward, review.id), f"{page_of(ward, review.id)}/cancellation"
    alice = ward.client(ward.alice)
    late = alice.fill(page, url, reason=NotHeldReason.STAFFING.value)
    with transaction():
        service.open_talk(review, actor=ward.maria, now=ward.now)
    assert alice.post(url, late).status == 409
    assert stored(review.id).status is ReviewStatus.OPEN


def test_the_talk_ends_with_one_word_and_where_support_is(ward: Ward) -> None:
    review = started(ward)
    with transaction():
        service.end_talk(review, wellbeing=Wellbeing.BREAK, actor=ward.bob, now=ward.now)
    assert (review.status, review.wellbeing, review.support_shown_at) == (
        ReviewStatus.NOTES_READY,
        Wellbeing.BREAK,
        ward.now,
    )
    with transaction():
        service.open_talk(review, actor=ward.bob, now=ward.now)
    assert review.status is ReviewStatus.OPEN


@pytest.mark.parametrize(
    "step",
    [
        lambda ward, review: service.open_talk(review, actor=ward.bob, now=ward.now),
        lambda ward, review: service.end_talk(review, wellbeing=None, actor=ward.bob, now=ward.now),
        lambda ward, review: service.call_off(review, reason=NotHeldReason.OTHER, actor=ward.bob, now=ward.now),
        lambda ward, review: service.assign(
            review, facilitator_id=ward.bob.person_id, scribe_id=None, actor=ward.bob, now=ward.now
        ),
    ],
)
def test_other_staff_steer_nothing_and_a_published_one_goes_nowhere(
    ward: Ward, step: Callable[[Ward, Review], None]
) -> None:
    draft = planned(ward) if "open_talk" in step.__code__.co_names else started(ward, ward.alice)
    with pytest.raises(NotPermitted), transaction():
        step(ward, draft)
    review = published(ward)
    with pytest.raises(RuleBroken, match="stays as it is"), transaction():
        step(ward, review)


def test_a_review_is_followed_until_it_says_whether_it_changed_anything(ward: Ward) -> None:
    review = answered(ward)
    promised(ward, review)
    with transaction():
        service.publish(review, actor=ward.bob, now=ward.now)
    assert review.effect_due_on == ward.now.date() + timedelta(days=30)
    assert tasks.follow_up(now=ward.now) == {"moved": 0, "failed": 0}
    [item] = items.for_source(SourceKind.REVIEW, review.id)
    with transaction():
        actions.finish(item, note="", actor=ward.alice, now=ward.now)
    assert tasks.follow_up(now=ward.now) == {"moved": 1, "failed": 0}
    assert queries.history(review.id)[-1].by is None
    with transaction():
        actions.undo_finish(item, actor=ward.alice, now=ward.now)
    assert tasks.follow_up(now=ward.now)["moved"] == 1
    assert stored(review.id).status is ReviewStatus.SHARED_BACK
    ward.clock.set(ward.now + timedelta(days=30))
    with pytest.raises(RuleBroken):
        told(ward, review, Effect.YES)


def test_too_early_is_asked_again_and_any_other_answer_closes(ward: Ward) -> None:
    review = published(ward)
    with pytest.raises(RuleBroken, match="too early"):
        told(ward, review, Effect.YES)
    ward.clock.set(ward.now + timedelta(days=30))
    told(ward, review, Effect.TOO_EARLY)
    assert (review.status, review.effect_due_on) == (
        ReviewStatus.ACTIONS_TRACKED,
        ward.now.date() + timedelta(days=30),
    )
    ward.clock.set(ward.now + timedelta(days=30))
    told(ward, review, Effect.PARTLY)
    assert (review.status, review.effect, review.closed_at) == (ReviewStatus.CLOSED, Effect.PARTLY, ward.now)
    assert queries.history(review.id)[-1].kind is ReviewEventKind.EFFECT_TOLD


def test_its_day_is_among_what_waits_for_its_leader_and_for_nobody_else(ward: Ward) -> None:
    review = published(ward)
    words = "Your review: did it change anything?"
    board = f"/units/{ward.unit_id}/board"
    assert words not in ward.client(ward.maria).get(board).text
    ward.clock.set(ward.now + timedelta(days=30))
    assert words in ward.client(ward.bob).get(board).text
    assert words in ward.client(ward.maria).get(board).text
    page, url = page_of(ward, review.id), f"{page_of(ward, review.id)}/effect"
    bob = ward.client(ward.bob)
    assert bob.submit(page, url).status == 422
    assert bob.submit(page, url, effect="yes").status == 303
    assert "Did it change anything? Yes" in bob.get(page).text
    assert words not in ward.client(ward.maria).get(board).text


def test_the_day_of_a_marked_one_comes_for_those_on_its_list_alone(ward: Ward) -> None:
    review = published(ward)
    with transaction():
        service.mark(review, reader_id=erin(ward), actor=ward.bob, now=ward.now)
        for reader in (ward.alice, ward.quinn):
            service.put_on_list(review, person_id=reader.person_id, actor=ward.bob, now=ward.now)
    assert review.title not in ward.client(ward.quinn).get("/").text
    ward.clock.set(ward.now + timedelta(days=30))
    assert f"{review.title} Did it change anything?" in ward.client(ward.quinn).get("/").text
    words = "Your review: did it change anything?"
    asked = {who: ward.client(getattr(ward, who)).get(f"/units/{ward.unit_id}/board") for who in ("bob", "alice")}
    assert all(words in page.text for page in asked.values())
    assert words not in ward.client(ward.maria).get(f"/units/{ward.unit_id}/board").text
    assert review.title not in ward.client(ward.maria).get(base(ward)).text
    as_admin = Actor(ward.bob.user_id, "Bob", units=ward.bob.units, org_role=ward.dana.org_role)
    assert queries.ask_to_follow(ward.unit_id, as_admin, ward.now.date()).read() == []


def test_it_is_planned_on_the_page_and_opened_there(ward: Ward) -> None:
    alice = ward.client(ward.alice)
    sent = {"title": "A late bed", "planned_on": "2026-11-18", "formal_review_planned": "y", "format": "success_review"}
    for wrong, message in (({}, "Choose the time too."), ({"planned_time": "07:00", "planned_on": ""}, "the day too")):
        assert message in alice.submit(f"{base(ward)}/new", base(ward), **sent | wrong).text
    page = alice.submit(f"{base(ward)}/new", base(ward), **sent, planned_time="14:00")
    shown = alice.get(page.location or "")
    assert "it is not evidence for that review" in shown.text
    assert "Success review" in shown.text
    assert alice.submit(page.location, f"{page.location}/cancellation").status == 422
    assert alice.submit(page.location, f"{page.location}/opening").status == 303
    assert "When the talk is over" in alice.get(page.location or "").text
    assert alice.submit(page.location, f"{page.location}/end-of-talk", wellbeing="stop_and_support").status == 303
    assert "The talk is over. Write up" in alice.get(page.location or "").text


def test_one_from_outside_sees_this_review_and_nothing_else_of_the_unit(ward: Ward) -> None:
    review, other = answered(ward, ward.alice), started(ward, ward.alice, title="Another one")
    page = page_of(ward, review.id)
    assert ward.client(ward.charlie).get(page).status == 404
    alice = ward.client(ward.alice)
    url = f"{page}/assignment"
    for name, message in (("Nobody Here", "Nobody with this name"), ("Dana Diaz", "Administrators read no reviews")):
        assert message in alice.submit(url, outside=name).text
    assert alice.submit(url, outside="charlie chen").location == page
    charlie = ward.client(ward.charlie)
    assert "Words about why" in charlie.get(page).text
    for path in ("/questions/why", "/changes", "/company", "/ground-rules"):
        assert charlie.get(page + path).status == 200
    assert url not in charlie.get(page).links()
    assert charlie.get(url).status == 403, "it names everybody who works on the unit"
    with pytest.raises(NotPermitted), transaction():
        service.assign(review, facilitator_id=ward.bob.person_id, scribe_id=None, actor=ward.charlie, now=ward.now)
    assert charlie.submit(f"{page}/questions/why", text="From outside").status == 303
    assert charlie.post(f"{page}/wording", {"text": "The nurse failed"}).status == 200
    for path in (base(ward), f"{base(ward)}/new", page_of(ward, other.id), f"/units/{ward.unit_id}/board"):
        assert charlie.get(path).status == 404
    assert "You lead this review from outside" in charlie.get(f"/units/{ward.other_unit_id}/board").text
    assert page in charlie.get("/reviews").links()
    assert charlie.submit(page, f"{page}/publication").status == 303
    assert charlie.get(page).status == 200


def test_who_leads_and_who_writes_can_change(ward: Ward) -> None:
    review = started(ward)
    url = f"{page_of(ward, review.id)}/assignment"
    bob, maria = ward.client(ward.bob), ward.client(ward.maria)
    late = maria.fill(url)
    page = bob.submit(url, facilitator_id=str(ward.alice.user_id), scribe_id=str(ward.bob.user_id))
    assert page.location == page_of(ward, review.id)
    assert "Alice Adeyemi leads the talk. Bob Brandt writes." in bob.get(page.location).text
    answer_by_scribe = queries.get_for(ward.bob, ward.unit_id, review.id)
    assert answer_by_scribe.scribe_id == ward.bob.user_id
    assert maria.post(url, late).status == 409
    assert bob.submit(url, facilitator_id=str(ward.alice.user_id), scribe_id="").location == "/"
    assert bob.get(url).status == 404


@pytest.mark.parametrize("who", ["charlie", "dana"])
def test_only_people_of_the_unit_lead_without_being_named_from_outside(ward: Ward, who: str) -> None:
    person, review = getattr(ward, who).person_id, started(ward)
    with pytest.raises(FieldRefused), transaction():
        service.assign(review, facilitator_id=person, scribe_id=None, actor=ward.bob, now=ward.now)
    with pytest.raises(FieldRefused), transaction():
        service.assign(review, facilitator_id=ward.bob.person_id, scribe_id=person, actor=ward.bob, now=ward.now)
    with transaction():
        db.session.get_one(User, ward.charlie.person_id).active = False
    with pytest.raises(FieldRefused), transaction():
        service.assign(review, facilitator_id=person, scribe_id=None, outside=True, actor=ward.bob, now=ward.now)
    assert not review.facilitator_external


def test_pages_for_newcomers_and_for_what_belongs_elsewhere(ward: Ward) -> None:
    bob = ward.client(ward.bob)
    assert "Nobody and nothing in it is real" in bob.get(f"{base(ward)}/sample").text
    with transaction():
        db.session.execute(update(Organisation).values(elsewhere_route="Ring the safeguarding nurse, 5-7777."))
    shown = bob.get(f"{base(ward)}/elsewhere").text
    assert "Huddle has stored nothing of this" in shown
    assert "Ring the safeguarding nurse, 5-7777." in shown
