"""What the units of the practice hospital ask in their huddles, and what is said there beside concerns and watchers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random

from huddle.core.actor import Actor
from huddle.huddles import service as huddles
from huddle.huddles.models import Huddle
from huddle.huddles.queries.agenda import steps_of
from huddle.huddles.rules import DEFAULTS, HuddleKind, ItemKind, Mark, NoteName, Step, Tally
from huddle.practice.hospital import Ward

PLANNED = {"charge_nurse": 1, "nurse": 5, "care_assistant": 2, "student": 1, "doctor": 1, "clerk_admin": 1}
TURNED_ON: dict[str, tuple[Step, ...]] = {
    "5 West": (),
    "3 North": (Step.LOOK_AHEAD, Step.EQUIPMENT),
    "Harbour 2": (Step.CENSUS, Step.VOICES),
    "Maternity": (Step.LOOK_AHEAD, Step.TEACHING, Step.PLUS_DELTA),
}
OWN_QUESTIONS = {
    ("3 North", Step.LOOK_AHEAD): "Who goes to theatre, who comes back, and when?",
    ("Maternity", Step.WATCHERS): "Which mother or baby worries you, even if the chart is fine?",
    ("Harbour 2", Step.VOICES): "Whom have we not heard yet?",
}
STRETCHED = (
    "Bay 2 is heavy, the float nurse helps there until noon.",
    "One short until nine; breaks move by half an hour.",
    "Two admissions at once: whoever is free takes the second.",
)
GAPS = ("The second skin check may slip.", "Mouth care before lunch needs one more pair of hands.")
AHEAD = (
    ("procedure", "Chest drain, consent is signed", "10:30"),
    ("transfer", "Moves to the step-down unit, bag is packed", "14:00"),
    ("discharge", "Goes home with oxygen, the company calls first", "11:00"),
    ("medicine", "Second unit of blood, two nurses check", "13:00"),
    ("line", "The catheter can come out after rounds", "morning"),
)
BROKEN = (("Bladder scanner", "BS-0417"), ("Bed with a stuck rail", "B-1180"), ("Suction unit in bay 3", "SU-0032"))
LESSONS = ("Flush the line before and after.", "Weigh before breakfast, same scale.", "Read the name band aloud.")
KEPT = (("The speaking order", "Start on time, also at night"), ("Chart first", "Fewer side talks about beds"))
NEEDED = ("charge_nurse", "nurse", "doctor")


def shape(ward: Ward, at: datetime) -> None:
    """Let the unit switch on what it wants to talk about, before its first huddle."""
    wanted = TURNED_ON.get(ward.name, ())
    plan = tuple(
        replace(line, on=line.on or line.step in wanted, question=OWN_QUESTIONS.get((ward.name, line.step), ""))
        for line in DEFAULTS[HuddleKind.SCHEDULED]
    )
    huddles.save_template(
        ward.unit_id,
        HuddleKind.SCHEDULED,
        plan,
        names_on=False,
        needed=NEEDED,
        begun_on=0,
        actor=ward.manager,
        now=at,
    )


def say(ward: Ward, huddle: Huddle, lead: Actor, at: datetime) -> None:
    """What is counted, chosen and written in one huddle; its own dice, so that nothing else in the story moves."""
    dice = Random(f"{ward.name} {at.isoformat()}")
    steps = {line.step for line in steps_of(huddle)[0]}
    huddles.mark(huddle, marks=_marks(steps, dice), actor=lead, now=at)
    for name, texts, chance in ((NoteName.STRETCHED, STRETCHED, 0.25), (NoteName.GAP, GAPS, 0.12)):
        if dice.random() < chance:
            huddles.note(huddle, name=name, text=dice.choice(texts), actor=lead, now=at)
    if Step.TEACHING in steps and dice.random() < 0.4:
        huddles.note(huddle, name=NoteName.TEACHING, text=dice.choice(LESSONS), actor=lead, now=at)
    if Step.PLUS_DELTA in steps:
        for name, text in zip((NoteName.KEEP, NoteName.CHANGE), dice.choice(KEPT), strict=True):
            huddles.note(huddle, name=name, text=text, actor=lead, now=at)
    _items(huddle, steps, lead, at, dice)


def _marks(steps: set[Step], dice: Random) -> list[Mark]:
    load = dice.choice(("light", "usual", "usual", "usual", "heavy", "heavy", "unsafe"))
    breaks = {"heavy": "partly", "unsafe": "no"}.get(load, "yes")
    here = {role: count - (role == "nurse" and load in {"heavy", "unsafe"}) for role, count in PLANNED.items()}
    marks = [Mark(Tally.PLANNED, role, count) for role, count in PLANNED.items()]
    marks += [Mark(Tally.HERE, role, count) for role, count in here.items()]
    marks += [Mark(Tally.CHOSEN, "load", load), Mark(Tally.CHOSEN, "breaks", breaks)]
    if Step.VOICES in steps:
        marks += [Mark(Tally.SPOKE, role, 1) for role in PLANNED if dice.random() < 0.6]
    if dice.random() < 0.15:
        marks.append(Mark(Tally.HERE, "doctor", 0))
    if Step.CENSUS in steps:
        patients = dice.randint(22, 28)
        found = {"patients": patients, "open": 28 - patients, "admits": dice.randint(0, 4)}
        marks += [Mark(Tally.BEDS, name, count) for name, count in found.items()]
    return marks


def _items(huddle: Huddle, steps: set[Step], lead: Actor, at: datetime, dice: Random) -> None:
    said: list[tuple[ItemKind, str, dict[str, str | bool]]] = []
    if dice.random() < 0.2:
        said.append((ItemKind.NEWCOMER, "nurse", {"type": "float", "buddy": "charge_nurse"}))
    if dice.random() < 0.15:
        said.append((ItemKind.EVENT, "Near the wrong bed, the name band was read aloud", {"type": "good_catch"}))
    if Step.LOOK_AHEAD in steps:
        for kind, text, time in dice.sample(AHEAD, 2):
            said.append((ItemKind.AHEAD, text, {"type": kind, "time": time}))
    if Step.EQUIPMENT in steps and dice.random() < 0.3:
        text, tag = dice.choice(BROKEN)
        said.append((ItemKind.EQUIPMENT, text, {"tag": tag, "out_of_use": True, "reported": dice.random() < 0.7}))
    if dice.random() < 0.04:
        said.append((ItemKind.EVENT, "A fall beside the bed, nobody was hurt", {"type": "event", "topic": "falls"}))
    for item_kind, text, facts in said:
        huddles.add_item(huddle, kind=item_kind, text=text, facts=facts, actor=lead, now=at)
