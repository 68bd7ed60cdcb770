"""Every screen of Huddle and the states it can be in, each with who looks at it and how it is reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page

from tests.journeys import states
from tests.journeys.handoff_screens import handoffs
from tests.journeys.review_screens import reviews
from tests.journeys.screen import ADMIN, CHARGE, EMPTY, MANAGER, QUALITY, RECEIVER, STAFF, Screen
from tests.journeys.world import LOCKED, NOBODY, TABLET, WALL, World


def _door() -> list[Screen]:
    ben, set_up = {"person_id": "Ben Carter"}, {"empty_installation": True}
    return [
        Screen("set-up of the hospital", "accounts.set_up", NOBODY, **set_up),  # type: ignore[arg-type]
        Screen("set-up with errors", "accounts.set_up", NOBODY, do=states.send_empty, **set_up),  # type: ignore[arg-type]
        Screen("sign in", "accounts.sign_in", NOBODY),
        Screen("sign in, wrong", "accounts.sign_in", NOBODY, do=states.sign_in_wrongly),
        Screen("sign in on a tablet", "accounts.sign_in", TABLET),
        Screen("enrolment", "accounts.enrolment", NOBODY),
        Screen("enrolment with errors", "accounts.enrolment", NOBODY, do=states.send_empty),
        Screen("enrolment of a tablet", "accounts.enrolment", TABLET),
        Screen("names", "accounts.tablet", TABLET),
        Screen("names found", "accounts.tablet", TABLET, query="?q=an"),
        Screen("no such name", "accounts.tablet", TABLET, query="?q=xyz"),
        Screen("names, locked", "accounts.tablet", LOCKED),
        Screen("PIN", "accounts.pin", TABLET, values=ben, bedside=True),
        Screen("PIN, wrong", "accounts.pin", TABLET, values=ben, do=states.wrong_pin),
        Screen("PIN, locked", "accounts.pin", LOCKED, values={"person_id": "Femi Adewale"}, bedside=True),
        Screen("your units", "accounts.home", QUALITY),
        Screen("your two units", "accounts.home", EMPTY),
        Screen("no unit", "accounts.home", "Lone Walker"),
        Screen("you, on a tablet", "accounts.me", STAFF),
        Screen("you, a manager", "accounts.me", MANAGER),
        Screen("you, an administrator", "accounts.me", ADMIN),
        Screen("you, in charge now", "accounts.me", "Daniel Osei"),
        Screen("guests of this shift", "accounts.shift_guests", CHARGE),
        Screen("guests of this shift and those who have gone", "accounts.shift_guests", CHARGE, do=states.unfold),
        Screen("no guests of this shift", "accounts.shift_guests", EMPTY, unit="8 South"),
        Screen("new guest", "accounts.new_shift_guest", CHARGE, bedside=True),
        Screen("new guest with errors", "accounts.new_shift_guest", CHARGE, do=states.send_empty),
        Screen("new guest whose name is known", "accounts.new_shift_guest", CHARGE, do=states.known_guest),
        Screen("new guest with a PIN", "accounts.new_shift_guest", EMPTY, unit="9 South", do=states.new_guest),
        Screen("guest", "accounts.shift_guest", CHARGE, values={"guest_id": "guest"}),
        Screen("guest who has gone", "accounts.shift_guest", CHARGE, values={"guest_id": "gone guest"}),
        Screen("own PIN to be chosen", "accounts.my_pin", "Lucia Moretti"),
        Screen("wall", "wall.show", WALL),
        Screen("wall of an empty unit", "wall.show", EMPTY, unit="8 South"),
        Screen("wall while the huddle is open", "wall.show", "Nadia Rahman", unit="3 North"),
        Screen("my PIN", "accounts.my_pin", STAFF),
        Screen("my PIN with errors", "accounts.my_pin", STAFF, do=states.send_empty),
        Screen("what is new for you", "notifications.for_you", MANAGER),
        Screen("nothing new for you", "notifications.for_you", EMPTY),
        Screen("reminders and calendar", "notifications.settings", MANAGER),
        Screen("reminders with errors", "notifications.settings", EMPTY, do=states.mail_without_address),
        Screen("calendar address, shown once", "notifications.settings", EMPTY, do=states.calendar_address),
        Screen("calendar of a unit", "notifications.unit_feed", MANAGER),
        Screen("calendar of a unit without one", "notifications.unit_feed", EMPTY, unit="9 South"),
        Screen("e-mail", "notifications.mail", ADMIN),
        Screen("my password", "accounts.my_password", MANAGER),
        Screen("my password with errors", "accounts.my_password", MANAGER, do=states.send_empty),
    ]


def _board() -> list[Screen]:
    return [
        Screen("board with something for you", "today.board", STAFF, bedside=True),
        Screen("board of the charge nurse", "today.board", CHARGE, bedside=True),
        Screen("board with a draft of yours", "today.board", "Chloe Dubois", bedside=True),
        Screen("board while the huddle is open", "today.board", "Nadia Rahman", unit="3 North", bedside=True),
        Screen("board of an empty unit", "today.board", EMPTY, unit="8 South"),
        Screen("board that cannot refresh", "today.board", CHARGE, do=states.stale),
        Screen("board of a manager on a computer", "today.board", MANAGER),
        Screen("board, unfolded", "today.board", CHARGE, do=states.unfold),
        Screen("before you go", "going.show", STAFF, bedside=True),
        Screen("before you go, after the end of a shift", "going.show", "Chloe Dubois", bedside=True),
        Screen("before you go, unfolded", "going.show", CHARGE, do=states.unfold),
        Screen("before you go, with errors", "going.show", STAFF, do=states.thank_with_nothing),
        Screen("before you go, nothing open", "going.show", EMPTY, unit="8 South", bedside=True),
    ]


def _huddles() -> list[Screen]:
    full, bare, every = {"huddle_id": "full huddle"}, {"huddle_id": "empty huddle"}, {"huddle_id": "every step"}
    check, watcher, shift = {"huddle_id": "mid-shift check"}, {"watcher_id": "watcher"}, {"huddle_kind": "scheduled"}
    nadia, north = "Nadia Rahman", "3 North"

    def show(name: str, **more: object) -> Screen:
        return Screen(name, "huddles.show", "Luis Romero", unit="Harbour 2", values=every, **more)  # type: ignore[arg-type]

    return [
        Screen("huddles", "huddles.index", CHARGE),
        Screen("huddles while one is open", "huddles.index", nadia, unit=north),
        Screen("huddles of an empty unit", "huddles.index", EMPTY, unit="8 South"),
        Screen("huddles, unfolded", "huddles.index", CHARGE, do=states.unfold),
        Screen("huddle with many items", "huddles.show", nadia, unit=north, values=full, bedside=True),
        Screen("huddle, unfolded", "huddles.show", nadia, unit=north, values=full, do=states.unfold),
        Screen("huddle that cannot refresh", "huddles.show", nadia, unit=north, values=full, do=states.stale),
        Screen("huddle with nothing", "huddles.show", EMPTY, unit="9 South", values=bare, bedside=True),
        show("huddle with every step", bedside=True),
        show("huddle with every step, unfolded", do=states.unfold),
        show("huddle in which two wrote", do=states.others_note),
        Screen("mid-shift check", "huddles.show", EMPTY, unit="9 South", values=check, bedside=True),
        Screen("huddle for late-comers", "huddles.summary", nadia, unit=north, values=full),
        Screen("huddle on paper", "huddles.sheet", nadia, unit=north, values=full),
        Screen("plan of a watcher", "huddles.watcher", nadia, unit=north, values=full | watcher, bedside=True),
        Screen("how our huddles go", "reports.huddles", STAFF),
        Screen("how our huddles go, unfolded", "reports.huddles", MANAGER, do=states.unfold),
        Screen("how our huddles go, with limits", "reports.huddles", QUALITY, query="?charts=limits"),
        Screen("notes on a chart", "chart_notes.index", MANAGER, values={"measure": "U1"}),
        Screen("note on a chart", "chart_notes.edit", CHARGE, values={"measure": "U1", "starts_on": "last monday"}),
        Screen("how the huddles of a unit go", "reports.huddles", QUALITY, unit="3 North"),
        Screen("how we follow through", "reports.promises", STAFF),
        Screen("how we follow through, unfolded", "reports.promises", MANAGER, do=states.unfold),
        Screen("how a unit follows through", "reports.promises", QUALITY, unit="3 North", query="?charts=limits"),
        Screen("how an empty unit follows through", "reports.promises", EMPTY, unit="8 South"),
        Screen("how units follow through", "figures.units", QUALITY),
        Screen("taking figures out", "reports.new_export", MANAGER),
        Screen("how the huddles of an empty unit go", "reports.huddles", EMPTY, unit="8 South"),
        Screen("our huddle", "huddles.template", CHARGE, values=shift),
        Screen("our huddle, unfolded", "huddles.template", MANAGER, values=shift, do=states.unfold),
        Screen("our huddle for an administrator", "huddles.template", ADMIN, values={"huddle_kind": "ad_hoc"}),
        Screen("huddle that is closed", "huddles.show", CHARGE, values={"huddle_id": "old huddle"}),
    ]


def _concerns() -> list[Screen]:
    def show(name: str, key: str, who: str, **more: object) -> Screen:
        return Screen(name, "concerns.show", who, values={"concern_id": key}, **more)  # type: ignore[arg-type]

    def above(name: str, **more: object) -> Screen:
        return Screen(name, "concerns.escalation", CHARGE, values={"concern_id": "open concern"}, **more)  # type: ignore[arg-type]

    return [
        Screen("concerns", "concerns.index", STAFF),
        Screen("concerns of an empty unit", "concerns.index", EMPTY, unit="8 South"),
        Screen("new concern", "concerns.new", STAFF, bedside=True),
        Screen("new concern with errors", "concerns.new", STAFF, do=states.send_empty),
        Screen("new concern, not sent yet", "concerns.new", "Daniel Osei", do=states.unsent),
        Screen("new concern, locked without a network", "concerns.new", "Daniel Osei", do=states.covered),
        Screen("too much text", "concerns.new", STAFF, do=states.too_much),
        Screen("a colleague's form", "concerns.new", STAFF, do=states.others_form),
        show("open concern for staff", "open concern", STAFF),
        show("open concern for the charge nurse", "open concern", CHARGE),
        show("open concern, answered without words", "open concern", CHARGE, do=states.send_empty),
        show("own concern, answered", "own answered concern", "Daniel Osei"),
        show("concern that was picked up", "picked up concern", CHARGE, do=states.unfold),
        show("concern that a colleague picked up", "picked up concern", STAFF),
        show("concern that waits above", "asked concern", CHARGE, do=states.unfold),
        show("concern that goes on with another one", "merged concern", STAFF),
        above("help from above", bedside=True),
        above("help from above, with errors", do=states.send_empty),
        above("help from above that cannot be sent", do=states.phone_instead),
        show("concern to be told back", "answered concern", CHARGE, do=states.unfold),
        show("closed concern", "closed concern", STAFF),
    ]


def _above() -> list[Screen]:
    def page(name: str, endpoint: str, who: str = RECEIVER, kind: str = "service", **values: str) -> Screen:
        return Screen(name, f"tiers.{endpoint}", who, values={"kind": kind, "level_id": kind} | values)

    def item(name: str, who: str = RECEIVER, do: Callable[[Page, World], None] | None = None) -> Screen:
        return replace(page(name, "concern", who, concern_id="asked concern"), do=do)

    return [
        Screen("levels above the units", "tiers.index", QUALITY),
        Screen("no level", "tiers.index", STAFF),
        page("service today", "level"),
        page("site today for the quality lead", "level", QUALITY, "site"),
        page("organisation today for the quality lead", "level", QUALITY, "organisation"),
        page("huddle of a service", "huddle", huddle_id="service huddle"),
        page("huddle of a site that is over", "huddle", QUALITY, "site", huddle_id="site huddle"),
        item("concern at its service"),
        item("concern at its service, unfolded", do=states.unfold),
        item("concern at its service, answered without words", do=states.send_empty),
        item("concern at its service for a manager", MANAGER),
        page("action item at the level it asks", "action_item", item_id="action asked above"),
    ]


def _actions() -> list[Screen]:
    def show(name: str, key: str, who: str, **more: object) -> Screen:
        return Screen(name, "actions.show", who, values={"item_id": key}, **more)  # type: ignore[arg-type]

    def item(name: str, endpoint: str, key: str, who: str = STAFF, **more: object) -> Screen:
        return Screen(name, f"actions.{endpoint}", who, values={"item_id": key}, **more)  # type: ignore[arg-type]

    return [
        Screen("action items", "actions.index", CHARGE),
        Screen("my action items", "actions.index", CHARGE, query="?show=mine"),
        Screen("action items of an empty unit", "actions.index", EMPTY, unit="8 South"),
        Screen("an action item done with one tap", "actions.index", CHARGE, query="?show=mine", do=states.one_tap_done),
        Screen("what is in the way", "actions.in_the_way", CHARGE, values={"item_id": "going action"}),
        Screen("nothing can be in the way", "actions.in_the_way", CHARGE, values={"item_id": "done action"}),
        Screen("whoever has it from now on", "actions.next_owner", CHARGE, values={"item_id": "action"}),
        Screen("an action item of others to hand over", "actions.next_owner", STAFF, values={"item_id": "action"}),
        Screen("everything of a colleague", "actions.everything_of", MANAGER, values={"person_id": "Ana Silva"}),
        Screen(
            "everything of a colleague, nobody chosen",
            "actions.everything_of",
            MANAGER,
            values={"person_id": "Ana Silva"},
            do=states.send_empty,
        ),
        Screen("my action items on all units", "follow.mine", CHARGE),
        Screen("nothing to do on any unit", "follow.mine", EMPTY, unit="8 South"),
        Screen("what waits on the manager", "follow.waiting", MANAGER),
        Screen("what waits on a level above", "follow.waiting", RECEIVER),
        Screen("nothing waits", "follow.waiting", EMPTY, unit="8 South"),
        Screen("improvements of all units", "follow.index", QUALITY),
        Screen("no improvement fits", "follow.index", QUALITY, query="?state=merged&strength=weaker"),
        Screen("a new action item with the coach", "actions.new", STAFF, do=states.ask_coach),
        Screen("new action item", "actions.new", STAFF, bedside=True),
        Screen("new action item with errors", "actions.new", STAFF, do=states.send_empty),
        show("own action item", "action", CHARGE),
        show("own action item, unfolded", "action", CHARGE, do=states.unfold),
        show("a colleague's action item", "action", "Daniel Osei"),
        show("action item that is done", "done action", CHARGE),
        show("action item that was dropped", "dropped action", STAFF),
        show("action item that was told back", "told action", STAFF, do=states.unfold),
        show("action item to be told back", "action to be told", CHARGE),
        show("action item that goes on within another", "merged action", STAFF),
        Screen("go and see", "actions.verification", STAFF, values={"item_id": "action to be seen"}),
        show("action item to be answered", "asked action", STAFF, do=states.unfold),
        show("action item whose owner wants a change", "action to be changed", MANAGER),
        show("action item whose owner cannot", "action without owner", CHARGE),
        show("action item to be started", "action to be started", CHARGE, do=states.unfold),
        show("action item that is stuck", "stuck action", CHARGE),
        show("action item that asks above", "action asked above", STAFF),
        show("action item to be looked at", "action to be looked at", STAFF),
        show("action item that did not work", "action that did not work", CHARGE),
        item("taking an action item on", "plan_page", "asked action"),
        item("taking an action item on, unfolded", "plan_page", "asked action", do=states.unfold),
        item("taking an action item on, nothing filled in", "plan_page", "asked action", do=states.send_empty),
        item("plan of an action item", "plan_page", "action to be started", CHARGE),
        item("not as it stands", "answer_page", "asked action"),
        item("an action item said differently", "wording", "action to be changed", CHARGE),
        item("an action item is stuck", "blocker", "action to be started", CHARGE),
        item("does it work?", "effect", "action to be looked at"),
        item("try something else", "second_try", "action that did not work", CHARGE),
        Screen("the same as another one", "actions.merging", CHARGE, values={"item_id": "action"}),
    ]


def _check_ins() -> list[Screen]:
    def show(name: str, key: str, who: str, **more: object) -> Screen:
        return Screen(name, "checkins.show", who, values={"month": key}, **more)  # type: ignore[arg-type]

    return [
        Screen("check-ins", "checkins.index", MANAGER),
        Screen("check-ins for staff", "checkins.index", STAFF),
        Screen("check-ins of an empty unit", "checkins.index", EMPTY, unit="8 South"),
        show("check-in to be published", "waiting month", MANAGER),
        show("check-in with errors", "waiting month", MANAGER, do=states.send_empty),
        show("check-in to be published, for staff", "waiting month", STAFF),
        show("published check-in", "published month", STAFF),
        show("published check-in for the quality lead", "north month", QUALITY, unit="3 North"),
    ]


def _administration() -> list[Screen]:
    def admin(name: str, endpoint: str, do: Callable[[Page, World], None] | None = None, **values: str) -> Screen:
        return Screen(name, f"admin.{endpoint}", ADMIN, values=values, do=do)

    def unit(name: str, endpoint: str, who: str = MANAGER, ward: str = "5 West", **more: object) -> Screen:
        return Screen(name, f"admin.{endpoint}", who, unit=ward, **more)  # type: ignore[arg-type]

    return [
        admin("administration", "start"),
        admin("people", "people_index"),
        Screen("no such person", "admin.people_index", ADMIN, query="?q=xyz"),
        admin("new person", "new_person"),
        admin("new person with errors", "new_person", states.send_empty),
        admin("person", "person", person_id="Ana Silva"),
        admin("person, unfolded", "person", states.unfold, person_id="Ana Silva"),
        admin("person without a unit", "person", person_id="Lone Walker"),
        admin("person who has left", "person", person_id="Rosa Departing"),
        admin("new secret", "person", states.new_secret, person_id="Kofi Mensah"),
        admin("places", "places"),
        admin("new site", "new_site"),
        admin("the hospital", "organisation"),
        admin("the hospital with errors", "organisation", states.no_days),
        admin("site", "site", site_id="site"),
        admin("new service", "new_service", site_id="site"),
        admin("service", "service", service_id="service"),
        admin("import of people", "imports", table="people"),
        admin("import with errors", "imports", states.send_empty, table="people"),
        admin("import, previewed", "imports", states.previewed, table="people"),
        admin("import, done", "imports", states.imported, table="people"),
        admin("import of units", "imports", table="units"),
        admin("new unit", "new_unit"),
        admin("new unit with errors", "new_unit", states.send_empty),
        unit("set-up of a unit", "unit"),
        unit("set-up of a unit for an administrator", "unit", ADMIN),
        unit("set-up of an empty unit", "unit", EMPTY, "8 South"),
        Screen("the beds of a unit", "beds.show", MANAGER),
        Screen("the beds of a unit for an administrator, with errors", "beds.show", ADMIN, do=states.unreadable_beds),
        unit("new shift", "new_shift"),
        unit("new shift with errors", "new_shift", do=states.send_empty),
        unit("shift", "shift", values={"shift_id": "shift"}),
        unit("shift, unfolded", "shift", values={"shift_id": "shift"}, do=states.unfold),
        unit("set-up of a unit, unfolded", "unit", ADMIN, do=states.unfold),
        admin("unit that closes", "closing", place_id="5 West"),
        admin("unit that closes with nothing open", "closing", place_id="8 South"),
        admin("unit that is closed", "closing", place_id="7 South"),
        admin("all tablets", "all_tablets"),
        unit("tablets", "tablets"),
        unit("tablets, unfolded", "tablets", do=states.unfold),
        unit("tablets of an empty unit", "tablets", EMPTY, "8 South"),
        unit("code for a tablet", "tablets", EMPTY, "9 South", do=states.new_code),
        unit("tablet", "tablet", values={"device_id": "tablet"}),
        unit("colleague with a forgotten PIN", "unit_person", values={"person_id": "Kofi Mensah"}),
        unit("colleague who leaves", "unit_person", values={"person_id": "Hanna Virtanen"}),
        unit("colleague with something to hand on", "unit_person", values={"person_id": CHARGE}),
        unit("colleague as an administrator sees them", "unit_person", ADMIN, values={"person_id": CHARGE}),
        unit("colleague whose PIN is made elsewhere", "unit_person", values={"person_id": MANAGER}),
    ]


def _paper() -> list[Screen]:
    def sheet(name: str, key: str, **more: object) -> Screen:
        return Screen(name, "downtime.sheet", STAFF, values={"form_id": key}, **more)  # type: ignore[arg-type]

    return [
        Screen("paper forms", "downtime.index", STAFF),
        Screen("paper forms, unfolded", "downtime.index", STAFF, do=states.unfold),
        Screen("paper forms, no such number", "downtime.index", STAFF, query="?number=5WEST-1"),
        Screen("paper forms for an administrator", "downtime.index", ADMIN),
        Screen("sheets to print", "downtime.pack", STAFF, values={"pack_id": "pack"}),
        sheet("paper handoff", "paper sbar"),
        sheet("paper handoff, unfolded", "paper sbar", do=states.unfold),
        sheet("paper handoff with errors", "paper sbar", do=states.send_empty),
        sheet("paper huddle", "paper huddle"),
        sheet("paper huddle with errors", "paper huddle", do=states.send_empty),
        sheet("paper debrief", "paper debrief"),
        sheet("paper that is typed in", "typed paper"),
    ]


def _errors() -> list[Screen]:
    return [
        Screen("not for you", "admin.start", STAFF, status=403),
        Screen("not there", "concerns.show", STAFF, values={"concern_id": "tablet"}, status=404),
        Screen("our mistake", "accounts.me", STAFF, instead=states.mistake, status=500),
        Screen("no database", "accounts.me", STAFF, instead=states.no_database, status=503),
    ]


SCREENS = [
    *_door(),
    *_board(),
    *handoffs(),
    *_huddles(),
    *_concerns(),
    *_above(),
    *_actions(),
    *reviews(),
    *_check_ins(),
    *_administration(),
    *_paper(),
    *_errors(),
]
