"""What becomes of open things, and that nothing for the unit says who the patient is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from huddle.core.errors import FieldRefused, RuleBroken
from huddle.handoffs.rules import Carried, Decided, Decision, require_decided, require_no_patient, require_open

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mend the bell of MK",
        "mk has no bell",
        "Mk fell",
        "M.K. fell",
        "m. k. fell",
        "M-K",
        "M K fell",
        "(MK)",
        "Bell for 4821",
        "MRN 00124821",
        "48-21",
        "4 8 2 1",
        "\uff14\uff18\uff12\uff11",
        "٤٨٢١",
        "48\u200b21",
        "M\u00adK fell",
    ],
)
def test_a_text_that_names_the_patient_is_refused_with_what_names_them(text: str) -> None:
    with pytest.raises(FieldRefused, match="says who the patient is") as refused:
        require_no_patient(text, "MK", "4821", field_name="title")
    assert refused.value.field_name == "title"


@pytest.mark.parametrize(
    "text",
    ["Mend the bell in bay 2", "Order 48 cups by 21:00", "Ask Mike about 48210", "MKV filters", "", "🛏️ خلل في الجرس"],
)
def test_a_text_without_the_patient_is_taken(text: str) -> None:
    require_no_patient(text, "MK", "4821", field_name="title")


@pytest.mark.parametrize(
    ("text", "initials", "is_refused"),
    [
        ("Look at the pump", "AT", False),
        ("AT needs a pump", "AT", True),
        ("a.t. needs a pump", "AT", True),
        ("A pump is broken", "A", False),
        ("A. has no pump", "A", True),
        ("K has no pump", "K", True),
        ("öb has no pump", "ÖB", True),
        ("ÖB has no pump", "O\u0308B", True),
        ("مر has no pump", "مر", True),
        ("the pump [", "[", True),
        ("erased long ago", "", False),
    ],
)
def test_small_letters_that_may_be_a_word_are_no_initials(text: str, initials: str, is_refused: bool) -> None:
    if not is_refused:
        require_no_patient(text, initials, "", field_name="text")
        return
    with pytest.raises(FieldRefused):
        require_no_patient(text, initials, "", field_name="text")


def test_every_open_thing_is_decided_and_what_is_dropped_is_explained() -> None:
    one, other = uuid4(), uuid4()
    with pytest.raises(FieldRefused, match="Say what becomes of it") as refused:
        require_decided([one, other], [Decided(one, Decision.STILL)])
    assert refused.value.field_name == f"open_{other.hex}"
    with pytest.raises(FieldRefused, match="why it is dropped") as refused:
        require_decided([], [Decided(one, Decision.DROPPED, reason=" ")])
    assert refused.value.field_name == f"why_{one.hex}"
    require_decided([one, other], [Decided(one, Decision.DONE), Decided(other, Decision.DROPPED, reason="no need")])


@pytest.mark.parametrize("settled", ["is_done", "is_dropped", "is_item"])
def test_what_is_settled_stays_settled(settled: str) -> None:
    open_ = {"is_done": False, "is_dropped": False, "is_item": False}
    require_open(**open_)
    with pytest.raises(RuleBroken):
        require_open(**open_ | {settled: True})


@pytest.mark.parametrize(
    ("due", "done", "in_time"),
    [(1, 1, True), (1, 2, False), (1, None, False), (None, 9, True), (None, None, False)],
)
def test_a_carried_thing_is_done_by_the_time_of_its_last_handing_over(
    due: int | None, done: int | None, in_time: bool
) -> None:
    def at(hours: int | None) -> datetime | None:
        return None if hours is None else NOON + timedelta(hours=hours)

    row = Carried(NOON - timedelta(days=1), NOON - timedelta(hours=20), NOON, at(due), at(done))
    assert row.is_done_by_due is in_time
