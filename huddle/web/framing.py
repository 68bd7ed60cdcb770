"""Pages that are opened all day: the frame is rendered once, and each request fills its holes.

    frame("today/board.html", unit_id, holes={"lead": html}, base=base, today=words)

A frame is kept by all that it shows: the shell (who, where, day or night), what was said, and the values that are
given. What belongs to one request (forms, the time, what is for one person) goes into the holes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Hashable, Mapping
from functools import lru_cache
from uuid import UUID

from flask import current_app, get_flashed_messages, request
from jinja2 import Environment
from markupsafe import Markup

from huddle.web.kept_text import kept_text_key
from huddle.web.templating import Shell, shell_of

_MARK = secrets.token_hex(8)
"""Made when the process begins, and in no answer: so nobody can write a hole into a page."""
_HOLE = re.compile(f"<{_MARK}:([a-z_]+)>")
_INDENTED = re.compile(r"\n\s+")
"""Says nothing to a browser, and costs seventy bytes of each answer even when it is compressed."""
KEPT = 256
Cut = tuple[tuple[bytes, ...], tuple[tuple[int, str], ...]]
"""A page in pieces, and which of them is the place of which hole."""


def frame(template: str, unit_id: UUID, *, holes: Mapping[str, str | bytes], **values: Hashable) -> bytes:
    """The page with its holes filled. `holes` are safe already; the template escapes the `values`.

    What is encoded stays so: encoding thirty kilobytes took as long as a whole bare view.
    """
    said = get_flashed_messages()
    shown = (("notice", " ".join(map(str, said)) if said else None), *values.items())
    make = _cut.__wrapped__ if current_app.debug else _cut
    around = shell_of(unit_id), kept_text_key(), request.script_root
    around_holes, places = make(current_app.jinja_env, template, around, tuple(holes), shown)
    pieces = list(around_holes)
    for place, name in places:
        words = holes[name]
        pieces[place] = words if isinstance(words, bytes) else words.encode()
    return b"".join(pieces)


@lru_cache(maxsize=KEPT)
def _cut(
    env: Environment,
    template: str,
    around: tuple[Shell, str, str],
    holes: tuple[str, ...],
    shown: tuple[tuple[str, Hashable], ...],
) -> Cut:
    marks = {name: Markup(f"<{_MARK}:{name}>") for name in holes}  # noqa: S704 - our own mark
    page = env.get_template(template).render(marks | dict(shown) | {"shell": around[0], "form": None})
    pieces = _HOLE.split(_INDENTED.sub("\n", page))
    return tuple(piece.encode() for piece in pieces), tuple(
        (place, pieces[place]) for place in range(1, len(pieces), 2)
    )
