"""Importing people and units: reading a file, the preview, all or nothing, again and again."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from huddle.accounts import queries as accounts
from huddle.accounts.models import User
from huddle.audit.models import AuditEvent
from huddle.core.actor import UnitRole
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotPermitted
from huddle.core.transaction import transaction
from huddle.units import overview, people, queries
from huddle.units.imports import queries as planning
from huddle.units.imports import rules, service
from huddle.units.imports.first_pins import make_pins
from huddle.units.imports.plans import pins_wanted
from huddle.units.imports.rules import COLUMNS, ImportKind, RowState
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward

HEAD = "name,username,unit,role\n"
PEOPLE, UNITS = "/admin/imports/people", "/admin/imports/units"
BAD_ROWS = (
    ",x.empty,5 West,\n",
    "No Username,,5 West,\n",
    "Bad Username,x y,5 West,\n",
    "No Unit,no.unit,,\n",
    "Wrong Unit,wrong.unit,Nowhere,\n",
    "Wrong Role,wrong.role,5 West,Boss\n",
    "=cmd()|calc,formula,5 West,\n",
    "Too Long " + "x" * 90 + ",too.long,5 West,\n",
    "Too,many,5 West,Staff,cells\n",
    "Dana Diaz,dana,5 West,\n",
)


@pytest.fixture
def dana(ward: Ward) -> CarefulClient:
    return ward.client(ward.dana)


def two_hundred_rows() -> str:
    """180 good rows and 20 with errors, mixed."""
    good = [f"Nurse {number:03d},nurse.{number:03d},5 West,\n" for number in range(180)]
    for place, bad in enumerate(BAD_ROWS * 2):
        good.insert(place * 9, bad)
    return HEAD + "".join(good)


def previewed(client: CarefulClient, text: str, path: str = PEOPLE) -> Page:
    return client.submit(path, f"{path}/preview", text=text)


def imported(client: CarefulClient, page: Page, path: str = PEOPLE, **fields: Any) -> Page:
    return client.post(path, {**page.form(path), **fields})


def uploaded(client: CarefulClient, content: bytes, path: str = PEOPLE) -> Page:
    data = client.fill(path, f"{path}/preview") | {"file": (io.BytesIO(content), "people.csv")}
    return client.post(f"{path}/preview", data)


def people_count() -> int:
    return db.session.execute(select(func.count(User.id))).scalar_one()


def test_two_hundred_rows_with_twenty_errors_import_one_hundred_and_eighty(ward: Ward, dana: CarefulClient) -> None:
    before = people_count()
    page = previewed(dana, two_hundred_rows())
    dry = people_count()
    refused = imported(dana, page)
    none = people_count()
    done = imported(dana, refused, leave_out="y")

    plan = planning.plan(ImportKind.PEOPLE, two_hundred_rows(), actor=ward.dana, now=ward.now)
    assert (len(plan.good), len(plan.errors)) == (180, 20)
    assert "Import 180 rows" in page.text
    assert (dry, refused.status, none) == (before, 422, before)
    assert "Mend the rows with errors, or tick that they are left out." in refused.text
    assert done.status == 200
    assert people_count() == before + 180
    pins = re.findall(r'num">(\d{6})<', done.body)
    assert len(pins) == 180
    assert pins[0] not in dana.get("/admin/people").body


def test_every_error_names_its_line_and_column_in_plain_words(ward: Ward) -> None:
    plan = planning.plan(ImportKind.PEOPLE, HEAD + "".join(BAD_ROWS), actor=ward.dana, now=ward.now)

    assert [(row.line, row.errors[0][0]) for row in plan.rows] == [
        (2, "name"), (3, "username"), (4, "username"), (5, "unit"), (6, "unit"), (7, "role"), (8, "name"), (9, "name"),
        (10, ""), (11, "username"),
    ]  # fmt: skip
    said = [row.errors[0][1] for row in plan.rows]
    assert said[4] == "There is no open unit “Nowhere”."
    assert said[6] == "A name does not begin with =."
    assert said[9] == "That is you. Another administrator has to put you on a unit."


def test_the_same_file_again_changes_nothing_and_a_changed_one_only_that(ward: Ward, dana: CarefulClient) -> None:
    first = HEAD + "Nora Nilsen,n.nilsen,5 West,Staff\nOle Olsen,o.olsen,6 East,Charge nurse\n"
    imported(dana, previewed(dana, first))
    again = previewed(dana, first)
    events = db.session.execute(select(func.count(AuditEvent.seq))).scalar_one()
    imported(dana, again)
    unchanged = db.session.execute(select(func.count(AuditEvent.seq))).scalar_one()
    changed = previewed(dana, HEAD + "Nora N. Nilsen,N.Nilsen,5 west,manager\nOle Olsen,o.olsen,5 West,\n")
    imported(dana, changed)

    nora = accounts.people("n.nilsen")[0]
    ole = accounts.people("o.olsen")[0]
    assert "There already, unchanged" in again.text
    assert unchanged == events + 1  # that there was an import, and nothing else
    assert "Nora Nilsen becomes Nora N. Nilsen, staff becomes manager" in changed.text
    assert "works here too: staff" in changed.text
    assert (nora.name, people.roles_of(nora.id, ward.now)) == ("Nora N. Nilsen", {ward.unit_id: UnitRole.MANAGER})
    assert set(people.roles_of(ole.id, ward.now)) == {ward.unit_id, ward.other_unit_id}


def test_a_first_pin_opens_the_tablet(ward: Ward, dana: CarefulClient) -> None:
    done = imported(dana, previewed(dana, HEAD + "Nora Nilsen,n.nilsen,5 West,\n"))
    nora = accounts.people("n.nilsen")[0]
    pin = re.findall(r'num">(\d{6})<', done.body)[0]

    assert nora.pin_given_at is not None
    assert ward.locked_tablet().submit(f"/tablet/people/{nora.id}", pin=pin).status == 303


def test_a_lost_list_of_pins_is_made_anew_for_those_who_wait(ward: Ward, dana: CarefulClient) -> None:
    text = HEAD + "Nora Nilsen,n.nilsen,5 West,\nOle Olsen,o.olsen,5 West,\n"
    imported(dana, previewed(dana, text))
    with transaction():
        accounts.people("o.olsen")[0].pin_given_at = None  # he has chosen his own
    page = previewed(dana, text)
    before = {person.username: person.pin_hash for person in accounts.people("olsen") + accounts.people("nilsen")}

    done = imported(dana, page, again="y")

    after = {person.username: person.pin_hash for person in accounts.people("olsen") + accounts.people("nilsen")}
    assert "For 1 of the people in this file." in page.text
    assert len(re.findall(r'num">(\d{6})<', done.body)) == 1
    assert before["o.olsen"] == after["o.olsen"]
    assert before["n.nilsen"] != after["n.nilsen"]


def test_sending_an_import_twice_does_it_once(ward: Ward, dana: CarefulClient) -> None:
    page = previewed(dana, HEAD + "Nora Nilsen,n.nilsen,5 West,\n")
    data = page.form(PEOPLE)

    first, second = dana.post(PEOPLE, data), dana.post(PEOPLE, data)

    assert (first.status, second.status) == (200, 409)
    assert len(accounts.people("n.nilsen")) == 1


def test_what_changed_since_the_preview_is_shown_before_it_is_imported(ward: Ward, dana: CarefulClient) -> None:
    page = previewed(dana, HEAD + "Nora Nilsen,n.nilsen,5 West,\n")
    with transaction():
        overview.unit(ward.unit_id).active = False

    late = imported(dana, page)

    assert late.status == 422
    assert "Something changed since you saw the preview." in late.text
    assert accounts.people("n.nilsen") == []


def test_two_lines_about_one_person_have_to_agree(ward: Ward) -> None:
    text = HEAD + "Nora Nilsen,n.nilsen,5 West,\nOle Olsen,n.nilsen,6 East,\nNora Nilsen,n.nilsen,5 west,Manager\n"
    plan = planning.plan(ImportKind.PEOPLE, text, actor=ward.dana, now=ward.now)

    assert [row.state for row in plan.rows] == [RowState.NEW, RowState.ERROR, RowState.ERROR]
    assert plan.rows[1].errors == [("name", "“n.nilsen” has another name in a line above: Nora Nilsen.")]
    assert plan.rows[2].errors == [("unit", "Line 2 says already what this person does on this unit.")]


def test_somebody_who_has_left_does_not_come_back_by_a_file(ward: Ward) -> None:
    with transaction():
        accounts.person(ward.bob.person_id).active = False
    plan = planning.plan(ImportKind.PEOPLE, HEAD + "Bob Brandt,bob,5 West,\n", actor=ward.dana, now=ward.now)
    assert plan.rows[0].errors[0][0] == "username"


def test_only_administrators_import(ward: Ward) -> None:
    for person in (ward.maria, ward.bob, ward.quinn):
        client = ward.client(person)
        assert [client.get(path).status for path in (PEOPLE, f"{PEOPLE}/sample")] == [403, 403]
        assert [client.post(path, {}).status for path in (PEOPLE, f"{PEOPLE}/preview")] == [403, 403]
    plan = planning.plan(ImportKind.PEOPLE, HEAD + "Nora Nilsen,n.nilsen,5 West,\n", actor=ward.maria, now=ward.now)
    with pytest.raises(NotPermitted):
        service.import_people("", summary=plan.summary, leave_out=False, pins={}, actor=ward.maria, now=ward.now)


def test_all_or_nothing(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + "Nora Nilsen,n.nilsen,5 West,\nOle Olsen,o.olsen,5 West,\n"
    plan, before = planning.plan(ImportKind.PEOPLE, text, actor=ward.dana, now=ward.now), people_count()
    pins = make_pins(pins_wanted(plan, again=False))
    pins.pop("o.olsen")

    with pytest.raises(FieldRefused), transaction():
        service.import_people(text, summary=plan.summary, leave_out=False, pins=pins, actor=ward.dana, now=ward.now)
    assert people_count() == before


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff{}Zoë Müller;z.mueller;5 West;\r\n".format(HEAD.replace(",", ";")).encode(),
        "sep=;\r\n{}Zoë Müller;z.mueller;5 West;\r\n".format(HEAD.replace(",", ";")).encode("cp1252"),
        "{}Zoë Müller\tz.mueller\t5 West\t\n".format(HEAD.replace(",", "\t")).encode("utf-16"),
        f'{HEAD}"Zoë Müller","z.mueller","5 West",""\n\n'.encode(),
    ],
    ids=["UTF-8 with mark, semicolons", "Windows, Excel's first line", "UTF-16, tabs", "quotes"],
)
def test_files_of_all_spreadsheets_are_read(ward: Ward, dana: CarefulClient, content: bytes) -> None:
    page = uploaded(dana, content)

    assert page.status == 200
    assert "Zoë Müller" in page.text
    assert "Import 1 row" in page.text
    assert ("old Windows encoding" in page.text) == (b"\xeb" in content and b"\xff\xfe" not in content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in it."),
        (b"PK\x03\x04rest of a workbook", "This is a workbook."),
        (b"a\x00b", "This is not a text file."),
        (b"x" * 100_001, "larger than 100 kB"),
        (b"name,unit\nA,B\n", "“username” cannot be found there."),
        (b"name,name,username,unit\nA,B,c,d\n", "“name” is there twice."),
        (HEAD.encode(), "There are column names and no rows below them."),
        ((HEAD + 'A,"b\n').encode(), "From line 2 on a quote is open or wrong."),
        ((HEAD + "A,b.c,5 West,\n" * 501).encode(), "Import at most 500 at a time."),
        (b"\xff\xfe\x00", "The letters of this file cannot be read."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    ward: Ward, dana: CarefulClient, content: bytes, said: str
) -> None:
    page = uploaded(dana, content)

    assert page.status == 422
    assert said in page.text


def test_hidden_characters_and_line_breaks_stay_with_their_row(ward: Ward) -> None:
    plan = planning.plan(
        ImportKind.PEOPLE, HEAD + '"No\nra",n.nilsen,5 West,\nOle\x07,o.olsen,5 West,\n', actor=ward.dana, now=ward.now
    )
    assert [(row.line, row.errors[0][0]) for row in plan.rows] == [(2, "name"), (4, "name")]


def test_a_column_that_is_not_read_is_said(ward: Ward) -> None:
    table = rules.read_table("Name,User,Ward,Shoe size\nA,b.c,5 West,38\n", COLUMNS[ImportKind.PEOPLE])
    assert table.notes == ["The column “Shoe size” is not read."]
    assert table.rows[0].cells == {"name": "A", "username": "b.c", "unit": "5 West"}


def test_names_in_any_script_come_through(ward: Ward, dana: CarefulClient) -> None:
    page = previewed(dana, HEAD + "שלום 😀 山田,any.script,5 West,\n")
    imported(dana, page)
    assert accounts.people("any.script")[0].name == "שלום 😀 山田"


def test_the_sample_is_a_file_that_can_be_imported(ward: Ward, dana: CarefulClient) -> None:
    for kind in ImportKind:
        sample = dana.get(f"/admin/imports/{kind}/sample").response
        text = sample.get_data().decode("utf-8-sig")
        assert sample.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert text == rules.SAMPLES[kind]
        assert not any(cell.startswith(rules.FORMULA) for line in text.splitlines() for cell in line.split(","))
        plan = planning.plan(kind, text, actor=ward.dana, now=ward.now)
        assert not plan.notes
        assert {name for row in plan.errors for name, _ in row.errors} <= {"unit"}


def test_units_come_with_new_sites_and_services_and_move(ward: Ward, dana: CarefulClient) -> None:
    text = (
        "site,time zone,service,unit,phone\n"
        "Hill,Asia/Tokyo,Surgery,8 North,+81 3 1234\n"
        "Hill,,Surgery,8 South,\n"
        "riverside,,Medicine,5 west,5-9999\n"
        "Hill,,Surgery,6 East,\n"
    )
    page = previewed(dana, text, UNITS)
    done = imported(dana, page, UNITS)
    again = previewed(dana, text, UNITS)

    assert "new site, new service" in page.text
    assert "phone 5-1234 becomes 5-9999" in page.text
    assert done.location == "/admin/places"
    assert queries.facts(ward.unit_id).phone == "5-9999"
    assert queries.facts(ward.other_unit_id).site_name == "Hill"
    hill = next(site for site in overview.places().sites if site.name == "Hill")
    assert [unit.name for unit in hill.services[0].units] == ["6 East", "8 North", "8 South"]
    assert not again.find("button", class_="btn btn--primary ")


def test_errors_of_units_name_their_column(ward: Ward) -> None:
    text = (
        "site,time zone,service,unit,phone\n"
        "Hill,,Surgery,8 North,\n"
        "Hill,Nowhere/City,Surgery,8 South,\n"
        "Riverside,Asia/Tokyo,Medicine,5 West,\n"
        "Riverside,,,9 West,the desk\n"
        "Riverside,,Medicine,9 East,\n"
        "Riverside,,Medicine,9 east,\n"
    )
    plan = planning.plan(ImportKind.UNITS, text, actor=ward.dana, now=ward.now)
    assert [[name for name, _ in row.errors] for row in plan.rows] == [
        ["time zone"], ["time zone"], ["time zone"], ["service", "phone"], [], ["unit"],
    ]  # fmt: skip


def test_a_file_without_roles_changes_no_role_and_no_last_day(ward: Ward, dana: CarefulClient) -> None:
    bob, maria = accounts.person(ward.bob.person_id), accounts.person(ward.maria.person_id)
    with transaction():
        people.set_last_day(ward.unit_id, bob.id, day=ward.now.date(), actor=ward.dana, now=ward.now)
    ends = people.member_of(ward.unit_id, bob.id, ward.now).ends_at
    text = f"name,username,unit\nMaria Renamed,{maria.username},5 West\n{bob.name},{bob.username},5 West\n"
    page = previewed(dana, text)
    assert "until a last day that is known" in page.text
    imported(dana, page, leave_out="y")
    assert people.roles_of(maria.id, ward.now) == {ward.unit_id: UnitRole.MANAGER}
    assert people.member_of(ward.unit_id, bob.id, ward.now).ends_at == ends
    db.session.expire_all()
    assert accounts.person(maria.id).name == "Maria Renamed"
