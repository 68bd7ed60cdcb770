"""Notes from everyone: the room, the notes in it, their codes, and the two last questions. Pure."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol, TypeVar
from uuid import UUID

from huddle.core.errors import FieldRefused, RuleBroken
from huddle.reviews.rules.kinds import ReviewStatus
from huddle.reviews.rules.states import WRITTEN

VOICE_LIMIT = 240
SHOWN_FROM = 3
"""Notes are shown in batches of at least so many, so that nobody sees which one came last."""
AT_MOST = 60
"""Notes, and answers to the last questions, that one review takes: there is no address to count by."""
NOTES_EACH, A_FEW_MORE = 3, 3
"""Where it is known how many were there: so many notes of each, and a few of people who came late or could not come."""
ROOM_LASTS = timedelta(days=7)
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two letters and figures; the four others are easily read as one of them."""
CODE_BLOCKS, CODE_BLOCK = 4, 4
_READ_AS = str.maketrans("IO01", "LQQL")

ROOM_IS_CLOSED = "These notes are closed."
ROOM_IS_FULL = "All the notes that this review takes are in. Tell whoever leads it in another way."
SAME_PAGE_TWICE = "A note from this page is in already. Open the page again to write another one."


class CheckItem(StrEnum):
    """The two last questions."""

    SPEAK = "speak"
    CHANGE = "change"


CHECK_LABELS = {
    CheckItem.SPEAK: "I could say what I thought.",
    CheckItem.CHANGE: "This will change something.",
}
SCORES = {1: "No", 2: "Rather no", 3: "Partly", 4: "Rather yes", 5: "Yes"}
FAVOURABLE = frozenset({4, 5})
CHECK_SHOWN_FROM = 5
EXACT_FROM = 10
Counts = Mapping[CheckItem, Mapping[int, int]]


class RoomFacts(Protocol):
    """What the rules read of a room."""

    @property
    def ends_at(self) -> datetime: ...
    @property
    def closed_at(self) -> datetime | None: ...


class NoteFacts(Protocol):
    """What the rules read of a note."""

    @property
    def shown(self) -> bool: ...


Note = TypeVar("Note", bound=NoteFacts)


def room_token(key: str, nonce: UUID) -> UUID:
    """The address of a room: known to who has the secret of the installation, and not from the database alone."""
    return UUID(bytes=hmac.digest(key.encode(), b"notes room\x00" + nonce.bytes, "sha256")[:16])


def stored_token(token: UUID) -> str:
    """What is stored of the address of a room."""
    return sha256(b"room\x00" + token.bytes).hexdigest()


def is_open(room: RoomFacts | None, status: ReviewStatus, now: datetime) -> bool:
    """Whether the room takes notes: it ends when it is closed, when the review is published, and after a week."""
    return room is not None and room.closed_at is None and now < room.ends_at and status in WRITTEN


def code_of(page_key: UUID) -> str:
    """The code of the note that is sent from one page: the same page sent twice has the same one."""
    digits = int.from_bytes(sha256(b"note code\x00" + page_key.bytes).digest(), "big")
    letters = [CODE_LETTERS[(digits >> 5 * place) % 32] for place in range(CODE_BLOCKS * CODE_BLOCK)]
    return "-".join("".join(letters[start : start + CODE_BLOCK]) for start in range(0, len(letters), CODE_BLOCK))


def stored_code(code: str) -> str:
    """What is stored of a code, however it was typed."""
    letters = [letter for letter in code.upper().translate(_READ_AS) if letter in CODE_LETTERS]
    return sha256(b"code\x00" + "".join(letters).encode()).hexdigest()


def most_notes(present: int) -> int:
    """How many notes a review takes; `present` is how many people were there, 0 where nobody has written it down."""
    return min(AT_MOST, NOTES_EACH * present + A_FEW_MORE) if present else AT_MOST


def most_answers(present: int) -> int:
    """How many answers to the last questions a review takes: one of each who was there, and a few."""
    return min(AT_MOST, present + A_FEW_MORE) if present else AT_MOST


def limit_text(present: int) -> str:
    """How many are taken, for those who lead; empty where it is not known how many were there."""
    if not present:
        return ""
    were = "One person was" if present == 1 else f"{present} people were"
    return f"{were} there, so at most {most_notes(present)} notes and {most_answers(present)} last answers are taken."


