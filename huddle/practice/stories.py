"""What was said in the practice hospital. Every patient, bed and event is made up."""

from __future__ import annotations

from dataclasses import dataclass

from huddle.concerns.rules import Outcome, Topic
from huddle.handoffs.rules import Severity
from huddle.huddles.rules import WatcherReason

STABLE, WATCHER, UNSTABLE = Severity.STABLE, Severity.WATCHER, Severity.UNSTABLE


@dataclass(frozen=True, slots=True)
class PatientStory:
    """One handoff and how the receiver sees it."""

    severity: Severity
    situation: str
    background: str
    assessment: str
    recommendation: str
    matters_first: str
    to_do: tuple[str, ...] = ()
    if_then: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ConcernStory:
    """One concern and what became of it."""

    text: str
    topic: Topic
    outcome: Outcome
    answer: str


PATIENTS = (
    PatientStory(
        STABLE,
        "Day 2 after a hip replacement. Comfortable, walking to the toilet with one helper.",
        "78 years old. Lives alone. Type 2 diabetes on tablets.",
        "Doing as expected. Pain 3 of 10 when moving.",
        "Walk twice this shift. Ask the therapist about the stairs.",
        "Two walks, and the stairs with the therapist",
        ("Walk with one helper, twice", "Ask the therapist about the stairs"),
    ),
    PatientStory(
        WATCHER,
        "More short of breath since 04:00. Oxygen went from 1 to 3 litres to hold 93 %.",
        "Pneumonia, day 3 of antibiotics. COPD, target 88 to 92 %.",
        "I am not sure, but worried. He looks more tired than the numbers say.",
        "Check hourly. Call the doctor if he needs 4 litres or rate goes above 28.",
        "Hourly checks, call at 4 litres",
        ("Check every hour", "Take bloods"),
        ("needs 4 litres or breathes over 28", "sit him up, call the doctor on 4412"),
    ),
    PatientStory(
        STABLE,
        "Waiting for a place in rehabilitation. Eating and sleeping well.",
        "Stroke three weeks ago, left arm weak. Thickened fluids.",
        "Steady. Mood better after the family came.",
        "Chase the rehabilitation place before noon. Thickened fluids only.",
        "Thickened fluids, and the call about the place",
        ("Call about the rehabilitation place",),
    ),
    PatientStory(
        UNSTABLE,
        "Pressure 86 over 50 at 06:30, hands cool, passing little urine since 03:00.",
        "Bowel surgery yesterday. Two litres of fluid since midnight.",
        "I think she is bleeding or septic. The surgeon is on the way.",
        "Stay with her until the surgeon is here. Blood is ordered, start it when it comes.",
        "Stay with her, blood when it comes",
        ("Stay with her until the surgeon is here", "Start the blood when it comes"),
        ("pressure under 80 or she gets drowsy", "pull the emergency cord, surgeon on 4420"),
    ),
    PatientStory(
        STABLE,
        "First night after a planned gall bladder operation. Drank and kept it down.",
        "45 years old, well before. Allergic to penicillin.",
        "Ready to go home if the morning blood tests are fine.",
        "Blood tests at 08:00, then ask for the discharge letter.",
        "Blood tests, then the letter",
        ("Blood tests", "Ask for the discharge letter"),
    ),
    PatientStory(
        WATCHER,
        "Confused since the evening, pulled out one line, does not know where she is.",
        "84 years old. Bladder infection, second dose of antibiotics given at 22:00.",
        "Delirium, I think. Her daughter says this is not like her.",
        "Same faces where we can, glasses on, daughter comes at 09:00. Check for pain.",
        "Keep her safe and oriented, daughter at nine",
        ("Check for pain", "Glasses on, clock in view"),
        ("she pulls at the line or tries to get up alone", "sit with her, call the doctor on 4412"),
    ),
    PatientStory(
        STABLE,
        "Sugar between 7 and 10 all night. New on insulin, doing it herself with help.",
        "Type 2 diabetes for ten years. Foot ulcer, dressing changed yesterday.",
        "Getting sure of the pen. Foot looks cleaner.",
        "Let her do the noon dose, watch only. Foot dressing tomorrow.",
        "She gives the noon dose herself",
        ("Watch her give the noon dose",),
    ),
    PatientStory(
        STABLE,
        "Chest drain out at 17:00, no air leak since. Slept five hours.",
        "Collapsed lung after a fall. Ribs four to six broken on the left.",
        "Breathing well. Coughing hurts, so he holds back.",
        "Pain relief half an hour before breathing exercises.",
        "Pain relief, then the exercises",
        ("Pain relief, half an hour before the exercises",),
    ),
)

