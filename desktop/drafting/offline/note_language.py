"""Recognises speech that is already note language, and files it without a heading to go by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.domain.note import Section
from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.filing import patient_kind
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.planning import plan_kind
from desktop.drafting.offline.speech import word_set
from desktop.language.lexicon import Topic

_THIRD_PERSON = re.compile(
    r"\b(?:(?:the )?(?:patient|client|pt|resident) (?:is|was|has|had|denies|reports|presents|states|complains|returns|comes|came|notes|endorses|arrives|tolerated|ambulat|will)|"
    r"\d+[- ](?:year|yr|month|week|day)s?[- ]old|(?:\w+[- ]){1,3}year[- ]old|past medical history|presents (?:today|with|for|to)|is here (?:today )?for|"
    r"who (?:presents|comes|is here)|denies|endorses)\b"
)
_ADDRESSED = word_set("i you your my me we our us let")

_ABOUT_PATIENT = word_set("his her he she patient's")
_TO_DO = re.compile(
    r"\b(?:i would like|i want|i am going to|we will|i will|do not feed|bring (?:him|her)|make sure|please)\b"
)
_SPOKEN_TO = word_set("you your yours me let us okay yeah my thanks thank")

_EXAM_OPENING = re.compile(
    r"^(?:(?:on |physical )?exam(?:ination)?\b|(?:general|alert|oriented|awake|elevated (?:right|left) shoulder|heent|neck|lungs?|heart|cardiovascular|cv|respiratory|abdomen|abdominal|skin|neuro(?:logical|logic)?|musculoskeletal|msk|extremities|extremity|"
    r"mental status|affect|mood is|gait|palpation|inspection|observation|range of motion|rom|strength|reflexes|sensation|pulses|pupils|vitals?|vital signs|oral|intraoral|extraoral|periodontal|"
    r"tongue|pulse is|posture|lower extremities|upper extremities|bilateral|dentition|coat|(?:swelling|edema|bruising|tender|tenderness) (?:over|at|along)|trigger points|weight \d+|mucous membranes|otoscopic|gcs|skin is)\b)"
)
_OBJECTIVE = re.compile(
    r"\b(?:exam (?:shows|reveals|is|notable)|on exam(?:ination)?|on palpation|to palpation|tender(?:ness)?|range of motion|rom|negative|positive|"
    r"regular rate|clear to auscultation|alert and oriented|intact|murmur|bp|blood pressure|heart rate|pulse|temperature|respirations|oxygen saturation|spo2|saturation|"
    r"strength|reflexes|slr|straight leg raise|no acute distress|within normal limits|unremarkable|measured|measures|centimeters|cm|millimeters|mm|observed|demonstrated|scored|score|appears|appeared|noted|"
    r"flexion|extension|edema|erythema|sensation|pulses?|palpable|granular|malodor|macerated|affect|eye contact|monofilament|probing|x-?rays?|radiographs?|mri|ct|labs?|a1c|hemoglobin|creatinine|glucose|ekg|ecg|gait|weight (?:is|\d+)|weighs|bmi|rotation|degrees|inr|trigger points?)\b"
)
_ASSESSMENT = re.compile(
    r"^(?:assessment|impression|diagnos(?:is|es)|likely|probable|suspected|working diagnosis|differential|this is (?:a|an) (?!\d)|consistent with|clinical impression|"
    r"rule out|status post|stable|well controlled|improving|acute|chronic|uncontrolled)\b|\b(?:consistent with|most likely|likely (?:due|secondary|viral|mechanical|related)|suspect|"
    r"well[- ]controlled|poorly controlled|uncontrolled|at goal|not at goal|rule out|progress(?:ing)? (?:towards?|well)|prognosis|differential|in remission|diagnosis)\b"
)
_PLAN_OPENING = re.compile(
    r"^(?:plan|recommend|continue|start|stop|begin|increase|decrease|order|refer|follow[- ]?up|return|schedule|prescribe|advise|counsel|educat|discharge|discontinue|obtain|repeat|recheck|monitor|"
    r"encourage|consider|provide|instruct|given|will|to return|apply|administer|titrate|taper|hold|resume|call|avoid|rest|ice|transport|next (?:visit|session|appointment)|home exercise|homework|goals?|"
    r"referral|rx|patient (?:will|to|should|was (?:advised|instructed|counseled|given|told|educated))|the patient (?:will|to|should|was (?:advised|instructed|counseled|given|told|educated))|"
    r"we will|i will|rtc|send|take|switch|wean|limit|use|keep|wear|progress to|add|remove|review at|labs ordered|discussed)\b"
)
_GIVEN = re.compile(
    r"^(?:iv|io) (?:access|(?:\w+ ){0,3}\d+ gauge)|^\w+ [\d.]+ (?:\w+ )?(?:sublingual|nebulized|intranasal|in line|slow push|push|bolus)\b|^\w+ [\d.]+ (?:mg|mcg|milligrams|micrograms|grams)\b.*\b(?:iv|im|io|sl|at \d{3,4})\b|^(?:the )?patient (?:was )?moved\b|\b(?:given|withheld|administered|transported|established|applied|dispensed|delivered)\b"
)
_COMES_BACK = re.compile(
    r"^(?:come (?:back|in)|back in \d|rtc|see (?:her|him|them|me|us) (?:again|back|in)|call (?:if|for|the|us|me)|if (?:no better|still|worse|it|the|she|he)\b.*\b(?:call|come|return|refer|recheck|switch|start))\b"
)
_CARE_PLANNED = re.compile(
    r"\b(?:once|twice|(?:one|two|three|four|five|\d+) times|every (?:hour|day|night|morning|\w+ (?:hours?|days?|weeks?)))(?: (?:a|per|daily|weekly|while|today|tonight))?\b|\b(?:a|per) (?:day|week)\b|"
    r"^(?:full|formal|repeat|outpatient|home) (?:\w+ ){0,2}(?:evaluation|testing|study|consult|practice|program|exercises?)\b|^(?:progress|written) report\b|\bapproach\b"
)
"""Care that is to be given so often, or is named without a verb."""
_TREATED = re.compile(
    r"^(?:treated|frozen|injected|irrigated|debrided|sutured|packed) (?:with|at|the|by)\b|^(?:\w+ ){0,3}(?:carpules?|sutures?)\b|^(?:\w+ ){1,2}(?:placed|cemented|removed|extracted|irrigated|packed)\b"
)
_AT_RISK = re.compile(r"^(?:at |high |low )*risk (?:for|of)\b")
_DISORDER = re.compile(r"^(?:\w+ ){0,6}(?:disorder|syndrome|disease|insufficiency)\b")
_STATUS_END = re.compile(
    r"(?:,| is| are|:) (?:improving|stable|improved|resolved|resolving|worsening|unchanged|well controlled|controlled|uncontrolled|not at goal|at goal|in remission|new|chronic|acute|likely|progressing) ?\.?$"
)
_TOLD = re.compile(
    r"^(?:(?:the )?(?:patient|pt|client|he|she|they|mother|father|mom|dad|mum|owner|wife|husband|daughter|son|parents?) )?(?:also )?"
    r"(?:says|said|states|reports|tells|denies|complains|describes|endorses|admits|thinks)\b|^(?:he|she|they)(?: is| are| has| have|'s|'ve) been\b|"
    r"^(?:he|she|patient|the patient)(?: is|'s) (?:a |an )?(?:\d+|\w+(?:[- ]\w+)?)[- ]year[- ]old\b|^saw (?:mr|mrs|ms|miss|dr)\b"
)
"""Openings that only what is told has, whatever follows."""
_REVIEWED = re.compile(r"^(?:\w+ )?(?:follow[- ]?up|recheck|review|visit) (?:for|of|on|visit|after)\b")
_TRACED = re.compile(r"^(?:\d+|twelve)[- ]lead\b|^(?:ekg|ecg|x-?ray|ct|mri|ultrasound) (?:shows|showed)\b")
_LIMITS = re.compile(r"\b(?:limits?|limiting|because of|due to|explains?|contributing)\b")
_ONLY_ABSENT = re.compile(r"^(?:\w+ ){0,6}?no (?:\w+ ){0,3}\w+$|, no \w+")
_IS = re.compile(r"\b(?:is|are|looks?|appears?)\b")
_PERFORMED = re.compile(
    r"^(?:walked|ate|slept|tolerated|required|requires|demonstrated|demonstrates|ambulated|performed|completed|transferred|scored|presents with (?:an )?antalgic|produced|maintained)\b"
)
_TREATMENT_RELIEF = re.compile(
    r"\b(?:provides?|gives?|helps?|relie[fv]|without relief|with relief|worse with|better with|rated|takes|taking|tried)\b"
)


def is_note_language(lowers: Sequence[str]) -> bool:
    """Whether a provider's clause in a conversation is dictated: third person, nobody spoken to."""
    text = " ".join(lowers)
    if (
        _ABOUT_PATIENT & set(lowers)
        and not _SPOKEN_TO & set(lowers)
        and len(lowers) > 4
        and lowers[0] not in {"and", "but", "that", "she", "if"}
        and not _TO_DO.search(text)
    ):
        return True
    return (
        not _ADDRESSED & set(lowers)
        and len(lowers) > 3
        and bool(_THIRD_PERSON.search(text))
        and "?" not in text
    )


