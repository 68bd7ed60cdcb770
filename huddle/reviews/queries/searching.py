"""Finding earlier reviews of one's own units, and lessons of all: by typed words, or alike to what is being written."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Row, select, text

from huddle.actions import queries as actions
from huddle.actions.rules import FINISHED, SourceKind
from huddle.core.actor import Actor
from huddle.core.db import db, is_sqlite
from huddle.reviews import policy
from huddle.reviews.models import Findable, Review, ReviewAnswer
from huddle.reviews.queries.lessons import lessons
from huddle.reviews.queries.reading import learned
from huddle.reviews.queries.visible import OPEN_TO_UNIT, visible_to
from huddle.reviews.rules import SHARED, searching
from huddle.reviews.rules.searching import EVERYBODY, FoundKind

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem
    from huddle.reviews.models import Lesson

LOOKED_AT = 300
"""So many of the newest are looked at more closely."""
SHOWN, ALIKE_SHOWN = 20, 3
_MATCHES = {
    # The newest of them by the order of the index itself, or a common word among a million would take seconds.
    "sqlite": (
        "findable.number IN (SELECT rowid FROM findable_words WHERE findable_words MATCH :asked "  # noqa: S608
        f"ORDER BY rowid DESC LIMIT {LOOKED_AT})"
    ),
    "postgresql": "array_to_tsvector(string_to_array(findable.words, ' ')) @@ CAST(:asked AS tsquery)",
}
_AS_IF_IN_MEMORY = text("SET LOCAL random_page_cost = 1.1")
"""Or PostgreSQL shuns the places that the index names, and goes through all from the newest on for a rare word."""
TERMS_AT_MOST = 1000
"""So many are named one by one; the beginnings that more begin with are asked for as they are."""
_LONGER = text(
    # From term to term: every one goes on behind all that the last one could begin with, "!" is before every letter.
    "WITH RECURSIVE found (typed, term) AS (SELECT value, value FROM json_each(:typed) UNION ALL "
    "SELECT typed, (SELECT next.term FROM findable_words_terms AS next WHERE next.term >= found.term || '!' "
    "ORDER BY next.term LIMIT 1) AS longer FROM found WHERE substr(longer, 1, length(typed)) = typed LIMIT :most) "
    "SELECT typed, term FROM found"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was learned before. `unit_id` and `fate` only of a review: what came of its action items."""

    kind: FoundKind
    id: UUID
    title: str
    taught: str
    day: date
    unit_id: UUID | None = None
    fate: str = ""


def find(typed: str, *, reader: Actor, unit_ids: Collection[UUID] = ()) -> list[Found]:
    """What has all the words that were typed: reviews of these units that `reader` may read, and lessons."""
    asked = searching.words(typed)[: searching.ASKED_AT_MOST]
    if not asked:
        return []
    found = _candidates(Findable.kind, Findable.subject_id, asked=asked, scopes=_scopes(reader, unit_ids), every=True)
    return _shown([(kind, id_) for kind, id_ in found], reader, SHOWN)


def similar(review: Review, reader: Actor) -> list[Found]:
    """Up to three things that were learned before about something like this, the likest first."""
    texts = select(ReviewAnswer.text).where(ReviewAnswer.review_id == review.id).order_by(ReviewAnswer.question)
    return alike([review.title, *db.session.execute(texts).scalars()], review.unit_id, reader, other_than=review.id)


def alike(texts: Sequence[str], unit_id: UUID, reader: Actor, *, other_than: UUID | None = None) -> list[Found]:
    """Up to three things that were learned before about what these texts say, the likest first."""
    asked = searching.telling(searching.words(" ".join(texts)))[: searching.ASKED_AT_MOST]
    if not asked:
        return []
    columns, scopes = (Findable.kind, Findable.subject_id, Findable.words), _scopes(reader, [unit_id])
    found = [
        (searching.matches(asked, stored.split()), kind, id_)
        for kind, id_, stored in _candidates(*columns, asked=asked, scopes=scopes, every=False)
        if id_ != other_than
    ]
    needed = searching.alike_from(asked)
    best = sorted((each for each in found if each[0] >= needed), key=lambda each: -each[0])
    return _shown([(kind, id_) for _count, kind, id_ in best[:SHOWN]], reader, ALIKE_SHOWN)


def _scopes(reader: Actor, unit_ids: Collection[UUID]) -> list[str]:
    return [EVERYBODY, *(searching.scope_of(unit_id) for unit_id in unit_ids if policy.can_look(reader, unit_id))]