CONCERNS = (
    ConcernStory(
        "The call bell in bay 2 does not ring at the desk.",
        Topic.EQUIPMENT,
        Outcome.FIXED,
        "A new bell is in, tested with the desk.",
    ),
    ConcernStory(
        "Two patients with the same last name are next to each other.",
        Topic.IDENTIFICATION,
        Outcome.FIXED,
        "They are in different bays now, with name alerts on both charts.",
    ),
    ConcernStory(
        "The morning heparin came an hour late three days in a row.",
        Topic.MEDICATION,
        Outcome.ACTION,
        "Pharmacy moves our round to 05:30. We check for two weeks.",
    ),
    ConcernStory(
        "Nights have one care assistant for 28 beds on weekends.",
        Topic.STAFFING,
        Outcome.CANNOT_FIX,
        "There is no one more until spring. Breaks are covered from 3 North until then.",
    ),
    ConcernStory(
        "The only bladder scanner is shared by two floors.",
        Topic.EQUIPMENT,
        Outcome.ACTION,
        "A second one is ordered. It comes by the end of the month.",
    ),
    ConcernStory(
        "The floor by the sluice is wet after every clean.",
        Topic.FALLS,
        Outcome.FIXED,
        "Cleaning moved to after the meal round, and there is a sign.",
    ),
    ConcernStory(
        "Transfers arrive without a call first.",
        Topic.COMMUNICATION,
        Outcome.ACTION,
        "The charge nurses agreed: no call, no bed. We look at it in the next check-in.",
    ),
    ConcernStory(
        "The light over the drug cupboard flickers.",
        Topic.ENVIRONMENT,
        Outcome.FIXED,
        "Estates changed it the same day.",
    ),
    ConcernStory(
        "Weighing beds are never on our floor.",
        Topic.EQUIPMENT,
        Outcome.FIXED,
        "One stays with us now. It has our name on it.",
    ),
    ConcernStory(
        "The new pumps alarm all night for air that is not there.",
        Topic.EQUIPMENT,
        Outcome.ACTION,
        "The maker looks at three of them on Thursday.",
    ),
)

OPEN_CONCERNS = (
    ("The lift to theatre stops at the wrong floor, twice today.", Topic.ENVIRONMENT),
    ("We have run out of the small gloves since Sunday.", Topic.EQUIPMENT),
)

ACTIONS = (
    "Move the crash trolley key to eye level",
    "Ask pharmacy for an earlier round",
    "Put name alerts on the board for equal names",
    "Order a second bladder scanner",
    "Try the quiet hour from 13:00 in bay 4",
    "Label the drawers of the dressing trolley",
    "Agree with theatre: no call, no transfer",
    "Put spare batteries beside the pumps",
    "Show the new hoist at two huddles",
    "Check the weighing bed each Monday",
)

THANKS = (
    ("The night porter", "Fetched blood in six minutes and stayed to help turn the patient."),
    ("The pharmacist", "Walked up with the missing dose instead of sending a note."),
    ("The new care assistant", "Saw that the patient in bay 3 was too quiet and said so."),
    ("The whole late shift", "Took two transfers and still did the walk round."),
    ("Housekeeping", "Had the side room ready before we asked."),
    ("The ward clerk", "Found the interpreter in ten minutes."),
    ("The student nurse", "Asked why, and we found the wrong tubing."),
    ("3 North", "Lent us a nurse for the hour that mattered."),
)

WATCHERS = (
    (WatcherReason.STAFF_GUT_FEELING, "Hourly checks, doctor looks at ten", "Needs more than 4 litres"),
    (WatcherReason.FAMILY_CONCERN, "Daughter stays, same nurse today", "Pulls at the line again"),
    (WatcherReason.ELEVATED_EWS, "Score every 30 minutes, fluids running", "Score 7 or more"),
    (WatcherReason.HIGH_RISK_THERAPY, "First dose at noon with two nurses", "Rash, or pressure below 100"),
)


@dataclass(frozen=True, slots=True)
class ReviewStory:
    """One after-action review with the action item that came out of it."""

    title: str
    expected: str
    happened: str
    why: str
    learned: str
    action: str


REVIEWS = (
    ReviewStory(
        "Delay in finding the bariatric chair",
        "A patient due for physiotherapy at 10:00 would be moved to a chair that holds the weight.",
        "The chair was not on the floor. Three colleagues looked for 40 minutes. The session was cancelled.",
        "The chair has no home. It goes back to wherever there is space, and nobody can see where that is.",
        "Things that everybody needs want a fixed place that can be seen from the corridor.",
        "Give the bariatric chair a marked place beside the lift",
    ),
    ReviewStory(
        "Rapid response that went well",
        "When a patient gets worse the team is there within five minutes with what it needs.",
        "The care assistant called early on a gut feeling. The team came in three minutes, the trolley was ready.",
        "The watcher was named in the huddle with a trigger, so calling felt normal. The trolley was checked at seven.",
        "A named trigger makes it easy to call. Keep naming one for every watcher.",
        "Add the trigger to the watcher magnets",
    ),
    ReviewStory(
        "Insulin given after the meal had gone",
        "Insulin is given with the tray, within ten minutes.",
        "The tray came at 12:05, the dose at 12:50. The patient's sugar fell at 14:00 and was treated.",
        "Meals come earlier on Fridays, which the drug round does not know. Two admissions came at the same time.",
        "The tray should tell the nurse, not the clock.",
        "Ask catering to ring the bay bell when trays arrive",
    ),
    ReviewStory(
        "Transfer that came without its chart",
        "A patient from the emergency department arrives with the drug chart.",
        "The chart came two hours later. One dose of antibiotics was late.",
        "The chart travels by a second porter when the patient goes by bed lift. Nobody checks that both set off.",
        "Patient and paper travel together, or neither leaves.",
        "Agree one bag for patient and chart with the porters",
    ),
)
HALF_WRITTEN = (
    "Evening bloods that reached the lab at ten",
    (
        "Bloods of the evening round are with the lab before eight.",
        "The bag was found in the drug room at ten. The night nurse should have sent it. The porter's phone was off.",
    ),
)
"""Title and first answers of a review that nobody has finished."""
