"""The board, and the news of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, make_response
from markupsafe import Markup
from werkzeug.wrappers import Response

from huddle.actions.forms import ItemSeenForm
from huddle.concerns.forms import SayReadForm
from huddle.core.dates import clock_text, local_day, long_day_text
from huddle.huddles.forms import OpenHuddleForm
from huddle.reviews.forms.lessons import SeenForm
from huddle.today import board, personal, rules
from huddle.today.poll import Boards, Rendered
from huddle.units.door_forms import TakeChargeForm
from huddle.web import access
from huddle.web.context import current_actor, now, visit, zone_here
from huddle.web.framing import frame
from huddle.web.templating import fragment

TAPS = 3
"""So many answers can be said to be read on the board itself; each takes a sealed form."""

bp = Blueprint("today", __name__, url_prefix="/units/<uuid:unit_id>/board")


@bp.get("", endpoint="board")
@access.unit_staff
def board_page(unit_id: UUID) -> bytes:
    rendered = _rendered(unit_id)
    for_you = personal.for_you(
        unit_id,
        current_actor(),
        now(),
        zone_here(),
        rendered.waiting,
        in_charge_id=rendered.in_charge_id,
        offers=rendered.offers,
    )
    is_in_charge = current_actor().user_id == rendered.in_charge_id
    envelope, op = OpenHuddleForm.tap(unit_id)
    charge_envelope, charge_op = ("", "") if is_in_charge else TakeChargeForm.tap(unit_id)
    return frame(
        "today/board.html",
        unit_id,
        base=f"/units/{unit_id}",
        today=long_day_text(local_day(now(), zone_here())),
        open_form_id=OpenHuddleForm.page_id(),
        charge_form_id=None if is_in_charge else TakeChargeForm.id_for(unit_id),
        holes={
            "lead": rendered.lead,
            "polled": rendered.board,
            "do": rendered.do,
            "for_you": _for_you(for_you),
            "open_envelope": envelope,
            "open_op": op,
            "charge_envelope": charge_envelope,
            "charge_op": charge_op,
            "shown_at": clock_text(now(), zone_here()),
        },
    )


def _for_you(lines: Sequence[personal.ForYou]) -> str:
    """What waits for this person, with a button for the first few that one tap says to be read."""
    if not lines:
        return ""
    told = [line for line in lines if line.concern_id or line.review_id or line.item_id][:TAPS]
    shown = [(line.href, line.title, line.note, _tap(line) if line in told else None) for line in lines]
    return fragment("today/_for_you.html", fold=rules.fold(shown, personal.SHOWN))


@bp.get("/news")
@access.unit_staff
@access.passive
def news(unit_id: UUID) -> Response:
    """The parts of the board that change, for every tablet alike; poll.py answers when nothing is new."""
    return make_response(_rendered(unit_id).news)


def _tap(line: personal.ForYou) -> tuple[str, str]:
    """One tap says that an answer, what a review taught, or what became of an action item has been read."""
    if line.item_id is not None:
        return ItemSeenForm.tap(line.item_id)
    if line.review_id is not None:
        return SeenForm.tap(line.review_id)
    return SayReadForm.tap(str(line.concern_id), version=line.said_read)


def _ours(html: str) -> Markup:
    """Escaped and rendered by our own template, now or for another tablet: safe, unlike anybody's words."""
    return Markup(html)  # noqa: S704


def _rendered(unit_id: UUID) -> Rendered:
    """What changes on the board, rendered once for each change and minute."""
    boards: Boards = current_app.extensions["huddle.boards"]
    # The revision was read with the visit, before the rows: what is newer is then shown twice, never missed.
    newest = rules.tag(visit().units[unit_id].revision, now())
    found = boards.find(unit_id, newest)
    if found is None:
        found = _render(unit_id, newest, boards)
        boards.keep(unit_id, found)
    return found


def _render(unit_id: UUID, newest: str, boards: Boards) -> Rendered:
    """The board as it stands; a part that says the same as the last time is not rendered again."""
    kept = boards.at(unit_id, visit().units[unit_id].areas, int(now().timestamp()) // 60)
    shown, base = board.make(unit_id, now(), zone_here(), kept), f"/units/{unit_id}"
    here = local_day(now(), zone_here()), zone_here()  # words like "tomorrow" in a part depend on it
    parts = {}
    for name, values in board.parts(shown, base, zone_here()).items():
        parts[name] = boards.part(unit_id, name, (here, values)) or boards.keep_part(
            unit_id, name, (here, values), _part(unit_id, name, values)
        )
    return Rendered(
        newest,
        board=fragment("today/_board.html", base=base, news_tag=newest, parts=parts),
        lead=parts["lead"],
        do=parts["do"],
        waiting=shown.waiting,
        in_charge_id=shown.in_charge.person_id if shown.in_charge else None,
        offers=shown.offers,
    )


def _part(unit_id: UUID, name: str, values: dict[str, Any]) -> Markup:
    forms = {"open_form_id": OpenHuddleForm.page_id(), "charge_form_id": TakeChargeForm.id_for(unit_id)}
    return _ours(fragment(f"today/_{name}.html", **forms, **values))
