"""How a screen gets into a state that no address leads to: each takes the open page there and waits until it shows."""

from __future__ import annotations

from itertools import count
from uuid import UUID

from playwright.sync_api import Page, expect
from sqlalchemy.exc import OperationalError

from huddle.core.transaction import transaction
from huddle.huddles import queries as huddle_queries
from huddle.huddles import service as huddles
from huddle.huddles.rules import NoteName
from huddle.practice.people import PASSWORD
from huddle.reviews import queries as reviews
from huddle.reviews import service
from huddle.reviews.rules import Question
from huddle.units.staff import actor_on
from tests.journeys.site import heading, press
from tests.journeys.world import World

_NUMBERS = count(1)
HALF = "Half a sentence about the new beds"


def send_empty(page: Page, _world: World) -> None:
    """The primary action with nothing filled in."""
    page.locator(".bar .btn--primary, .form__do .btn--primary").first.click()
    expect(page.locator(".govuk-error-summary, .field--error").first).to_be_visible()


def one_tap_done(page: Page, _world: World) -> None:
    page.locator(".item__do").get_by_role("button", name="Done").first.click()
    expect(page.locator("#undo")).to_be_visible()


def ask_coach(page: Page, _world: World) -> None:
    page.get_by_label("What will be done?").fill("Remind staff to be more careful with the bariatric chair")
    expect(page.locator(".coach__hint").first).to_be_visible()


def send_note(page: Page, _world: World) -> None:
    page.get_by_label("Your note", exact=True).fill("Nobody knew whom to ask, and it is my fault.")
    press(page, "Send the note")
    heading(page, "Your note is in")


def thank_with_nothing(page: Page, _world: World) -> None:
    page.get_by_text("Thank someone").click()
    press(page, "Say thanks")
    expect(page.locator(".field--error").first).to_be_visible()


def unreadable_beds(page: Page, _world: World) -> None:
    page.get_by_label("Beds", exact=True).fill("28-1")
    press(page, "Save the beds")
    expect(page.locator(".field--error").first).to_be_visible()


def wrong_pin(page: Page, _world: World) -> None:
    page.get_by_label("PIN", exact=True).fill("135790")
    expect(page.locator(".govuk-error-message")).to_be_visible()


def new_secret(page: Page, _world: World) -> None:
    press(page, "Make a new PIN")
    expect(page.locator(".secret").first).to_be_visible()


def known_guest(page: Page, _world: World) -> None:
    page.get_by_label("Name", exact=True).fill("Carlos")
    press(page, "Let them in")
    expect(page.get_by_text("Is it one of these?").first).to_be_visible()


def new_guest(page: Page, _world: World) -> None:
    page.get_by_label("Name", exact=True).fill("Ines Agbaje")
    press(page, "Let them in")
    expect(page.locator(".secret")).to_be_visible()


def mail_without_address(page: Page, _world: World) -> None:
    page.get_by_label("E-mail address").fill("")
    page.get_by_label("Send me one e-mail a day").check()
    send_empty(page, _world)


def calendar_address(page: Page, _world: World) -> None:
    page.get_by_role("button", name="address").first.click()
    expect(page.get_by_label("Secret address")).to_be_visible()


def new_code(page: Page, _world: World) -> None:
    press(page, "Make a code")
    expect(page.locator(".secret")).to_be_visible()


def no_days(page: Page, world: World) -> None:
    page.get_by_label("Erase patient text").fill("999")
    send_empty(page, world)


def previewed(page: Page, _world: World) -> None:
    """Thirty good rows and three with errors."""
    good = "".join(f"Nurse Number {number},nurse.{number},5 West,\n" for number in range(30))
    bad = "No Username,,5 West,\n=formula,formula,5 West,Boss\nNo Unit,no.unit,Nowhere,\n"
    page.get_by_label("Or paste the rows").fill(f"name,username,unit,role\n{good}{bad}")
    press(page, "Show what would happen")
    expect(page.get_by_text("Nothing is stored yet")).to_be_visible()


def imported(page: Page, _world: World) -> None:
    """Somebody new each time, on a unit that no other screen shows."""
    number = next(_NUMBERS)
    page.get_by_label("Or paste the rows").fill(f"name,username,unit\nNurse {number},new.nurse.{number},Harbour 2\n")
    press(page, "Show what would happen")
    press(page, "Import 1 row")
    expect(page.get_by_role("heading", level=1)).to_have_text("People are imported")


def unfold(page: Page, _world: World) -> None:
    """Everything that can be opened is open."""
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")


def worded(page: Page, _world: World) -> None:
    """What is typed calls for advice: it stands under the field."""
    page.locator("textarea").press_sequentially("The night nurse failed to act. It was careless.", delay=5)
    expect(page.locator(".wording mark").first).to_be_visible()
    expect(page.get_by_text("And 1 more.")).to_be_visible()