_TESTED = re.compile(
    r"^(?:an? |the |her |his |today's |repeat |initial |plain |chest |fasting |random )*(?:ecg|ekg|trop\w*|x-?rays?|cxr|ct|mri|mra|uss|ultrasound|echo\w*|bloods?|labs?|fbc|cbc|bmp|cmp|u&es?|lfts?|crp|esr|tsh|a1c|hba1c|inr|psa|bnp|urine(?! output)|urinalysis|ua|dip|culture|cultures|biopsy|pathology|"
    r"dexa|spirometry|fev1|doppler|holter|eeg|emg|hemoglobin|creatinine|egfr|potassium|sodium|white (?:cell )?count|platelets|cholesterol|ldl|ferritin|radiographs?|films?|bitewings?|cytology|usg|alt|alp)\b"
)
"""Begins with the name of a test."""
_CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("told", _TOLD), ("reviewed", _REVIEWED), ("limits", _LIMITS), ("comes back", _COMES_BACK), ("risk", _AT_RISK), ("disorder", _DISORDER),
    ("care", _CARE_PLANNED), ("treated", _TREATED), ("given", _GIVEN), ("traced", _TRACED), ("status", _STATUS_END), ("observed", _OBJECTIVE),
    ("performed", _PERFORMED), ("tested", _TESTED), ("plan", _PLAN_OPENING), ("assessed", _ASSESSMENT), ("exam", _EXAM_OPENING), ("relief", _TREATMENT_RELIEF),
)  # fmt: skip


