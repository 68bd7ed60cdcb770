"""The whole handoff loop in a browser without JavaScript: everything is a plain form and a plain link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from huddle.practice.people import PIN
from tests.journeys.handing_over import (
    PATIENT,
    hand_over,
    keep,
    open_it,
    plan,
    responsible,
    say_back,
    tablet,
    to_handoffs,
    write,
)
from tests.journeys.site import Site, heading, press

pytestmark = pytest.mark.browser
BEN, ANA, DANIEL = "Ben Carter", "Ana Silva", "Daniel Osei"
STEADY = ("ST 0501", "ST 0502", "ST 0503")


@pytest.fixture
def ben(site: Site, browser: Browser) -> Page:
    return tablet(site, browser, BEN, script=False)


@pytest.fixture
def daniel(site: Site, browser: Browser) -> Page:
    return tablet(site, browser, DANIEL, script=False)


def test_from_the_first_word_to_the_next_shift(ben: Page, daniel: Page) -> None:
    write(ben, "Stable")
    plan(ben, to=DANIEL)
    keep(ben)
    press(ben, f"Change {PATIENT}")
    ben.locator("label.chip", has_text="Watcher").click()
    press(ben, "Next: what to do")
    expect(ben.get_by_label("What must be done?", exact=True)).to_have_value("Look every hour")
    ben.locator("label.chip", has_text="Checked, as before").click()
    ben.locator("label.chip", has_text="Face to face").click()
    press(ben, "Send handoff")
    open_it(ben)
    press(ben, "Read it aloud")
    expect(ben.get_by_text("I see this patient as a watcher.")).to_be_visible()
    open_it(daniel)
    say_back(daniel)
    press(daniel, "I have this patient")
    responsible(daniel, "You are responsible since 07:05")
    _corrected_and_seen(ben, daniel)
    daniel.locator("#handoff-report").get_by_role("button", name="Done").click()
    expect(daniel.locator("#handoff-report")).to_contain_text("Done 07:05")
    press(daniel, "Hand this patient on")
    expect(daniel.get_by_label("Background", exact=True)).to_have_value("Pneumonia, day three.")
    expect(daniel.get_by_label("Situation", exact=True)).to_have_value("")
    expect(daniel.locator("input[name=severity]:checked")).to_have_count(0)


def _corrected_and_seen(sender: Page, receiver: Page) -> None:
    open_it(sender)
    sender.locator("summary", has_text="Correct something").click()
    sender.get_by_label("What is right?").fill("Day two, not three.")
    press(sender, "Add the correction")
    expect(sender.locator("#handoff-said")).to_contain_text("Not seen yet by Daniel Osei")
    open_it(receiver)
    press(receiver, "Seen")
    expect(receiver.locator("#handoff-said")).to_contain_text("Seen 07:05 by you")
    responsible(receiver, "You are responsible since 07:05")


def test_a_stable_list_is_taken_with_one_signature_after_one_was_said_back(ben: Page, daniel: Page) -> None:
    for name in STEADY:
        _keep_steady(ben, name)
    ben.get_by_label("To whom").select_option(label=DANIEL)
    press(ben, "Send 3")
    to_handoffs(daniel)
    daniel.get_by_role("link", name=re.compile("one signature")).click()
    heading(daniel, "Stable patients")
    drawn = daniel.locator("main .row__title").inner_text()
    assert drawn in STEADY
    daniel.locator("main a.row__link", has_text=drawn).click()
    daniel.locator("label.chip", has_text="Stable").first.click()
    daniel.get_by_label("What matters first?", exact=True).fill("Two walks")
    press(daniel, "I have this patient")
    to_handoffs(daniel)
    daniel.get_by_role("link", name=re.compile("one signature")).click()
    press(daniel, "I have these patients")
    expect(daniel.locator(".govuk-error-summary")).to_contain_text("Tick each patient")
    for box in daniel.locator("label.check").all():
        box.click()
    press(daniel, "I have these patients")
    expect(daniel.locator(".notice")).to_contain_text("You have these patients.")
    for name in STEADY:
        expect(daniel.locator("#handoff-list li", has_text=name)).to_contain_text("You are responsible since")


def _keep_steady(page: Page, name: str) -> None:
    page.goto(re.sub(r"/units/([^/]+)/.*", r"/units/\1/handoffs/new", page.url))
    initials, last_four = name.split()
    words = {"Initials": initials, "Record number, last four": last_four, "Situation": "Slept.", "Background": "Hip."}
    for label, text in (words | {"Assessment": "Well.", "Recommendation": "Two walks."}).items():
        page.get_by_label(label, exact=True).fill(text)
    page.locator("label.chip", has_text="Stable").first.click()
    press(page, "Next: what to do")
    for words_on_chip in ("Checked, as before", "Face to face"):
        page.locator("label.chip", has_text=words_on_chip).click()
    keep(page)


def test_the_receiver_signs_face_to_face_on_the_senders_tablet(ben: Page) -> None:
    hand_over(ben, to=DANIEL)
    open_it(ben)
    press(ben, "Sign here, face to face")
    heading(ben, PATIENT)
    expect(ben.get_by_label("Who takes this patient on?")).to_contain_text(DANIEL)
    say_back(ben)
    for pin, words in (("111119", "not right"), (PIN, "")):
        field = ben.locator("main input[type=password]")
        field.fill(pin)
        press(ben, "I have this patient")
        if words:
            expect(ben.locator(".field--error")).to_contain_text(words)
            expect(ben.get_by_label("What matters first?", exact=True)).to_have_value("Hourly looks")
    responsible(ben, "Daniel Osei is responsible since 07:05")


def test_one_handoff_is_taken_out_as_text_and_one_is_thrown_away(ben: Page) -> None:
    hand_over(ben)
    open_it(ben)
    with ben.expect_download() as waiting:
        press(ben, "Take it out as plain text")
    text = waiting.value.path().read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == "handoff.txt"
    assert "Short of breath since six, oxygen up to three litres." in text
    write(ben, "Stable")
    ben.locator("summary", has_text="Throw this handoff away").click()
    press(ben, "Throw it away")
    expect(ben.locator(".notice")).to_contain_text("Nothing of it is left.")
    expect(ben.get_by_role("heading", name="Not sent yet")).to_have_count(0)


def test_who_the_patient_is_stands_in_one_row_on_a_phone_with_words_in_two_lines(ben: Page) -> None:
    ben.set_viewport_size({"width": 390, "height": 844})
    ben.goto(ben.url.replace("board", "handoffs/new"))
    bottoms = ben.locator(".two--who input").evaluate_all("all => all.map(one => one.getBoundingClientRect().bottom)")
    assert len(bottoms) == 3
    assert len(set(bottoms)) == 1
    lines = ".two--who label >> nth=1"
    assert ben.locator(lines).evaluate("one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)") <= 2