def _candidates(*columns: Any, asked: Sequence[str], scopes: Sequence[str], every: bool) -> Sequence[Row[Any]]:
    """These columns of the newest that match."""
    dialect = db.engine.dialect.name
    if not is_sqlite():
        db.session.execute(_AS_IF_IN_MEMORY)
    matches = text(_MATCHES[dialect]).bindparams(asked=_ASKED[dialect](asked, scopes, every=every))
    query = select(*columns).where(matches).order_by(Findable.number.desc()).limit(LOOKED_AT)
    return db.session.execute(query).all()


def _for_sqlite(asked: Sequence[str], scopes: Sequence[str], *, every: bool) -> str:
    """Each word in quotes of its own: none of them is read as a query."""
    begun = [word for word in asked if _begins(word, asked, every)]
    longer = _longer(begun)
    if longer is None:
        typed = [f'"{word}"{"*" if word in begun else ""}' for word in asked]
    else:
        typed = [" OR ".join(f'"{term}"' for term in longer.get(word, [word])) for word in asked]
    scoped = " OR ".join(f'"{scope}"' for scope in scopes)
    return f"({scoped}) AND ({(' AND ' if every else ' OR ').join(f'({words})' for words in typed)})"


def _longer(typed: Sequence[str]) -> dict[str, list[str]] | None:
    """Each of these words with the longer ones that begin with it and stand in the index; None where that is too many.

    Named one by one they are read from the newest on; of a beginning alone SQLite first reads all that match.
    """
    rows = db.session.execute(_LONGER, {"typed": json.dumps(typed), "most": TERMS_AT_MOST}).all()
    if len(rows) == TERMS_AT_MOST:
        return None
    found: dict[str, list[str]] = {}
    for word, term in rows:
        found.setdefault(word, []).append(term)
    return found


def _for_postgresql(asked: Sequence[str], scopes: Sequence[str], *, every: bool) -> str:
    """The same as a tsquery: words of letters and digits alone, so nothing in them ends the quotes."""
    typed = [f"'{word}'{':*' if _begins(word, asked, every) else ''}" for word in asked]
    scoped = [f"'{scope}'" for scope in scopes]
    return f"({' | '.join(scoped)}) & ({(' & ' if every else ' | ').join(typed)})"


_ASKED = {"sqlite": _for_sqlite, "postgresql": _for_postgresql}


def _begins(word: str, asked: Sequence[str], every: bool) -> bool:
    """Whether longer words are found too; of a search that is still being typed the last word always does."""
    return searching.begins(word, last=every and word == asked[-1])


def _shown(keys: Sequence[tuple[FoundKind, UUID]], reader: Actor, at_most: int) -> list[Found]:
    """The first of it that this person may read, in the same order; whatever else the words may say."""
    shown: list[Review | Lesson] = []
    for start in range(0, len(keys), SHOWN):
        shown += _readable(keys[start : start + SHOWN], reader)
        if len(shown) >= at_most:
            break
    reviews = _found([each for each in shown[:at_most] if isinstance(each, Review)])
    return [
        reviews[each.id]
        if isinstance(each, Review)
        else Found(FoundKind.LESSON, each.id, each.title, each.helps, each.released_on)
        for each in shown[:at_most]
    ]


def _readable(keys: Sequence[tuple[FoundKind, UUID]], reader: Actor) -> list[Review | Lesson]:
    """Those of these that this person may read, in the same order."""
    reviews = _reviews([id_ for kind, id_ in keys if kind is FoundKind.REVIEW], reader)
    taught = {each.id: each for each in _lessons([id_ for kind, id_ in keys if kind is FoundKind.LESSON])}
    found = [reviews.get(id_) if kind is FoundKind.REVIEW else taught.get(id_) for kind, id_ in keys]
    return [each for each in found if each is not None]


def _reviews(ids: Collection[UUID], reader: Actor) -> dict[UUID, Review]:
    if not ids:
        return {}
    query = select(Review).where(Review.id.in_(ids), Review.status.in_(SHARED), OPEN_TO_UNIT, visible_to(reader))
    return {each.id: each for each in db.session.execute(query.order_by(Review.id)).scalars()}


def _lessons(ids: Collection[UUID]) -> Sequence[Lesson]:
    return lessons(only=ids) if ids else ()


def _found(reviews: Sequence[Review]) -> dict[UUID, Found]:
    """What each taught and what came of it, in two queries however many they are."""
    if not reviews:
        return {}
    ids = [each.id for each in reviews]
    taught, items = learned(reviews), actions.for_sources(SourceKind.REVIEW, ids)
    return {
        each.id: Found(
            FoundKind.REVIEW,
            each.id,
            each.title,
            taught.get(each.id, ""),
            each.event_on,
            each.unit_id,
            _fate([item for item in items if item.source_id == each.id]),
        )
        for each in reviews
    }


def _fate(items: Sequence[ActionItem]) -> str:
    return searching.fate(sum(item.status in FINISHED for item in items), len(items))
