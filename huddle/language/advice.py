"""What the help has to say: why a phrase may hurt, and what one may write instead.

The phrases that call for each piece of advice stand in lists/<id>.txt, one a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much the help makes of a finding."""

    CARE = "care"
    REWRITE = "rewrite"
    NUDGE = "nudge"


class Kind(StrEnum):
    """What a phrase does."""

    SELF_BLAME = "self-blame"
    COUNTERFACTUAL = "counterfactual"
    FAILURE_OF_PERSON = "failure-of-person"
    JUDGEMENT = "judgement"
    END_POINT_LABEL = "end-point-label"
    INTERROGATION = "interrogation"
    BLAME_WORD = "blame-word"
    ABSOLUTE = "absolute"
    HINDSIGHT = "hindsight"
    COMPLIANCE = "compliance"
    WEAK_REMEDY = "weak-remedy"
    SARCASM = "sarcasm"
    PERSON_NAMING = "person-naming"
    PATIENT_IDENTIFIER = "patient-identifier"


@dataclass(frozen=True)
class Advice:
    """`better` can be written as it stands, with the dots filled in."""

    id: str
    kind: Kind
    level: Level
    why: str
    better: str


ADVICE = (
    Advice(
        id="sb1",
        kind=Kind.SELF_BLAME,
        level=Level.CARE,
        why="Whoever says this may be hurting. Nothing needs correcting.",
        better="Thank you for saying that. Would you like to talk to somebody, or to look at what made it hard?",
    ),
    Advice(
        id="cf1",
        kind=Kind.COUNTERFACTUAL,
        level=Level.REWRITE,
        why="It speaks of a world that did not happen, seen from after the outcome.",
        better="What was known at that moment was …; the usual practice here is …, on this shift …",
    ),
    Advice(
        id="cf2",
        kind=Kind.COUNTERFACTUAL,
        level=Level.REWRITE,
        why="It speaks of a world that did not happen, seen from after the outcome.",
        better="Next time, what would make … easier to do?",
    ),
    Advice(
        id="cf3",
        kind=Kind.COUNTERFACTUAL,
        level=Level.NUDGE,
        why="It speaks of a world that did not happen, seen from after the outcome.",
        better="What could be seen then was …; what asked for attention at the same time was …",
    ),
    Advice(
        id="ob1",
        kind=Kind.HINDSIGHT,
        level=Level.NUDGE,
        why="It was clear only once the outcome was known.",
        better="The signs that could be seen then were …; they also fitted with …",
    ),
    Advice(
        id="ob2",
        kind=Kind.HINDSIGHT,
        level=Level.NUDGE,
        why="It is a verdict on the outcome.",
        better="For a different result, … would have to be in place.",
    ),
    Advice(
        id="fa1",
        kind=Kind.FAILURE_OF_PERSON,
        level=Level.REWRITE,
        why="It names a person as the failure, and the search for conditions stops there.",
        better="… did not happen; what made it hard was …",
    ),
    Advice(
        id="fa2",
        kind=Kind.FAILURE_OF_PERSON,
        level=Level.NUDGE,
        why="It judges what somebody meant, or how hard they tried.",
        better="… was not done (or not seen); at the time …",
    ),
    Advice(
        id="ju1",
        kind=Kind.JUDGEMENT,
        level=Level.REWRITE,
        why="It is a verdict on somebody, not something that was seen or heard.",
        better="What could be seen and heard was …; the setting was …",
    ),
    Advice(
        id="ju2",
        kind=Kind.JUDGEMENT,
        level=Level.NUDGE,
        why="This word stands in the place of the detail.",
        better="What was there was …; what was needed was … (numbers, times)",
    ),
    Advice(
        id="ju3",
        kind=Kind.JUDGEMENT,
        level=Level.NUDGE,
        why="This label stands in the place of the conditions.",
        better="At the same time there were …; attention was on …",
    ),
    Advice(
        id="bl1",
        kind=Kind.BLAME_WORD,
        level=Level.REWRITE,
        why="It lays blame, and then nobody looks at the conditions.",
        better="The conditions present were …",
    ),
    Advice(
        id="bl2",
        kind=Kind.BLAME_WORD,
        level=Level.REWRITE,
        why="What becomes of a person does not belong in a record of learning; there are other ways for that.",
        better="What would make it safer is …",
    ),
    Advice(
        id="ab1",
        kind=Kind.ABSOLUTE,
        level=Level.NUDGE,
        why="It makes one event into somebody's habit.",
        better="On this shift …; it happens about … times a week.",
    ),
    Advice(
        id="he1",
        kind=Kind.END_POINT_LABEL,
        level=Level.REWRITE,
        why="A label at the end of the story; ask what came before it.",
        better="A slip happened when …; the setting was …",
    ),
    Advice(
        id="he2",
        kind=Kind.END_POINT_LABEL,
        level=Level.NUDGE,
        why="One person is rarely the only cause.",
        better="Several conditions came together: …",
    ),
    Advice(
        id="he3",
        kind=Kind.END_POINT_LABEL,
        level=Level.NUDGE,
        why="It says the outcome over again in other words.",
        better="The information at hand was …, and it stood …",
    ),
    Advice(
        id="co1",
        kind=Kind.COMPLIANCE,
        level=Level.NUDGE,
        why="It judges against the written rule, and passes over how the work is really done.",
        better="Work as done differed from the written step because …",
    ),
    Advice(
        id="wh1",
        kind=Kind.INTERROGATION,
        level=Level.REWRITE,
        why="It puts somebody on trial.",
        better="What were you seeing and weighing up at that point?",
    ),
    Advice(
        id="wh2",
        kind=Kind.INTERROGATION,
        level=Level.REWRITE,
        why="It asks for a culprit.",
        better="What made this the likely result?",
    ),
    Advice(
        id="sa1",
        kind=Kind.SARCASM,
        level=Level.NUDGE,
        why="It stings, and the reader cannot see what happened.",
        better="What happened was …; what would have helped was …",
    ),
    Advice(
        id="re1",
        kind=Kind.WEAK_REMEDY,
        level=Level.NUDGE,
        why="A remedy aimed at people is weak when it stands alone.",
        better="A change to the task, the tool, the space or the staffing that makes it easy: …",
    ),
)
"""In the order in which they are looked for. Names and identifiers have theirs in names.py."""
