"""Classes of words that the phrases speak of: who, what, and which deeds."""

from __future__ import annotations


def one_by_one(words: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(words.split())


_IRREGULAR = {
    "be": "was were been being",
    "bring": "brings brought bringing",
    "catch": "catches caught catching",
    "come": "comes came coming",
    "do": "does did done doing",
    "draw": "draws drew drawn drawing",
    "find": "finds found finding",
    "forget": "forgets forgot forgotten forgetting",
    "get": "gets got gotten getting",
    "give": "gives gave given giving",
    "hang": "hangs hung hanging",
    "hear": "hears heard hearing",
    "keep": "keeps kept keeping",
    "know": "knows knew known knowing",
    "lose": "loses lost losing",
    "make": "makes made making",
    "mislay": "mislays mislaid mislaying",
    "misread": "misreads misreading",
    "overlook": "overlooks overlooked overlooking",
    "override": "overrides overrode overridden overriding",
    "put": "puts putting",
    "read": "reads reading",
    "ring": "rings rang rung ringing",
    "run": "runs ran running",
    "see": "sees saw seen seeing",
    "send": "sends sent sending",
    "set": "sets setting",
    "sit": "sits sat sitting",
    "speak": "speaks spoke spoken speaking",
    "stand": "stands stood standing",
    "take": "takes took taken taking",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "understand": "understands understood understanding",
    "wake": "wakes woke woken waking",
    "write": "writes wrote written writing",
}
_DOUBLED = one_by_one("stop spot drop skip plug flag shrug omit label chat mislabel cancel fumble")


def forms(verbs: str) -> frozenset[str]:
    """Each verb with its forms."""
    return frozenset(form for verb in verbs.split() for form in _forms_of(verb))


def past(verbs: str) -> frozenset[str]:
    """Each verb in its past forms alone."""
    return frozenset(form for verb in verbs.split() for form in _forms_of(verb)[1:] if not form.endswith(("s", "ing")))


def _forms_of(verb: str) -> list[str]:
    if verb in _IRREGULAR:
        same = [verb] if verb in {"put", "read", "set", "misread"} else []
        return [verb, *same, *_IRREGULAR[verb].split()]
    if verb.endswith("e"):
        return [verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"]
    if verb.endswith("y") and verb[-2] not in "aeou":
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    plural = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    if verb in _DOUBLED:
        more = [f"{verb}ed", f"{verb}ing"] if verb.endswith("l") else []
        return [verb, plural, f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing", *more]
    return [verb, plural, f"{verb}ed", f"{verb}ing"]


_STAFF = one_by_one(
    "nurse nurses doctor doctors dr physician physicians resident residents registrar registrars consultant"
    " consultants intern interns trainee trainees student students hca hcas cna cnas rn rns lpn lpns aide aides"
    " assistant assistants porter porters clerk clerks receptionist pharmacist pharmacists physio physios"
    " physiotherapist therapist therapists radiographer technician technicians tech techs dietitian dietician"
    " cleaner cleaners matron manager managers leader leaders supervisor supervisors midwife midwives surgeon"
    " surgeons anaesthetist anesthetist anaesthesiologist anesthesiologist medic medics paramedic paramedics"
    " carer carers locum locums staff team teams crew colleague colleagues coworker coworkers worker workers"
    " personnel junior juniors senior seniors practitioner practitioners clinician clinicians provider providers"
    " prescriber prescribers operator individual individuals shift sister sisters nursing coordinator orderly"
    " orderlies phlebotomist sho fy1 f1 f2 gp gps ha ot slt np pa cns anp hospitalist security officer officers"
    " psychologist chef engineer engineers warden facilitator obstetrician gynaecologist paediatrician"
    " pediatrician radiologist oncologist neurologist pathologist anaesthetists dietitians caseworker"
    " transporter transporters sitter sitters scribe cardiologist psychiatrist specialist attending houseman"
    " driver secretary"
)
_PLACES = one_by_one(
    "ed er icu itu hdu radiology pharmacy theatre theatres lab reception surgery management switchboard nights"
    " days weekends housekeeping surgical portering microbiology xray imaging recovery admissions radiographers"
    " physiotherapy nursing weekend outpatients outreach catering maternity triage ambulance ambulances medical"
    " bookings ops dispensary"
)
_TASKS = (
    "check recheck call ring phone bleep page escalate look read ask tell inform notify document record chart"
    " monitor watch observe listen act respond react attend review assess examine notice spot recognise"
    " recognize realise realize pick catch report hand follow sign label verify confirm count measure reposition"
    " restock clean lock plug flag give administer hang help answer speak communicate prevent stop care think"
    " see double do put clarify challenge question consult raise wake take remove order prescribe send warn"
    " alert prepare pass fetch relay identify intervene chase show complete update supervise consider hear"
)
_PERSONAL_TASKS = (
    "check escalate document listen read tell inform look follow answer record report sign verify monitor bother"
    " notify double review examine notice flag label communicate hand chart supervise"
)
_BLAMED = (
    "forget neglect omit refuse ignore disregard overlook miss bother dismiss skip botch bungle fumble"
    " mishandle misread mislabel misinterpret misjudge mislay misplace bypass abandon dump mismanage misdiagnose"
    " mistreat misreport disobey flout shrug minimise minimize trivialise downplay withhold miscalculate misdose"
    " mishear mischart miscount"
)

CLASSES: dict[str, frozenset[str]] = {
    "staff": _STAFF,
    "place": _PLACES,
    "he": one_by_one("he she"),
    "they": one_by_one("they you"),
    "indef": one_by_one("somebody someone everybody everyone anybody anyone whoever people others"),
    "who": _STAFF
    | _PLACES
    | one_by_one("he she they you somebody someone everybody everyone anybody anyone whoever who"),
    "crowd": _STAFF
    | _PLACES
    | one_by_one("they you somebody someone everybody everyone anybody anyone whoever people"),
    "them": _STAFF | _PLACES | one_by_one("him her them you somebody someone whoever everybody everyone people"),
    "self": one_by_one("i we"),
    "his": one_by_one("his her their your its our"),
    "patient": one_by_one(
        "patient patients pt pts child baby mother father wife husband daughter son family families relative"
        " relatives visitor visitors resident's mum dad parent parents"
    ),
    "thing": one_by_one(
        "pump pumps battery batteries alarm alarms monitor monitors machine machines device devices system"
        " systems software computer computers screen scanner printer lift elevator line lines cannula catheter"
        " drain tube tubes phone phones bleep pager bleeps network wifi signal server sensor mattress bed beds"
        " syringe driver's ventilator equipment label labels door lock fridge trolley scale scales light lights"
        " weather ambulance meter defibrillator supplier vendor connector engine heating cable charger power fax"
        " form forms design layout default kidney heart lung lungs liver graft wound treatment therapy"
        " antibiotics medication drug drugs dose bag law labelling"
    ),
    "clause": one_by_one("when because while after before until since although though if which where unless so that"),
    "neg": one_by_one("not never no nobody none nothing without neither nor hardly"),
    "be": one_by_one(
        "is are was were been be being 's 're 'm seems seemed seem looks looked appeared remained became got"
    ),
    "did": one_by_one("do does did has have had"),
    "adv": one_by_one(
        "just simply even really also then still actually at least easily only all again always ever so clearly"
        " obviously probably surely definitely certainly perhaps maybe apparently already been once sooner"
        " earlier too completely totally entirely both quite very more"
    ),
    "name": frozenset(),
    "number": one_by_one("one two three four five six seven eight nine ten"),
    "other": frozenset(),
    "pp": past(_TASKS)
    | past(_BLAMED)
    | one_by_one(
        "been done gone known taken given put told rung hung left kept made found thought brought sent heard"
        " held spoken written woken got gotten had come run begun chosen drawn driven felt fallen forgotten"
        " hidden led lost met paid set shown shut stood taught understood asked bothered stayed stopped used"
        " tried waited moved insisted accepted picked caught seen read happened saved avoided prevented cared"
        " turned worked wanted sat slept looked listened called checked cut let hit risen"
    ),
    "task": forms(_TASKS),
    "task_past": past(_TASKS),
    "own_task": forms(_PERSONAL_TASKS),
    "blamed": forms(_BLAMED),
    "blamed_past": past(_BLAMED),
    "handled": past(
        "give take pick draw hang use choose connect set enter write prescribe order administer select dispense"
        " send bring put scan chart program calculate inject transfuse label treat"
    )
    | one_by_one("drew drawn chose used wrote programmed"),
    "harmful": past(
        "abandon abuse aggravate antagonise argue assume berate bicker blunder bully bungle complicate"
        " compromise contaminate damage delay deny deprive derail desert destroy discourage disrupt dither dodge"
        " doze endanger fake falsify fluster fudge fumble gossip hesitate hinder hoard humiliate hurry idle"
        " jeopardise jeopardize kill laugh loiter misadminister misjudge mock muddle nap obstruct overdose"
        " overfill overreact overrule panic patronise patronize procrastinate provoke ridicule ruin rush"
        " sabotage scold scoff scream shout shove silence slack smirk snap sneer spill spoil stall stonewall"
        " stumble tease trivialise undermine underestimate waste worsen yell overestimate mishandle overtreat"
        " undertreat mistreat prolong harm injure botch bluff blank snub belittle backtrack wander dawdle faff"
        " mess drop gloss pressurise lie deceive mislead withhold conceal pretend squabble sulk storm quit"
        " overstep bump knock yank jerk shove squash trap exceed tamper misuse"
    )
    | one_by_one(
        "froze misled lied hid hidden slept dozed snapped dropped napped panicked overslept underplayed overran"
    ),
    "unkind": one_by_one(
        "useless dangerous hopeless terrible awful crap shocking rubbish dreadful unsafe unfit horrible"
        " horrendous disgusting woeful incompetent careless lazy sloppy stupid rude arrogant negligent reckless"
        " unprofessional irresponsible clueless unhelpful uncooperative disorganised disorganized thick dumb"
        " slack unreliable untrustworthy unsympathetic uninterested indifferent aggressive abrasive obnoxious"
        " condescending patronising patronizing dismissive defensive stubborn difficult bossy moody grumpy nasty"
        " mean cruel spiteful lying dishonest sneaky toxic idle inept hapless hysterical neurotic naive immature"
        " childish gullible substandard mediocre pathetic embarrassing shameful disgraceful weak ineffective"
        " ineffectual inconsiderate disrespectful impatient insensitive oblivious ignorant inexperienced"
        " slapdash unacceptable unforgivable inexcusable forgetful distracted complacent inattentive"
        " overconfident cocky smug poor bad worst feckless flaky lacklustre scatterbrained unhygienic unkind"
    ),
    "slip": one_by_one(
        "error errors mistake mistakes lapse lapses slip oversight blunder omission omissions misjudgement"
    ),
    "rule": one_by_one(
        "policy policies protocol protocols procedure procedures rule rules regulation regulations guideline"
        " guidelines guidance pathway checklist bundle sop instruction instructions standards process"
    ),
    "process": one_by_one(
        "communication documentation handover handoff handovers handoffs monitoring supervision assessment"
        " assessments recognition escalation teamwork leadership planning care nursing practice recordkeeping"
        " management decision decisions judgement judgment organisation organization attitude discipline"
        " coordination standard standards charting prioritisation documenting vigilance delegation safety report"
        " checks checking"
    ),
    "harm": one_by_one(
        "mess error errors mistake mistakes delay death harm fall injury incident failure outcome event"
        " omission disaster overdose fracture arrest problem"
    ),
    "feel": one_by_one("feel feels felt feeling feelings says said thinks believes"),
    "praise": one_by_one(
        "helped helpful helps help thank thanks good well great kind kindly ready brilliant supportive calm"
    ),
}
