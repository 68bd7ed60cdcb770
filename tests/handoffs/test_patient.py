"""A patient on two identifiers, and the bed, which is only a place."""

from __future__ import annotations

import pytest

from huddle.handoffs import rules


@pytest.mark.parametrize(("typed", "stored"), [("mk", "MK"), (" m.k. ", "MK"), ("48 21", "4821"), (None, None)])
def test_identifiers_are_taken_however_they_were_typed(typed: str | None, stored: str | None) -> None:
    assert rules.clean_identifier(typed) == stored


@pytest.mark.parametrize("initials", ["M", "MK", "ABCD", "Ö", "م", "王", "कि"])
def test_initials_are_letters_of_any_script(initials: str) -> None:
    assert rules.initials_fault(initials) == ""


@pytest.mark.parametrize("initials", ["", "ABCDE", "M1", "😀", "‮MK", "a" + "́" * 5])
def test_what_is_not_initials_is_said_kindly(initials: str) -> None:
    assert "1 to 4 letters" in rules.initials_fault(initials)


@pytest.mark.parametrize(("last_four", "good"), [("4821", True), ("48A1", True), ("482", False), ("48210", False)])
def test_the_end_of_a_record_number_is_four_signs(last_four: str, good: bool) -> None:
    assert (rules.last_four_fault(last_four) == "") is good


@pytest.mark.parametrize(("bed", "said"), [("512-A", "bed 512-A"), ("Room 4", "Room 4"), ("", "")])
def test_a_bed_is_said_as_people_say_it(bed: str, said: str) -> None:
    assert rules.bed_text(bed) == said
