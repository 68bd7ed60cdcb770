"""What shows that an item was done: words, links and pictures, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huddle.actions import queries, rules, service
from huddle.actions.rules import EVIDENCE_LIMIT, EventKind, EvidenceKind
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.pictures import redrawn
from huddle.core.transaction import transaction
from tests.actions.test_service import kinds, opened
from tests.core.test_pictures import photo
from tests.support.ward import Ward


def add(ward: Ward, item: Any, by: Any = None, **what: Any) -> Any:
    ward.clock.tick(timedelta(minutes=1))
    with transaction():
        return service.add_evidence(item, **what, actor=by or ward.bob, now=ward.now)


def test_words_a_link_and_a_picture_are_shown_in_order(ward: Ward) -> None:
    item, drawn = opened(ward), redrawn(photo())
    add(ward, item, text="9 of 10 beds")
    add(ward, item, url="https://intranet.example:8443/audits?week=47", by=ward.alice)
    kept = add(ward, item, text="Bay 2", picture=drawn)
    assert [(piece.kind, piece.text, piece.site) for piece in queries.evidence_of(item.id)] == [
        (EvidenceKind.TEXT, "9 of 10 beds", ""),
        (EvidenceKind.LINK, "", "intranet.example"),
        (EvidenceKind.PICTURE, "Bay 2", ""),
    ]
    assert kinds(item)[1:] == [EventKind.EVIDENCE_ADDED] * 3
    assert queries.picture(ward.unit_id, item.id, kept.id) == (drawn, "image/jpeg")
    for unit_id, item_id in ((ward.other_unit_id, item.id), (ward.unit_id, opened(ward).id)):
        with pytest.raises(NotFound):
            queries.picture(unit_id, item_id, kept.id)


def test_there_is_an_end_to_it(ward: Ward) -> None:
    item = opened(ward)
    for number in range(EVIDENCE_LIMIT):
        add(ward, item, text=f"Count {number}")
    with pytest.raises(RuleBroken, match="6 pieces"):
        add(ward, item, text="One more")
    with transaction():
        service.drop(item, reason="No", actor=ward.bob, now=ward.now)
    with pytest.raises(RuleBroken, match="dropped"):
        add(ward, item, text="One more")
    with pytest.raises(NotPermitted):
        add(ward, opened(ward), text="Hi", by=ward.charlie)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://files.example/a",
        "intranet/audits",
        "https://",
        "https://a b.example",
        "https://ward@evil.example/",
        "https:\\\\evil.example",
        "http://[::1",
        "https://x.example/" + "a" * 300,
    ],
)
def test_a_link_leads_to_a_page_on_the_web_or_nowhere(url: str) -> None:
    with pytest.raises(FieldRefused):
        rules.require_address(url)


def test_one_piece_is_one_thing() -> None:
    assert rules.evidence_kind("Bay 2", "", has_picture=True) is EvidenceKind.PICTURE
    for words in (
        {"text": "", "url": "", "has_picture": False},
        {"text": "", "url": "https://a.b", "has_picture": True},
    ):
        with pytest.raises(FieldRefused):
            rules.evidence_kind(**words)  # type: ignore[arg-type]