_RELIEVED = re.compile(r"\b(?:provid|giv|gav|bring)\w* (?:\w+ ){0,2}relief\b")


def is_surely_told(facts: Facts) -> bool:
    """Whether a sentence opens or reads as only a patient's account does."""
    return bool(_TOLD.search(facts.text) or _RELIEVED.search(facts.text))


def cues_in(facts: Facts) -> list[str]:
    """The names of the wordings of note language that a sentence has."""
    return [name for name, pattern in _CUES if pattern.search(facts.text)]


def note_section(facts: Facts, before: Section | None) -> Section:  # noqa: C901, PLR0912 (a list of rules, tried in order)
    """The section of a dictated sentence without a heading; what says nothing stays where the last one was."""
    text = facts.text
    if _TOLD.search(text) and before is not Section.PLAN:
        return Section.SUBJECTIVE
    if before is None and _REVIEWED.search(text):
        return Section.SUBJECTIVE
    if before is not None and facts.has(Topic.DISEASE) and text.startswith("this is "):
        return Section.ASSESSMENT
    if before is Section.ASSESSMENT and _LIMITS.search(text):
        return Section.ASSESSMENT
    subjective_word = re.search(
        r"\b(?:reports?|denies|complains|states|endorses|presents|presenting|c/o|history of|pain rated|worse with|better with|relief|per (?:the )?(?:patient|owner|client|wife|husband|mother|father)|"
        r"takes|allergic|lives|smokes|onset|started|owner|client says|chief complaint|here for|noticed|feels)\b",
        text,
    )
    told_after = before in {Section.OBJECTIVE, Section.ASSESSMENT, Section.PLAN}
    if told_after and _COMES_BACK.search(text):
        return Section.PLAN
    if told_after and before is not Section.PLAN and (_AT_RISK.search(text) or _DISORDER.search(text)):
        return Section.ASSESSMENT
    unverbed = before is Section.ASSESSMENT and not subjective_word and not _IS.search(text)
    if unverbed and (_CARE_PLANNED.search(text) or _TREATED.search(text)):
        return Section.PLAN
    if before is Section.OBJECTIVE and re.match(r"(?:treated|frozen|injected) (?:with|by)\b", text):
        return Section.PLAN
    if _GIVEN.search(text) and before is not None and before is not Section.SUBJECTIVE:
        return Section.PLAN
    if _TRACED.search(text):
        return Section.OBJECTIVE
    named = (Topic.DISEASE, Topic.FINDING, *((Topic.SYMPTOM,) if before is not Section.SUBJECTIVE else ()))
    if facts.has(*named) and _STATUS_END.search(text) and not _OBJECTIVE.search(text):
        return Section.ASSESSMENT
    if (
        before is Section.OBJECTIVE
        and facts.has(Topic.DISEASE)
        and not _OBJECTIVE.search(text)
        and not subjective_word
        and not _EXAM_OPENING.search(text)
        and not _ONLY_ABSENT.search(text)
        and not (facts.has(Topic.BODY) and _IS.search(text))
    ):
        return Section.PLAN if _PLAN_OPENING.search(text) else Section.ASSESSMENT
    if _PERFORMED.search(text):
        return Section.OBJECTIVE
    if _PLAN_OPENING.search(text) and not re.search(
        r"^(?:patient|the patient) (?:will|to)\b.*\b(?:reports|denies)\b", text
    ):
        return Section.PLAN
    if _ASSESSMENT.search(text) and not (subjective_word and before is None):
        if before is Section.PLAN and not re.match(r"^(?:assessment|impression|diagnos)", text):
            return Section.PLAN
        return Section.ASSESSMENT
    if (
        re.search(r"\bfollow[- ]?up (?:in|with)\b|\breturn (?:in|to clinic)\b|\brefer(?:red|ral)? to\b", text)
        and not subjective_word
    ):
        return Section.PLAN
    if _EXAM_OPENING.search(text) and not (subjective_word and "denies" in text):
        return Section.OBJECTIVE
    if _OBJECTIVE.search(text) and not subjective_word:
        if before is Section.PLAN and not facts.numbers:
            return Section.PLAN
        return Section.OBJECTIVE
    if facts.count(Topic.FINDING) > 1 and not subjective_word and before in {None, Section.SUBJECTIVE}:
        return Section.OBJECTIVE
    if subjective_word or _TREATMENT_RELIEF.search(text):
        if before in {Section.ASSESSMENT, Section.PLAN} and not re.search(
            r"\b(?:reports|denies|complains|presents)\b", text
        ):
            return before
        return Section.SUBJECTIVE
    if (
        before in {Section.ASSESSMENT, Section.PLAN}
        and facts.has(Topic.DISEASE)
        and not facts.has(Topic.DRUG)
    ):
        return before
    return before or Section.SUBJECTIVE


