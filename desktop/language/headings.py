"""The headings of clinical notes, as said and typed, and the section each belongs to."""

from __future__ import annotations

from desktop.domain.note import Section

_SUBJECTIVE = (
    "subjective|chief complaint|cc|reason for visit|reason for consultation|reason for consult|reason for referral|presenting complaint|presenting problem|"
    "history of present illness|history of presenting illness|hpi|interval history|interim history|history|"
    "review of systems|ros|past medical history|past history|medical history|pmh|pmhx|past surgical history|"
    "surgical history|psh|pshx|past psychiatric history|psychiatric history|medications|current medications|"
    "home medications|medication list|meds|allergies|drug allergies|family history|family medical history|fh|fhx|"
    "social history|sh|shx|substance use|obstetric history|ob history|gynecologic history|gyn history|"
    "developmental history|birth history|dental history|diet history|nutrition history|immunizations|situation|"
    "background|identifying information|identification|signalment|history of complaint|history of the complaint|present illness|presenting history|"
    "allergies to medicines|allergies to medications|medication allergies|known allergies|allergies and intolerances|medicines|current medicines|"
    "outpatient medications|prior medications|family and social history|social and family history|personal history|habits|operations|"
    "past surgeries|significant past medical history|past medical and surgical history|past medical/surgical history|subjective findings|"
    "owner report|client report|patient report"
)
_OBJECTIVE = (
    "objective|vs|vitals|vital signs|exam|physical exam|physical examination|examination|pe|mental status exam|"
    "mental status examination|mental status|mse|labs|lab results|laboratory results|laboratory data|laboratory|"
    "imaging|radiology|results|diagnostics|diagnostic studies|studies|test results|objective findings|"
    "physical exam findings|oral exam|intraoral exam|extraoral exam|procedure|"
    "laboratory studies|lab studies|lab data|diagnostic data|imaging studies|x-rays|x-ray|ekg|ecg|data reviewed|exam findings|on examination"
)
_ASSESSMENT = (
    "assessment|impression|clinical impression|diagnosis|diagnoses|differential diagnosis|differential|"
    "assessment and plan|assessment & plan|assessment/plan|a&p|a/p|a and p|impression and plan|"
    "medical decision making|mdm|intervention|interventions|response|"
    "final diagnosis|final diagnoses|discharge diagnosis|discharge diagnoses|admitting diagnosis|working diagnosis|problem list|ddx|clinical summary"
)
_PLAN = (
    "plan|plan of care|treatment plan|care plan|recommendation|recommendations|follow-up|follow up|followup|"
    "disposition|orders|patient instructions|discharge instructions|instructions|patient education|next steps|"
    "treatment|management|home care|discharge plan|plan and recommendations|disposition and plan"
)
_BOTH_SUBJECTIVE_AND_OBJECTIVE = "data|behavior|behaviour"
"""The first part of DAP and BIRP notes holds what was said and what was seen: no one section."""

SECTION_OF: dict[str, Section | None] = {
    heading: section
    for headings, section in (
        (_SUBJECTIVE, Section.SUBJECTIVE),
        (_OBJECTIVE, Section.OBJECTIVE),
        (_ASSESSMENT, Section.ASSESSMENT),
        (_PLAN, Section.PLAN),
        (_BOTH_SUBJECTIVE_AND_OBJECTIVE, None),
    )
    for heading in headings.split("|")
}
"""Lower-case heading to section; None where a heading holds more than one."""

ORDERS_OR_RESULTS = frozenset(
    (
        "medications",
        "meds",
        "labs",
        "imaging",
        "diagnostics",
        "laboratory",
        "studies",
        "procedure",
        "radiology",
    )
)
"""Under a plan these head what is ordered, elsewhere what is known."""

LETTER_SETS: tuple[dict[str, Section | None], ...] = (
    {"s": Section.SUBJECTIVE, "o": Section.OBJECTIVE, "a": Section.ASSESSMENT, "p": Section.PLAN},
    {"d": None, "a": Section.ASSESSMENT, "p": Section.PLAN},
    {"b": None, "i": Section.ASSESSMENT, "r": Section.ASSESSMENT, "p": Section.PLAN},
    {"s": Section.SUBJECTIVE, "b": Section.SUBJECTIVE, "a": Section.ASSESSMENT, "r": Section.PLAN},
)
"""Single letters that head the parts of SOAP, DAP, BIRP and SBAR notes."""

_ABBREVIATIONS = frozenset(
    [
        "cc",
        "hpi",
        "ros",
        "pmh",
        "pmhx",
        "psh",
        "pshx",
        "fh",
        "fhx",
        "sh",
        "shx",
        "pe",
        "mse",
        "mdm",
        "ddx",
        "vs",
        "ekg",
        "ecg",
        "a&p",
        "a/p",
    ]
)


def shown(heading: str) -> str:
    """The heading as a note shows it: "History of present illness", "HPI"."""
    said = " ".join(heading.lower().split())
    return said.upper() if said in _ABBREVIATIONS else said[:1].upper() + said[1:]
