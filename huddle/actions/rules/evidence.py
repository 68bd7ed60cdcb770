"""What shows that an item was done: how many pieces, and which addresses."""

from __future__ import annotations

from urllib.parse import urlsplit

from huddle.actions.rules.kinds import URL_LIMIT, EvidenceKind
from huddle.actions.rules.states import REFUSED, ActionStatus
from huddle.core.errors import FieldRefused, RuleBroken

EVIDENCE_LIMIT = 6
_SCHEMES = frozenset({"http", "https"})
_ENDED = frozenset({ActionStatus.CLOSED, ActionStatus.DROPPED, ActionStatus.MERGED})


def evidence_kind(text: str, url: str, *, has_picture: bool) -> EvidenceKind:
    """One piece is a picture, a link or words. Raises FieldRefused for none of them, and for two in one."""
    if url and has_picture:
        raise FieldRefused("url", "Add the picture first and the link after it: each is a piece of its own.")
    if has_picture:
        return EvidenceKind.PICTURE
    if url:
        require_address(url)
        return EvidenceKind.LINK
    if not text.strip():
        raise FieldRefused("text", "Say what shows it, or add a link or a picture.")
    return EvidenceKind.TEXT


def require_address(url: str) -> None:
    """Raise FieldRefused for what no browser should be sent to: only a page on the web, named in full."""
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or "@" in parts.netloc or "\\" in url or any(letter.isspace() for letter in url):
        raise FieldRefused("url", "Copy the whole address of the page. It begins with http:// or https://.")
    if len(url) > URL_LIMIT:
        raise FieldRefused("url", f"Use an address of at most {URL_LIMIT} letters.")


def shown_domain(url: str) -> str:
    """The name of the site that a link leads to, which is what people should know before they follow it.

    >>> shown_domain("https://intranet.example/audits/chairs?week=47")
    'intranet.example'
    """
    return urlsplit(url).hostname or ""


def require_room(status: ActionStatus, pieces: int) -> None:
    """Raise RuleBroken where the item is over, or shows enough already."""
    if status in _ENDED:
        raise RuleBroken(REFUSED[status])
    if pieces >= EVIDENCE_LIMIT:
        raise RuleBroken(f"There are {EVIDENCE_LIMIT} pieces already. That is enough to show it.")


def require_room_for_both(pieces: int) -> None:
    """Raise FieldRefused for a link that comes with a picture where only one more piece fits."""
    if pieces == EVIDENCE_LIMIT - 1:
        raise FieldRefused("url", "Only one more fits. Take out the link, or send it without the picture.")


def takes_evidence(status: ActionStatus, pieces: int) -> bool:
    """Whether the page offers to add a piece."""
    return status not in _ENDED and pieces < EVIDENCE_LIMIT