_OF_HEADING = (
    (re.compile(r"complaint|reason"), Kind.COMPLAINT),
    (re.compile(r"present(?:ing)? illness|^hpi|interval|interim"), Kind.HISTORY),
    (re.compile(r"allerg"), Kind.ALLERGY),
    (re.compile(r"medication|medicine|^meds"), Kind.MEDICATION),
    (re.compile(r"family"), Kind.FAMILY),
    (re.compile(r"social|substance|personal history|habits"), Kind.SOCIAL),
    (re.compile(r"review of systems|^ros$"), Kind.SYMPTOM_REVIEW),
    (
        re.compile(
            r"past|medical history|surgical history|psychiatric history|surgeries|operations|^pmh|^psh"
        ),
        Kind.PAST,
    ),
    (re.compile(r"vital|^vs$"), Kind.VITALS),
    (re.compile(r"lab|imaging|radiology|results|stud|diagnostic|x-ray|^e[kc]g|data reviewed"), Kind.RESULT),
    (re.compile(r"^labs?$|laboratory|imaging|studies|diagnostics|radiology"), Kind.TEST_ORDER),
    (re.compile(r"follow"), Kind.FOLLOW_UP),
    (re.compile(r"instruction|education"), Kind.ADVICE),
)


def kind_of_heading(section: Section, heading: str) -> Kind | None:
    """The one kind of statement that a dictated heading of a section holds, or None."""
    for pattern, kind in _OF_HEADING:
        if kind.section is section and pattern.search(heading.lower()):
            return kind
    return None


