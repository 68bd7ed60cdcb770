"""Names of people and identifiers of patients in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from huddle.language.advice import Advice, Kind, Level
from huddle.language.tokens import Token, tokens
from huddle.language.words import one_by_one

TITLE = Advice(
    id="na1",
    kind=Kind.PERSON_NAMING,
    level=Level.REWRITE,
    why="It names a person in what is kept as learning.",
    better="Use the role: the night nurse, the on-call doctor, the patient, a relative",
)
COLLEAGUE = Advice(
    id="na2",
    kind=Kind.PERSON_NAMING,
    level=Level.REWRITE,
    why="It names somebody who works on this unit.",
    better="Use the role: the nurse in bay 2, the charge nurse, the pharmacist",
)
PATIENT = Advice(
    id="pi1",
    kind=Kind.PATIENT_IDENTIFIER,
    level=Level.REWRITE,
    why="It can tell which patient this was.",
    better="Use the role: the patient, a relative; leave numbers, dates of birth and addresses out",
)

_TITLES = one_by_one("midwife dr nurse sister matron mr mrs ms miss prof professor doctor brother consultant")
_SMALL_TITLES = one_by_one("dr mrs prof")
_NO_NAME = one_by_one(
    "a an and any are as at bank be but by call came can charge checked consultant could did director doctor"
    " duty had has have he her him his i if ill in is it led looked matron may no not nurse of off on or our out"
    " practitioner prescriber registrar reviewed said saw scan sent she sister some specialist staff station"
    " student team the their they this to told unit wants ward was we were when who will with you your 's for"
    " from assistant educator manager aide calls one two three again aware every each all informed asked only"
    " educators consultants icu ed er night day monday tuesday wednesday thursday friday saturday sunday"
    " therapist what so then there that these please note bell leader lead"
)
_DEEDS = one_by_one(
    "was is did said had came called asked wanted gave took has who never told went left reviewed were arrived"
    " missed forgot refused failed answered saw signed ordered prescribed wrote thought knew ignored"
)
_EPONYM_OF = one_by_one(
    "catheter disease syndrome score sign tube tubes suction mask position test scale method fracture palsy"
    " fever line drain regimen respirations chart ward unit wing house street road infirmary hospital bandage"
    " forceps block"
)
_COMMON = one_by_one(
    "abbot art baker bell best bill black brook brown bush butler carter chance clay cook cross dawn day dean"
    " do drew english faith field finn fox frank free gale grace grant gray green grey hall hand harmony hardy"
    " hart hill hope hunt iris ivy jack joy king knight lane law lee little long love major mark marsh martin"
    " mason may max mercy miller miles moody moon noble north page park pat patience penny pitt pope power price"
    " prince queen ray reed rich rob robin rose ruby sandy savage sharp short shaw singer smart smith stone"
    " strong summer sterling trip turner van violet walker ward waters way webb wells west white wild will wise"
    " wood woods worth young an so in on to he we april june august autumn holly lily daisy basil olive heather"
    " hazel amber crystal dale glen heath cliff chase eve gene guy nick norm pierce rusty sue tad tim trace wade"
    " warren angel bishop bond bridge brand bright cash church coach cole coma conway crisp dash duke early"
    " flint gore guard head holder house judge kind land last light lock loss low meek nail nice nurse pace pain"
    " past patten peel pepper pill plum pool post poole read ready rice root salt sands self shore small spring"
    " staff star still swift tall teach temple thorn true truth walls wash weeks wing winter word works wound"
)
_PARTICLES = one_by_one("van der den de la le di da al el bin von mac dos das del ter ten saint the")
_NAME = r"(?:[A-Z]\. ?){0,2}(?:[A-Z][a-zà-ÿ'\u2019-]{1,30} ?){1,3}"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Pp]atient|[Pp]t\.?)[ :]{{1,3}}(?:was |is |called )?({_NAME})",
        rf"\bname (?:is|was|:) ?({_NAME})",
    )
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}})"
)
_IDENTIFIERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:mrn|urn|hosp|nhs|ssn|nhi|ihi|chi|medicare|hospital|record|case|patient|admission|visit|encounter|insurance)"
        r"(?: ?(?:no|num|number|nr|id|#)\b)?[ .:#]{0,3}(?:is |was )?[a-z]{0,3}\d[\d -]{3,14}\d\b",
        rf"\b(?:dob|d\.o\.b\.?|date of birth|birth date|birthdate|birthday|born)(?: on| is| was)?[ :]{{0,3}}{_DATE}",
        r"(?<![\d/.-])(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|[12]\d|3[01])[./-](?:19\d\d|200\d)(?!\d)",
        r"(?<![\d-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])",
        r"(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])",
        r"(?<!batch )(?<!lot )(?<!order )(?<!ticket )(?<!ref )(?<!serial )(?<![\d.,/:-])\d{9,12}(?![\d.,/:-])",
        r"(?<!\d)(?:\+\d{1,3} ?|0)\d{2,4}[ -]?\d{3}[ -]?\d{3,4}(?!\d)",
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}",
        r"\b\d{1,4}[a-z]? [a-z'\u2019]{2,20} (?:street|road|avenue|lane|drive|close|crescent|terrace|gardens|square)\b",
    )
)


def named(text: str, words: list[Token], names: Collection[str]) -> Iterator[tuple[int, int, Advice]]:
    """Where a text names somebody or identifies a patient: start, end and what to say of it."""
    yield from _identifiers(text)
    yield from _titled(words)
    yield from _colleagues(words, names)


def _identifiers(text: str) -> Iterator[tuple[int, int, Advice]]:
    if any(letter.isdigit() for letter in text) or "@" in text:
        for pattern in _IDENTIFIERS:
            yield from ((hit.start(), hit.end(), PATIENT) for hit in pattern.finditer(text))
    for pattern in _NAMED:
        for hit in pattern.finditer(text):
            first = hit[1].split()[0].lower()
            if first not in _NO_NAME and first not in _EPONYM_OF:
                yield hit.start(), hit.start(1) + len(hit[1].rstrip()), PATIENT


def _titled(words: list[Token]) -> Iterator[tuple[int, int, Advice]]:
    at = 0
    while at < len(words):
        last = _name_after(words, at) if words[at].word in _TITLES else at
        if last > at:
            yield words[at].start, words[last].end, TITLE
        at = last + 1


def _name_after(words: list[Token], at: int) -> int:
    """The place of the last word of the name after the title at `at`; `at` itself when no name follows."""
    last = at
    for following in range(at + 1, min(at + 5, len(words))):
        word = words[following]
        if word.word == "." or (last == at and word.word in _TITLES and word.is_capital and words[at].is_capital):
            continue
        if not _may_be_name(words, at, following):
            break
        last = following
    return last


def _may_be_name(words: list[Token], title: int, at: int) -> bool:
    word, follows = words[at], words[at + 1].word if at + 1 < len(words) else ""
    if _leads_to_name(words, at):
        return words[title].is_capital
    if word.word in _NO_NAME or word.word in _TITLES or not word.word[0].isalpha() or follows in _EPONYM_OF:
        return False
    if word.is_capital and words[title].is_capital:
        return True
    is_small = words[title].word in _SMALL_TITLES and at == title + 1
    return is_small and (word.is_capital or (follows in _DEEDS and not word.word.endswith(("ed", "ing"))))


def _leads_to_name(words: list[Token], at: int) -> bool:
    """Whether this is an initial, or a small word within a name, with a capital after it."""
    word, rest = words[at], words[at + 1 : at + 3]
    if word.word in _PARTICLES:
        return bool(rest) and rest[0].is_capital
    is_initial = len(word.word) == 1 and word.is_capital
    return is_initial and any(each.is_capital and each.word not in _NO_NAME for each in rest)


def _colleagues(words: list[Token], names: Collection[str]) -> Iterator[tuple[int, int, Advice]]:
    parts = _parts(names)
    if not parts:
        return
    start = None
    for at, word in enumerate(words):
        follows = words[at + 1].word if at + 1 < len(words) else ""
        if word.word in parts and follows not in _EPONYM_OF and (_is_meant(words, at) or start is not None):
            start = at if start is None else start
            if follows not in parts:
                yield words[start].start, word.end, COLLEAGUE
                start = None
        else:
            start = None


def _parts(names: Collection[str]) -> frozenset[str]:
    return frozenset(
        token.word
        for name in names
        for token in tokens(name)
        if len(token.word) > 1
        and token.word[0].isalpha()
        and token.word not in _PARTICLES
        and token.word not in _TITLES
    )


def _is_meant(words: list[Token], at: int) -> bool:
    """Whether this is the person: a name that is also a word, or short, needs its capital within a sentence."""
    word = words[at]
    if word.word not in _COMMON and len(word.word) > 2:
        return True
    is_first = at == 0 or words[at - 1].word in ".?:"
    return word.is_capital and not is_first
