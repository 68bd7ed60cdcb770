"""The page on which a unit says how its handoffs are told, and the composer and the reader in its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from huddle.handoffs import queries
from huddle.handoffs.queries import templates
from huddle.handoffs.rules import DEFAULTS, Face, HandoffKind, Option, Section, Severity
from tests.handoffs.test_routes import PLAN_FIELDS, REPORT, urls
from tests.handoffs.test_service import acknowledged
from tests.handoffs.test_template_rules import with_line, with_on
from tests.handoffs.test_templates import OWN, SHIFT, saved
from tests.support.ward import Ward

EVERYTHING = with_on(SHIFT, *(option for option in Option if option not in (Option.REQUEST, Option.READINESS)))
MORE: dict[str, Any] = {
    "vitals": "BP 90/50 💓",
    "vitals_at": "06:10",
    "isolation": ["contact", "droplet"],
    "interrupted": "y",
    "allergies": "لاتكس",
}


def address(ward: Ward, kind: str = "shift") -> str:
    return f"/units/{ward.unit_id}/handoffs/templates/{kind}"


def place(ward: Ward, part: Section | Option) -> int:
    lines = templates.shape_for(ward.unit_id, HandoffKind.SHIFT).lines
    return [line.part for line in lines].index(part)


def test_signed_out_people_and_outsiders_find_no_template(ward: Ward) -> None:
    assert ward.anonymous().get(address(ward)).status == 303
    for outsider in (ward.charlie, ward.quinn):
        assert ward.client(outsider).get(address(ward)).status == 404
    assert ward.client(ward.bob).get(address(ward)).status == 403
    assert ward.client(ward.alice).get(address(ward, "gossip")).status == 404
    assert ward.client(ward.alice).get(address(ward) + "?number=7").status == 404


@pytest.mark.parametrize("kind", HandoffKind)
def test_those_who_lead_it_see_how_each_kind_is_told(ward: Ward, kind: HandoffKind) -> None:
    for actor in (ward.alice, ward.maria, ward.dana):
        page = ward.client(actor).get(address(ward, kind))
        assert page.status == 200
        assert "As it is asked now" in page.text
    assert ("Four lines" in page.text) is (kind is HandoffKind.BREAK_COVER)


def test_what_was_ticked_is_asked_next_time_and_every_version_can_be_read(ward: Ward) -> None:
    client, url = ward.client(ward.alice), address(ward)
    at = place(ward, Option.VITALS)
    fields: dict[str, Any] = {
        f"lines-{at}-on": "y",
        f"lines-{place(ward, Section.SITUATION)}-name": "Right now",
        "face": "isbar",
    }
    assert client.submit(url, **fields, unstable="4").location == url
    shape = templates.shape_for(ward.unit_id, HandoffKind.SHIFT)
    assert (shape.face, shape.minutes[Severity.UNSTABLE]) == (Face.ISBAR, 4)
    composer = ward.client(ward.bob).get(urls(ward)["new"])
    assert "Right now" in composer.text
    assert "vitals" in composer.form(urls(ward)["index"])
    assert client.submit(url, face="sbar").status == 303
    assert "Version 1" in client.get(url + "?number=1").h1 + client.get(url + "?number=1").text
    assert "ISBAR" in client.get(url + "?number=1").text


def test_a_button_moves_its_line_and_keeps_what_was_typed(ward: Ward) -> None:
    client, url = ward.client(ward.maria), address(ward)
    at = place(ward, Section.ASSESSMENT)
    typed: dict[str, Any] = {"move": "assessment:up", f"lines-{at}-hint": "Your view"}
    assert client.submit(url, **typed).status == 303
    shape = templates.shape_for(ward.unit_id, HandoffKind.SHIFT)
    assert [line.part for line in shape.asked][1] is Section.ASSESSMENT
    assert shape.asked[1].hint == "Your view"


@pytest.mark.parametrize(
    ("fields", "status", "why"),
    [
        ({"stable": "0"}, 422, "Between 1 and 240"),
        ({"watcher": "soon"}, 422, "Enter a whole number"),
        ({"face": ""}, 422, "Choose one"),
        ({"face": "four_lines"}, 422, "Choose one of these"),
        ({"lines-2-name": "x" * 41}, 422, "at most 40"),
        ({"lines-2-name": "one\x00two"}, 422, "was taken out"),
        ({"lines-2-limit": "7"}, 422, "Between 20 and 2,000"),
        ({"lines-6-on": "y", "lines-6-required": "y"}, 409, "too much to write"),
        ({"lines-2-part": "horoscope"}, 409, "asks for other things"),
    ],
)
def test_a_template_that_cannot_be_is_refused_and_nothing_is_lost(
    ward: Ward, fields: dict[str, Any], status: int, why: str
) -> None:
    client, url = ward.client(ward.alice), address(ward)
    page = client.submit(url, **{"lines-3-hint": "Kept words 🛏️"} | fields)
    assert page.status == status
    assert why in page.text
    if "lines-2-part" not in fields:
        assert "Kept words" in page.body
    assert templates.newest(ward.unit_id, HandoffKind.SHIFT) is None


def test_a_colleagues_version_is_not_overwritten_and_the_typed_one_stays(ward: Ward) -> None:
    alice, maria, url = ward.client(ward.alice), ward.client(ward.maria), address(ward)
    late = maria.fill(url, stable="77")
    assert alice.submit(url, stable="44").status == 303
    page = maria.post(url, late)
    assert page.status == 409
    assert "A colleague has saved another version" in page.text
    assert maria.post(url, page.form(url)).status == 303
    assert templates.shape_for(ward.unit_id, HandoffKind.SHIFT).minutes[Severity.STABLE] == 77


def test_everything_that_a_unit_can_ask_is_written_read_and_taken_out(ward: Ward) -> None:
    saved(ward, EVERYTHING)
    client, url = ward.client(ward.alice), urls(ward)
    begun = client.submit(url["new"], url["index"], **REPORT | MORE)
    assert begun.status == 303, begun.text
    edit = (begun.location or "").replace("/plan", "/report")
    again = client.get(edit).form(edit)
    assert {name: again[name] for name in MORE} == {
        name: value if isinstance(value, list) else [value] for name, value in MORE.items()
    }
    assert client.submit(begun.location or "", **PLAN_FIELDS).status == 303
    [row] = queries.waiting(ward.unit_id, ward.now)
    for part in ("show", "aloud"):
        page = ward.client(ward.bob).get(urls(ward, row.id)[part])
        for words in ("BP 90/50 💓", "Contact, droplet", "لاتكس", "We were interrupted"):
            assert words in page.text
    taken_out = client.get(urls(ward, row.id)["show"] + "/plain-text").body
    assert "VITAL SIGNS" in taken_out
    assert "BP 90/50 💓" in taken_out


def test_old_vital_signs_are_shown_with_their_age(ward: Ward) -> None:
    saved(ward, EVERYTHING)
    client, url = ward.client(ward.alice), urls(ward)
    begun = client.submit(url["new"], url["index"], **REPORT | MORE)
    client.submit(begun.location or "", **PLAN_FIELDS)
    [row] = queries.waiting(ward.unit_id, ward.now)
    ward.clock.tick(timedelta(hours=2))
    assert "06:10, 2 h" in ward.client(ward.bob).get(urls(ward, row.id)["show"]).text


def test_what_is_required_is_asked_first_and_the_rest_folded(ward: Ward) -> None:
    shape = with_on(with_line(OWN, Section.BACKGROUND, required=False), Option.ALLERGIES, required=True)
    saved(ward, shape)
    page = ward.client(ward.alice).get(urls(ward)["new"])
    folded = {field.get("name") for fold in page.find("details") for field in fold.iter() if field.get("name")}
    assert {"background", "vitals"} <= folded
    assert not {"situation", "allergies", "severity", "bed"} & folded
    refused = ward.client(ward.alice).submit(urls(ward)["new"], urls(ward)["index"], **REPORT | {"background": ""})
    assert refused.status == 422
    assert "“Allergies” is needed here" in refused.text
    assert "what the next nurse must know" not in refused.text
    saved(ward, with_on(OWN, Option.ALLERGIES, required=True), begun_on=1)
    more = ward.client(ward.alice).get(urls(ward)["new"]).find("details")[1]
    assert "bed" in {field.get("name") for field in more.iter()}, "there is no room for it before “More”"


@pytest.mark.parametrize("script", [True, False])
def test_another_kind_is_asked_for_with_every_word_that_was_typed(ward: Ward, script: bool) -> None:
    client, url = ward.client(ward.alice), urls(ward)
    page = client.submit(
        url["new"], url["index"], script=script, initials="MK", situation="Half a sent", turn="break_cover"
    )
    there = page.json["location"] if script else page.location
    assert there == url["new"] + "?kind=break_cover"
    after = client.get(there)
    fields = after.form(url["index"])
    assert (fields["initials"], fields["situation"]) == (["MK"], ["Half a sent"])
    assert (fields["kind"], "one_liner" in fields) == (["break_cover"], True)
    assert "You wrote this before you chose" in after.text
    back = client.submit(there, url["index"], turn="shift", one_liner="Hip, day two")
    fields = client.get(back.location or "").form(url["index"])
    assert (fields["kind"], fields["situation"], fields["one_liner"]) == (["shift"], ["Half a sent"], ["Hip, day two"])


def test_the_same_tap_twice_is_one_turn(ward: Ward) -> None:
    client, url = ward.client(ward.alice), urls(ward)
    data = client.fill(url["new"], url["index"], situation="Half a sent", turn="transfer")
    assert client.post(url["index"], data).location == client.post(url["index"], data).location


def test_a_handoff_that_is_begun_can_become_another_kind(ward: Ward) -> None:
    client, url = ward.client(ward.alice), urls(ward)
    plan = client.submit(url["new"], url["index"], **REPORT).location or ""
    edit = plan.replace("/plan", "/report")
    there = client.submit(edit, turn="escalation", situation="Worse now").location or ""
    assert there == edit + "?kind=escalation"
    assert client.get(there).form(edit)["situation"] == ["Worse now"]
    assert client.submit(there, edit).location == plan
    draft = queries.drafts(ward.unit_id, ward.alice.person_id, ward.now)[0]
    stored = queries.draft(ward.unit_id, draft.id, ward.alice.person_id, ward.now)
    assert (stored.kind, stored.situation) == (HandoffKind.ESCALATION, "Worse now")


def test_break_cover_asks_for_four_lines_and_can_be_acknowledged(ward: Ward) -> None:
    client, url = ward.client(ward.alice), urls(ward)
    page = client.get(url["new"] + "?kind=break_cover")
    assert set(page.form(url["index"])) >= {"initials", "last_four", "one_liner"}
    assert not {"situation", "background"} & set(page.form(url["index"]))
    short: dict[str, Any] = {"initials": "MK", "last_four": "4821", "severity": "stable", "one_liner": "Hip, day two"}
    begun = client.submit(url["new"] + "?kind=break_cover", url["index"], **short)
    assert client.submit(begun.location or "", **PLAN_FIELDS).status == 303
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert row.kind is HandoffKind.BREAK_COVER
    assert "Hip, day two" in ward.client(ward.bob).get(urls(ward, row.id)["show"]).text


def test_two_devices_that_write_the_same_thing_see_both_texts(ward: Ward) -> None:
    saved(ward, with_on(DEFAULTS[HandoffKind.SHIFT], Option.ALLERGIES))
    client, url = ward.client(ward.alice), urls(ward)
    plan = client.submit(url["new"], url["index"], **REPORT | {"allergies": "Latex"}).location or ""
    edit = plan.replace("/plan", "/report")
    late = client.fill(edit, allergies="Nuts")
    assert client.submit(edit, allergies="Pollen").status == 303
    page = client.post(edit, late)
    assert page.status == 409
    assert "Nuts" in page.text
    assert "Pollen" in page.text


def test_a_face_changes_the_letters_of_the_composer_and_of_the_report(ward: Ward) -> None:
    saved(ward, replace(SHIFT, face=Face.SEVERITY_FIRST))
    client, url = ward.client(ward.alice), urls(ward)
    begun = client.submit(url["new"], url["index"], **REPORT)
    letters = [letter.text for letter in client.get(url["new"]).find("span", **{"class": "field__letter"})]
    assert [letter for letter in letters if letter and letter.strip()] == ["I", "P", "A"]
    client.submit(begun.location or "", **PLAN_FIELDS)
    [row] = queries.waiting(ward.unit_id, ward.now)
    page = ward.client(ward.bob).get(urls(ward, row.id)["show"])
    letters = [letter.text or "" for letter in page.find("span", **{"class": "field__letter"})]
    assert [letter for letter in letters if letter] == ["P", "A", "A", "S", "S"]


def test_a_part_that_is_missing_has_the_name_that_the_unit_gave_it(ward: Ward) -> None:
    saved(ward)
    client, url = ward.client(ward.alice), urls(ward)
    begun = client.submit(url["new"], url["index"], **REPORT)
    client.submit(begun.location or "", **PLAN_FIELDS)
    [row] = queries.waiting(ward.unit_id, ward.now)
    there = urls(ward, row.id)
    ward.client(ward.bob).submit(there["show"], there["ask"], text="Since when?", section="situation")
    assert "missing: Right now" in client.get(there["show"]).text


def test_what_seldom_changes_comes_along_with_its_age_and_the_rest_does_not(ward: Ward) -> None:
    saved(ward, EVERYTHING)
    url = urls(ward)
    begun = ward.client(ward.alice).submit(url["new"], url["index"], **REPORT | MORE)
    ward.client(ward.alice).submit(begun.location or "", **PLAN_FIELDS)
    [row] = queries.waiting(ward.unit_id, ward.now)
    taken = acknowledged(ward, queries.get(ward.unit_id, row.id, ward.now), ward.bob)
    ward.clock.tick(timedelta(hours=11))
    bob, there = ward.client(ward.bob), f"{url['new']}?from={taken.id}"
    fields = bob.get(there).form(url["index"] + f"?from={taken.id}")
    assert (fields["allergies"], fields["isolation"]) == ([MORE["allergies"]], MORE["isolation"])
    assert (fields["vitals"], fields["vitals_at"], fields["situation"]) == ([""], [""], [""])
    assert not {"severity", "interrupted"} & set(fields)
    short = bob.get(there + "&kind=break_cover")
    assert "background" not in short.form(url["index"] + f"?from={taken.id}")
    more = REPORT | {"last_four": taken.patient_id2, "allergies": MORE["allergies"]}
    plan = bob.submit(there, url["index"] + f"?from={taken.id}", **more).location or ""
    report_page = bob.get(plan.replace("/plan", "/report"))
    assert report_page.status == 200
    [draft] = queries.drafts(ward.unit_id, ward.bob.person_id, ward.now)
    stored = queries.draft(ward.unit_id, draft.id, ward.bob.person_id, ward.now)
    assert stored.extra["allergies_since"] == taken.sent_at.isoformat()
    assert "vitals" not in stored.extra


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"vitals": "BP 90/50", "vitals_at": ""}, "Say when that was"),
        ({"vitals": "", "vitals_at": "06:10"}, "Say what it was"),
        ({"vitals_at": "noon"}, "Enter a time"),
        ({"vitals": "x" * 121}, "nothing was cut"),
        ({"isolation": ["magic"]}, "not a valid choice"),
        ({"allergies": "one\x00two"}, "was taken out"),
    ],
)
def test_a_faulty_option_gets_a_sentence_and_loses_nothing(ward: Ward, fields: dict[str, Any], why: str) -> None:
    saved(ward, EVERYTHING)
    url = urls(ward)
    page = ward.client(ward.alice).submit(url["new"], url["index"], **REPORT | MORE | fields)
    assert page.status == 422
    assert why in page.text
    assert page.form(url["index"])["situation"] == [REPORT["situation"]]
    assert queries.drafts(ward.unit_id, ward.alice.person_id, ward.now) == []