def others_text(page: Page, world: World) -> None:
    """A colleague stores another text while this one is being written: both are shown."""
    page.locator("textarea").fill(HALF)
    with world.app.app_context(), transaction():
        review = reviews.get(world.ids["5 West"], world.ids["review of two"])
        ana = actor_on(world.ids["5 West"], world.ids["Ana Silva"], now=world.clock.now())
        service.answer(review, Question.EXPECTED, text="Two rounds an hour", actor=ana, now=world.clock.now())
    press(page, "Next question")
    expect(page.locator(".conflict")).to_be_visible()
    expect(page.get_by_text(HALF).first).to_be_visible()


def taken_out(page: Page, world: World) -> None:
    """A colleague takes a row of the timeline out while somebody changes it: it can be put back as typed."""
    unit_id = world.ids["5 West"]
    with world.app.app_context(), transaction():
        review = reviews.get(unit_id, world.ids["draft review"])
        ana = actor_on(unit_id, world.ids["Ana Silva"], now=world.clock.now())
        row = service.add_moment(review, clock="07:10", what=HALF, known_from="", actor=ana, now=world.clock.now())
        old, new = str(world.ids["moment"]), str(row.id)
    page.goto(page.url.replace(old, new))
    with world.app.app_context(), transaction():
        review = reviews.get(unit_id, world.ids["draft review"])
        service.remove_moment(review, reviews.moment(review.id, UUID(new)), actor=ana, now=world.clock.now())
    press(page, "Save")
    expect(page.get_by_role("button", name="Put it back")).to_be_visible()


def others_note(page: Page, world: World) -> None:
    """A colleague stores another note while this one is being typed: both are shown."""
    unit_id, huddle_id = world.ids["Harbour 2"], world.ids["every step"]
    page.evaluate("document.getElementById('more-load').open = true")
    field = page.get_by_label("Who is stretched, who can lend a hand?")
    with world.app.app_context(), transaction():
        mei, huddle = (
            actor_on(unit_id, world.ids["Mei Tanaka"], now=world.clock.now()),
            huddle_queries.get(unit_id, huddle_id),
        )
        words = f"{len(huddle_queries.notes(huddle_id))} more hands from the pool"
        huddles.note(huddle, name=NoteName.STRETCHED, text=words, actor=mei, now=world.clock.now())
    field.fill(HALF)
    expect(page.locator(".conflict")).to_be_visible()
    expect(page.get_by_text(HALF).first).to_be_visible()


def stale(page: Page, _world: World) -> None:
    """The board's polls go nowhere; the next one is five seconds away at most."""
    page.route("**/news*", lambda route: route.abort())
    expect(page.locator("#stale")).to_contain_text("Could not refresh")


def unsent(page: Page, _world: World) -> None:
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_role("textbox").first.fill(HALF)
    page.locator("label.chip").first.click()
    press(page, "Put it on the board")
    expect(page.locator("#sync")).to_have_text("Not sent yet. Trying again.")
    expect(page.get_by_role("textbox").first).to_have_value(HALF)


def phone_instead(page: Page, _world: World) -> None:
    """What cannot wait and cannot be sent: the page says at once whom to phone."""
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    for chip in ("We are blocked", "Could harm"):
        page.locator("label.chip", has_text=chip).click()
    # At once: when nothing that waits ever happens.
    page.evaluate("() => { window.later = setTimeout; window.setTimeout = () => 0; }")
    press(page, "Send to Medicine")
    expect(page.locator("#sync")).to_have_text("Not sent. Phone Medicine 5-2000.")
    page.evaluate("() => { window.setTimeout = window.later; }")


def covered(page: Page, world: World) -> None:
    """The tablet locks with text that could not be sent."""
    unsent(page, world)
    page.evaluate("document.dispatchEvent(new CustomEvent('huddle:lock'))")
    expect(page.locator(".cover")).to_be_visible()


def too_much(page: Page, _world: World) -> None:
    """Posted by the browser itself, as without a script."""
    page.evaluate(
        "const text = document.querySelector('textarea'); text.value = 'word '.repeat(60000); text.form.submit()"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Too much text")


def others_form(page: Page, world: World) -> None:
    """A form that a colleague opened on this tablet, sent by whoever is signed in now."""
    page.get_by_role("textbox").first.fill(HALF)
    page.context.clear_cookies(name="huddle")
    page.context.add_cookies([{"name": "huddle", "value": world.cookies["Ana Silva"]["huddle"], "url": world.url}])
    press(page, "Put it on the board")
    expect(page.get_by_text("The text is kept for the person who started it.")).to_be_visible()


def sign_in_wrongly(page: Page, _world: World) -> None:
    page.get_by_label("Username").fill("ana.silva")
    page.get_by_label("Password").fill(PASSWORD[::-1])
    press(page, "Sign in")
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def no_database() -> None:
    raise OperationalError("select", {}, Exception("the database is away"))


def mistake() -> None:
    raise RuntimeError("a mistake of ours")
