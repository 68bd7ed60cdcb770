"""A unit's own words for its handoffs: versions, what becomes of them in a handoff, and the page that changes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import policy, queries, rules, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries import templates
from huddle.handoffs.rules import DEFAULTS, Completeness, Face, HandoffKind, Option, ReadBack, Section, Severity, Shape
from huddle.handoffs.service import templates as changing
from huddle.handoffs.service.erasing import erase_old
from tests.handoffs.test_service import acknowledged, report, sent
from tests.handoffs.test_template_rules import with_line, with_on
from tests.support.ward import Ward

SHIFT = DEFAULTS[HandoffKind.SHIFT]
OWN = replace(
    with_line(with_on(SHIFT, Option.VITALS, Option.ALLERGIES), Section.SITUATION, name="Right now"),
    face=Face.SEVERITY_FIRST,
    minutes={Severity.STABLE: 60, Severity.WATCHER: 12, Severity.UNSTABLE: 3},
)
FORM = "handoff-template-form"


def saved(ward: Ward, shape: Shape = OWN, *, begun_on: int = 0, actor: Actor | None = None) -> None:
    with transaction():
        changing.save_template(ward.unit_id, shape, begun_on=begun_on, actor=actor or ward.maria, now=ward.now)


def numbers(ward: Ward) -> list[int]:
    return [one.number for one in templates.versions(ward.unit_id, HandoffKind.SHIFT)]


def test_every_change_is_a_version_with_a_trace_and_no_change_is_none(ward: Ward) -> None:
    saved(ward, SHIFT)
    assert numbers(ward) == []
    before = audit.revision(ward.unit_id)
    saved(ward)
    saved(ward, begun_on=1)
    saved(ward, SHIFT, begun_on=1)
    assert numbers(ward) == [2, 1]
    assert audit.revision(ward.unit_id) == before + 2
    assert templates.shape_for(ward.unit_id, HandoffKind.SHIFT) == SHIFT
    assert templates.shape_for(ward.other_unit_id, HandoffKind.SHIFT) == SHIFT


def test_two_who_change_it_at_once_do_not_overwrite_each_other(ward: Ward) -> None:
    saved(ward)
    with pytest.raises(RuleBroken, match="A colleague has saved"):
        saved(ward, replace(OWN, face=Face.ISBAR))
    assert templates.shape_for(ward.unit_id, HandoffKind.SHIFT) == OWN


def test_those_who_lead_and_administrators_say_what_a_handoff_asks(ward: Ward) -> None:
    for number, actor in enumerate((ward.alice, ward.maria, ward.dana)):
        assert policy.can_shape(actor, ward.unit_id)
        own = replace(OWN, face=list(Face)[number])
        saved(ward, own, begun_on=number, actor=actor)
    for actor in (ward.bob, ward.charlie, ward.quinn):
        with pytest.raises(NotPermitted):
            saved(ward, begun_on=3, actor=actor)


def test_a_handoff_keeps_the_words_the_clock_and_the_read_back_it_was_written_with(ward: Ward) -> None:
    old = sent(ward, ward.alice)
    saved(ward)
    extra = {"vitals": "BP 90/50", "allergies": "Latex"}
    own = sent(ward, ward.alice, last_four="5555", extra=extra)
    saved(ward, replace(SHIFT, face=Face.SBAR_READ_BACK), begun_on=1)
    in_full = sent(ward, ward.alice, last_four="6666", severity=Severity.STABLE)
    assert next(one.name for one in rules.spoken(templates.shape_of(old), old)) == "Situation"
    told = rules.spoken(templates.shape_of(own), own)
    assert [(one.letter, one.name) for one in told][:2] == [("P", "Right now"), ("", "Patient: background")]
    assert "BP 90/50" in {one.text for one in told}
    assert own.answer_by == ward.now + timedelta(minutes=3)
    assert old.answer_by == ward.now + timedelta(minutes=5)
    assert in_full.read_back is ReadBack.FULL


def test_what_is_sent_again_waits_as_long_as_the_unit_said(ward: Ward) -> None:
    saved(ward)
    handoff = sent(ward, ward.alice)
    with transaction():
        service.return_for_detail(handoff, section=Section.SITUATION, text="Since when?", actor=ward.bob, now=ward.now)
    with transaction():
        service.send_again(handoff, text="Since six", actor=ward.alice, now=ward.now)
    assert handoff.answer_by == ward.now + timedelta(minutes=3)


def test_nothing_is_begun_without_what_the_unit_requires(ward: Ward) -> None:
    shape = with_on(with_line(SHIFT, Section.BACKGROUND, required=False), Option.ALLERGIES, required=True)
    saved(ward, shape)
    with pytest.raises(FieldRefused, match="“Allergies” is needed"), transaction():
        service.begin(ward.unit_id, report(), actor=ward.alice, now=ward.now)
    extra = {"allergies": "none", "horoscope": "good"}
    with pytest.raises(FieldRefused, match="other things"), transaction():
        service.begin(ward.unit_id, report(extra=extra), actor=ward.alice, now=ward.now)
    draft = begun(ward, background="", extra={"allergies": "none"})
    with pytest.raises(FieldRefused), transaction():
        service.rewrite(draft, report(extra={}), actor=ward.alice, now=ward.now)


def begun(ward: Ward, **words: Any) -> Handoff:
    with transaction():
        return service.begin(ward.unit_id, report(**words), actor=ward.alice, now=ward.now)


def test_what_was_on_paper_is_taken_as_it_stands_there(ward: Ward) -> None:
    shape = with_on(with_line(SHIFT, Section.BACKGROUND, required=False), Option.ALLERGIES, required=True)
    saved(ward, shape)
    with transaction():
        draft = service.begin(ward.unit_id, report(), on_paper=True, actor=ward.alice, now=ward.now)
    assert templates.shape_of(draft) == shape


def test_another_kind_of_the_same_draft_is_told_in_its_own_words(ward: Ward) -> None:
    saved(ward)
    draft = begun(ward)
    with transaction():
        service.rewrite(
            draft,
            report(kind=HandoffKind.BREAK_COVER, extra={"one_liner": "Hip, day two"}),
            actor=ward.alice,
            now=ward.now,
        )
    assert templates.shape_of(draft) == DEFAULTS[HandoffKind.BREAK_COVER]
    told = [one.text for one in rules.spoken(templates.shape_of(draft), draft)]
    assert told[0] == "Hip, day two"
    assert report().situation in told


def test_carried_words_keep_their_age_until_somebody_changes_them(ward: Ward) -> None:
    saved(ward)
    first = acknowledged(ward, sent(ward, ward.alice, extra={"allergies": "Latex", "vitals": "BP 90/50"}), ward.bob)
    written = ward.now
    ward.clock.tick(timedelta(hours=12))
    known = rules.carried(first.extra, first.sent_at)
    assert set(known) == {"allergies", "allergies_since"}
    with transaction():
        draft = service.begin(
            ward.unit_id, report(extra={"allergies": "Latex"}), copied_from=first.id, actor=ward.bob, now=ward.now
        )
    assert rules.moment(draft.extra, "allergies_since") == written
    with transaction():
        service.rewrite(draft, report(extra={"allergies": "Latex, nuts"}), actor=ward.bob, now=ward.now)
    assert draft.extra == {"allergies": "Latex, nuts"}


def test_the_purge_takes_what_was_said_beyond_the_short_form(ward: Ward) -> None:
    saved(ward)
    handoff = sent(ward, ward.alice, extra={"allergies": "Latex"})
    ward.clock.tick(timedelta(days=31))
    assert templates.completeness(ward.unit_id, handoff.sent_at) == [Completeness(5, 5)]
    with transaction():
        assert erase_old(ward.now - timedelta(days=30), actor=ward.dana, now=ward.now) == 1
    assert templates.completeness(ward.unit_id, handoff.sent_at) == []
    with transaction():
        assert erase_old(ward.now - timedelta(days=30), actor=ward.dana, now=ward.now) == 0
    assert handoff.extra == {}


def test_completeness_holds_each_handoff_to_its_own_template(ward: Ward) -> None:
    sent(ward, ward.alice)
    ward.clock.tick(timedelta(minutes=1))
    shape = with_on(with_line(SHIFT, Section.BACKGROUND, required=False), Option.ALLERGIES, required=True)
    saved(ward, shape)
    with transaction():
        words = report(last_four="5555", severity=Severity.STABLE, extra={"allergies": "none known"})
        service.send(ward.unit_id, words, to_person_id=None, actor=ward.alice, now=ward.now)
    assert templates.completeness(ward.unit_id, ward.now) == [Completeness(5, 5), Completeness(4, 4)]
    assert templates.completeness(ward.other_unit_id, ward.now) == []


def test_nothing_of_it_is_in_the_trail(ward: Ward) -> None:
    saved(ward, with_line(OWN, Section.SITUATION, name="Canary name"))
    assert queries.drafts(ward.unit_id, ward.alice.person_id, ward.now) == []
    newest = templates.newest(ward.unit_id, HandoffKind.SHIFT)
    assert newest is not None
    assert [event.action for event in audit.of_subject(newest.id)] == ["handoff_template.saved"]
