"""What a page shows of the wording help."""

from __future__ import annotations

from huddle.web.wording import READ, SHOWN, hints


def test_care_stands_first_and_the_strong_before_the_weak() -> None:
    found = hints("Poor documentation. Staff failed to call. It is my fault.")
    assert [hint.phrase for hint in found.shown] == ["my fault", "Staff failed to", "Poor documentation"]
    assert [hint.is_care for hint in found.shown] == [True, False, False]


def test_a_phrase_is_shown_once_and_few_at_a_time() -> None:
    found = hints("It was careless. So careless. It was sloppy, negligent, stupid.")
    assert [hint.phrase for hint in found.shown] == ["careless", "sloppy", "negligent"]
    assert (len(found.shown), found.more) == (SHOWN, 1)
    assert len(hints("So careless, sloppy, negligent, stupid.", at_most=9).shown) == 4


def test_nothing_typed_is_nothing_to_say() -> None:
    assert hints(None) == hints("") == hints("The bag came at 11:40.")


def test_a_very_long_text_is_read_as_far_as_any_field_goes() -> None:
    assert hints("x " * READ + "careless").shown == ()
