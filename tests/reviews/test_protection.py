"""A marked review: who may mark it, who stands on its list, what is written down, and that both rules are one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huddle.accounts.models import User
from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.audit import queries as audit
from huddle.core.actor import Actor, OrgRole
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.huddles.rules import NotHeldReason
from huddle.reviews import policy, queries, rules, service
from huddle.reviews.models import Review
from huddle.reviews.queries import visible_to
from huddle.reviews.rules import Confidentiality, ExportKind
from tests.reviews.test_debriefs import begun
from tests.reviews.test_service import answered, promised, published, started
from tests.support.erin import erin
from tests.support.ward import Ward

CAST = ("alice", "bob", "maria", "charlie", "dana", "quinn")
URL = "/units/{unit}/reviews/{review}"


def marked(ward: Ward, *, by: Actor | None = None, readers: tuple[Actor, ...] = (), draft: bool = False) -> Review:
    """One that Bob leads."""
    review = started(ward) if draft else published(ward)
    with transaction():
        service.mark(review, reader_id=None if draft else erin(ward), actor=by or ward.bob, now=ward.now)
        for reader in readers:
            service.put_on_list(review, person_id=reader.person_id, actor=ward.bob, now=ward.now)
    return review


def readers_of(ward: Ward, review: Review) -> set[str]:
    found = {name for name in CAST if policy.can_read(getattr(ward, name), review)}
    in_sql = {
        name
        for name in CAST
        if db.session.query(Review.id).filter(visible_to(getattr(ward, name)), Review.id == review.id).all()
    }
    assert found == in_sql, "the policy and the condition of the queries differ"
    return found


def url(ward: Ward, review: Review, rest: str = "") -> str:
    return URL.format(unit=ward.unit_id, review=review.id) + rest


@pytest.mark.parametrize("draft", [True, False])
def test_its_list_alone_reads_it(ward: Ward, draft: bool) -> None:
    review = marked(ward, draft=draft)
    assert readers_of(ward, review) == {"bob"}
    with transaction():
        service.put_on_list(review, person_id=ward.quinn.person_id, actor=ward.bob, now=ward.now)
    assert readers_of(ward, review) == {"bob", "quinn"}


def test_whoever_marks_it_is_on_the_list_and_so_is_the_scribe(ward: Ward) -> None:
    review = published(ward)
    review.scribe_id = ward.alice.user_id
    db.session.commit()
    with transaction():
        service.mark(review, actor=ward.maria, now=ward.now)
    assert readers_of(ward, review) == {"bob", "alice", "maria"}
    assert [one.part for one in queries.listed(review)] == ["Facilitator", "Scribe", ""]
    assert queries.entered_at(review.id) == ward.now
    with transaction():
        service.take_off_list(review, person_id=ward.alice.person_id, actor=ward.bob, now=ward.now)
    assert (review.scribe_id, readers_of(ward, review)) == (None, {"bob", "maria"})


def test_an_unmarked_one_reads_as_before(ward: Ward) -> None:
    assert readers_of(ward, published(ward)) == {"alice", "bob", "maria", "quinn"}
    draft = started(ward, ward.alice)
    assert readers_of(ward, draft) == {"alice", "maria"}
    with transaction():
        service.call_off(draft, reason=NotHeldReason.STAFFING, actor=ward.alice, now=ward.now)
    assert readers_of(ward, draft) == {"alice", "maria"}


def test_an_administrator_never_reads_one_even_as_its_facilitator(ward: Ward) -> None:
    review = marked(ward)
    as_admin = Actor(ward.bob.user_id, "Bob", units=ward.bob.units, org_role=ward.dana.org_role)
    assert not policy.can_read(as_admin, review)
    assert not policy.can_mark(as_admin, published(ward))
    assert ward.dana.user_id not in {id_ for id_, _name in queries.can_be_listed(review, ward.now)}
    with pytest.raises(FieldRefused), transaction():
        service.put_on_list(review, person_id=ward.dana.person_id, actor=ward.bob, now=ward.now)


def test_who_leads_or_writes_a_marked_one_comes_on_its_list_by_whoever_changes_it(ward: Ward) -> None:
    review = marked(ward, draft=True, readers=(ward.alice,))
    at: dict[str, Any] = {"now": ward.now}
    with pytest.raises(NotPermitted), transaction():
        service.assign(review, facilitator_id=ward.alice.person_id, scribe_id=None, actor=ward.alice, **at)
    before = len(audit.of_subject(review.id))
    with transaction():
        service.assign(
            review, facilitator_id=ward.alice.person_id, scribe_id=ward.maria.person_id, actor=ward.bob, **at
        )
    assert [event.action for event in audit.of_subject(review.id)][before:] == [
        "review.assigned",
        "review.reader_added",
    ]
    assert {row.user_id for row in queries.reader_rows(review.id)} == {
        who.user_id for who in (ward.alice, ward.bob, ward.maria)
    }
    with transaction():
        service.assign(review, facilitator_id=ward.alice.person_id, scribe_id=None, actor=ward.alice, **at)
    assert readers_of(ward, review) == {"alice", "bob", "maria"}


@pytest.mark.parametrize("part", ["facilitator_id", "scribe_id"])
def test_an_administrator_of_the_unit_gets_no_part_in_one(ward: Ward, part: str) -> None:
    review, led_by_one = started(ward), started(ward)
    with transaction():
        led_by_one.facilitator_id = ward.maria.person_id
        db.session.get_one(User, ward.maria.person_id).org_role = OrgRole.ADMIN
    parts: dict[str, Any] = {"facilitator_id": ward.bob.person_id, "scribe_id": None, part: ward.maria.person_id}
    with pytest.raises(FieldRefused, match="Administrators lead and write no reviews"), transaction():
        service.assign(review, **parts, actor=ward.bob, now=ward.now)
    for chosen in (None, ward.maria.person_id, ward.charlie.person_id):
        with pytest.raises(FieldRefused, match="Choose who leads it instead"), transaction():
            service.mark(led_by_one, leads_id=chosen, actor=ward.alice, now=ward.now)
    assert ward.maria.person_id not in {one.id for one in queries.can_lead(ward.unit_id, ward.now)}
    with transaction():
        service.mark(led_by_one, leads_id=ward.bob.person_id, actor=ward.alice, now=ward.now)
    assert (led_by_one.facilitator_id, readers_of(ward, led_by_one)) == (ward.bob.user_id, {"alice", "bob"})


def test_only_those_who_hold_the_list_change_it(ward: Ward) -> None:
    review = marked(ward, readers=(ward.alice, ward.quinn))
    for name, may in (("bob", True), ("quinn", True), ("alice", False), ("maria", False)):
        assert bool(policy.can_change_list(getattr(ward, name), review)) is may, name
    with pytest.raises(NotPermitted), transaction():
        service.put_on_list(review, person_id=ward.maria.person_id, actor=ward.alice, now=ward.now)
    with pytest.raises(RuleBroken, match="facilitator stays"), transaction():
        service.take_off_list(review, person_id=ward.bob.person_id, actor=ward.quinn, now=ward.now)
    with pytest.raises(NotFound), transaction():
        service.take_off_list(review, person_id=ward.maria.person_id, actor=ward.quinn, now=ward.now)


def test_the_mark_comes_off_by_the_quality_role_on_the_list_with_a_reason_alone(ward: Ward) -> None:
    review = marked(ward, readers=(ward.alice, ward.quinn))
    for actor in (ward.bob, ward.alice):
        with pytest.raises(NotPermitted), transaction():
            service.take_mark_off(review, reason="Settled", actor=actor, now=ward.now)
    page = ward.client(ward.quinn).get(url(ward, review, "/readers"))
    assert "by everybody there and by the quality team" in page.text
    with pytest.raises(FieldRefused), transaction():
        service.take_mark_off(review, reason=" ", actor=ward.quinn, now=ward.now)
    ward.clock.tick(timedelta(minutes=1))
    with transaction():
        service.take_mark_off(review, reason="Settled", actor=ward.quinn, now=ward.now)
    assert readers_of(ward, review) == {"alice", "bob", "maria", "quinn"}
    assert [(one.what, one.words) for one in queries.marks(review.id)] == [
        ("Marked", ""),
        ("Mark taken off", "Settled"),
    ]
    with transaction():  # marked anew, the list begins anew
        service.mark(review, reader_id=erin(ward), actor=ward.bob, now=ward.now)
    assert readers_of(ward, review) == {"bob"}


def test_lists_and_figures_of_the_unit_leave_it_out(ward: Ward) -> None:
    start, end = ward.now, ward.now + timedelta(days=1)
    review = marked(ward, readers=(ward.alice,))
    draft = marked(ward, draft=True)
    assert queries.published(ward.unit_id, reader=ward.maria) == []
    assert queries.published(ward.unit_id, reader=ward.alice) == [review]
    assert (queries.drafts_for(ward.maria, ward.unit_id), queries.drafts_for(ward.bob, ward.unit_id)) == ([], [draft])
    assert queries.month_list(ward.unit_id, start, end) == []
    assert set(queries.month_counts(ward.unit_id, start, end).values()) == {0}
    assert queries.marked_for(ward.alice) == [review]
    assert queries.known(ward.maria, {review.id, draft.id}) == set()


def test_one_is_published_once_two_people_can_open_it(ward: Ward) -> None:
    review, bob = answered(ward), ward.client(ward.bob)
    with transaction():
        service.mark(review, actor=ward.bob, now=ward.now)
        service.put_on_list(review, person_id=ward.maria.person_id, actor=ward.bob, now=ward.now)
        db.session.get_one(User, ward.maria.person_id).active = False
    assert rules.ALONE in bob.get(url(ward, review)).text
    assert "Only one person on this list" in bob.get(url(ward, review, "/readers")).text
    assert "comes on the list of this review" in bob.get(url(ward, review, "/assignment")).text
    with pytest.raises(RuleBroken, match="Put a second person on the list before you publish"), transaction():
        service.publish(review, actor=ward.bob, now=ward.now)
    with transaction():
        service.put_on_list(review, person_id=ward.alice.person_id, actor=ward.bob, now=ward.now)
    assert rules.ALONE not in bob.get(url(ward, review)).text
    with transaction():
        service.publish(review, actor=ward.bob, now=ward.now)


def test_every_step_stands_in_the_trail_without_a_word(ward: Ward) -> None:
    review = marked(ward, readers=(ward.quinn,))
    with transaction():
        service.export(review, kind=ExportKind.TEXT, reason="For the board", actor=ward.quinn, now=ward.now)
        service.take_mark_off(review, reason="Settled", actor=ward.quinn, now=ward.now)
    trail = [event.action for event in audit.of_subject(review.id)][-5:]
    assert trail == ["review.marked", *["review.reader_added"] * 2, "review.exported", "review.mark_taken_off"]


@pytest.mark.parametrize(("reason", "message"), [(" ", "Say why"), ("x" * 201, "at most 200")])
def test_an_export_needs_a_reason_of_some_length(ward: Ward, reason: str, message: str) -> None:
    review = published(ward)
    with pytest.raises(FieldRefused, match=message), transaction():
        service.export(review, kind=ExportKind.PAGE, reason=reason, actor=ward.bob, now=ward.now)


def test_a_draft_is_not_exported_and_readers_alone_do_not_export(ward: Ward) -> None:
    draft = started(ward)
    with pytest.raises(RuleBroken, match="still being written"), transaction():
        service.export(draft, kind=ExportKind.PAGE, reason="x", actor=ward.bob, now=ward.now)
    colleague = Actor(ward.charlie.user_id, "Charlie", units=ward.charlie.units)
    review = published(ward, ward.alice)
    with pytest.raises(NotPermitted), transaction():
        service.export(review, kind=ExportKind.PAGE, reason="x", actor=ward.bob, now=ward.now)
    assert not policy.can_export(colleague, review)


def test_the_rules_that_are_read_aloud_say_who_will_read_it() -> None:
    shared, listed = (rules.ground_rules(kind) for kind in Confidentiality)
    assert "When we publish it, everybody on the unit and the quality team can read it." in shared
    assert "When we publish it, only the people on its list can read it." in listed
    assert len(set(shared) ^ set(listed)) == 2


def test_our_words_claim_nothing_in_law() -> None:
    said = " ".join([*rules.CLASS_LABELS.values(), *rules.SHOWN_TO.values(), rules.UNNAMED])
    assert not {"privileg", "law", "confidential", "protected"} & set(said.casefold().split())


# On the screens.


def test_marking_by_the_page_and_being_taken_off_the_list(ward: Ward) -> None:
    review = published(ward)
    bob, alice = ward.client(ward.bob), ward.client(ward.alice)
    assert alice.get(url(ward, review)).status == 200
    alone = bob.submit(url(ward, review, "/readers"), action=url(ward, review, "/mark"))
    assert alone.status == 422
    assert "Choose a second person" in alone.text
    mark = {"action": url(ward, review, "/mark"), "reader_id": str(ward.quinn.user_id)}
    assert bob.submit(url(ward, review, "/readers"), **mark).status == 303
    assert "Your hospital has marked this review." in bob.get(url(ward, review)).text
    assert alice.get(url(ward, review)).status == 404
    bob.submit(url(ward, review, "/readers"), person_id=str(ward.alice.user_id))
    assert "Marked" in alice.get(url(ward, review)).text
    off = url(ward, review, f"/readers/{ward.alice.user_id}/removal")
    bob.submit(url(ward, review, "/readers"), action=off)
    for rest in ("", "/readers", "/exports/new", "/ground-rules", "/questions/why"):
        assert alice.get(url(ward, review, rest)).status == 404, rest
    assert review.title not in alice.get(f"/units/{ward.unit_id}/reviews").text
    last = bob.submit(url(ward, review, "/readers"), action=url(ward, review, f"/readers/{ward.quinn.user_id}/removal"))
    assert "At least two people" in last.text
    assert readers_of(ward, queries.get(ward.unit_id, review.id)) == {"bob", "quinn"}


def test_somebody_of_another_unit_comes_on_the_list_by_name_and_sees_that_review_alone(ward: Ward) -> None:
    review, other = marked(ward), published(ward)
    bob, charlie, page = ward.client(ward.bob), ward.client(ward.charlie), url(ward, review, "/readers")
    for typed, said in (("Nobody Known", "Nobody with this name"), ("dana", "cannot be on a list"), ("", "Choose one")):
        assert said in bob.submit(page, action=page, outside=typed).text, typed
    assert charlie.get(url(ward, review)).status == 404
    assert bob.submit(page, action=page, outside="charlie").status == 303
    assert charlie.get(url(ward, review)).status == 200
    assert charlie.get(url(ward, other)).status == 404
    assert "Marked reviews of other units" in charlie.get(f"/units/{ward.other_unit_id}/reviews").text
    assert review.title in charlie.get("/reviews").text


def test_opening_it_is_written_down_once_in_a_while_and_shown_to_the_list(ward: Ward) -> None:
    review = marked(ward, readers=(ward.quinn,))
    quinn = ward.client(ward.quinn)
    for _ in range(2):
        assert quinn.get(url(ward, review)).status == 200
    ward.clock.tick(timedelta(minutes=20))
    page = ward.client(ward.quinn).get(url(ward, review, "/readers"))
    assert [one.name for one in queries.openings(review.id)] == ["Quinn Quist", "Quinn Quist"]
    assert "Who opened it" in page.text
    learning = published(ward)
    quinn = ward.client(ward.alice)
    quinn.get(url(ward, learning))
    assert queries.openings(learning.id) == []


def test_the_quality_role_finds_and_answers_a_review_of_a_unit_it_does_not_work_on(ward: Ward) -> None:
    review = marked(ward, readers=(ward.quinn,), draft=True)
    quinn = ward.client(ward.quinn)
    assert review.title in quinn.get("/reviews").text
    page = url(ward, review, "/questions/why")
    assert quinn.submit(page, text="It was lent out").status == 303
    assert ward.client(ward.maria).get("/reviews").text.count(review.title) == 0


def test_who_only_reads_a_marked_draft_is_offered_nothing_to_write(ward: Ward) -> None:
    review, debrief = started(ward, ward.alice), begun(ward, by=ward.alice)
    for one in (review, debrief):
        with transaction():
            service.mark(one, actor=ward.alice, now=ward.now)
            service.put_on_list(one, person_id=ward.bob.person_id, actor=ward.alice, now=ward.now)
    bob, alice = ward.client(ward.bob), ward.client(ward.alice)
    for rest in ("/ground-rules", "/questions/why", "/factors/patient", "/company", "/changes"):
        assert (alice.get(url(ward, review, rest)).status, bob.get(url(ward, review, rest)).status) == (200, 403), rest
    assert bob.get(url(ward, debrief, "/debrief")).location == url(ward, debrief)
    for one in (review, debrief):
        page = bob.get(url(ward, one))
        assert (page.status, "Next:" in page.text, "Publish" in page.text) == (200, False, False)
        assert not [link for link in page.links() if "/questions/" in link or "/changes" in link or "/company" in link]
        assert "/end-of-talk" not in page.body
    assert "Next:" in alice.get(url(ward, review)).text


@pytest.mark.parametrize("kind", list(ExportKind))
def test_an_export_says_on_it_who_took_it_when_and_what_it_is(ward: Ward, kind: ExportKind) -> None:
    review = marked(ward, readers=(ward.quinn,))
    quinn = ward.client(ward.quinn)
    empty = quinn.submit(url(ward, review, "/exports/new"), action=url(ward, review, "/exports"), kind=kind, reason="")
    assert empty.status == 422
    done = quinn.submit(
        url(ward, review, "/exports/new"), action=url(ward, review, "/exports"), kind=kind, reason="The board 🙂"
    )
    where = done.location or ""
    page = quinn.get(where)
    for words in ("Exported by Quinn Quist, 16 November 2026, 07:05", "Marked by the hospital", "Words about why"):
        assert words in page.body
    assert "The board" not in page.body
    assert [one.words for one in queries.exports(review.id)] == ["The board 🙂"]
    assert ward.client(ward.bob).get(where).status == 404
    ward.clock.tick(timedelta(hours=1))
    assert ward.client(ward.quinn).get(where).status == 404


def test_an_action_item_of_it_says_nothing_of_where_it_comes_from(ward: Ward) -> None:
    review = started(ward)
    promised(ward, review)
    with transaction():
        service.mark(review, actor=ward.bob, now=ward.now)
    [item] = actions.for_source(SourceKind.REVIEW, review.id)
    items = f"/units/{ward.unit_id}/action-items"
    for who, knows in ((ward.alice, False), (ward.bob, True)):
        client = ward.client(who)
        listed, one = client.get(items).text, client.get(f"{items}/{item.id}").text
        assert "Hang up a board" in listed
        assert ("from a review" in listed.casefold(), "from a review" in one.casefold()) == (knows, knows)
