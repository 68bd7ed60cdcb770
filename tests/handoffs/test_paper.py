"""A nurse's own sheet: its hours, its patients, and the trail of taking it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from huddle.audit import queries as audit
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.rules import ActionAnswer, Checks, Decided, Decision, IfThen, Plan, Severity, ToDo
from huddle.handoffs.rules.paper import PRINTED, Card, by_hour, hours_of, sheets, shortened, sickest_first
from tests.beds.test_service import give
from tests.handoffs.test_routes import begun, urls
from tests.handoffs.test_service import PLAN, acknowledged, corrected, sent
from tests.support.ward import Ward

LONDON, NEW_YORK, KOLKATA = ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "zone", "labels"),
    [
        (at(2026, 11, 16, 19), at(2026, 11, 17, 7), LONDON, "19 20 21 22 23 00 01 02 03 04 05 06"),
        (at(2026, 10, 24, 22), at(2026, 10, 25, 3), LONDON, "23 00 01 01again 02"),
        (at(2026, 3, 28, 23), at(2026, 3, 29, 3), LONDON, "23 00 02 03"),
        (at(2026, 11, 1, 4), at(2026, 11, 1, 8), NEW_YORK, "00 01 01again 02"),
        (at(2026, 3, 8, 5), at(2026, 3, 8, 9), NEW_YORK, "00 01 03 04"),
        (at(2026, 11, 16, 6, 45), at(2026, 11, 16, 9, 15), LONDON, "06 07 08 09"),
        (at(2026, 11, 16, 1, 30), at(2026, 11, 16, 3, 30), KOLKATA, "07 08"),
    ],
)
def test_the_hours_are_those_that_the_clock_on_the_wall_shows(
    starts_at: datetime, ends_at: datetime, zone: ZoneInfo, labels: str
) -> None:
    hours = hours_of(starts_at, ends_at, zone)
    assert " ".join(hour.label + ("again" if hour.again else "") for hour in hours) == labels
    assert hours[0].starts_at <= starts_at
    assert hours[-1].holds(ends_at - timedelta(minutes=1))


def test_each_thing_stands_in_its_real_hour_also_when_an_hour_comes_twice() -> None:
    hours = hours_of(at(2026, 10, 24, 23), at(2026, 10, 25, 4), LONDON)
    todos = [
        ("first", at(2026, 10, 25, 0, 30)),
        ("second", at(2026, 10, 25, 1, 30)),
        ("on the hour", at(2026, 10, 25, 2)),
        ("soon", None),
        ("after", at(2026, 10, 25, 9)),
        ("before", at(2026, 10, 24, 20)),
    ]
    loose, slots = by_hour(todos, hours, at(2026, 10, 24, 23), LONDON)
    assert [(due.what, due.at) for due in loose] == [
        ("soon", ""),
        ("before", "yesterday 21:00"),
        ("after", "today 09:00"),
    ]
    found = {(hour.label, hour.again): [(due.what, due.at) for due in dues] for hour, dues in slots}
    assert found["01", False] == [("first", "01:30")]
    assert found["01", True] == [("second", "01:30")]
    assert found["02", False] == [("on the hour", "")]
    assert found["00", False] == found["03", False] == []


def test_the_sickest_stand_first_and_who_is_not_judged_yet_before_the_watchers() -> None:
    cards = [Card("A", "bed 1", severity, "", "") for severity in (Severity.STABLE, Severity.WATCHER, None)]
    cards += [Card("B", "bed 2", Severity.UNSTABLE, "", ""), Card("C", "bed 0", Severity.STABLE, "", "")]
    assert [(card.patient, card.severity) for card in sickest_first(cards)] == [
        ("B", Severity.UNSTABLE),
        ("A", None),
        ("A", Severity.WATCHER),
        ("C", Severity.STABLE),
        ("A", Severity.STABLE),
    ]


HOURS = tuple((hour, ()) for hour in hours_of(at(2026, 11, 16, 7), at(2026, 11, 16, 19), LONDON))
SHORT = Card("MK 4821", "bed 1", Severity.STABLE, "You are responsible", "Quiet night.", hours=HOURS)
LONG = replace(SHORT, if_thens=(("w " * 60, "w " * 60),) * 3)


@pytest.mark.parametrize(
    ("cards", "sizes"),
    [
        ([SHORT] * 17, [8, 8, 1]),
        ([SHORT] * 9, [8, 1]),
        ([SHORT] * 8, [8]),
        ([SHORT] * 3, [3]),
        ([LONG] * 8, [4, 4]),
        ([LONG] * 2 + [SHORT] * 7, [4, 5]),
        ([replace(LONG, added=("w " * 60,) * 9)] * 5, [2, 2, 1]),
        ([replace(LONG, added=("語" * 100,) * 6)] * 3, [2, 1]),
        ([], []),
    ],
)
def test_eight_patients_share_a_sheet_and_fewer_when_their_words_need_the_room(
    cards: list[Card], sizes: list[int]
) -> None:
    assert [len(sheet) for sheet in sheets(cards)] == sizes


def test_words_are_cut_between_words() -> None:
    assert shortened("x" * 200, 20) == "x" * 20 + " …"
    assert shortened("مريض " * 30, 20).endswith(" …")


def paper_url(ward: Ward) -> str:
    return urls(ward)["index"] + "/paper"


def printed(ward: Ward) -> list[str]:
    return [str(event.subject_id) for event in audit.newest() if event.action == PRINTED]


def test_the_sheet_tells_of_my_patients_what_a_nurse_needs_at_night(ward: Ward) -> None:
    plan = Plan(
        actions=(ToDo("Blood count", ward.now + timedelta(hours=1)), ToDo("Walk"), ToDo("Given back"), ToDo("Over")),
        if_thens=(IfThen("the pain comes back", "call the doctor"),),
        checks=Checks.CHANGED,
        checks_note="Penicillin allergy",
    )
    handoff = sent(ward, ward.alice, plan=plan, severity=Severity.WATCHER)
    answers = dict.fromkeys((1, 2, 4), ActionAnswer.ACCEPTED) | {3: ActionAnswer.HANDED_BACK}
    acknowledged(ward, handoff, ward.bob, Severity.STABLE, answers=answers)
    with transaction():
        service.finish_action(handoff, number=4, actor=ward.bob, now=ward.now)
    corrected(ward, handoff, "Ten units, not four")
    text = ward.client(ward.bob).get(paper_url(ward)).text
    assert "MK 4821 bed 12 Watcher You are responsible since 07:05" in text  # the more worried of two views
    assert "Changed: Penicillin allergy" in text
    assert "Added 07:05 Ten units, not four" in text
    assert "If the pain comes back, then call the doctor" in text
    assert "Any Walk 07 08 08:05 Blood count 09 10" in text
    assert "Given back" not in text
    assert "Over" not in text
    assert "Working handoff, not the medical record. Shred before you go home." in text


def test_a_patient_in_my_bed_stands_there_without_the_senders_view(ward: Ward) -> None:
    sent(ward, ward.alice, bed="3", severity=Severity.UNSTABLE)
    give(ward, "3", ward.bob, by=ward.bob)
    text = ward.client(ward.bob).get(paper_url(ward)).text
    assert "MK 4821 bed 3 Not judged yet Alice Adeyemi is responsible" in text
    assert "Unstable" not in text


def test_what_i_handed_over_and_nobody_took_is_still_mine(ward: Ward) -> None:
    sent(ward, ward.alice, severity=Severity.UNSTABLE)
    assert "MK 4821 bed 12 Unstable You are responsible" in ward.client(ward.alice).get(paper_url(ward)).text


def test_opening_it_is_recorded_for_each_patient_and_shows_nobody_elses(ward: Ward) -> None:
    own = [acknowledged(ward, sent(ward, ward.alice, last_four=f"100{number}"), ward.bob) for number in range(2)]
    acknowledged(ward, sent(ward, ward.alice, last_four="2001"), ward.maria)
    before = audit.revision(ward.unit_id)
    page = ward.client(ward.bob).get(paper_url(ward))
    assert sorted(printed(ward)) == sorted(str(handoff.id) for handoff in own)
    assert audit.revision(ward.unit_id) == before
    assert "2001" not in page.bare
    nothing = ward.client(ward.alice).get(paper_url(ward))
    assert "No patient of yours yet" in nothing.text
    assert len(printed(ward)) == 2


def test_the_sheet_is_there_for_people_of_the_unit_alone_and_for_two_days(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    assert ward.anonymous().get(paper_url(ward)).status == 303
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        page = ward.client(outsider).get(paper_url(ward))
        assert (page.status, "4821" in page.body) == (404, False)
    assert ward.locked_tablet().get(paper_url(ward)).status == 303
    ward.clock.tick(timedelta(hours=48))
    assert "4821" not in ward.client(ward.bob).get(paper_url(ward)).bare


def test_a_ninth_patient_goes_on_a_second_sheet(ward: Ward) -> None:
    for number in range(9):
        acknowledged(ward, sent(ward, ward.alice, last_four=f"10{number:02}"), ward.bob)
    page = ward.client(ward.bob).get(paper_url(ward))
    assert [len(part.findall(".//{*}article")) for part in page.find("section") if part.get("aria-label")] == [8, 1]
    assert "sheet 2 of 2" in page.text


def test_before_you_go_reminds_of_the_sheet_only_who_opened_it_in_this_shift(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    going = f"/units/{ward.unit_id}/before-you-go"
    assert "shred it" not in ward.client(ward.bob).get(going).text
    ward.client(ward.bob).get(paper_url(ward))
    assert (
        "You opened your sheet to print at 07:05. It names patients: shred it" in ward.client(ward.bob).get(going).text
    )
    assert "shred it" not in ward.client(ward.maria).get(going).text
    ward.clock.tick(timedelta(hours=14))
    assert "shred it" not in ward.client(ward.bob).get(going).text


def test_the_hours_are_those_of_the_shift_in_which_i_have_beds(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    give(ward, "3", ward.bob, by=ward.bob)
    ward.clock.tick(timedelta(hours=11, minutes=15))
    assert "Day 07:00 to 19:00" in ward.client(ward.bob).get(paper_url(ward)).text
    assert "Day, 07:00 to 19:00" in ward.client(ward.bob).get(urls(ward)["index"] + "/beds").text
    assert "Night, 19:00 to 07:00" in ward.client(ward.maria).get(urls(ward)["index"] + "/beds").text


def test_words_that_look_like_html_stay_words(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice, situation="<script>x</script> 🛏️ مريض"), ward.bob)
    page = ward.client(ward.bob).get(paper_url(ward))
    assert "<script>x</script> 🛏️ مريض" in page.text
    assert queries.taken(ward.unit_id, ward.now)


def test_what_was_dropped_is_not_on_the_sheet(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    url, draft = urls(ward), begun(ward, ward.bob)
    [row] = queries.to_decide(draft, ward.now)
    assert row.what in ward.client(ward.bob).get(f"{url['index']}/paper").text
    with transaction():
        dropped = [Decided(row.id, Decision.DROPPED, reason="It was done at noon")]
        service.keep_plan(draft, PLAN, to_person_id=None, decided=dropped, actor=ward.bob, now=ward.now)
    assert row.what not in ward.client(ward.bob).get(f"{url['index']}/paper").text