def require_room_for(count: int, present: int) -> None:
    """Raise RuleBroken when the review has all the notes that it takes."""
    if count >= most_notes(present):
        raise RuleBroken(ROOM_IS_FULL)


def require_answers_for(count: int, present: int) -> None:
    """Raise RuleBroken when so many pages have answered that it can hardly be one for each person."""
    if count >= most_answers(present):
        raise RuleBroken(f"There are {count} answers already, and no more are taken.")


def require_note(text: str) -> None:
    """Raise FieldRefused for no words, or too many."""
    if not text.strip():
        raise FieldRefused("text", "Write your note first.")
    if len(text) > VOICE_LIMIT:
        raise FieldRefused("text", f"Use at most {VOICE_LIMIT} letters.")


def next_batch(shown: Sequence[bool]) -> bool:
    """Whether the notes that wait are shown now: when enough of them wait to hide behind each other."""
    return shown.count(False) >= SHOWN_FROM


def visible(notes: Sequence[Note], *, takes_notes: bool) -> list[Note]:
    """The notes that may be read: whole batches while more can come, then all, but never fewer than three."""
    if takes_notes:
        return [note for note in notes if note.shown]
    return list(notes) if len(notes) >= SHOWN_FROM else []


def how_many_text(total: int, visible_count: int, *, takes_notes: bool) -> str:
    """How many notes are in, as exactly as may be said."""
    if total < SHOWN_FROM:
        few = "Fewer than three notes are in." if takes_notes else "Fewer than three notes came in."
        return few + (" They are shown from three on." if takes_notes else " So none of them is shown.")
    notes = f"{visible_count} notes"
    if not takes_notes:
        return f"{notes} came in."
    return f"{notes} are shown. New ones are added three at a time, and the rest when you close."


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What may be said of one of the two last questions."""

    label: str
    text: str


def answered(counts: Counts, item: CheckItem) -> int:
    """How many answered one of the two."""
    return sum(counts.get(item, {}).values())


def share_text(counts: Mapping[int, int]) -> str:
    """How many said yes or rather yes, as exactly as their number allows: nobody is found out by all or none.

    >>> share_text({5: 6}), share_text({2: 3, 5: 9}), share_text({5: 12}), share_text({5: 4})
    ('Most of 6', '75 % of 12', 'At least 90 % of 12', '')
    """
    total = sum(counts.values())
    if total < CHECK_SHOWN_FROM:
        return ""
    good = sum(count for score, count in counts.items() if score in FAVOURABLE) / total
    if total < EXACT_FROM:
        share = "Few" if good < 1 / 3 else "About half" if good < 2 / 3 else "Most"
    else:
        percent = round(100 * good)
        share = "At least 90 %" if percent >= 90 else "At most 10 %" if percent <= 10 else f"{percent} %"
    return f"{share} of {total}"


def check_text(counts: Mapping[int, int]) -> str:
    """The same as a sentence."""
    share = share_text(counts)
    return f"{share} said yes or rather yes." if share else "Fewer than five answers, so they are not shown."


def check_results(counts: Counts) -> list[CheckResult]:
    """Both, in words."""
    return [CheckResult(label, check_text(counts.get(item, {}))) for item, label in CHECK_LABELS.items()]


def told_results(counts: Counts) -> list[CheckResult]:
    """What everybody who reads the review is told: those with answers enough to hide behind each other."""
    told = {item: label for item, label in CHECK_LABELS.items() if answered(counts, item) >= CHECK_SHOWN_FROM}
    return [CheckResult(label, check_text(counts[item])) for item, label in told.items()]


def pooled(per_review: Collection[Counts], item: CheckItem) -> dict[int, int]:
    """The counts of several reviews together, by score.

    Reviews with fewer than five answers come in only together with each other, and only when they are five at least:
    else the sum less what is shown of the others would tell them. Empty below five.
    """
    big = [counts[item] for counts in per_review if answered(counts, item) >= CHECK_SHOWN_FROM]
    small = [counts.get(item, {}) for counts in per_review if answered(counts, item) < CHECK_SHOWN_FROM]
    together = small if sum(sum(each.values()) for each in small) >= CHECK_SHOWN_FROM else []
    total = {score: sum(each.get(score, 0) for each in (*big, *together)) for score in SCORES}
    return total if sum(total.values()) >= CHECK_SHOWN_FROM else {}
