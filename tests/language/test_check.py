"""What the wording help finds, what it leaves alone, and what it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huddle.language import Finding, Kind, Level, check
from tests.language.sentences import FOLDER, SETS, rates, read, share

ORACLE: dict[str, Any] = json.loads((FOLDER / "oracle_cases.json").read_text(encoding="utf-8"))
TEAM = ("Ana Reyes", "Ben Carter", "José Álvarez", "Siobhan O'Neill", "Grace Oduya", "May Brown", "Lee Foley")


def said(text: str, *names: str) -> list[tuple[str, str]]:
    return [(finding.id, text[finding.start : finding.end]) for finding in check(text, names)]


@pytest.mark.parametrize(("text", "ids"), ORACLE["must_flag"].items())
def test_every_sentence_that_must_be_found_is_found_for_its_own_reason(text: str, ids: list[str]) -> None:
    assert [finding.id for finding in check(text)] == ids


@pytest.mark.parametrize("text", ORACLE["must_not_flag"])
def test_no_sentence_that_must_be_left_alone_is_touched(text: str) -> None:
    assert check(text) == []


@pytest.mark.parametrize("name", SETS)
def test_what_is_found_of_the_measured_sentences_does_not_grow_less(name: str) -> None:
    measured = rates(name)
    assert share(measured.strong) >= 0.85
    assert share(measured.blame) >= 0.85
    assert share(measured.hard) <= 0.03


def test_plain_clinical_prose_is_left_alone() -> None:
    measured = [rates(name).prose for name in SETS]
    assert sum(alarms for alarms, _ in measured) <= 0.005 * sum(texts for _, texts in measured)


@pytest.mark.parametrize("name", SETS)
def test_each_kind_is_found_three_times_of_four(name: str) -> None:
    by_kind: dict[str, list[bool]] = {}
    for row in read(name)["blame"]:
        by_kind.setdefault(row["kind"], []).append(bool(check(row["text"], row.get("names", ()))))
    assert {kind: sum(found) for kind, found in by_kind.items() if sum(found) < 0.75 * len(found)} == {}


def test_each_finding_has_a_span_a_reason_and_words_to_use_instead() -> None:
    text = "The night nurse failed to act."
    assert said(text) == [("fa1", "nurse failed to")]
    (finding,) = check(text)
    assert (finding.kind, finding.level) == ("failure-of-person", "rewrite")
    assert finding.why
    assert "what made it hard was" in finding.better


def test_self_blame_gets_care_and_nothing_else_in_its_sentence_is_corrected() -> None:
    text = "It was human error. I should have checked, it was careless and the team forgot."
    assert said(text) == [("he1", "human error"), ("sb1", "I should have checked")]
    assert check(text)[1].level == Level.CARE
    assert "Thank you" in check(text)[1].better


def test_a_name_is_spoken_of_even_beside_self_blame() -> None:
    assert ("na2", "Ana") in said("It is my fault, Ana knew.", *TEAM)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ana had the keys.", "Ana"),
        ("I told ben about it.", "ben"),
        ("ANA REYES rang.", "ANA REYES"),
        ("It was hung by Jose.", "Jose"),
        ("O\u2019Neill\u2019s pump ran dry.", "O\u2019Neill"),
        ("Then B. Carter came.", "Carter"),
        ("We asked Grace to come.", "Grace"),
    ],
)
def test_somebody_of_the_unit_gets_a_role_suggested(text: str, found: str) -> None:
    assert said(text, *TEAM) == [("na2", found)]
    assert "role" in check(text, TEAM)[0].better


@pytest.mark.parametrize(
    "text",
    [
        "The grace period is ten minutes.",
        "It may be late.",
        "Brown sputum in the morning.",
        "The Foley catheter was changed.",
        "Ask the reception.",
        "The benefit is clear to see on the chart.",
    ],
)
def test_a_word_that_is_also_somebodys_name_is_left_alone(text: str) -> None:
    assert [each for each in said(text, *TEAM) if each[0] == "na2"] == []


@pytest.mark.parametrize(
    "text",
    ["MRN 00482913", "born 12 March 1944", "NHS number 943 476 5919", "SSN 078-05-1120", "pt. Hernandez", "a.b@c.org"],
)
def test_what_tells_which_patient_it_was_is_marked(text: str) -> None:
    assert [finding.kind for finding in check(text)] == [Kind.PATIENT_IDENTIFIER]


@pytest.mark.parametrize(
    "text",
    [
        "BP 128/76, pulse 88 at 06:40.",
        "Phone 5-1234.",
        "Heparin 5000 units at 22:00.",
        "On 12/03/2026 the lift stopped.",
        "Nobody is to blame.",
        "The label said “do not be careless”.",
        "Acute kidney failure and heart failure.",
        "The patient refused breakfast.",
    ],
)
def test_numbers_of_care_quotations_and_illness_are_left_alone(text: str) -> None:
    assert check(text) == []


def test_typing_without_apostrophes_or_with_round_ones_makes_no_difference() -> None:
    for words in ("Why didnt the nurse call", "Why didn't the nurse call", "Why didn\u2019t the nurse call"):
        assert [finding.id for finding in check(words)] == ["wh1"]


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_answered_in_order_without_overlaps(text: str, names: list[str]) -> None:
    findings: list[Finding] = check(text, names)
    ends = [0, *(finding.end for finding in findings)]
    assert all(ends[at] <= finding.start < finding.end <= len(text) for at, finding in enumerate(findings))
    assert findings == check(text, names)
