"""What is measured: the board, its poll, and one save, against a bare Flask view and a post that only validates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from unittest.mock import patch
from uuid import UUID, uuid4

from flask import redirect
from markupsafe import Markup
from werkzeug.wrappers import Response

from bench.measure import Row, compare
from bench.setting import Setting, hello, hello_by_client, through_client
from huddle.core.written import AREAS
from huddle.today import rules
from huddle.today.kept import At
from huddle.today.poll import Boards
from huddle.web import writes
from huddle.web.envelope import Envelope, seal
from huddle.web.forms import WriteForm

CONCERN = {"text": "Bay 2 has no call bell", "topic": "equipment_supplies"}
HANDOFF = {
    "kind": "shift",
    "initials": "MK",
    "severity": "watcher",
    "situation": "New pain since six",
    "background": "Day two after a hip operation",
    "assessment": "I am not sure, but worried",
    "recommendation": "Blood count by eight",
}


def rows(setting: Setting) -> Iterator[Row]:
    """Every row for one database, in the order of the table."""
    name = "" if setting.database == "sqlite" else f"_{setting.database}"
    yield _board(setting, f"board{name}")
    yield _board_news(setting, f"board_news{name}")
    yield _unchanged(setting, f"unchanged{name}")
    yield _unchanged_page(setting, f"unchanged_page{name}")
    yield _poll(setting, f"poll{name}")
    yield _by_client(setting, f"page_by_client{name}")
    yield _save_concern(setting, f"save_concern{name}")
    yield _save(setting, f"save{name}")  # last: it leaves hundreds of handoffs that are begun


def _board(setting: Setting, name: str) -> Row:
    visit = setting.caller(f"/units/{setting.unit_id}/board", "200")
    with patch.dict(setting.app.extensions, {"huddle.boards": _AfterAConcern()}):
        return compare(name, "board, first view after a change", visit, hello(), target=8, database=setting.database)


def _board_news(setting: Setting, name: str) -> Row:
    """What a tablet that shows the board gets: the parts that everybody shares, made for the first who asks."""
    news = setting.caller(f"/units/{setting.unit_id}/board/news?since=0.0", "200", htmx=True)
    boards = _AfterAConcern()
    with (
        patch.dict(setting.app.extensions, {"huddle.boards": boards}),
        patch.object(setting.app.wsgi_app, "_boards", boards),
    ):
        what = "the same as the news of it, for the first tablet that asks"
        return compare(name, what, news, hello(), target=None, database=setting.database)


class _AfterAConcern(Boards):
    """Every view is the first one since a concern was raised."""

    def __init__(self) -> None:
        super().__init__()
        self._raised = 0

    def find(self, _unit_id: UUID, _wanted: str) -> None:
        return None

    def part(self, unit_id: UUID, name: str, value: object) -> Markup | None:
        return None if name == "concerns" else super().part(unit_id, name, value)

    def at(self, unit_id: UUID, areas: Sequence[int], minute: int) -> At:
        self._raised += 1
        place = AREAS.index("concerns")
        return super().at(unit_id, [count + self._raised * (area == place) for area, count in enumerate(areas)], minute)


def _unchanged(setting: Setting, name: str) -> Row:
    setting.caller(f"/units/{setting.unit_id}/board", "200")()
    news = setting.caller(f"/units/{setting.unit_id}/board/news?since=0.0", "200", htmx=True)
    return compare(
        name, "board, unchanged since another tablet asked", news, hello(), target=2, database=setting.database
    )


def _unchanged_page(setting: Setting, name: str) -> Row:
    page = setting.caller(f"/units/{setting.unit_id}/board", "200")
    return compare(
        name, "the same as a whole page, with the person's own part", page, hello(), target=8, database=setting.database
    )


def _poll(setting: Setting, name: str) -> Row:
    newest = _newest_tag(setting)
    poll = setting.caller(f"/units/{setting.unit_id}/board/news?since={newest}", "204", htmx=True)
    return compare(name, "poll, nothing new", poll, hello(), target=0.5, database=setting.database, calls=100)


def _by_client(setting: Setting, name: str) -> Row:
    """Both sides through Flask's test client, which makes the environment of each request anew."""
    page, plain = through_client(setting.app, f"/units/{setting.unit_id}/board", setting.cookie), hello_by_client()
    what = "the whole page, both through Flask's test client"
    return compare(name, what, page, plain, target=None, database=setting.database)


def _newest_tag(setting: Setting) -> str:
    from huddle.audit import queries

    return rules.tag(queries.revision(setting.unit_id), setting.app.extensions["huddle.clock"].now())


def _save(setting: Setting, name: str) -> Row:
    """A handoff is begun: patient, severity, and the four parts of its report."""
    return _against_validating(setting, name, "handoffs", "handoff.send", HANDOFF, target=1.5)


def _save_concern(setting: Setting, name: str) -> Row:
    """The smallest post of all: two fields, so that next to nothing is left to validate."""
    return _against_validating(setting, name, "concerns", "concern.raise", CONCERN, target=None)


_SUBMITS = {"handoffs": "huddle.handoffs.routes.composing.submit", "concerns": "huddle.concerns.routes.lists.submit"}


def _against_validating(
    setting: Setting, name: str, place: str, form: str, fields: Mapping[str, str], *, target: float | None
) -> Row:
    send = sender(setting, place, form, fields)
    validate = sender(setting, place, form, fields)

    def only_validate(form: WriteForm, **_rest: object) -> Response:
        if writes._own_envelope(form) is None or not form.validate():
            raise RuntimeError(f"the baseline must be a valid post: {form.errors}")
        return redirect("/", 303)

    def baseline() -> None:
        with patch(_SUBMITS[place], only_validate):
            validate()

    what = f"one save ({place}), against a post that only validates"
    return compare(name, what, send, baseline, target=target, database=setting.database)


def sender(setting: Setting, place: str, form: str, fields: Mapping[str, str]) -> Callable[[], None]:
    """A post of something new on the unit, each time with an operation id of its own."""
    envelope = seal_in(setting, Envelope(setting.user_id, None, form, str(setting.unit_id), 0))
    post, path, patients = setting.poster(), f"/units/{setting.unit_id}/{place}", count(1000)

    def send() -> None:
        post(path, {**fields, "last_four": str(next(patients)), "_envelope": envelope, "_op": str(uuid4())})

    return send


def seal_in(setting: Setting, envelope: Envelope) -> str:
    with setting.app.app_context():
        return seal(envelope)