def dictated_kind(likeliest: Kind, facts: Facts, heading: str = "") -> Kind:
    """The kind of a dictated sentence, from what it is most likely about and from its heading."""
    section = likeliest.section
    of_heading = kind_of_heading(section, heading)
    if of_heading is not None:
        return of_heading
    if section is Section.SUBJECTIVE and _NO_ALLERGY.search(facts.text):
        return Kind.ALLERGY
    if section is Section.PLAN:
        return _planned(facts)
    by_rule = kind_within(section, facts)
    if likeliest in {Kind.COMPLAINT, Kind.HISTORY} and by_rule is Kind.SYMPTOM_REVIEW:
        return by_rule
    if likeliest is Kind.EXAM and _TESTED.search(facts.text):
        return Kind.RESULT
    if likeliest is Kind.FAMILY and "personal history" in facts.text:
        return Kind.PAST
    if likeliest is Kind.EXAM and by_rule is Kind.VITALS and facts.numbers:
        return by_rule
    return likeliest


_NEXT_TIME = re.compile(
    r"^we will (?:continue to )?follow\b|^(?:next|rtc|r/v|nv|rebook|review|recheck|re-?evaluat\w*|reassess|return|follow[- ]?up|see (?:her|him|them|again|back)|i will see|we will see|back in)\b.*(?:\d|\b(?:one|two|three|four|five|six|week|weeks|month|months|year|day|days|visit|appointment|age|as needed|prn|monday|tuesday|wednesday|thursday|friday)\b)"
)
_SENT_TO = re.compile(r"\b(?:refer|referral|referred|consult(?:ation)? with)\b")
_TOLD_TO = re.compile(
    r"\b(?:advised|counsell?ed|instructed|educated|education|taught|teaching|guidance|precautions?|safety net\w*|handout|understands|understanding|verbalized|discussed|explained)\b|\bcall (?:for|if|us|with|911|999)\b|^(?:avoid|keep|drink|limit|no (?:lifting|driving|restrictions))\b"
)


def _planned(facts: Facts) -> Kind:
    """What a dictated sentence of the plan is: when to return, who is asked, what is told, tested or given."""
    text = facts.text
    if _NEXT_TIME.search(text) and not facts.has(Topic.DRUG):
        return Kind.FOLLOW_UP
    if _SENT_TO.search(text):
        return Kind.REFERRAL
    if _TOLD_TO.search(text) and not facts.has(Topic.DRUG):
        return Kind.ADVICE
    if facts.has(Topic.TEST) and not facts.has(Topic.DRUG, Topic.DRUG_CLASS, Topic.TREATMENT):
        return Kind.TEST_ORDER
    return plan_kind(facts, intent=True) or Kind.TREATMENT


_NO_ALLERGY = re.compile(r"\bno (?:known )?(?:drug |food )?allergies\b|\bnkda\b|^allergic to\b")


def kind_within(section: Section, facts: Facts, heading: str = "") -> Kind:
    """The kind of a dictated sentence whose section is known. heading: what it was dictated under."""
    of_heading = kind_of_heading(section, heading)
    if of_heading is not None:
        return of_heading
    if section is Section.SUBJECTIVE:
        if _NO_ALLERGY.search(facts.text):
            return Kind.ALLERGY
        if re.search(
            r"\b(?:year[- ]old|presents|presenting|chief complaint|here for|here with)\b", facts.text
        ):
            return Kind.COMPLAINT
        if re.search(
            r"^(?:(?:the )?(?:patient|client|he|she) )?(?:denies|reports no|no )\b", facts.text
        ) and facts.has(Topic.SYMPTOM):
            return Kind.SYMPTOM_REVIEW
        return patient_kind(facts)
    if section is Section.OBJECTIVE:
        if re.search(
            r"\b(?:bp|blood pressure|heart rate|vitals?|vital signs|temperature|spo2|respirations|weight)\b",
            facts.text,
        ):
            return Kind.VITALS
        return Kind.RESULT if facts.has(Topic.TEST) and not facts.has(Topic.BODY) else Kind.EXAM
    if section is Section.PLAN:
        return plan_kind(facts, intent=True) or Kind.TREATMENT
    return Kind.REASONING


def note_kind(facts: Facts, before: Section | None) -> Kind:
    """The kind of a sentence in note language without a heading."""
    return kind_within(note_section(facts, before), facts)
