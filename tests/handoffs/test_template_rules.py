"""How a unit may tell its handoffs: faces, order, what is required, and what is said beyond the short form."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from huddle.core.errors import FieldRefused, RuleBroken
from huddle.handoffs import rules
from huddle.handoffs.rules import (
    DEFAULTS,
    OPTIONS,
    Completeness,
    Face,
    HandoffKind,
    Holds,
    Option,
    ReadBack,
    Report,
    Section,
    Severity,
    Shape,
    at_name,
)

SHIFT, BREAK = DEFAULTS[HandoffKind.SHIFT], DEFAULTS[HandoffKind.BREAK_COVER]
NOW = datetime(2026, 11, 21, 6, 40, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def report(severity: Severity = Severity.STABLE, **words: Any) -> Report:
    said = {"situation": "Pain", "background": "Hip", "assessment": "Fine", "recommendation": "Walk"}
    return Report("MK", "4821", severity, **said | words)


def with_on(shape: Shape, *options: Option, required: bool = False) -> Shape:
    lines = (replace(line, on=True, required=required) if line.part in options else line for line in shape.lines)
    return replace(shape, lines=tuple(lines))


def with_line(shape: Shape, part: Section | Option, **changes: Any) -> Shape:
    return replace(shape, lines=tuple(replace(one, **changes) if one.part is part else one for one in shape.lines))


@pytest.mark.parametrize("kind", HandoffKind)
def test_what_a_unit_begins_with_can_be_stored_read_and_written_with(kind: HandoffKind) -> None:
    shape = DEFAULTS[kind]
    rules.require_shape(shape)
    assert rules.read_shape(kind, rules.stored(shape)) == shape
    assert not any(isinstance(line.part, Option) and line.on for line in shape.lines if line.part != Option.ONE_LINER)


def test_each_kind_has_the_letters_of_its_use() -> None:
    faces = {kind: shape.face for kind, shape in DEFAULTS.items()}
    assert faces == {
        HandoffKind.SHIFT: Face.SBAR,
        HandoffKind.ESCALATION: Face.SBAR_READ_BACK,
        HandoffKind.TRANSFER: Face.ISBAR,
        HandoffKind.BREAK_COVER: Face.FOUR_LINES,
    }
    assert [line.part for line in BREAK.asked] == [Option.ONE_LINER]


@pytest.mark.parametrize(
    ("face", "letters"),
    [
        (Face.SBAR, ["", "", "S", "B", "A", "R", "", "", ""]),
        (Face.SBAR_READ_BACK, ["", "", "S", "B", "A", "R", "", "", "R"]),
        (Face.ISBAR, ["I", "", "S", "B", "A", "R", "", "", ""]),
        (Face.SEVERITY_FIRST, ["", "I", "P", "P", "P", "A", "A", "S", "S"]),
        (Face.FOUR_LINES, [""] * 9),
    ],
)
def test_a_face_decides_which_letter_stands_beside_what(face: Face, letters: list[str]) -> None:
    shape = replace(SHIFT, face=face)
    parts = ["identity", "severity", *rules.SPOKEN, "actions", "if_thens", "read_back"]
    assert [shape.letter(part) for part in parts] == letters


def test_a_stored_template_loses_what_is_gone_and_gains_what_is_new_switched_off() -> None:
    row = rules.stored(with_on(SHIFT, Option.VITALS))
    row["lines"] = [line for line in row["lines"] if line["part"] != Option.ALLERGIES]
    row["lines"].append({"part": "horoscope", "on": True, "required": True, "limit": 50, "name": "", "hint": ""})
    shape = rules.read_shape(HandoffKind.SHIFT, row)
    assert shape.lines[-1] == next(line for line in SHIFT.lines if line.part is Option.ALLERGIES)
    assert {line.part for line in shape.lines} == {line.part for line in SHIFT.lines}


def test_four_lines_ask_one_line_and_no_sections() -> None:
    lines = rules.fitted(Face.FOUR_LINES, SHIFT.lines)
    assert [(line.part, line.required) for line in lines if line.on] == [(Option.ONE_LINER, True)]
    again = rules.fitted(Face.SBAR, lines)
    assert [line.part for line in again if line.on and isinstance(line.part, Section)] == list(rules.SPOKEN)


def test_a_line_moves_among_those_that_are_on_and_stays_at_the_ends() -> None:
    up = [line.part for line in rules.moved(SHIFT.lines, Section.ASSESSMENT, up=True) if line.on]
    assert up == [Section.SITUATION, Section.ASSESSMENT, Section.BACKGROUND, Section.RECOMMENDATION]
    first = [line.part for line in rules.moved(SHIFT.lines, Section.SITUATION, up=True) if line.on]
    assert first == list(rules.SPOKEN)
    assert rules.moved(SHIFT.lines, Option.VITALS, up=True) == SHIFT.lines


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (replace(SHIFT, lines=SHIFT.lines[1:]), "asks for other things"),
        (replace(SHIFT, lines=(*SHIFT.lines[1:], SHIFT.lines[1])), "asks for other things"),
        (replace(SHIFT, face=Face.FOUR_LINES), "for a break"),
        (with_on(SHIFT, Option.VITALS, required=True), "1 too many"),
        (with_on(SHIFT, Option.ALLERGIES, Option.ISOLATION, Option.FAMILY_UPDATE, required=True), "2 too many"),
        (replace(SHIFT, lines=tuple(replace(line, required=False) for line in SHIFT.lines)), "at least one thing"),
        (with_line(SHIFT, Section.SITUATION, limit=19), "between 20 and 2,000"),
        (with_line(SHIFT, Section.SITUATION, name="x" * 41), "at most 40"),
        (with_line(SHIFT, Section.SITUATION, hint="x" * 121), "at most 40"),
        (replace(SHIFT, minutes={**SHIFT.minutes, Severity.STABLE: 0}), "between 1 and 240"),
        (replace(SHIFT, minutes={**SHIFT.minutes, Severity.UNSTABLE: 241}), "between 1 and 240"),
    ],
)
def test_a_template_that_nobody_could_write_with_is_refused(shape: Shape, why: str) -> None:
    with pytest.raises(RuleBroken, match=why):
        rules.require_shape(shape)


def test_what_is_not_required_makes_room_for_something_else() -> None:
    shape = with_on(with_line(SHIFT, Section.BACKGROUND, required=False), Option.VITALS, required=True)
    rules.require_shape(shape)
    assert shape.inputs == 8
    assert (SHIFT.bed_is_first, shape.bed_is_first) == (True, False)


def test_only_the_kind_that_needs_it_offers_a_request_or_checks_before_leaving() -> None:
    having = {
        option: {kind for kind in HandoffKind if option in {line.part for line in DEFAULTS[kind].lines}}
        for option in (Option.REQUEST, Option.READINESS, Option.VITALS)
    }
    assert having[Option.REQUEST] == {HandoffKind.ESCALATION}
    assert having[Option.READINESS] == {HandoffKind.TRANSFER}
    assert having[Option.VITALS] == set(HandoffKind)


def test_every_patient_is_said_back_in_full_where_the_letters_say_so() -> None:
    assert SHIFT.read_back(Severity.STABLE) is ReadBack.LIGHT
    assert SHIFT.read_back(Severity.WATCHER) is ReadBack.FULL
    assert replace(SHIFT, face=Face.SBAR_READ_BACK).read_back(Severity.STABLE) is ReadBack.FULL


def test_what_is_required_and_missing_is_said_in_the_words_of_the_unit() -> None:
    shape = with_line(with_on(SHIFT, Option.ALLERGIES, required=True), Option.ALLERGIES, name="Not to be given")
    missing = rules.missing(shape, report(situation=" \n", extra={}))
    assert missing == [
        ("situation", "Say in a few words what is happening now."),
        ("allergies", "“Not to be given” is needed here."),
    ]
    with pytest.raises(FieldRefused, match="what is happening now"):
        rules.require_report(shape, report(situation=""))
    rules.require_report(shape, report(extra={"allergies": "none known"}))


@pytest.mark.parametrize(("severity", "needed"), [(Severity.STABLE, False), (Severity.WATCHER, True)])
def test_worries_are_needed_of_sick_patients_only(severity: Severity, needed: bool) -> None:
    shape = with_on(SHIFT, Option.WATCHER_REASONS, required=True)
    assert bool(rules.missing(shape, report(severity))) is needed


@pytest.mark.parametrize(
    ("words", "if_thens", "found"),
    [
        (report(), 0, Completeness(5, 5)),
        (report(background="", extra={}), 1, Completeness(3, 5)),
        (report(Severity.WATCHER), 0, Completeness(5, 6)),
        (report(Severity.UNSTABLE), 2, Completeness(6, 6)),
    ],
)
def test_completeness_counts_what_is_required_of_this_patient(
    words: Report, if_thens: int, found: Completeness
) -> None:
    shape = with_on(SHIFT, Option.ALLERGIES, required=True)
    said = words if words.background == "" else replace(words, extra={"allergies": "none known"})
    assert rules.completeness(shape, said, if_thens=if_thens) == found
    assert found.share == found.present / found.required


def test_a_report_is_told_in_the_order_and_the_letters_of_its_template() -> None:
    shape = replace(with_on(SHIFT, Option.VITALS), face=Face.SEVERITY_FIRST)
    measured = (NOW - timedelta(minutes=30)).isoformat()
    told = rules.spoken(shape, report(extra={"vitals": "BP 90/50", "vitals_at": measured, "allergies": "Latex"}))
    assert [(one.letter, one.part) for one in told] == [
        ("P", Section.SITUATION),
        ("", Section.BACKGROUND),
        ("", Section.ASSESSMENT),
        ("", Option.VITALS),
        ("A", Section.RECOMMENDATION),
        ("", Option.ALLERGIES),
    ]
    assert told[3].at == NOW - timedelta(minutes=30)


def test_one_thing_is_said_where_there_is_room_for_one() -> None:
    assert rules.in_short(report()) == "Pain"
    assert rules.in_short(report(extra={"one_liner": "Hip, day two"})) == "Hip, day two"


def sample(option: Option) -> Any:
    asks = OPTIONS[option]
    by_kind: dict[Holds, Any] = {Holds.TICK: True, Holds.ONE: next(iter(asks.choices or {}), "")}
    by_kind[Holds.MANY] = list(asks.choices or {})[:2]
    return by_kind.get(asks.holds, "Some words")


@pytest.mark.parametrize("option", Option)
def test_each_option_takes_what_its_field_sends_and_says_it_in_words(option: Option) -> None:
    extra = {option.value: sample(option)}
    assert rules.checked(extra) == extra
    assert rules.in_words(option, extra)
    assert rules.checked({option.value: type(sample(option))()}) == {}


@pytest.mark.parametrize(
    "extra",
    [
        {"horoscope": "good"},
        {"vitals": 7},
        {"vitals": "x" * 121},
        {"uncertainty": "x" * 2001},
        {"isolation": ["contact", "magic"]},
        {"isolation": ["contact", "contact"]},
        {"request_type": ["come_now"]},
        {"request_type": "go_away"},
        {"interrupted": "yes"},
    ],
)
def test_nothing_strange_is_kept(extra: dict[str, Any]) -> None:
    with pytest.raises(FieldRefused):
        rules.checked(extra)


def test_a_time_without_words_and_an_age_that_nothing_has_are_dropped() -> None:
    extra = {"vitals_at": NOW.isoformat(), "allergies": "Latex", "allergies_since": NOW.isoformat(), "results": ""}
    assert rules.checked(extra) == {"allergies": "Latex", "allergies_since": NOW.isoformat()}
    assert rules.checked({"vitals": "BP", "vitals_since": NOW.isoformat()}) == {"vitals": "BP"}


def test_only_what_seldom_changes_is_carried_and_it_keeps_its_age() -> None:
    everything = {option.value: sample(option) for option in Option} | {at_name(Option.VITALS): NOW.isoformat()}
    first = rules.carried(everything, NOW)
    assert {name for name in first if not name.endswith("_since")} == {
        "one_liner",
        "lines",
        "lines_note",
        "risk_flags",
        "allergies",
        "code_status",
        "isolation",
    }
    assert rules.moment(first, "allergies_since") == NOW
    second = rules.carried(rules.with_ages({"allergies": first["allergies"]}, first), NOW + timedelta(hours=12))
    assert rules.moment(second, "allergies_since") == NOW
    changed = rules.with_ages({"allergies": "Latex too"}, first)
    assert "allergies_since" not in changed


@pytest.mark.parametrize(
    ("typed", "now", "zone", "found"),
    [
        (time(6, 10), NOW, LONDON, datetime(2026, 11, 21, 6, 10, tzinfo=UTC)),
        (time(6, 40), NOW, LONDON, NOW),
        (time(23, 50), NOW, LONDON, datetime(2026, 11, 20, 23, 50, tzinfo=UTC)),
        (time(0, 30), datetime(2026, 3, 29, 1, 5, tzinfo=UTC), LONDON, datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        (time(1, 30), datetime(2026, 10, 25, 2, 0, tzinfo=UTC), LONDON, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (
            time(23, 0),
            datetime(2026, 3, 8, 10, 0, tzinfo=UTC),
            ZoneInfo("America/New_York"),
            datetime(2026, 3, 8, 4, 0, tzinfo=UTC),
        ),
    ],
)
def test_a_measured_time_is_the_last_one_that_the_clock_showed(
    typed: time, now: datetime, zone: ZoneInfo, found: datetime
) -> None:
    assert rules.last_at(typed, now, zone) == found
